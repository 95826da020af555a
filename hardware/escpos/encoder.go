package escpos

import (
	"fmt"
	"image"

	"github.com/skip2/go-qrcode"
)

// Encoder lays a ticket out and writes it as bytes for one printer. Its methods can be
// chained; the first error stops everything and comes out of Bytes. An Encoder makes one job
// and is for one goroutine.
type Encoder struct {
	p    Profile
	out  []byte
	err  error
	line []char // not yet sent

	align Align // wanted
	style style

	sentAlign Align // what the printer has
	sentStyle style
	sentPage  string
}

// NewEncoder starts a job: the printer is initialised, leaves a Chinese start mode, is told
// to push its state again where it can (initialising may have ended that), and gets the
// profile's code page.
func NewEncoder(p Profile) *Encoder {
	plain := style{w: 1, h: 1}
	e := &Encoder{p: p, style: plain, sentStyle: plain, sentPage: p.CodePage}
	e.out = append(e.out, p.Init()...)
	return e
}

// Init is what brings the printer into a known state: ESC @, and what ESC @ undoes.
func (p Profile) Init() []byte {
	out := []byte{0x1B, 0x40}
	if p.Status == StatusEpsonASB {
		out = append(out, 0x1D, 0x61, 0xFF)
	}
	if p.KanjiAtStart {
		out = append(out, 0x1C, 0x2E)
	}
	return append(out, 0x1B, 0x74, p.CodePages[p.CodePage])
}

func (e *Encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("escpos: "+format, args...)
	}
}

// Align ends the present line and places what follows.
func (e *Encoder) Align(a Align) *Encoder {
	if a > Right {
		e.fail("alignment %d", a)
		return e
	}
	e.endText()
	e.align = a
	return e
}

// Size makes the following characters w times as wide and h times as high, 1 to 8.
func (e *Encoder) Size(w, h int) *Encoder {
	if w < 1 || w > 8 || h < 1 || h > 8 {
		e.fail("size %d × %d", w, h)
		return e
	}
	e.style.w, e.style.h = byte(w), byte(h)
	return e
}

// Bold makes the following characters bold or plain.
func (e *Encoder) Bold(on bool) *Encoder {
	e.style.bold = on
	return e
}

// Text adds to the present line; "\n" ends it. What is too long goes on in the next line, at
// a space where there is one. A control character or one that cannot be drawn is an error.
func (e *Encoder) Text(s string) *Encoder {
	for _, r := range s {
		if r == '\n' {
			e.endLine()
			continue
		}
		if _, ok := glyph(e.p.Fonts.A, e.style.bold, r); !ok || r < 0x20 || r == 0x7F {
			e.fail("character %U cannot be printed", r)
			return e
		}
		if int(e.style.w)*e.p.Fonts.A.Width > e.p.WidthDots {
			e.fail("size %d is wider than the paper", e.style.w)
			return e
		}
		e.line = append(e.line, char{r, e.style})
	}
	return e
}

// Line adds s and ends the line.
func (e *Encoder) Line(s string) *Encoder {
	e.Text(s)
	e.endLine()
	return e
}

// Feed ends the present line and leaves n lines empty.
func (e *Encoder) Feed(n int) *Encoder {
	e.endText()
	for range n {
		e.out = append(e.out, '\n')
	}
	return e
}

// QR prints a symbol with error correction M, each module n dots (1 to 16) in either
// direction, with the white that readers need above and below. Printers that cannot draw it
// get a picture. A symbol wider than the paper is an error.
func (e *Encoder) QR(content string, n int) *Encoder {
	if n < 1 || n > 16 {
		e.fail("qr module of %d dots", n)
		return e
	}
	symbol, err := qrBitmap(content, qrcode.Medium, n)
	if err != nil {
		e.fail("%w", err)
		return e
	}
	native := nativeQR(content, n)
	if !e.p.QR || findRealTime(native) >= 0 {
		return e.symbol(symbol, nil, quietModules*n)
	}
	return e.symbol(symbol, native, quietModules*n)
}

// Code128 prints ASCII content as bars, the narrow ones n dots wide (2 to 6), height dots
// high (at most 255).
func (e *Encoder) Code128(content string, n, height int) *Encoder {
	if n < 2 || n > 6 || height < 1 || height > 255 || len(content) > 100 || content == "" {
		e.fail("code128 of %d characters, bars %d × %d dots", len(content), n, height)
		return e
	}
	bars, err := code128Bitmap(content, n, height)
	if err != nil {
		e.fail("%w", err)
		return e
	}
	native := nativeCode128(content, n, height)
	if !e.p.Code128 || findRealTime(native) >= 0 {
		return e.symbol(bars, nil, 0)
	}
	return e.symbol(bars, native, 0)
}

