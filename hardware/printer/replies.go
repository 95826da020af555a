package printer

import "bytes"

// replyKind tells the printer's answers apart.
type replyKind int

const (
	replyEOT     replyKind = iota // one byte, to DLE EOT
	replyASB                      // four bytes, pushed
	replyStatus                   // one byte, to GS r or ESC v
	replyMark                     // the id of GS ( H
	replyCleared                  // the buffer was cleared
)

type reply struct {
	kind replyKind
	data []byte
}

// parser cuts the printer's answers apart. Their first bits tell them apart (Epson ref.
// "identification of transmitted status"), so it finds its feet again after noise.
type parser struct{ buf []byte }

// next returns the first whole answer of what was fed, or false if more must come.
func (p *parser) next() (reply, bool) {
	for len(p.buf) > 0 {
		b := p.buf[0]
		switch {
		case b&0x93 == 0x10:
			if len(p.buf) < 4 {
				return reply{}, false
			}
			if p.buf[1]&0x90 == 0 && p.buf[2]&0x90 == 0 && p.buf[3]&0x90 == 0 {
				return p.take(replyASB, 0, 4, 4), true
			}
			p.buf = p.buf[1:]
		case b&0x93 == 0x12:
			return p.take(replyEOT, 0, 1, 1), true
		case b == 0x37 || b == 0x5F: // a block up to NUL: end mark, cleared, identity
			end := bytes.IndexByte(p.buf, 0)
			switch {
			case end < 0 && len(p.buf) < 100:
				return reply{}, false
			case end == 6 && b == 0x37 && p.buf[1] == 0x22:
				return p.take(replyMark, 0, 7, 7), true
			case end == 2 && b == 0x37 && p.buf[1] == 0x25:
				return p.take(replyCleared, 2, 2, 3), true
			}
			p.buf = p.buf[max(end, 0)+1:]
		case b&0x90 == 0:
			return p.take(replyStatus, 0, 1, 1), true
		default:
			p.buf = p.buf[1:]
		}
	}
	return reply{}, false
}

// take makes a reply of buf[from:to] and drops n bytes.
func (p *parser) take(kind replyKind, from, to, n int) reply {
	r := reply{kind, append([]byte(nil), p.buf[from:to]...)}
	p.buf = p.buf[n:]
	return r
}

// facts is what the printer last said of itself.
type facts struct {
	offline, coverOpen, paperOut, paperLow, cutter, hot, fault bool
}

func (f facts) state() State {
	switch {
	case f.coverOpen:
		return CoverOpen
	case f.paperOut:
		return PaperOut
	case f.cutter:
		return Cutter
	case f.hot:
		return Hot
	case f.fault:
		return Fault
	case f.offline:
		return Offline
	case f.paperLow:
		return PaperLow
	}
	return Ready
}

// asb takes all facts from an automatic status (Epson ref. GS a).
func (f *facts) asb(b []byte) {
	*f = facts{
		offline: b[0]&0x08 != 0, coverOpen: b[0]&0x20 != 0,
		cutter: b[1]&0x08 != 0, fault: b[1]&0x20 != 0, hot: b[1]&0x40 != 0,
		paperLow: b[2]&0x03 != 0, paperOut: b[2]&0x0C != 0,
	}
}

// eot takes the facts of the answer to DLE EOT n (Epson ref. DLE EOT).
func (f *facts) eot(n, b byte) {
	switch n {
	case 1:
		f.offline = b&0x08 != 0
	case 2:
		f.coverOpen = b&0x04 != 0
	case 3:
		f.cutter, f.fault, f.hot = b&0x08 != 0, b&0x20 != 0, b&0x40 != 0
	case 4:
		f.paperLow, f.paperOut = b&0x0C != 0, b&0x60 != 0
	}
}

// csn takes the facts of the answer to ESC v of the CSN-A2 class.
func (f *facts) csn(b byte) {
	*f = facts{paperOut: b&0x04 != 0, fault: b&0x08 != 0, hot: b&0x40 != 0}
}
