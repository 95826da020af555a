package escpos

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func charsOf(s string) []char {
	var line []char
	for _, r := range s {
		line = append(line, char{r, style{w: 1, h: 1}})
	}
	return line
}

var fontA = Font{Columns: 32, Width: 12, Height: 24}

// TestRightToLeft: words, numbers and brackets stand where a reader of the script looks for them.
func TestRightToLeft(t *testing.T) {
	for in, want := range map[string]string{
		"Praya":        "P|r|a|y|a",
		"محمد علي":     "علي| |محمد",
		"A محمد علي B": "A| |علي| |محمد| |B",
		"محمد 12 علي":  "علي| |1|2| |محمد",
		"(محمد)":       "(|محمد|)",
		"A (محمد)":     "A| |(|محمد|)",
		"محمد (12)":    "(|1|2|)| |محمد",
		"محمد\u200f!":  "!|محمد\u200f",
		"👍🏽👨‍👩‍👧 A":    "👍🏽|👨‍👩‍👧| |A",
		"مُحَمَّد":     "مُحَمَّد",
		"1️⃣ A":        "1️⃣| |A",
	} {
		line := charsOf(in)
		row, missing := pieces(line, fontA, 384)
		if missing != nil {
			t.Errorf("%q: %U is missing", in, missing)
			continue
		}
		var got []string
		for _, p := range visual(row, line) {
			got = append(got, string(p.runes()))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q stands as %q, want %q", in, strings.Join(got, "|"), want)
		}
	}
}

// gaps counts the white columns between ink.
func gaps(b *bitmap) int {
	gaps, inked := 0, true
	for x := range b.width {
		ink := false
		for y := range b.rows() {
			ink = ink || b.black(x, y)
		}
		if inked && !ink {
			gaps++
		}
		inked = ink
	}
	return gaps
}

func TestArabicLettersJoin(t *testing.T) {
	rowOf := func(s string) *bitmap {
		row, missing := pieces(charsOf(s), fontA, 384)
		if missing != nil {
			t.Fatalf("%U", missing)
		}
		return drawRow(row, fontA)
	}
	joined, apart := rowOf("محمد"), rowOf("م\u200cح\u200cم\u200cد")
	if gaps(joined) > 2 || gaps(apart) < 5 { // before the first and after the last letter
		t.Errorf("joined: %d gaps; apart: %d", gaps(joined), gaps(apart))
	}
	if family, one := rowOf("👨‍👩‍👧"), rowOf("👨"); family.width > one.width*3/2 {
		t.Errorf("a family is %d dots wide, a man %d", family.width, one.width)
	}
}

// TestForeignHeader prints what an office may be called; the picture was looked at.
func TestForeignHeader(t *testing.T) {
	p := testProfile()
	data, err := NewEncoder(p).Align(Center).Bold(true).Line("Dinas Tenaga Kerja 😀 Lombok Tengah").Bold(false).
		Line("دائرة القوى العاملة والهجرة في لومبوك الوسطى (برايا) 2026").
		Line("مُحَمَّد بن عبد الله").Size(2, 2).Line("Ωж محمد 👍🏽").Size(1, 1).
		Line("🇮🇩 👨‍👩‍👧 ❤️ ☎️ 1️⃣").Align(Left).Line("é dan e\u0301").Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if at := findRealTime(data); at >= 0 {
		t.Errorf("real-time command at %d", at)
	}
	papers, err := Decode(p, data)
	if err != nil {
		t.Fatal(err)
	}
	if text := papers[0].Text(); text != "Tengah\né dan é\n" {
		t.Errorf("as text: %q", text)
	}
	GoldenPicture(t, "foreign-header.png", papers[0].Image)
}

// TestLongForeignText: ten thousand characters wrap, within the head and without loss of ink.
func TestLongForeignText(t *testing.T) {
	p := testProfile()
	for _, text := range []string{strings.Repeat("محمد علي ", 1100), strings.Repeat("😀", 4000), strings.Repeat("م", 10000)} {
		data, err := NewEncoder(p).Line(text).Cut().Bytes()
		if err != nil {
			t.Fatalf("%.20s…: %v", text, err)
		}
		if _, err := Decode(p, data); err != nil {
			t.Errorf("%.20s…: %v", text, err)
		}
	}
}

func TestTypefacesAreThePublishedFiles(t *testing.T) {
	list, err := os.ReadFile(filepath.Join("fonts", "VENDORED.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fontFiles.ReadDir("fonts")
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		data, err := fontFiles.ReadFile("fonts/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if !strings.Contains(string(list), hex.EncodeToString(sum[:])+"  "+file.Name()) {
			t.Errorf("%s is not the file in VENDORED.md", file.Name())
		}
	}
}
