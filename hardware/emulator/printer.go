// Package emulator has virtual devices that behave like real ones, faults included.
//
// A Printer is a pseudo-terminal (or one end of a line in memory) with a printer's mind
// behind it: it takes bytes at the line's speed into a buffer of the profile's size, obeys
// real-time commands at once, prints at the mechanism's speed, answers in its dialect, stops
// when the paper ends and goes on with its buffer after a refill.
package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
)

// Printer is a virtual receipt printer. Its methods are for any goroutine.
type Printer struct {
	profile escpos.Profile
	speedup float64
	link    string
	tempDir string           // of the link, if it is ours to remove
	spare   func() port.Port // in memory: the line after an unplug
	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	line    port.Port     // nil while unplugged
	queue   []byte
	decoder *escpos.Decoder
	faults  faults
	armed   map[string]int // faults by the rows of paper until they begin
	// armedBytes are faults by the bytes that are still to come in until they begin.
	armedBytes map[string]int
	inside     int // bytes of an unfinished command that were taken
	asb        bool
	answers    []byte // to be sent once the lock is free
	papers     []escpos.Paper
	fresh      []escpos.Paper // to be handed to onPaper once the lock is free
	onPaper    func(escpos.Paper)
	errs       []error
}

// Option changes how a Printer starts.
type Option func(*Printer)

// Speedup makes line and mechanism f times as fast as real ones.
func Speedup(f float64) Option { return func(p *Printer) { p.speedup = f } }

// Link sets the path under which the device is found. The default is a new one in the
// temporary folder.
func Link(path string) Option { return func(p *Printer) { p.link = path } }

// Spare says which line in memory the printer is plugged into after an unplug.
func Spare(f func() port.Port) Option { return func(p *Printer) { p.spare = f } }

// Start switches a printer on at a new pseudo-terminal. Path says where to open it.
func Start(profile escpos.Profile, options ...Option) (*Printer, error) {
	p := newPrinter(profile, options)
	if p.link == "" {
		if err := p.temporaryLink(); err != nil {
			p.stop()
			return nil, err
		}
	}
	if err := p.Replug(); err != nil {
		_ = p.Close()
		return nil, err
	}
	return p, nil
}

// StartOn switches a printer on at the far end of a line in memory.
func StartOn(profile escpos.Profile, line port.Port, options ...Option) *Printer {
	p := newPrinter(profile, options)
	p.line = line
	p.running.Go(func() { p.receive(line) })
	return p
}

func newPrinter(profile escpos.Profile, options []Option) *Printer {
	p := &Printer{profile: profile, speedup: 1, changed: make(chan struct{}), armed: map[string]int{}, armedBytes: map[string]int{}}
	for _, option := range options {
		option(p)
	}
	p.faults.rowsLeft = endless
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.decoder = escpos.NewDecoder(profile)
	p.decoder.OnPaper = func(paper escpos.Paper) {
		p.papers = append(p.papers[max(len(p.papers)+1-keptPapers, 0):], paper)
		p.fresh = append(p.fresh, paper)
		p.faults.inMouth = p.faults.keepsTicket
	}
	p.decoder.OnQuery = p.answerQuery
	p.running.Go(p.work)
	return p
}

// Path is the link at which the device is found while it is plugged in.
func (p *Printer) Path() string { return p.link }

// keptPapers bounds what Papers remembers: a picture is some 400 KB.
const keptPapers = 100

// Papers are the pieces of paper that came out, oldest first; of more than 100 the latest.
func (p *Printer) Papers() []escpos.Paper {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]escpos.Paper(nil), p.papers...)
}

// OnPaper has f called for every piece of paper from now on, in order, by one goroutine.
func (p *Printer) OnPaper(f func(escpos.Paper)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onPaper = f
}

// Errors are the bytes that this model would not have understood. Right software causes none.
func (p *Printer) Errors() []error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]error(nil), p.errs...)
}

// Close switches the printer off and takes the device away.
func (p *Printer) Close() error {
	p.stop()
	err := p.unplug()
	p.running.Wait()
	if p.tempDir != "" {
		_ = os.Remove(p.tempDir)
	}
	return err
}

// notify wakes everyone who waits for a change. The lock is held.
func (p *Printer) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// work prints what is in the buffer, byte by byte, while the printer is online.
func (p *Printer) work() {
	for {
		p.mu.Lock()
		for p.ctx.Err() == nil && p.due() == 0 {
			changed := p.changed
			p.mu.Unlock()
			select {
			case <-changed:
			case <-p.ctx.Done():
			}
			p.mu.Lock()
		}
		if p.ctx.Err() != nil {
			p.mu.Unlock()
			return
		}
		due := p.queue[:p.due()]
		p.queue = p.queue[len(due):]
		before := p.decoder.Rows()
		if _, err := p.decoder.Write(due); err != nil {
			p.errs = append(p.errs, err)
		}
		rows := p.decoder.Rows() - before
		p.inside++
		if !p.decoder.Pending() {
			p.inside = 0
		}
		fresh, onPaper := p.fresh, p.onPaper
		p.fresh = nil
		p.mu.Unlock()
		p.sleep(p.mechanism(rows))
		p.mu.Lock()
		p.consume(rows)
		p.mu.Unlock()
		p.strike()
		p.flush()
		for _, paper := range fresh {
			if onPaper != nil {
				onPaper(paper)
			}
		}
	}
}

