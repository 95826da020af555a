package cardfont

import (
	"bytes"
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

func TestLookup(t *testing.T) {
	for character, want := range map[rune]Subset{
		' ': Latin, 'A': Latin, 'é': Latin, '’': Latin, 'ÿ': Latin, '−': Latin,
		'ł': Extended, 'Ş': Extended, 'ž': Extended,
		'字': "", 'ж': "", '\n': "", '😀': "",
	} {
		got, ok := Lookup(character)
		if got.Subset != want || ok != (want != "") {
			t.Errorf("Lookup(%q) = %+v, %v; want %q", character, got, ok, want)
		}
	}
}

// A PDF writer measures with the same file and must come to the same widths,
// for the layout relies on it.
func TestWidthsAgreeWithThePDFWriter(t *testing.T) {
	pdf := fpdf.New("P", "pt", "A4", "")
	checked := 0
	for character, glyph := range glyphs() {
		for style, want := range map[string]int{"": glyph.Regular, "B": glyph.Bold} {
			pdf.AddUTF8FontFromBytes(string(glyph.Subset), style, TTF(glyph.Subset, style == "B"))
			pdf.SetFont(string(glyph.Subset), style, 1000)
			if got := pdf.GetStringWidth(string(character)); int(got+0.5) != want {
				t.Errorf("%q %s is %v wide, want %d", character, style, got, want)
			}
			checked++
		}
	}
	if checked < 600 {
		t.Errorf("only %d characters", checked)
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