// symbol sends the printer's own command for it, or else the picture, with quiet white rows
// above and below.
func (e *Encoder) symbol(picture *bitmap, native []byte, quiet int) *Encoder {
	e.endText()
	if picture.width > e.p.WidthDots {
		e.fail("symbol of %d dots on a head of %d", picture.width, e.p.WidthDots)
		return e
	}
	if native == nil {
		framed := newBitmap(picture.width, picture.rows()+2*quiet)
		framed.draw(picture, 0, quiet, 1, 1)
		e.raster(framed)
		return e
	}
	e.sendAlign()
	e.out = append(e.out, feedDots(quiet)...)
	e.out = append(e.out, native...)
	e.out = append(e.out, feedDots(quiet)...)
	return e
}

func feedDots(n int) []byte {
	if n == 0 {
		return nil
	}
	return []byte{0x1B, 0x4A, byte(n)}
}

// Image prints a picture dot by dot; what is darker than the middle is black. A picture wider
// than the head is an error. Single black dots may be widened, see realtime.go.
func (e *Encoder) Image(img image.Image) *Encoder {
	e.endText()
	dots := toBitmap(img)
	if dots.width > e.p.WidthDots || dots.width == 0 {
		e.fail("picture of %d dots on a head of %d", dots.width, e.p.WidthDots)
		return e
	}
	e.raster(dots)
	return e
}

// raster sends a picture in bands (Epson ref. GS v 0). Bands bound what a printer that was
// left in the middle of one can swallow.
func (e *Encoder) raster(b *bitmap) {
	e.sendAlign()
	for y := 0; y < b.rows(); y += e.p.BandRows {
		rows := min(e.p.BandRows, b.rows()-y)
		e.out = append(e.out, 0x1D, 0x76, 0x30, 0x00, byte(b.stride), byte(b.stride>>8), byte(rows), 0x00)
		start := len(e.out)
		e.out = append(e.out, b.pix[y*b.stride:(y+rows)*b.stride]...)
		breakRealTime(e.out[start:])
	}
}

// Cut ends the ticket: it is cut off, or moved past the tear bar where there is no cutter.
func (e *Encoder) Cut() *Encoder {
	e.endText()
	switch e.p.Cutter.Kind {
	case CutterPartial:
		e.out = append(e.out, 0x1D, 0x56, 0x42, 0x00)
	case CutterFull:
		e.out = append(e.out, 0x1D, 0x56, 0x41, 0x00)
	case CutterNone:
		e.out = append(e.out, 0x1B, 0x64, byte(e.p.Cutter.FeedLines))
	}
	e.out = append(e.out, e.p.presented()...)
	return e
}

// endText ends the line if it has anything.
func (e *Encoder) endText() {
	if len(e.line) > 0 {
		e.endLine()
	}
}

// endLine sends the line, wrapped.
func (e *Encoder) endLine() {
	for _, row := range wrap(e.line, e.p.Fonts.A, e.p.WidthDots) {
		if e.encodable(row) {
			e.sendRow(row)
		} else {
			e.raster(drawLine(row, e.p.Fonts.A))
		}
	}
	e.line = nil
}

func (e *Encoder) encodable(row []char) bool {
	for _, c := range row {
		if _, _, ok := e.p.pageFor(c.r, e.sentPage); !ok {
			return false
		}
	}
	return true
}

func (e *Encoder) sendRow(row []char) {
	e.sendAlign()
	for _, c := range row {
		if c.style.sizeByte() != e.sentStyle.sizeByte() {
			e.out = append(e.out, 0x1D, 0x21, c.sizeByte())
		}
		if c.bold != e.sentStyle.bold {
			e.out = append(e.out, 0x1B, 0x45, bit(c.bold))
		}
		e.sentStyle = c.style
		page, b, _ := e.p.pageFor(c.r, e.sentPage)
		if page != e.sentPage {
			e.out = append(e.out, 0x1B, 0x74, e.p.CodePages[page])
			e.sentPage = page
		}
		e.out = append(e.out, b)
	}
	e.out = append(e.out, '\n')
}

// sendAlign is only called at the start of a line: elsewhere printers ignore ESC a.
func (e *Encoder) sendAlign() {
	if e.align != e.sentAlign {
		e.out = append(e.out, 0x1B, 0x61, byte(e.align))
		e.sentAlign = e.align
	}
}

func bit(on bool) byte {
	if on {
		return 1
	}
	return 0
}

// Bytes is the whole job, or the first error of the calls before it.
func (e *Encoder) Bytes() ([]byte, error) {
	e.endText()
	if e.err != nil {
		return nil, e.err
	}
	if at := findRealTime(e.out); at >= 0 {
		return nil, fmt.Errorf("escpos: byte %d would start a real-time command", at)
	}
	return e.out, nil
}
