// Package cardfont holds the typeface of printed cards: Atkinson Hyperlegible
// Next (SIL Open Font License 1.1, OFL.txt), regular and bold, as TTF files
// that a PDF writer can embed. Origin and making: README.md.
package cardfont

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

var (
	//go:embed latin-400.ttf
	latinRegular []byte
	//go:embed latin-700.ttf
	latinBold []byte
	//go:embed latin-ext-400.ttf
	extendedRegular []byte
	//go:embed latin-ext-700.ttf
	extendedBold []byte
)

// Subset names one of the two files into which the typeface is divided.
type Subset string

// Subsets, in the order in which a character is looked for.
const (
	Latin    Subset = "latin"     // ASCII, Latin-1, common punctuation
	Extended Subset = "latin-ext" // Latin Extended-A and a few more letters
)

// TTF returns the font file of a subset. The slice is the caller's own: PDF
// writers are known to write into the font that they are given.
func TTF(subset Subset, bold bool) []byte {
	file := latinRegular
	switch {
	case subset == Extended && bold:
		file = extendedBold
	case subset == Extended:
		file = extendedRegular
	case bold:
		file = latinBold
	}
	return bytes.Clone(file)
}

// Glyph is how the typeface draws one character.
type Glyph struct {
	Subset        Subset // the file that has it
	Regular, Bold int    // advance widths in thousandths of the size
}

// Lookup returns the glyph of a character; false means that the typeface does
// not have it in both weights.
func Lookup(character rune) (Glyph, bool) {
	glyph, ok := glyphs()[character]
	return glyph, ok
}

// lastCharacter lies beyond all that the two subsets hold.
const lastCharacter = 0x3000

var glyphs = sync.OnceValue(func() map[rune]Glyph {
	table := map[rune]Glyph{}
	for _, subset := range []Subset{Latin, Extended} {
		regular, bold := parse(subset, false), parse(subset, true)
		for character := rune(' '); character < lastCharacter; character++ {
			if _, ok := table[character]; ok {
				continue
			}
			if glyph := (Glyph{subset, advance(regular, character), advance(bold, character)}); glyph.Regular >= 0 && glyph.Bold >= 0 {
				table[character] = glyph
			}
		}
	}
	return table
})

func parse(subset Subset, bold bool) *sfnt.Font {
	parsed, err := sfnt.Parse(TTF(subset, bold))
	if err != nil {
		panic(fmt.Sprintf("cardfont: embedded font %s: %v", subset, err))
	}
	return parsed
}

// advance returns the width in thousandths of the size, negative where the
// font lacks the character.
func advance(parsed *sfnt.Font, character rune) int {
	var buffer sfnt.Buffer
	index, err := parsed.GlyphIndex(&buffer, character)
	if err != nil || index == 0 {
		return -1
	}
	width, err := parsed.GlyphAdvance(&buffer, index, fixed.I(1000), font.HintingNone)
	if err != nil {
		return -1
	}
	return width.Round()
}
