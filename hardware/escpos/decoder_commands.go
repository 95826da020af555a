package escpos

import "fmt"

// command plays the command in buf if it is whole. It returns how many bytes it was, 0 if
// more must come.
func (d *Decoder) command() (int, error) {
	switch b := d.buf[0]; b {
	case 0x10:
		return d.realTime()
	case 0x1B:
		return d.esc()
	case 0x1C:
		return d.fs()
	case 0x1D:
		return d.gs()
	case 0x00, 0x0D:
		return 1, nil
	case 0x0A:
		return 1, d.printLine()
	default:
		return d.text(b)
	}
}

// realTime skips what the receiver has already obeyed.
func (d *Decoder) realTime() (int, error) {
	if len(d.buf) < 3 {
		return 0, nil
	}
	switch {
	case d.buf[1] == 0x04 || d.buf[1] == 0x05:
		return 3, nil
	case d.buf[1] == 0x14 && d.buf[2] == 0x01:
		return d.whole(5)
	case d.buf[1] == 0x14 && d.buf[2] == 0x08:
		return d.whole(10)
	}
	return 0, fmt.Errorf("unknown real-time command % x", d.buf)
}

// whole waits until the command has n bytes.
func (d *Decoder) whole(n int) (int, error) {
	if len(d.buf) < n {
		d.want = n
		return 0, nil
	}
	return n, nil
}

func (d *Decoder) text(b byte) (int, error) {
	switch {
	case b < 0x20 || b == 0x7F:
		return 0, fmt.Errorf("control byte %02x", b)
	case b < 0x80:
		return 1, d.add(rune(b))
	case d.kanji: // two bytes make one character, twice as wide
		if len(d.buf) < 2 {
			return 0, nil
		}
		if err := d.add('\uFFFD'); err != nil {
			return 0, err
		}
		return 2, d.add('\uFFFD')
	}
	return 1, d.add(charmaps[d.page].DecodeByte(b))
}

// fixedESC are the lengths of ESC commands.
var fixedESC = map[byte]int{
	'@': 2, '2': 2, 'v': 2, 't': 3, '!': 3, 'E': 3, 'a': 3, 'd': 3, 'J': 3, '3': 3, 'M': 3, 'p': 5,
}

func (d *Decoder) esc() (int, error) {
	if len(d.buf) < 2 {
		return 0, nil
	}
	length := fixedESC[d.buf[1]]
	if length == 0 {
		return 0, fmt.Errorf("unknown command ESC %02x", d.buf[1])
	}
	if len(d.buf) < length {
		return 0, nil
	}
	n := d.buf[length-1]
	switch d.buf[1] {
	case '@':
		d.reset()
	case '2':
		d.spacing = defaultSpacing
	case '3':
		d.spacing = int(n)
	case 'v':
		if d.p.Status != StatusCSN && d.p.Status != StatusNippon {
			return 0, fmt.Errorf("this printer has no ESC v")
		}
		d.query(QueryState)
	case 't':
		page, ok := d.p.pageByNumber(n)
		if !ok {
			return 0, fmt.Errorf("this printer has no code page %d", n)
		}
		d.page = page
	case '!':
		d.style = style{w: 1 + n>>5&1, h: 1 + n>>4&1, bold: n&8 != 0}
		return length, d.setFont(n & 1)
	case 'M':
		return length, d.setFont(n)
	case 'E':
		d.bold = n&1 != 0
	case 'a':
		if len(d.line) > 0 {
			return 0, fmt.Errorf("ESC a inside a line")
		}
		align := Align(n & 0x0F) // also as ASCII digits
		if n != n&3 && n != '0'+n&3 || align > Right {
			return 0, fmt.Errorf("ESC a %d", n)
		}
		d.align = align
	case 'J':
		if d.p.Quirks.NoDotFeed {
			return 0, fmt.Errorf("this printer ignores ESC J")
		}
		return length, d.feedAfterLine(int(n))
	case 'd':
		return length, d.feedLines(int(n))
	}
	return length, nil
}

func (d *Decoder) setFont(n byte) error {
	font := d.p.Fonts.A
	if n&0x0F == 1 {
		font = d.p.Fonts.B
	}
	if n&^0x31 != 0 || font.Columns == 0 {
		return fmt.Errorf("this printer has no font %d", n)
	}
	if len(d.line) > 0 && font != d.font {
		return fmt.Errorf("font change inside a line")
	}
	d.font = font
	return nil
}

// feedAfterLine prints what is in the line and moves so many dots in all.
func (d *Decoder) feedAfterLine(dots int) error {
	if len(d.line) == 0 {
		return d.feed(dots)
	}
	spacing := d.spacing
	d.spacing = dots
	err := d.printLine()
	d.spacing = spacing
	return err
}

// feedLines moves n lines. Without a cutter so long a feed is the end of a ticket: the person
// tears it off.
func (d *Decoder) feedLines(n int) error {
	if len(d.line) > 0 {
		if err := d.printLine(); err != nil {
			return err
		}
		n--
	}
	if n > 0 {
		if err := d.feed(n * d.spacing); err != nil {
			return err
		}
	}
	if d.p.Cutter.Kind == CutterNone && n >= d.p.Cutter.FeedLines {
		d.emit(false)
	}
	return nil
}

func (d *Decoder) fs() (int, error) {
	if len(d.buf) < 2 {
		return 0, nil
	}
	switch d.buf[1] {
	case '.':
		d.kanji = false
	case '&':
		d.kanji = d.p.KanjiAtStart
	default:
		return 0, fmt.Errorf("unknown command FS %02x", d.buf[1])
	}
	return 2, nil
}
