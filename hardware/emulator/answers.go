package emulator

import (
	"bytes"

	"loket/hardware/escpos"
)

// realTime watches the stream for real-time commands, which count wherever they stand.
type realTime struct{ seen []byte }

var clearBuffer = []byte{0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08}

// add takes one byte and returns the command that it completes, or nil.
func (r *realTime) add(b byte) []byte {
	r.seen = append(r.seen, b)
	switch {
	case r.seen[0] != 0x10:
		r.seen = nil
	case len(r.seen) == 2 && b != 0x04 && b != 0x05 && b != 0x14:
		r.seen = nil
		if b == 0x10 {
			r.seen = []byte{b}
		}
	case len(r.seen) == 3 && r.seen[1] != 0x14, len(r.seen) == len(clearBuffer):
		command := r.seen
		r.seen = nil
		return command
	case r.seen[len(r.seen)-1] != clearBuffer[len(r.seen)-1] && r.seen[1] == 0x14:
		r.seen = nil
	}
	return nil
}

// obey carries out a real-time command. The lock is held.
func (p *Printer) obey(command []byte) {
	custom := p.profile.Status == escpos.StatusCustom
	dle := p.profile.Status == escpos.StatusEpsonASB || p.profile.Status == escpos.StatusCloneR || custom
	switch {
	case command == nil || !dle:
	case custom && command[1] == 0x04 && command[2] == 20:
		p.answers = append(p.answers, p.faults.custom()...)
	case command[1] == 0x04:
		if b, ok := p.faults.dleEOT(command[2]); ok {
			p.answers = append(p.answers, b)
		}
	case command[1] == 0x05 && command[2] == 2, bytes.Equal(command, clearBuffer):
		if !p.profile.ClearBuffer {
			return
		}
		p.queue, p.inside = nil, 0
		p.decoder.PowerCycle()
		if command[1] == 0x14 {
			p.answers = append(p.answers, 0x37, 0x25, 0x00)
		}
	}
}

// answerQuery answers a command that was reached in the buffer. The lock is held.
func (p *Printer) answerQuery(q escpos.Query) {
	switch q.Kind {
	case escpos.QueryAutoStatus:
		p.asb = q.Args[0] != 0
		if p.asb {
			p.pushStatus()
		}
	case escpos.QueryStatus:
		p.answers = append(p.answers, p.faults.paperSensor())
	case escpos.QueryEndMark:
		if p.profile.Confirmation == escpos.ConfirmNippon {
			p.answers = append(append(append(p.answers, 0xFF, 0x13), q.Args...), 0, 0, 0, 0)
			return
		}
		p.answers = append(append(append(p.answers, 0x37, 0x22), q.Args...), 0)
	case escpos.QueryIdentity:
		switch q.Args[0] {
		case 'B':
			p.identity(p.profile.Identity.Maker)
		case 'C':
			p.identity(p.profile.Identity.Model)
		}
	case escpos.QueryState:
		state := p.faults.csn()
		if p.profile.Status == escpos.StatusNippon {
			state = p.faults.nippon()
		}
		p.answers = append(p.answers, state)
	}
}

func (p *Printer) identity(text string) {
	p.answers = append(append(append(p.answers, 0x5F), text...), 0)
}

// pushStatus sends the automatic status. The lock is held.
func (p *Printer) pushStatus() {
	if p.asb && p.profile.Status == escpos.StatusEpsonASB {
		status := p.faults.asb()
		p.answers = append(p.answers, status[:]...)
	}
}
