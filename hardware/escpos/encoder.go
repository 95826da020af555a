package escpos

import (
	"bytes"
	"fmt"
	"image"
	"unicode"
	"unicode/utf8"

	"github.com/skip2/go-qrcode"
	"golang.org/x/text/unicode/norm"
)

// Encoder lays a ticket out and writes it as bytes for one printer. Its methods can be
// chained; the first error stops everything and comes out of Bytes. An Encoder makes one job
// and is for one goroutine.
type Encoder struct {
	p    Profile
	out  []byte
	err  error
	line []char // not yet sent
	rows int    // dot rows of the present paper

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

// advance counts what moves the paper. One paper is no longer than the decoder's.
func (e *Encoder) advance(rows int) {
	if e.rows += rows; e.rows > maxRows {
		e.fail("%w", errTooLong)
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
// a space where there is one. Rows with characters that the printer's code pages lack go as
// dots: those of Go Mono as they would stand in the printer's font, Arabic letters joined and in
// their order, emoji in black and white. A control character, a direction override or a
// character that no typeface has is an error that names it.
func (e *Encoder) Text(s string) *Encoder {
	for _, r := range norm.NFC.String(s) {
		if r == '\n' {
			e.endLine()
			continue
		}
		if unicode.Is(unicode.Cc, r) || unicode.In(r, unicode.Bidi_Control) && !invisible(r) || r == utf8.RuneError {
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
	e.feedLines(n)
	return e
}

// feedLines leaves n lines empty.
func (e *Encoder) feedLines(n int) {
	if n < 0 || n > maxRows/defaultSpacing {
		e.fail("feed of %d lines", n)
		return
	}
	e.advance(n * defaultSpacing)
	e.out = append(e.out, bytes.Repeat([]byte{'\n'}, n)...)
}

// feedDots leaves n rows white (0 to 255), or so many whole lines as contain them.
func (e *Encoder) feedDots(n int) {
	switch {
	case n == 0:
	case e.p.Quirks.NoDotFeed:
		e.feedLines((n + defaultSpacing - 1) / defaultSpacing)
	default:
		e.advance(n)
		e.out = append(e.out, 0x1B, 0x4A, byte(n))
	}
}

// QR prints a symbol with error correction M, each module n dots (1 to 16) in either
// direction, with the white that readers need above and below. Printers that cannot draw it
// get a picture. A symbol wider than the paper is an error.
func (e *Encoder) QR(content string, n int) *Encoder {
	switch {
	case n < 1 || n > 16:
		e.fail("qr module of %d dots", n)
		return e
	case content == "":
		e.fail("qr without content")
		return e
	}
	native := nativeQR(content, n)
	if width, ok := qrWidth(content); ok && e.p.QR && width*n <= e.p.WidthDots && findRealTime(native) < 0 {
		return e.native(native, width*n, quietModules*n)
	}
	modules, err := qrModules(content, qrcode.Medium)
	if err != nil {
		e.fail("%w", err)
		return e
	}
	return e.picture(modules, n, quietModules*n)
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
		return e.picture(bars, 1, 0)
	}
	if bars.width > e.p.WidthDots {
		e.failWidth(bars.width)
		return e
	}
	return e.native(native, height, 0)
}

func (e *Encoder) failWidth(dots int) {
	e.fail("%d dots on a head of %d", dots, e.p.WidthDots)
}

// native sends the printer's own command for a symbol of so many rows, with quiet white ones
// above and below.
func (e *Encoder) native(command []byte, rows, quiet int) *Encoder {
	e.endText()
	e.sendAlign()
	e.feedDots(quiet)
	e.advance(rows)
	e.out = append(e.out, command...)
	e.feedDots(quiet)
	return e
}

// picture sends a symbol dot by dot, each of its dots as n × n, with quiet white rows above and
// below. Where the printer can double dots, it is left to do so: a QR symbol at 19200 bits per
// second then takes 0.7 s and not 2.6. What is sent keeps strokes of two dots, see realtime.go.
func (e *Encoder) picture(symbol *bitmap, n, quiet int) *Encoder {
	e.endText()
	if symbol.width*n > e.p.WidthDots {
		e.failWidth(symbol.width * n)
		return e
	}
	scale := 1
	if half := (symbol.width*n/2 + 7) / 8 * 8; e.p.RasterDouble && n >= 4 && n%2 == 0 && half*2 <= e.p.WidthDots {
		scale = 2
	}
	dots := newBitmap(symbol.width*n/scale, symbol.rows()*n/scale)
	dots.draw(symbol, 0, 0, n/scale, n/scale)
	e.sendAlign()
	e.feedDots(quiet)
	e.raster(dots, scale)
	e.feedDots(quiet)
	return e
}

// Image prints a picture dot by dot; what is darker than the middle is black. A picture wider
// than the head is an error. Single black dots may be widened, see realtime.go.
func (e *Encoder) Image(img image.Image) *Encoder {
	e.endText()
	dots := toBitmap(img)
	if dots.width > e.p.WidthDots || dots.width == 0 {
		e.failWidth(dots.width)
		return e
	}
	e.raster(dots, 1)
	return e
}

// raster sends a picture in bands (Epson ref. GS v 0), each dot printed as scale × scale, 1 or 2.
// Bands bound what a printer that was left in the middle of one can swallow.
func (e *Encoder) raster(b *bitmap, scale int) {
	e.advance(b.rows() * scale)
	e.sendAlign()
	mode := byte(0)
	if scale == 2 {
		mode = 3
	}
	for y := 0; y < b.rows(); y += e.p.BandRows {
		rows := min(e.p.BandRows, b.rows()-y)
		e.out = append(e.out, 0x1D, 0x76, 0x30, mode, byte(b.stride), byte(b.stride>>8), byte(rows), 0x00)
		start := len(e.out)
		e.out = append(e.out, b.pix[y*b.stride:(y+rows)*b.stride]...)
		breakRealTime(e.out[start:])
	}
}

// Cut ends the ticket: it is cut off, or moved past the tear bar where there is no cutter.
func (e *Encoder) Cut() *Encoder {
	e.endText()
	e.advance(e.p.Cutter.FeedLines * defaultSpacing)
	switch e.p.Cutter.Kind {
	case CutterPartial:
		e.out = append(e.out, 0x1D, 0x56, 0x42, 0x00)
	case CutterFull:
		e.out = append(e.out, 0x1D, 0x56, 0x41, 0x00)
	case CutterNone:
		e.out = append(e.out, 0x1B, 0x64, byte(e.p.Cutter.FeedLines))
	}
	e.out = append(e.out, e.p.presented()...)
	e.rows = 0
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
	line, missing := pieces(e.line, e.p.Fonts.A, e.p.WidthDots)
	if missing != nil {
		e.fail("character %q (%U) cannot be printed", string(missing), missing)
	}
	for _, row := range wrap(line, e.p.WidthDots) {
		if e.encodable(row) {
			e.sendRow(row)
		} else {
			e.raster(drawRow(visual(row, e.line), e.p.Fonts.A), 1)
		}
	}
	e.line = e.line[:0]
}

// encodable says whether the code pages have all of the row. Printers neither join letters nor
// set them from right to left.
func (e *Encoder) encodable(row []piece) bool {
	for _, p := range row {
		if _, _, ok := e.p.pageFor(p.text[0].r, e.sentPage); !ok || p.art != nil {
			return false
		}
	}
	return true
}

func (e *Encoder) sendRow(row []piece) {
	height := defaultSpacing
	e.sendAlign()
	for _, p := range row {
		c := p.text[0]
		height = max(height, int(c.h)*e.p.Fonts.A.Height)
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
	e.advance(height)
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
