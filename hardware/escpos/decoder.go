package escpos

import (
	"errors"
	"fmt"
	"strings"
)

// Error says what the printer would not understand and where.
type Error struct {
	Offset int64 // of the command's first byte in everything written
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("escpos: byte %d: %s", e.Offset, e.Reason) }

const (
	maxRows  = 16000       // of one paper: two metres at 8 dots per mm
	maxRolls = 4 * maxRows // of all papers of one Decode, whose pictures are in memory together
)

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
	want   int    // bytes that it has at least, as far as is known
	offset int64  // of buf's first byte
	fed    int    // rows that the paper moved in all
	most   int    // how many those may be; 0 for no bound
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
	dots    int // line's width

	qrModule, qrLevel byte
	qrStored          []byte
	qrDrawn           *bitmap // qrStored's modules, once they were needed
	barHeight, barDot byte
	graphics          *bitmap
}

// NewDecoder plays a printer that was just switched on.
func NewDecoder(p Profile) *Decoder {
	d := &Decoder{p: p, canvas: newBitmap(p.WidthDots, 0)}
	d.reset()
	return d
}

// Decode plays all of data and returns the papers, the last also if it was not cut off. It stops
// at the first thing that the printer would not understand, and after eight metres.
func Decode(p Profile, data []byte) ([]Paper, error) {
	var papers []Paper
	d := NewDecoder(p)
	d.most = maxRolls
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
	for n < len(p) {
		more := min(max(d.want-len(d.buf), 1), len(p)-n)
		d.buf = append(d.buf, p[n:n+more]...)
		n += more
		if len(d.buf) < d.want {
			break
		}
		taken, err := d.command()
		if err != nil {
			err = &Error{d.offset, err.Error()}
			taken = len(d.buf)
		}
		if taken > 0 {
			d.drop()
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// drop forgets the command in buf.
func (d *Decoder) drop() {
	d.offset += int64(len(d.buf))
	d.buf, d.want = d.buf[:0], 0
}

// Rows is how many dot rows the paper has moved since the decoder began.
func (d *Decoder) Rows() int { return d.fed }

// Pending says whether a command has begun and not ended.
func (d *Decoder) Pending() bool { return len(d.buf) > 0 }

// PowerCycle forgets an unfinished command and everything set; what is on paper stays.
func (d *Decoder) PowerCycle() {
	d.drop()
	d.reset()
}

func (d *Decoder) reset() {
	d.state = state{
		style: style{w: 1, h: 1}, font: d.p.Fonts.A, page: d.p.CodePage, kanji: d.p.KanjiAtStart,
		spacing: defaultSpacing, qrModule: 3, qrLevel: 0x30, barHeight: 162, barDot: 3,
	}
}

func (d *Decoder) newPaper() {
	d.canvas.pix = d.canvas.pix[:0]
	d.y, d.paper = 0, Paper{}
}

var (
	errTooLong = errors.New("more than two metres of paper without a cut")
	errTooMuch = errors.New("more than eight metres of paper")
)

// feed moves the paper. Beyond the greatest length everything so far is dropped.
func (d *Decoder) feed(rows int) error {
	if d.y+rows > maxRows {
		d.newPaper()
		return errTooLong
	}
	if d.most > 0 && d.fed+rows > d.most {
		return errTooMuch
	}
	d.y += rows
	d.fed += rows
	return nil
}

// place draws a picture at the present row by the alignment, each dot as scale × scale, and
// moves behind it.
func (d *Decoder) place(b *bitmap, scale int) error {
	top := d.y
	if err := d.feed(b.rows() * scale); err != nil {
		return err
	}
	d.canvas.grow(d.y)
	d.canvas.draw(b, d.align.offset(b.width*scale, d.p.WidthDots), top, scale, scale)
	return nil
}

// add puts one character into the line; a full line prints itself.
func (d *Decoder) add(r rune) error {
	width := int(d.w) * d.font.Width
	if d.dots+width > d.p.WidthDots {
		if err := d.printLine(); err != nil {
			return err
		}
	}
	d.line = append(d.line, char{r, d.style})
	d.dots += width
	return nil
}

// printLine prints the line, empty or not, and moves to the next.
func (d *Decoder) printLine() error {
	top, height := d.y, lineHeight(d.line, d.font)
	if err := d.feed(max(height, d.spacing)); err != nil {
		return err
	}
	if len(d.line) > 0 {
		d.canvas.grow(d.y)
		drawLine(d.canvas, d.line, d.font, d.align.offset(d.dots, d.p.WidthDots), top+height)
		out := Line{Align: d.align, Y: top}
		var text strings.Builder
		for _, c := range d.line {
			text.WriteRune(c.r)
			out.Width, out.Height = max(out.Width, int(c.w)), max(out.Height, int(c.h))
			out.Bold = out.Bold || c.bold
		}
		out.Text = text.String()
		d.paper.Lines = append(d.paper.Lines, out)
	}
	d.line, d.dots = d.line[:0], 0
	return nil
}

// emit hands the paper out.
func (d *Decoder) emit(cut bool) {
	paper := d.paper
	paper.Cut = cut
	d.canvas.grow(d.y)
	paper.Image = d.canvas.gray()
	d.newPaper()
	if d.OnPaper != nil {
		d.OnPaper(paper)
	}
}
