package emulator

import (
	"fmt"
	"slices"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
)

// FaultInfo is one thing that can go wrong, for a test's table or a panel's button.
type FaultInfo struct {
	Name string
	// Applies says whether a printer of the profile can have it.
	Applies func(escpos.Profile) bool
	set     func(p *Printer, on bool) error
	is      func(f *faults) bool
	becomes string // which fault it is when its moment has come
}

// tearMM is where faults in the middle of a ticket begin.
const tearMM = 20

// lateBy is how late a printer answers that answers late: later than any host waits.
const lateBy = 3 * time.Second

// flag is a fault that is a bit of the printer's state.
func flag(name string, bit func(f *faults) *bool) FaultInfo {
	return FaultInfo{
		Name: name, Applies: every,
		set: func(p *Printer, on bool) error {
			p.change(func(f *faults) { *bit(f) = on })
			return nil
		},
		is: func(f *faults) bool { return *bit(f) },
	}
}

func every(escpos.Profile) bool { return true }

// waiting is a fault that becomes another when its moment comes, after so many millimetres of paper.
func waiting(name, becomes string, mm int) FaultInfo {
	return FaultInfo{
		Name: name, Applies: every, becomes: becomes,
		set: func(p *Printer, on bool) error {
			if on {
				return p.SetAfter(name, mm)
			}
			return p.Set(becomes, false)
		},
		is: func(*faults) bool { return false },
	}
}

// Faults are all faults that a printer can be given by name.
func Faults() []FaultInfo {
	presents := func(p escpos.Profile) bool {
		return p.Status == escpos.StatusCustom || p.Status == escpos.StatusNippon
	}
	return []FaultInfo{
		flag("near-end", func(f *faults) *bool { return &f.nearEnd }),
		{Name: "paper-end", Applies: every, set: (*Printer).setPaperEnd, is: func(f *faults) bool { return f.paperOut }},
		waiting("paper-end-in-ticket", "paper-end", tearMM),
		flag("cover-open", func(f *faults) *bool { return &f.coverOpen }),
		waiting("cover-open-in-ticket", "cover-open", tearMM),
		flag("cutter-jam", func(f *faults) *bool { return &f.cutterJam }),
		flag("hot-head", func(f *faults) *bool { return &f.hot }),
		flag("low-voltage", func(f *faults) *bool { return &f.lowVoltage }),
		{
			Name: "ticket-not-taken", Applies: presents, set: (*Printer).setNotTaken,
			is: func(f *faults) bool { return f.keepsTicket },
		},
		{Name: "unplugged", Applies: every, set: (*Printer).setUnplugged, is: func(f *faults) bool { return f.unplugged }},
		waiting("unplugged-in-ticket", "unplugged", tearMM),
		{Name: "power-off", Applies: every, set: (*Printer).setPowerOff, is: func(f *faults) bool { return f.powerOff }},
		waiting(inPicture, "power-off", 0),
		flag("wrong-speed", func(f *faults) *bool { return &f.wrongSpeed }),
		{
			Name: "gbk-mode", Applies: func(p escpos.Profile) bool { return p.KanjiAtStart },
			set: (*Printer).setGBK, is: func(f *faults) bool { return f.gbk },
		},
		flag("answers-nothing", func(f *faults) *bool { return &f.silent }),
		flag("answers-late", func(f *faults) *bool { return &f.late }),
		flag("answers-garbled", func(f *faults) *bool { return &f.garbled }),
		flag("takes-nothing", func(f *faults) *bool { return &f.stopped }),
		flag("loses-bytes", func(f *faults) *bool { return &f.full }),
	}
}

func find(name string) (FaultInfo, error) {
	all := Faults()
	i := slices.IndexFunc(all, func(f FaultInfo) bool { return f.Name == name })
	if i < 0 {
		return FaultInfo{}, fmt.Errorf("emulator: no fault is called %q", name)
	}
	return all[i], nil
}

