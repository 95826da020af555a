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

// face scales the typeface so that a character fills the cell: Go Mono's advance is 0.6 of its
// size, and its ascent and descent 1.2.
func face(typeface *opentype.Font, f Font, bold bool) font.Face {
	key := glyphKey{font: f, bold: bold}
	if face := glyphs.faces[key]; face != nil {
		return face
	}
	face, err := opentype.NewFace(typeface, &opentype.FaceOptions{Size: min(float64(f.Width)/0.6, float64(f.Height)/1.2), DPI: 72})
	if err != nil {
		panic("escpos: the built-in font is broken: " + err.Error())
	}
	glyphs.faces[key] = face
	return face
}

func drawCell(face font.Face, f Font, r rune) *bitmap {
	cell := newBitmap(f.Width, f.Height)
	metrics := face.Metrics()
	spare := f.Height - (metrics.Ascent + metrics.Descent).Ceil()
	baseline := metrics.Ascent.Round() + max(spare, 0)/2
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
	for y := dr.Min.Y; y < dr.Max.Y; y++ {
		for x := dr.Min.X; x < dr.Max.X; x++ {
			if alpha.AlphaAt(at.X+x-dr.Min.X, at.Y+y-dr.Min.Y).A >= inkThreshold {
				cell.set(x, y)
			}
		}
	}
	return cell
}
