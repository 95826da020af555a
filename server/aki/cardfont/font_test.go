package cardfont

import (
	"bytes"
	"testing"

	"golang.org/x/image/font/sfnt"
)

func TestSubsetOf(t *testing.T) {
	for character, want := range map[rune]Subset{
		'A': Latin, 'é': Latin, '’': Latin, 'ÿ': Latin,
		'ł': Extended, 'Ş': Extended, 'ž': Extended,
		'字': "", 'ж': "", '\n': "", '😀': "",
	} {
		got, ok := SubsetOf(character)
		if got != want || ok != (want != "") {
			t.Errorf("SubsetOf(%q) = %q, %v; want %q", character, got, ok, want)
		}
	}
}

func TestBothWeightsHaveTheSameCharacters(t *testing.T) {
	var buffer sfnt.Buffer
	for _, subset := range []Subset{Latin, Extended} {
		bold, err := sfnt.Parse(TTF(subset, true))
		if err != nil {
			t.Fatal(err)
		}
		for character := rune(' '); character < 0x2200; character++ {
			if found, ok := SubsetOf(character); !ok || found != subset {
				continue
			}
			if glyph, err := bold.GlyphIndex(&buffer, character); err != nil || glyph == 0 {
				t.Errorf("%s bold lacks %q", subset, character)
			}
		}
	}
}

func TestTTFIsTheCallersOwn(t *testing.T) {
	for _, subset := range []Subset{Latin, Extended} {
		for _, bold := range []bool{false, true} {
			mine := TTF(subset, bold)
			clear(mine)
			if bytes.Equal(mine, TTF(subset, bold)) {
				t.Errorf("%s bold=%v: writing into the file changed the original", subset, bold)
			}
		}
	}
}
