package escpos

import (
	"bytes"
	"embed"
	"image"
	"path"
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// typefaces draw what Go Mono lacks, tried in this order.
var typefaces = struct {
	sync.Mutex
	shaper shaping.HarfbuzzShaper
	faces  []*font.Face
}{}

func loadTypefaces() []*font.Face {
	if typefaces.faces == nil {
		for _, name := range []string{"NotoSansArabic_400Regular.ttf", "NotoEmoji_400Regular.ttf"} {
			data, err := fontFiles.ReadFile(path.Join("fonts", name))
			if err != nil {
				panic("escpos: a built-in font is missing: " + err.Error())
			}
			face, err := font.ParseTTF(bytes.NewReader(data))
			if err != nil {
				panic("escpos: a built-in font is broken: " + err.Error())
			}
			typefaces.faces = append(typefaces.faces, face)
		}
	}
	return typefaces.faces
}

// invisible says whether r only tells how its neighbours are shaped or ordered: joiners,
// direction marks, variation selectors.
func invisible(r rune) bool {
	return r >= 0x200C && r <= 0x200F || r == 0xFE0E || r == 0xFE0F
}

// faceFor is the first typeface that has every visible character of text, or nil.
func faceFor(text []rune) *font.Face {
	for _, face := range loadTypefaces() {
		all := true
		for _, r := range text {
			_, has := face.NominalGlyph(r)
			all = all && (has || invisible(r))
		}
		if all {
			return face
		}
	}
	return nil
}

// shaped is text as glyphs of one typeface: letters joined, marks placed, emoji composed.
type shaped struct {
	face   *font.Face
	size   float64 // dots of an em
	glyphs []shaping.Glyph
	width  int // dots
}

// shape chooses the glyphs, in the order in which they stand on paper; ok is false if no
// typeface has the text.
func shape(text []rune, rightToLeft bool, size float64) (s shaped, ok bool) {
	typefaces.Lock()
	defer typefaces.Unlock()
	face := faceFor(text)
	if face == nil {
		return shaped{}, false
	}
	direction := di.DirectionLTR
	if rightToLeft {
		direction = di.DirectionRTL
	}
	out := typefaces.shaper.Shape(shaping.Input{
		Text: text, RunEnd: len(text), Direction: direction, Face: face, Size: fixed.Int26_6(size * 64),
		Script: language.LookupScript(text[0]), Language: language.NewLanguage("id"),
	})
	for _, g := range out.Glyphs {
		if g.GlyphID == 0 {
			return shaped{}, false
		}
	}
	return shaped{face, size, out.Glyphs, out.Advance.Ceil()}, true
}

// art is drawn text and how many of its rows stand above the foot of its letters.
type art struct {
	dots  *bitmap
	above int
}

// draw returns the glyphs' dots, wider than s where ink goes beyond it, as a letter's tail does.
func (s shaped) draw() art {
	typefaces.Lock()
	defer typefaces.Unlock()
	var outline []opentype.Segment
	scale := float32(s.size) / float32(s.face.Upem())
	pen := float32(0)
	var ink box
	for _, g := range s.glyphs {
		glyph, _ := s.face.GlyphDataOutline(g.GlyphID)
		dx, dy := pen+float32(g.XOffset)/64, float32(g.YOffset)/64
		for _, segment := range glyph.Segments {
			points := segment.ArgsSlice()
			for i := range points {
				points[i].X, points[i].Y = points[i].X*scale+dx, -(points[i].Y*scale + dy)
				ink.add(points[i].X, points[i].Y)
			}
			outline = append(outline, segment)
		}
		pen += float32(g.Advance) / 64
	}
	above, below := int(-ink.top)+1, int(ink.bottom)+1
	left := -ink.left
	width, height := max(s.width, int(ink.right+left)+2), above+below
	raster := vector.NewRasterizer(width, height)
	for _, segment := range outline {
		a := segment.Args
		for i := range a {
			a[i].X, a[i].Y = a[i].X+left, a[i].Y+float32(above)
		}
		switch segment.Op {
		case opentype.SegmentOpMoveTo:
			raster.MoveTo(a[0].X, a[0].Y)
		case opentype.SegmentOpLineTo:
			raster.LineTo(a[0].X, a[0].Y)
		case opentype.SegmentOpQuadTo:
			raster.QuadTo(a[0].X, a[0].Y, a[1].X, a[1].Y)
		case opentype.SegmentOpCubeTo:
			raster.CubeTo(a[0].X, a[0].Y, a[1].X, a[1].Y, a[2].X, a[2].Y)
		}
	}
	alpha := image.NewAlpha(image.Rect(0, 0, width, height))
	raster.Draw(alpha, alpha.Rect, image.Opaque, image.Point{})
	dots := newBitmap(width, height)
	dots.ink(alpha, 0, 0)
	return art{dots, above}
}

// box is what ink covers around the origin, y downwards.
type box struct{ left, top, right, bottom float32 }

func (b *box) add(x, y float32) {
	b.left, b.right = min(b.left, x), max(b.right, x)
	b.top, b.bottom = min(b.top, y), max(b.bottom, y)
}
