package escpos

import (
	"image"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// inkThreshold is the coverage from which a dot is burnt. Below one half, so that strokes
// stay at least two dots wide and a worn head still prints them.
const inkThreshold = 0x60

type glyphKey struct {
	font Font
	bold bool
	r    rune
}

// glyphs draws characters of Go Mono as resident-font cells and keeps them.
var glyphs = struct {
	sync.Mutex
	cells map[glyphKey]*bitmap
	faces map[glyphKey]font.Face // r is 0
	fonts map[bool]*opentype.Font
}{cells: map[glyphKey]*bitmap{}, faces: map[glyphKey]font.Face{}, fonts: map[bool]*opentype.Font{}}

// glyph returns r's cell in font f, or false if the typeface has no such character.
func glyph(f Font, bold bool, r rune) (*bitmap, bool) {
	glyphs.Lock()
	defer glyphs.Unlock()
	key := glyphKey{f, bold, r}
	if cell, ok := glyphs.cells[key]; ok {
		return cell, true
	}
	typeface := typeface(bold)
	if index, err := typeface.GlyphIndex(&sfnt.Buffer{}, r); err != nil || index == 0 {
		return nil, false
	}
	cell := drawCell(face(typeface, f, bold), f, r)
	glyphs.cells[key] = cell
	return cell, true
}

func typeface(bold bool) *opentype.Font {
	if f := glyphs.fonts[bold]; f != nil {
		return f
	}
	data := gomono.TTF
	if bold {
		data = gomonobold.TTF
	}
	f, err := opentype.Parse(data)
	if err != nil {
		panic("escpos: the built-in font is broken: " + err.Error())
	}
	glyphs.fonts[bold] = f
	return f
}

// face scales the typeface to the cell.
func face(typeface *opentype.Font, f Font, bold bool) font.Face {
	key := glyphKey{font: f, bold: bold}
	if face := glyphs.faces[key]; face != nil {
		return face
	}
	face, err := opentype.NewFace(typeface, &opentype.FaceOptions{Size: f.em(), DPI: 72})
	if err != nil {
		panic("escpos: the built-in font is broken: " + err.Error())
	}
	glyphs.faces[key] = face
	return face
}

// baseline is on which row of the cell letters stand.
func baseline(face font.Face, f Font) int {
	metrics := face.Metrics()
	spare := f.Height - (metrics.Ascent + metrics.Descent).Ceil()
	return metrics.Ascent.Round() + max(spare, 0)/2
}

// baseline is on which row of a cell letters stand.
func (f Font) baseline() int {
	glyphs.Lock()
	defer glyphs.Unlock()
	return baseline(face(typeface(false), f, false), f)
}

// em is the size in dots at which a typeface fits the cell: Go Mono's advance is 0.6 of its size,
// and its ascent and descent 1.2.
func (f Font) em() float64 { return min(float64(f.Width)/0.6, float64(f.Height)/1.2) }

func drawCell(face font.Face, f Font, r rune) *bitmap {
	cell := newBitmap(f.Width, f.Height)
	baseline := baseline(face, f)
	advance, ok := face.GlyphAdvance(r)
	left := max(f.Width-advance.Round(), 0) / 2
	dr, mask, at, _, drawn := face.Glyph(fixed.P(left, baseline), r)
	if !ok || !drawn {
		return cell
	}
	alpha, ok := mask.(*image.Alpha)
	if !ok {
		return cell
	}
	cell.ink(alpha.SubImage(image.Rectangle{at, at.Add(dr.Size())}).(*image.Alpha), dr.Min.X, dr.Min.Y)
	return cell
}

// ink blackens the dots from (x, y) on where coverage is enough.
func (b *bitmap) ink(coverage *image.Alpha, x, y int) {
	r := coverage.Rect
	for row := range r.Dy() {
		for column := range r.Dx() {
			if coverage.AlphaAt(r.Min.X+column, r.Min.Y+row).A >= inkThreshold {
				b.set(x+column, y+row)
			}
		}
	}
}
