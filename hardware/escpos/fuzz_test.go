package escpos

import (
	"errors"
	"strings"
	"testing"

	firmwareconfigs "loket/firmware-configs"
)

// printers are all profiles, and one that can do everything.
func printers(tb testing.TB) []Profile {
	tb.Helper()
	all, err := Profiles(firmwareconfigs.FS)
	if err != nil {
		tb.Fatal(err)
	}
	p := testProfile()
	p.QR, p.Code128, p.RasterDouble = true, true, true
	p.Status, p.Confirmation, p.Identity = StatusEpsonASB, ConfirmGSH, Identity{"M", "N"}
	return append([]Profile{p}, all...)
}

// FuzzDecode: no bytes make the decoder panic or take more memory than eight metres of paper, and
// what it refuses it refuses with an offset inside what was written.
func FuzzDecode(f *testing.F) {
	all := printers(f)
	f.Fuzz(func(t *testing.T, which byte, data []byte) {
		if len(data) > 4096 { // enough for the longest command that is not a picture of noise
			return
		}
		p := all[int(which)%len(all)]
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
		papers, _ := Decode(p, data)
		rows := 0
		for _, paper := range papers {
			rows += paper.Image.Rect.Dy()
		}
		if rows > maxRolls {
			t.Fatalf("%d rows of paper", rows)
		}
	})
}

// FuzzRoundTrip: what the encoder accepts every printer understands, with no real-time command in
// it, and text of ASCII characters comes back.
func FuzzRoundTrip(f *testing.F) {
	all := printers(f)
	f.Fuzz(func(t *testing.T, which, size byte, text string) {
		p := all[int(which)%len(all)]
		e := NewEncoder(p).Align(Align(size%3)).Size(1+int(size>>2&7), 1+int(size>>5)).Bold(size&1 == 1)
		data, err := e.Line(text).QR(text, 4).Cut().Bytes()
		if err != nil {
			if data != nil || !strings.HasPrefix(err.Error(), "escpos: ") {
				t.Fatalf("%d bytes, %v", len(data), err)
			}
			return
		}
		if at := findRealTime(data); at >= 0 {
			t.Fatalf("real-time command at %d", at)
		}
		papers, err := Decode(p, data)
		if err != nil || len(papers) != 1 {
			t.Fatalf("%d papers, %v", len(papers), err)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return r > 0x7E }) {
			return
		}
		unspaced := strings.NewReplacer(" ", "", "\n", "")
		if got, want := unspaced.Replace(papers[0].Text()), unspaced.Replace(text); got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
	})
}

func benchmarkTicket(b *testing.B, p Profile) []byte {
	b.Helper()
	data, err := NewEncoder(p).Align(Center).Bold(true).Line("DINAS TENAGA KERJA DAN TRANSMIGRASI").Bold(false).
		Size(6, 6).Line("A-012").Size(1, 1).Line("Senin, 23 November 2026 \u00b7 08.14 WITA").
		QR("http://192.168.1.10:8080/t/Zk3xq9TmR2uVbW7yKc5N1A", 6).
		Line("Panggilan maksimal 3 kali. Siapkan: KTP asli, ijazah terakhir.").Cut().Bytes()
	if err != nil {
		b.Fatal(err)
	}
	return data
}

func eachPrinter(b *testing.B, run func(b *testing.B, p Profile)) {
	for _, name := range []string{"epson-tm-t82iii", "pos-5890", "nippon-np-2511"} {
		p, err := LoadProfile(firmwareconfigs.FS, name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) { run(b, p) })
	}
}

func BenchmarkEncode(b *testing.B) {
	eachPrinter(b, func(b *testing.B, p Profile) {
		for b.Loop() {
			b.SetBytes(int64(len(benchmarkTicket(b, p))))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	eachPrinter(b, func(b *testing.B, p Profile) {
		data := benchmarkTicket(b, p)
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := Decode(p, data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
