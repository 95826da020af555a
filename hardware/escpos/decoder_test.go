package escpos

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecoderRefuses(t *testing.T) {
	plain := testProfile()
	tear := testProfile()
	tear.Cutter.Kind = CutterNone
	for _, c := range []struct {
		what   string
		p      Profile
		data   string
		offset int64
		reason string
	}{
		{"unknown ESC", plain, "A\n\x1b\x99", 2, "unknown command ESC 99"},
		{"native QR", plain, "\x1d\x28\x6b\x03\x00\x31\x51\x30", 0, "no QR"},
		{"Code128", plain, "\x1d\x6b\x49\x03{B1", 0, "no Code128"},
		{"code page", plain, "\x1b\x74\x11", 0, "no code page 17"},
		{"no cutter", tear, "\x1d\x56\x42\x00", 0, "no cutter"},
		{"cut inside a line", plain, "A\x1d\x56\x42\x00", 1, "inside a line"},
		{"align inside a line", plain, "A\x1b\x61\x01", 1, "inside a line"},
		{"wide raster", plain, "\x1d\x76\x30\x00\x40\x00\x01\x00", 0, "on a head of 384"},
		{"empty raster", plain, "\x1d\x76\x30\x00\x00\x00\x01\x00", 0, "empty"},
		{"no ASB", plain, "\x1d\x61\xff", 0, "no automatic status"},
		{"no GS ( H", plain, "\x1d\x28\x48\x06\x00\x30\x30abcd", 0, "no GS ( H"},
		{"control byte", plain, "AB\x07", 2, "control byte 07"},
		{"endless paper", plain, strings.Repeat("\x1b\x64\xff", 10), 6, "two metres"},
		{"half a command", plain, "A\n\x1b\x45", 2, "ends inside"},
	} {
		_, err := Decode(c.p, []byte(c.data))
		var e *Error
		if !errors.As(err, &e) || e.Offset != c.offset || !strings.Contains(e.Reason, c.reason) {
			t.Errorf("%s: %v, want offset %d and %q", c.what, err, c.offset, c.reason)
		}
	}
}

// TestChineseStart: without FS . a clone makes one character of two bytes.
func TestChineseStart(t *testing.T) {
	for data, want := range map[string]string{
		"\x1b@\x82\x82\n":          "\uFFFD\uFFFD",
		"\x1b@\x1c.\x82\x82\n":     "éé",
		"\x1c.\x1b@\x82\x82\n":     "\uFFFD\uFFFD",
		"\x1c.\x1bt\x10\xe9\xb1\n": "é±",
	} {
		papers, err := Decode(testProfile(), []byte(data))
		if err != nil || papers[0].Lines[0].Text != want {
			t.Errorf("%q: %v, %v, want %q", data, papers, err, want)
		}
	}
}

// TestPiecesMakeNoDifference: however the bytes arrive, the paper is the same.
func TestPiecesMakeNoDifference(t *testing.T) {
	p := testProfile()
	p.QR, p.Code128 = true, true
	data, err := NewEncoder(p).Bold(true).Line("AK/I").QR("isi", 4).Code128("A-{012}", 2, 40).Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Decode(p, data)
	if err != nil {
		t.Fatal(err)
	}
	if s := whole[0].Symbols; len(s) != 2 || s[0].Content != "isi" || s[1].Content != "A-{012}" {
		t.Errorf("symbols %+v", s)
	}
	rapid.Check(t, func(t *rapid.T) {
		var papers []Paper
		d := NewDecoder(p)
		d.OnPaper = func(p Paper) { papers = append(papers, p) }
		for rest := data; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "n")
			if _, err := d.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if len(papers) != 1 || string(papers[0].Image.Pix) != string(whole[0].Image.Pix) {
			t.Fatal("the papers differ")
		}
	})
}

// TestSplitEndsBetweenCommands: each piece can be understood by itself.
func TestSplitEndsBetweenCommands(t *testing.T) {
	p := testProfile()
	data, err := NewEncoder(p).Line("AK/I").QR("isi", 4).Line("A").Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	pieces, err := p.Split(data, 100)
	if err != nil || len(pieces) < 3 {
		t.Fatalf("%d pieces, %v", len(pieces), err)
	}
	joined := ""
	for i, piece := range pieces {
		joined += string(piece)
		if _, err := Decode(p, piece); err != nil || len(piece) < 100 && i < len(pieces)-1 {
			t.Errorf("piece of %d bytes: %v", len(piece), err)
		}
	}
	if joined != string(data) {
		t.Error("bytes are missing")
	}
	if _, err := p.Split(data[:len(data)-1], 100); err == nil {
		t.Error("half a command passed")
	}
}

// FuzzDecoder: no bytes make the decoder panic, and what it refuses it refuses with an
// offset inside what was written.
func FuzzDecoder(f *testing.F) {
	p := testProfile()
	p.QR, p.Code128 = true, true
	p.Status, p.Confirmation, p.Identity = StatusEpsonASB, ConfirmGSH, Identity{"M", "N"}
	ticket, err := NewEncoder(p).Align(Center).Size(4, 4).Line("A-012").QR("isi", 4).
		Code128("A-012", 2, 40).Image(newBitmap(16, 30).gray()).Feed(2).Cut().Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Marked(ticket, 7))
	f.Add([]byte("\x10\x04\x02\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"))
	f.Add([]byte("\x1d\x28\x4c\x0b\x00\x30\x70\x30\x01\x01\x31\x08\x00\x01\x00\xff\x1d\x28\x4c\x02\x00\x30\x32"))
	f.Add([]byte("\x1b!\x39A\n\x1bM\x01B\n\x1b3\x00\x1bJ\x10\x1bv\x1dIB\x1dr\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1000 { // each 8 bytes may draw a large symbol
			return
		}
		d := NewDecoder(p)
		for rest := data; len(rest) > 0; {
			n, err := d.Write(rest)
			var e *Error
			if err != nil && (!errors.As(err, &e) || e.Offset < 0 || e.Offset >= int64(len(data))) {
				t.Fatalf("error %v", err)
			}
			if err == nil && n != len(rest) || n == 0 {
				t.Fatalf("took %d of %d bytes", n, len(rest))
			}
			rest = rest[n:]
		}
	})
}
