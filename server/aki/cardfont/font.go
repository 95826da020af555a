// Package cardfont holds the typeface of printed cards: Atkinson Hyperlegible
// Next (SIL Open Font License 1.1, OFL.txt), regular and bold, as TTF files
// that a PDF writer can embed. Origin and making: README.md.
package cardfont

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"golang.org/x/image/font/sfnt"
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

var parsed = sync.OnceValue(func() map[Subset]*sfnt.Font {
	fonts := map[Subset]*sfnt.Font{}
	for subset, file := range map[Subset][]byte{Latin: latinRegular, Extended: extendedRegular} {
		font, err := sfnt.Parse(file)
		if err != nil {
			panic(fmt.Sprintf("cardfont: embedded font %s: %v", subset, err))
		}
		fonts[subset] = font
	}
	return fonts
})

// SubsetOf says which subset can draw the character in both weights; false
// means that the typeface does not have it.
func SubsetOf(character rune) (Subset, bool) {
	for _, subset := range []Subset{Latin, Extended} {
		var buffer sfnt.Buffer
		if glyph, err := parsed()[subset].GlyphIndex(&buffer, character); err == nil && glyph != 0 {
			return subset, true
		}
	}
	return "", false
}