// Set lets a fault begin or mends it, or takes it back where it waits for its moment. Paper that ended is refilled, a printer that was unplugged is
// plugged in again under another name, at which the link then points.
func (p *Printer) Set(name string, on bool) error {
	fault, err := find(name)
	if err != nil {
		return err
	}
	if !fault.Applies(p.profile) {
		return fmt.Errorf("emulator: %s cannot have the fault %q", p.profile.Name, name)
	}
	if !on {
		p.mu.Lock()
		delete(p.armed, name)
		delete(p.armedBytes, name)
		p.mu.Unlock()
	}
	return fault.set(p, on)
}

// SetAfter lets a fault begin once the paper has moved so many millimetres.
func (p *Printer) SetAfter(name string, mm int) error {
	return p.arm(p.armed, name, mm*p.profile.DotsPerMM)
}

// SetAfterBytes lets a fault begin once so many more bytes have come in.
func (p *Printer) SetAfterBytes(name string, n int) error { return p.arm(p.armedBytes, name, n) }

func (p *Printer) arm(armed map[string]int, name string, n int) error {
	if _, err := find(name); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	armed[name] = n
	return nil
}

// Has says whether a fault is on, or waits for its moment.
func (p *Printer) Has(name string) bool {
	fault, err := find(name)
	p.mu.Lock()
	defer p.mu.Unlock()
	_, waits := p.armed[name]
	_, waitsBytes := p.armedBytes[name]
	return err == nil && (waits || waitsBytes || fault.is(&p.faults))
}

// inPicture begins only inside a picture; no other command is longer than pictureBytes.
const (
	inPicture    = "power-off-in-picture"
	pictureBytes = 300
)

// strike lets the faults begin whose moment has come.
func (p *Printer) strike() {
	var now []string
	p.mu.Lock()
	for name, rows := range p.armed {
		if rows <= 0 && (name != inPicture || p.inside > pictureBytes) {
			now = append(now, name)
			delete(p.armed, name)
		}
	}
	for name, n := range p.armedBytes {
		if n <= 0 {
			now = append(now, name)
			delete(p.armedBytes, name)
		}
	}
	p.mu.Unlock()
	for _, name := range now {
		fault, err := find(name)
		if err == nil && fault.becomes != "" {
			fault, err = find(fault.becomes)
		}
		if err == nil {
			_ = fault.set(p, true) // only plugging in can fail
		}
	}
}

func (p *Printer) setPaperEnd(on bool) error {
	if on {
		p.PaperOut()
	} else {
		p.Refill()
	}
	return nil
}

func (p *Printer) setPowerOff(on bool) error {
	p.Power(!on)
	return nil
}

// bootTime is how long a printer is away that was switched off and on.
const bootTime = 3 * time.Second

// setGBK: somebody switched it off and on, and it begins in its Chinese mode.
func (p *Printer) setGBK(on bool) error {
	p.change(func(f *faults) { f.gbk = on })
	if !on {
		return nil
	}
	p.Power(false)
	p.running.Go(func() {
		timer := time.NewTimer(bootTime) // of the host's time, whatever the speedup
		defer timer.Stop()
		select {
		case <-timer.C:
			p.Power(true)
		case <-p.ctx.Done():
		}
	})
	return nil
}

func (p *Printer) setNotTaken(on bool) error {
	p.change(func(f *faults) {
		f.keepsTicket, f.inMouth = on, on && f.inMouth
	})
	return nil
}

func (p *Printer) setUnplugged(on bool) error {
	p.mu.Lock()
	was := p.faults.unplugged
	p.faults.unplugged = on
	p.mu.Unlock()
	switch {
	case on:
		return p.Unplug()
	case was:
		return p.Replug()
	}
	return nil
}

// distort makes of bytes what the other side of the line sees of them. Bytes at a wrong speed
// are none of ASCII's; where the host's speed can be known, it decides.
func (p *Printer) distort(line port.Port, b []byte, answers bool) {
	p.mu.Lock()
	wrong := p.faults.wrongSpeed || answers && p.faults.garbled
	p.mu.Unlock()
	if tty, ok := line.(*terminal); ok {
		speed := tty.speed()
		wrong = wrong || speed != 0 && speed != p.profile.Speed
	}
	if !wrong {
		return
	}
	for i := range b {
		b[i] = ^b[i] | 0x80
	}
}
