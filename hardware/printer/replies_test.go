package printer

import (
	"bytes"
	"slices"
	"testing"

	"loket/hardware/escpos"
)

// answers are whole answers of each dialect, as bytes and as what the parser makes of them.
var answers = map[escpos.StatusDialect][]struct {
	bytes string
	reply reply
}{
	escpos.StatusEpsonASB: {
		{"\x10\x00\x0c\x00", reply{replyASB, []byte{0x10, 0, 0x0C, 0}}},
		{"\x12", reply{replyEOT, []byte{0x12}}},
		{"\x37\x22 !\"#\x00", reply{replyMark, []byte("\x37\x22 !\"#\x00")}},
		{"\x37\x25\x00", reply{replyCleared, nil}},
		{"\x03", reply{replyStatus, []byte{3}}},
	},
	escpos.StatusCloneR: {
		{"\x16", reply{replyEOT, []byte{0x16}}},
		{"\x00", reply{replyStatus, []byte{0}}},
	},
	escpos.StatusCSN: {{"\x04", reply{replyStatus, []byte{4}}}},
	escpos.StatusCustom: {
		{"\x10\x0f\x20\x00\x01\x00", reply{replyFull, []byte{0x20, 0, 1, 0}}},
		{"\x00", reply{replyStatus, []byte{0}}},
	},
	escpos.StatusNippon: {
		{"\xff\x13   #\x01\x00\x00\x00", reply{replyMark, []byte("\xff\x13   #")}},
		{"\x81", reply{replyStatus, []byte{0x81}}},
	},
}

func (p *parser) feed(t testing.TB, b []byte, chunk int) (got []reply) {
	t.Helper()
	for part := range slices.Chunk(b, max(chunk, 1)) {
		p.buf = append(p.buf, part...)
		for r, ok := p.next(); ok; r, ok = p.next() {
			got = append(got, r)
		}
		if len(p.buf) > maxIdentity+1 {
			t.Fatalf("the parser holds %d bytes: % x", len(p.buf), p.buf)
		}
	}
	return got
}

func same(a, b reply) bool { return a.kind == b.kind && bytes.Equal(a.data, b.data) }

// TestAnswersOfEachDialect: all answers of a dialect, one behind the other, come apart again.
func TestAnswersOfEachDialect(t *testing.T) {
	for dialect, all := range answers {
		for chunk := range 9 {
			p := parser{dialect: dialect}
			var sent []byte
			for _, a := range all {
				sent = append(sent, a.bytes...)
			}
			got := p.feed(t, sent, chunk)
			if len(got) != len(all) || p.noise != 0 {
				t.Fatalf("%s: %d answers of %d, %d bytes of noise", dialect, len(got), len(all), p.noise)
			}
			for i, a := range all {
				if !same(got[i], a.reply) {
					t.Errorf("%s: answer %d is %v, want %v", dialect, i, got[i], a.reply)
				}
			}
		}
	}
}

// TestFactsOfEachDialect: the bits that matter, and the state that people see.
func TestFactsOfEachDialect(t *testing.T) {
	take := map[string]func(*facts, []byte){
		"custom": (*facts).custom,
		"nippon": func(f *facts, b []byte) { f.nippon(b[0]) },
		"csn":    func(f *facts, b []byte) { f.csn(b[0]) },
	}
	for _, c := range []struct {
		dialect string
		data    string
		want    State
	}{
		{"custom", "\x00\x00\x00\x00", Ready},
		{"custom", "\x01\x00\x00\x00", PaperOut},
		{"custom", "\x04\x00\x00\x00", PaperLow},
		{"custom", "\x20\x00\x00\x00", NotTaken},
		{"custom", "\x00\x02\x00\x00", CoverOpen},
		{"custom", "\x00\x01\x00\x00", CoverOpen}, // head up
		{"custom", "\x00\x6c\x20\x00", Ready},     // keys, motor, spooling, a refused command
		{"custom", "\x00\x00\x01\x00", Hot},
		{"custom", "\x00\x00\x08\x00", Fault}, // voltage
		{"custom", "\x00\x00\x40\x00", Fault}, // paper jam
		{"custom", "\x00\x00\x00\x01", Cutter},
		{"custom", "\x00\x00\x00\x02", CoverOpen}, // of the cutter
		{"custom", "\x00\x00\x00\x04", Fault},     // RAM
		{"nippon", "\x00", Ready}, {"nippon", "\x80", Ready}, {"nippon", "\x01", PaperLow},
		{"nippon", "\x02", CoverOpen}, {"nippon", "\x04", PaperOut}, {"nippon", "\x08", Hot},
		{"nippon", "\x10", Cutter}, {"nippon", "\x20", Fault}, {"nippon", "\x40", NotTaken},
		{"csn", "\x00", Ready}, {"csn", "\x04", PaperOut}, {"csn", "\x08", Fault}, {"csn", "\x40", Hot},
	} {
		var f facts
		take[c.dialect](&f, []byte(c.data))
		if got := f.state(); got != c.want {
			t.Errorf("%s % x: %s, want %s", c.dialect, c.data, got, c.want)
		}
	}
}

// TestUnfinishedDocumentIsNoMark: Nippon's word that a document ended without paper does not confirm it.
func TestUnfinishedDocumentIsNoMark(t *testing.T) {
	p := parser{dialect: escpos.StatusNippon}
	if got := p.feed(t, []byte("\xff\x13   #\x04\x00\x00\x00"), 3); len(got) != 0 {
		t.Errorf("answers %v", got)
	}
}

// FuzzReplies: whatever came before, in whatever pieces, the parser stays small and takes up
// within the length of the longest answer, ten bytes, and one answer more. It begins with the answers cut short in
// testdata/fuzz.
func FuzzReplies(f *testing.F) {
	f.Fuzz(func(t *testing.T, noise []byte, chunk byte) {
		for dialect, all := range answers {
			for _, a := range all {
				p := parser{dialect: dialect}
				p.feed(t, noise, int(chunk))
				got := p.feed(t, bytes.Repeat([]byte(a.bytes), 3+10/len(a.bytes)), int(chunk))
				if len(got) == 0 || !same(got[len(got)-1], a.reply) || len(p.buf) > 0 {
					t.Fatalf("%s: after % x the answer % x is taken for %v, % x are left", dialect, noise, a.bytes, got, p.buf)
				}
			}
		}
	})
}
