package escpos

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// TestTextIsNeverLost: every word of a text comes out, in order, on lines that fit.
func TestTextIsNeverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testProfile()
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z0-9é±ñ.,]{1,40}`), 1, 12).Draw(t, "words")
		size := rapid.IntRange(1, 8).Draw(t, "size")
		data, err := NewEncoder(p).Size(size, 1).Line(strings.Join(words, " ")).Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		papers, err := Decode(p, data)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, line := range papers[0].Lines {
			if n := len([]rune(line.Text)); n*size > p.Fonts.A.Columns {
				t.Fatalf("line of %d characters at size %d", n, size)
			}
			got.WriteString(line.Text)
		}
		if want := strings.Join(words, ""); strings.ReplaceAll(got.String(), " ", "") != want {
			t.Fatalf("got %q, want %q", got.String(), want)
		}
	})
}

func TestWrapBreaksAtWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"satu dua", "satu dua"},
		{"satu dua tiga", "satu dua|tiga"},
		{"satu duaaaa t", "satu|duaaaa t"},
		{"12345678 9", "12345678 9"},
		{"1234567890 9", "1234567890|9"},
		{"12345678901234", "1234567890|1234"},
		{"a 12345678901234", "a|1234567890|1234"},
		{"", ""},
	} {
		var line []char
		for _, r := range c.in {
			line = append(line, char{r, style{w: 1, h: 1}})
		}
		cells, _ := pieces(line, Font{Columns: 10, Width: 12, Height: 24}, 120)
		var rows []string
		for _, row := range wrap(cells, 120) {
			text := ""
			for _, p := range row {
				text += string(p.runes())
			}
			rows = append(rows, text)
		}
		if got := strings.Join(rows, "|"); got != c.want {
			t.Errorf("wrap(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestForeignTextBecomesDots: what no code page has is drawn, exactly as the printer's own
// characters would be.
func TestForeignTextBecomesDots(t *testing.T) {
	p := testProfile()
	paper := func(p Profile) Paper {
		data, err := NewEncoder(p).Align(Right).Size(2, 2).Line("Ωж").Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		papers, err := Decode(p, data)
		if err != nil {
			t.Fatal(err)
		}
		return papers[0]
	}
	dots := paper(p)
	p.CodePages = map[string]byte{"cp437": 0, "cp866": 17}
	text := paper(p)
	if len(dots.Lines) != 0 || len(text.Lines) != 1 || text.Lines[0].Text != "Ωж" {
		t.Fatalf("lines as dots %v, as text %v", dots.Lines, text.Lines)
	}
	if string(dots.Image.Pix) != string(text.Image.Pix) {
		t.Error("the two look different")
	}
}

// TestDoubledDotsLookTheSame: a symbol that the printer enlarges is a quarter of the bytes and
// the same on paper. Without ESC J the white around it is whole lines.
func TestDoubledDotsLookTheSame(t *testing.T) {
	print := func(change func(*Profile)) (Paper, int) {
		p := testProfile()
		change(&p)
		data, err := NewEncoder(p).QR("http://192.168.1.10:8080/t/Zk3xq9TmR2uVbW7yKc5N1A", 6).Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		papers, err := Decode(p, data)
		if err != nil {
			t.Fatal(err)
		}
		return papers[0], len(data)
	}
	plain, long := print(func(*Profile) {})
	doubled, short := print(func(p *Profile) { p.RasterDouble = true })
	if string(plain.Image.Pix) != string(doubled.Image.Pix) || short > long/3 {
		t.Errorf("%d bytes became %d, or the picture changed", long, short)
	}
	lines, _ := print(func(p *Profile) { p.Quirks.NoDotFeed = true })
	if got, want := lines.Image.Rect.Dy(), plain.Image.Rect.Dy()+2*(defaultSpacing-4*6); got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
}

// TestOnePaperIsTwoMetres: the encoder refuses exactly what the decoder would.
func TestOnePaperIsTwoMetres(t *testing.T) {
	p := testProfile()
	words := strings.Repeat("kata ", 2000) // 10,000 characters
	data, err := NewEncoder(p).Line(words).Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if papers, err := Decode(p, data); err != nil || strings.Count(papers[0].Text(), "kata") != 2000 {
		t.Errorf("%v", err)
	}
	if _, err := NewEncoder(p).Size(2, 2).Line(words).Cut().Bytes(); !errors.Is(err, errTooLong) {
		t.Errorf("error %v", err)
	}
	for lines := (maxRows-4*30)/defaultSpacing - 2; lines < maxRows/defaultSpacing; lines++ {
		data, err := NewEncoder(p).Line("A").Feed(lines).Cut().Bytes()
		if err != nil {
			continue
		}
		if _, err := Decode(p, data); err != nil {
			t.Errorf("%d lines: %v", lines, err)
		}
	}
}

func TestEncoderRefuses(t *testing.T) {
	p := testProfile()
	for name, e := range map[string]*Encoder{
		"escape in text":     NewEncoder(p).Line("A\x1b@"),
		"unknown character":  NewEncoder(p).Line("票"),
		"size":               NewEncoder(p).Size(9, 1),
		"alignment":          NewEncoder(p).Align(3),
		"qr module":          NewEncoder(p).QR("x", 0),
		"qr too wide":        NewEncoder(p).QR(strings.Repeat("x", 200), 8),
		"qr too long":        NewEncoder(p).QR(strings.Repeat("x", 5000), 1),
		"code128 content":    NewEncoder(p).Code128("é", 2, 50),
		"code128 too wide":   NewEncoder(p).Code128(strings.Repeat("x", 40), 2, 50),
		"picture too wide":   NewEncoder(p).Image(newBitmap(392, 1).gray()),
		"picture of nothing": NewEncoder(p).Image(newBitmap(8, 1).gray().SubImage(newBitmap(8, 0).gray().Rect)),
	} {
		if data, err := e.Line("more").Bytes(); err == nil || data != nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestLoadProfileIsStrict(t *testing.T) {
	const name = "printers/x.yaml"
	for key, content := range map[string]string{"colour": "name: x\ncolour: red\n", "no_cut": "name: x\nquirks: {no_cut: true}\n"} {
		_, err := LoadProfile(fstest.MapFS{name: {Data: []byte(content)}}, "x")
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), key) {
			t.Errorf("unknown key %s: %v", key, err)
		}
	}
	for what, content := range map[string]string{
		"missing facts": "name: x\n",
		"other name":    "name: y\n",
		"no YAML":       "{",
	} {
		_, err := LoadProfile(fstest.MapFS{name: {Data: []byte(content)}}, "x")
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := LoadProfile(fstest.MapFS{}, "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing profile: %v", err)
	}
	if err := testProfile().Check(); err != nil {
		t.Errorf("a right profile: %v", err)
	}
}
