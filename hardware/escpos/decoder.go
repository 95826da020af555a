package escpos

import (
	"errors"
	"fmt"
)

// Error says what the printer would not understand and where.
type Error struct {
	Offset int64 // of the command's first byte in everything written
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("escpos: byte %d: %s", e.Offset, e.Reason) }

// maxRows bounds one paper: two metres at 8 dots per mm.
const maxRows = 16000

// Decoder plays the printer of a profile: it takes bytes as they arrive and draws the paper.
// It is for one goroutine. Real-time commands (DLE) it skips: whoever receives the bytes must
// obey them at once, not in their turn.
type Decoder struct {
	// OnPaper is called for each piece of paper when it is cut or torn off.
	OnPaper func(Paper)
	// OnQuery is called for each command that the printer answers, in its turn.
	OnQuery func(Query)

	p      Profile
	buf    []byte // an unfinished command
	offset int64  // of buf's first byte
	fed    int    // rows that the paper moved in all
	state

	canvas *bitmap
	y      int
	paper  Paper

	documentID []byte // of Nippon's GS G 1
}

// state is what ESC @ resets.
type state struct {
	style
	font    Font
	align   Align
	page    string
	kanji   bool
	spacing int
	line    []char

	qrModule, qrLevel byte
	qrStored          []byte
	barHeight, barDot byte
	graphics          *bitmap
}

// NewDecoder plays a printer that was just switched on.
func NewDecoder(p Profile) *Decoder {
	d := &Decoder{p: p}
	d.reset()
	d.newPaper()
	return d
}

// Decode plays all of data and returns the papers, the last also if it was not cut off. It stops
// at the first thing that the printer would not understand.
func Decode(p Profile, data []byte) ([]Paper, error) {
	var papers []Paper
	d := NewDecoder(p)
	d.OnPaper = func(p Paper) { papers = append(papers, p) }
	if _, err := d.Write(data); err != nil {
		return papers, err
	}
	if len(d.buf) > 0 {
		return papers, &Error{d.offset, "the data ends inside a command"}
	}
	if len(d.line) > 0 || d.y > 0 {
		if len(d.line) > 0 {
			if err := d.printLine(); err != nil {
				return papers, &Error{d.offset, err.Error()}
			}
		}
		d.emit(false)
	}
	return papers, nil
}

// Write plays p. After an *Error the bad command was dropped, n says how many bytes were
// taken, and writing may go on behind it, as a printer would.
func (d *Decoder) Write(p []byte) (n int, err error) {
	for i, b := range p {
		d.buf = append(d.buf, b)
		taken, err := d.command()
		if err != nil {
			err = &Error{d.offset, err.Error()}
			taken = len(d.buf)
		}
		if taken > 0 {
			d.offset += int64(taken)
			d.buf = d.buf[:0]
		}
		if err != nil {
			return i + 1, err
		}
	}
	return len(p), nil
}

// Rows is how many dot rows the paper has moved since the decoder began.
func (d *Decoder) Rows() int { return d.fed }

// Pending says whether a command has begun and not ended.
func (d *Decoder) Pending() bool { return len(d.buf) > 0 }

// PowerCycle forgets an unfinished command and everything set; what is on paper stays.
func (d *Decoder) PowerCycle() {
	d.offset += int64(len(d.buf))
	d.buf = d.buf[:0]
	d.reset()
}

func (d *Decoder) reset() {
	d.state = state{
		style: style{w: 1, h: 1}, font: d.p.Fonts.A, page: d.p.CodePage, kanji: d.p.KanjiAtStart,
		spacing: d.p.defaultSpacing(), qrModule: 3, qrLevel: 0x30, barHeight: 162, barDot: 3,
	}
}

func (d *Decoder) newPaper() {
	d.canvas, d.y, d.paper = newBitmap(d.p.WidthDots, 0), 0, Paper{}
}

var errTooLong = errors.New("more than two metres of paper without a cut")

// feed moves the paper. Beyond the greatest length everything so far is dropped.
func (d *Decoder) feed(rows int) error {
	if d.y+rows > maxRows {
		d.newPaper()
		return errTooLong
	}
	d.y += rows
	d.fed += rows
	d.canvas.grow(d.y)
	return nil
}

// place draws a picture at the present row by the alignment and moves behind it.
func (d *Decoder) place(b *bitmap) error {
	top := d.y
	if err := d.feed(b.rows()); err != nil {
		return err
	}
	d.canvas.draw(b, d.align.offset(b.stride*8, d.p.WidthDots), top, 1, 1)
	return nil
}

// add puts one character into the line; a full line prints itself.
func (d *Decoder) add(r rune) error {
	c := char{r, d.style}
	if lineWidth(d.line, d.font)+int(c.w)*d.font.Width > d.p.WidthDots {
		if err := d.printLine(); err != nil {
			return err
		}
	}
	d.line = append(d.line, c)
	return nil
}

// printLine prints the line, empty or not, and moves to the next.
func (d *Decoder) printLine() error {
	picture := drawLine(d.line, d.font)
	top := d.y
	if err := d.feed(max(picture.rows(), d.spacing)); err != nil {
		return err
	}
	x := d.align.offset(lineWidth(d.line, d.font), d.p.WidthDots)
	d.canvas.draw(picture, x, top, 1, 1)
	if len(d.line) > 0 {
		out := Line{Align: d.align, Y: top}
		for _, c := range d.line {
			out.Text += string(c.r)
			out.Width, out.Height = max(out.Width, int(c.w)), max(out.Height, int(c.h))
			out.Bold = out.Bold || c.bold
		}
		d.paper.Lines = append(d.paper.Lines, out)
	}
	d.line = nil
	return nil
}

// emit hands the paper out.
func (d *Decoder) emit(cut bool) {
	paper := d.paper
	paper.Cut = cut
	paper.Image = d.canvas.gray()
	d.newPaper()
	if d.OnPaper != nil {
		d.OnPaper(paper)
	}
}