// due is how many bytes of the buffer are to be obeyed next. A printer that is offline prints
// nothing; one that answers in turn still tells its state when nothing is before the question. The
// lock is held.
func (p *Printer) due() int {
	inTurn := p.profile.Status == escpos.StatusCSN || p.profile.Status == escpos.StatusNippon
	switch {
	case p.faults.powerOff || len(p.queue) == 0:
		return 0
	case !p.faults.offline():
		return 1
	case inTurn && !p.decoder.Pending() && bytes.HasPrefix(p.queue, []byte{0x1B, 0x76}):
		return 2
	}
	return 0
}

// mechanism is how long the head needs for so many rows.
func (p *Printer) mechanism(rows int) time.Duration {
	perSecond := p.profile.PrintMMPerS * p.profile.DotsPerMM
	return time.Duration(rows) * time.Second / time.Duration(perSecond)
}

// sleep waits for d of the printer's time.
func (p *Printer) sleep(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(time.Duration(float64(d) / p.speedup))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.ctx.Done():
	}
}

// receive takes bytes from the line at its speed until the line ends.
func (p *Printer) receive(line port.Port) {
	byteTime := port.Config{Speed: p.profile.Speed}.ByteTime()
	buf := make([]byte, 32)
	var seen realTime
	for {
		p.waitWhile(func(f *faults) bool { return f.stopped })
		n, err := line.Read(buf)
		if err != nil {
			return
		}
		p.waitWhile(func(f *faults) bool { return f.stopped })
		p.sleep(time.Duration(n) * byteTime)
		p.distort(line, buf[:n], false)
		for _, b := range buf[:n] {
			if p.take(b, &seen) {
				p.strike()
			}
		}
		p.flush()
	}
}

// waitWhile waits until a fault is over.
func (p *Printer) waitWhile(lasts func(*faults) bool) {
	for {
		p.mu.Lock()
		over, changed := !lasts(&p.faults), p.changed
		p.mu.Unlock()
		if over || p.ctx.Err() != nil {
			return
		}
		select {
		case <-changed:
		case <-p.ctx.Done():
		}
	}
}

// ErrOverrun says that the host sent more than the buffer holds.
var ErrOverrun = errors.New("emulator: bytes were lost as the buffer was full")

// take puts one byte into the buffer and obeys a real-time command that it completes. What
// comes while the buffer is full is lost, as on a line without handshake; real-time commands
// are obeyed even then. It says whether a fault begins with this byte.
func (p *Printer) take(b byte, seen *realTime) (strikes bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name := range p.armedBytes {
		p.armedBytes[name]--
		strikes = strikes || p.armedBytes[name] <= 0
	}
	if p.faults.powerOff {
		return strikes
	}
	if len(p.queue) < p.profile.BufferBytes && !p.faults.full {
		p.queue = append(p.queue, b)
	} else if !slices.Contains(p.errs, ErrOverrun) {
		p.errs = append(p.errs, ErrOverrun)
	}
	command := seen.add(b)
	if n := len(p.queue) - len(command); command != nil && p.faults.offline() && n >= 0 &&
		bytes.Equal(p.queue[n:], command) {
		p.queue = p.queue[:n] // a question that was answered is not kept
	}
	p.obey(command)
	p.notify()
	return strikes
}

// flush sends what was answered. A host that does not read loses it.
func (p *Printer) flush() {
	p.mu.Lock()
	answers, line, late := p.answers, p.line, p.faults.late
	p.answers = nil
	if p.faults.silent || p.faults.powerOff {
		answers = nil
	}
	p.mu.Unlock()
	if len(answers) == 0 || line == nil {
		return
	}
	p.distort(line, answers, true)
	if !late {
		p.transmit(line, answers)
		return
	}
	p.running.Go(func() {
		timer := time.NewTimer(lateBy) // of the host's time, whatever the speedup
		defer timer.Stop()
		select {
		case <-timer.C:
			p.transmit(line, answers)
		case <-p.ctx.Done():
		}
	})
}

func (p *Printer) transmit(line port.Port, answers []byte) {
	ctx, cancel := context.WithTimeout(p.ctx, time.Second)
	defer cancel()
	_, _ = line.Write(ctx, answers) // an unplugged line takes nothing, as in life
}

// String names the printer in logs.
func (p *Printer) String() string { return fmt.Sprintf("emulated %s at %s", p.profile.Name, p.link) }
