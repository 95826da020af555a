package printer

import (
	"bytes"

	"loket/hardware/escpos"
)

// replyKind tells the printer's answers apart.
type replyKind int

const (
	replyEOT     replyKind = iota // one byte, to DLE EOT 1 to 4
	replyASB                      // four bytes, pushed
	replyFull                     // the last four of six bytes, to DLE EOT 20 of Custom's printers
	replyStatus                   // one byte, to GS r or ESC v
	replyMark                     // the id of GS ( H or GS G
	replyCleared                  // the buffer was cleared
)

type reply struct {
	kind replyKind
	data []byte
}

// maxIdentity bounds an answer to GS I; what is longer without an end is noise.
const maxIdentity = 64

// parser cuts a dialect's answers apart. Their fixed bits tell them apart (Epson ref.
// "identification of transmitted status"); a byte that begins none is dropped, so after noise it
// finds its feet within one answer's length. It holds no more than one unfinished answer.
type parser struct {
	dialect escpos.StatusDialect
	buf     []byte
	noise   int // bytes that were dropped
}

// forms are the answers of a dialect, each a function that looks at the start of what came.
var forms = map[escpos.StatusDialect][]form{
	escpos.StatusEpsonASB: {automatic, realTimeByte, mark, cleared, identity, statusByte},
	escpos.StatusCloneR:   {realTimeByte, identity, statusByte},
	escpos.StatusCSN:      {statusByte},
	escpos.StatusCustom:   {full, statusByte},
	escpos.StatusNippon:   {document, anyByte},
	escpos.StatusNone:     {},
}

// form says how many bytes at the start of b make an answer, what it is and which of them are
// its data. 0 means that b begins no such answer, more than len(b) that it may yet become one.
type form func(b []byte) (n int, kind replyKind, data []byte)

// skipped is the kind of an answer that nobody asks for here.
const skipped replyKind = -1

// next returns the first whole answer of what was fed, or false if more must come.
func (p *parser) next() (reply, bool) {
	for len(p.buf) > 0 {
		n, kind, data := p.match()
		switch {
		case n > len(p.buf):
			return reply{}, false
		case n == 0:
			p.buf = p.buf[1:]
			p.noise++
			continue
		}
		r := reply{kind, bytes.Clone(data)}
		p.buf = p.buf[n:]
		if kind != skipped {
			return r, true
		}
	}
	return reply{}, false
}

func (p *parser) match() (int, replyKind, []byte) {
	for _, f := range forms[p.dialect] {
		if n, kind, data := f(p.buf); n > 0 {
			return n, kind, data
		}
	}
	return 0, skipped, nil
}

// bits are those of one byte that never change.
type bits struct{ mask, value byte }

// fits compares b with a pattern as far as both go.
func fits(b []byte, pattern ...bits) bool {
	for i, want := range pattern[:min(len(b), len(pattern))] {
		if b[i]&want.mask != want.value {
			return false
		}
	}
	return true
}

func automatic(b []byte) (int, replyKind, []byte) {
	rest := bits{0x90, 0}
	if !fits(b, bits{0x93, 0x10}, rest, rest, rest) {
		return 0, skipped, nil
	}
	return 4, replyASB, b[:min(4, len(b))]
}

func realTimeByte(b []byte) (int, replyKind, []byte) {
	if !fits(b, bits{0x93, 0x12}) {
		return 0, skipped, nil
	}
	return 1, replyEOT, b[:1]
}

func statusByte(b []byte) (int, replyKind, []byte) {
	if !fits(b, bits{0x90, 0}) {
		return 0, skipped, nil
	}
	return 1, replyStatus, b[:1]
}

// anyByte: all eight bits of Nippon's ESC v mean something. All of them at once do not occur.
func anyByte(b []byte) (int, replyKind, []byte) {
	if b[0] == 0xFF {
		return 0, skipped, nil
	}
	return 1, replyStatus, b[:1]
}

// mark is 37 22, four printable characters, NUL.
func mark(b []byte) (int, replyKind, []byte) {
	if !fits(b, bits{0xFF, 0x37}, bits{0xFF, 0x22}, bits{}, bits{}, bits{}, bits{}, bits{0xFF, 0}) {
		return 0, skipped, nil
	}
	if len(b) > 2 && !printable(b[2:min(6, len(b))]) {
		return 0, skipped, nil
	}
	return 7, replyMark, b[:min(7, len(b))]
}

func cleared(b []byte) (int, replyKind, []byte) {
	if !fits(b, bits{0xFF, 0x37}, bits{0xFF, 0x25}, bits{0xFF, 0}) {
		return 0, skipped, nil
	}
	return 3, replyCleared, nil
}

// identity is 5F, printable characters, NUL.
func identity(b []byte) (int, replyKind, []byte) {
	if b[0] != 0x5F {
		return 0, skipped, nil
	}
	end := bytes.IndexByte(b, 0)
	text := b[1:]
	if end > 0 {
		text = b[1:end]
	}
	switch {
	case !printable(text) || len(text) > maxIdentity:
		return 0, skipped, nil
	case end < 0:
		return len(b) + 1, skipped, nil
	}
	return end + 1, skipped, nil
}

// full is 10 0F and four bytes of which some bits are never set (Custom KPM150, KPM216 and VKP80
// command manuals, DLE EOT 20).
func full(b []byte) (int, replyKind, []byte) {
	if !fits(b, bits{0xFF, 0x10}, bits{0xFF, 0x0F}, bits{0x1A, 0}, bits{0x90, 0}, bits{0x14, 0}, bits{}) {
		return 0, skipped, nil
	}
	return 6, replyFull, b[min(2, len(b)):min(6, len(b))]
}

// document is FF 13, the id, how it ended and three bytes in reserve (Nippon NP-2511
// specifications, GS G). One that ended with open cover, without paper or too hot is no word that
// it was printed.
func document(b []byte) (int, replyKind, []byte) {
	if !fits(b, bits{0xFF, 0xFF}, bits{0xFF, 0x13}) {
		return 0, skipped, nil
	}
	kind := replyMark
	if len(b) > 6 && b[6]&0x0E != 0 {
		kind = skipped
	}
	return 10, kind, b[:min(6, len(b))]
}

func printable(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7E {
			return false
		}
	}
	return true
}
