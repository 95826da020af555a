package escpos

import (
	"bytes"
	"testing"
)

// TestCustomPresentsTheTicket: a Custom printer keeps what it cut in its mouth until it is told
// to hand it out; no other printer knows the command.
func TestCustomPresentsTheTicket(t *testing.T) {
	p := testProfile()
	p.Status = StatusCustom
	data, err := NewEncoder(p).Line("A-012").Cut().Bytes()
	if err != nil || !bytes.HasSuffix(data, []byte{0x1D, 0x56, 0x42, 0, 0x1D, 0x65, 3, 12}) {
		t.Errorf("% x, %v", data, err)
	}
	if papers, err := Decode(p, append(data, 0x1D, 0x65, 2, 0x1D, 0x65, 5)); err != nil || len(papers) != 1 {
		t.Errorf("%d papers, %v", len(papers), err)
	}
	for _, bad := range []struct {
		status StatusDialect
		data   []byte
	}{{StatusCustom, []byte{0x1D, 0x65, 9}}, {StatusCloneR, []byte{0x1D, 0x65, 2}}} {
		p.Status = bad.status
		if _, err := Decode(p, bad.data); err == nil {
			t.Errorf("%s takes % x", bad.status, bad.data)
		}
	}
}

// TestNipponMarksADocument: the id goes before the first line, behind the initialisation, and
// the word for the end behind the last.
func TestNipponMarksADocument(t *testing.T) {
	p := testProfile()
	p.Status, p.Confirmation = StatusNippon, ConfirmNippon
	job, err := NewEncoder(p).Line("A-012").Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	marked := p.Marked(job, 3)
	want := append(append(p.Init(), "\x1dG1   #"...), job[len(p.Init()):]...)
	if want = append(want, "\x1dG0"...); !bytes.Equal(marked, want) {
		t.Errorf("%q, want %q", marked, want)
	}
	var ids [][]byte
	d := NewDecoder(p)
	d.OnQuery = func(q Query) { ids = append(ids, q.Args) }
	if _, err := d.Write(marked); err != nil || len(ids) != 1 || string(ids[0]) != "   #" {
		t.Errorf("ids %q, %v", ids, err)
	}
	if got := p.EndMarkReply(3); string(got) != "\xff\x13   #" {
		t.Errorf("reply %q", got)
	}
	for _, bad := range []string{"\x1dG0", "\x1dG9"} {
		if _, err := Decode(p, []byte(bad)); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
	p.Confirmation = ConfirmGSR
	if _, err := Decode(p, marked); err == nil {
		t.Error("a printer without GS G takes it")
	}
}
