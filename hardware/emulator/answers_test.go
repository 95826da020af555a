package emulator_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/port/porttest"
)

// TestAnswers: what each dialect says to each question, byte by byte.
func TestAnswers(t *testing.T) {
	const epson, clone = "epson-tm-t20iii", "generic-80"
	none := func(*emulator.Printer) {}
	for _, c := range []struct {
		what, profile string
		fault         func(*emulator.Printer)
		send, want    string
	}{
		{"online", epson, none, "\x10\x04\x01", "\x12"},
		{"offline", epson, func(p *emulator.Printer) { p.CoverOpen(true) }, "\x10\x04\x01", "\x1a"},
		{"cover open", epson, func(p *emulator.Printer) { p.CoverOpen(true) }, "\x10\x04\x02", "\x16"},
		{"stopped by paper end", clone, (*emulator.Printer).PaperOut, "\x10\x04\x02", "\x32"},
		{"cutter", clone, func(p *emulator.Printer) { p.CutterJam(true) }, "\x10\x04\x03", "\x1a"},
		{"hot head", clone, func(p *emulator.Printer) { p.HeadHot(true) }, "\x10\x04\x03", "\x52"},
		{"near end", clone, func(p *emulator.Printer) { p.PaperNearEnd(true) }, "\x10\x04\x04", "\x1e"},
		{"paper end", clone, (*emulator.Printer).PaperOut, "\x10\x04\x04", "\x7e"},
		{"automatic status", epson, none, "\x1d\x61\xff", "\x10\x00\x00\x00"},
		{"end mark", epson, none, "\x1d\x28\x48\x06\x00\x30\x30abcd", "\x37\x22abcd\x00"},
		{"end mark offline", epson, (*emulator.Printer).PaperOut, "\x1d\x28\x48\x06\x00\x30\x30abcd", ""},
		{"GS r", clone, none, "\x1d\x72\x01", "\x00"},
		{"GS r near end", clone, func(p *emulator.Printer) { p.PaperNearEnd(true) }, "\x1d\x72\x01", "\x03"},
		{"maker", epson, none, "\x1d\x49\x42", "\x5fEPSON\x00"},
		{"model", epson, none, "\x1d\x49\x43", "\x5fTM-T20III\x00"},
		{"clear", epson, (*emulator.Printer).PaperOut, "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", "\x37\x25\x00"},
		{"a clone clears nothing", clone, none, "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", ""},
		{"inside a picture", epson, none, "\x1d\x76\x30\x00\x04\x00\x01\x00\x00\x10\x04\x01", "\x12"},
		{"silent", epson, func(p *emulator.Printer) { p.Silent(true) }, "\x10\x04\x01", ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := porttest.Line()
				p := emulator.StartOn(profile(t, c.profile), far)
				c.fault(p)
				if _, err := near.Write(t.Context(), []byte(c.send)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second) // false time
				synctest.Wait()
				if err := p.Close(); err != nil {
					t.Fatal(err)
				}
				if got, err := io.ReadAll(near); err != nil || !bytes.Equal(got, []byte(c.want)) {
					t.Errorf("answer % x, %v; want % x", got, err, c.want)
				}
			})
		})
	}
}

// TestRealSpeed: line and mechanism take the time of the real ones.
func TestRealSpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := profile(t, "generic-58") // 9600 bit/s, 70 mm/s
		near, far := porttest.Line()
		e := emulator.StartOn(p, far)
		start, papers := time.Now(), make(chan time.Duration, 1)
		e.OnPaper(func(paper escpos.Paper) { papers <- time.Since(start) })
		data := ticket(t, p)
		if _, err := near.Write(t.Context(), data); err != nil {
			t.Fatal(err)
		}
		line := time.Duration(len(data)) * 10 * time.Second / 9600
		if took := <-papers; took < line || took > line+2*time.Second {
			t.Errorf("%d bytes took %v, the line alone %v", len(data), took, line)
		}
		_ = e.Close()
	})
}

// TestOverrun: a host that goes on sending into a stopped printer loses bytes, and is told so
// by the emulator.
func TestOverrun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := porttest.Line()
		e := emulator.StartOn(profile(t, "generic-58"), far)
		e.PaperOut()
		if _, err := near.Write(t.Context(), make([]byte, 3000)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second) // false time
		synctest.Wait()
		if len(e.Errors()) != 1 {
			t.Errorf("errors %v", e.Errors())
		}
		_ = e.Close()
	})
}

// TestQuestionsDoNotFillTheBuffer: a host may ask for hours until the paper is refilled.
func TestQuestionsDoNotFillTheBuffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := porttest.Line()
		e := emulator.StartOn(profile(t, "generic-80"), far)
		e.PaperOut()
		if _, err := near.Write(t.Context(), bytes.Repeat([]byte{0x10, 0x04, 0x01}, 3000)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second) // false time
		synctest.Wait()
		if errs := e.Errors(); len(errs) > 0 {
			t.Errorf("errors %v", errs)
		}
		_ = e.Close()
	})
}

// TestPapersAreBounded: a printer that runs for weeks keeps the latest papers only.
func TestPapersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := profile(t, "epson-tm-t20iii")
		near, far := porttest.Line()
		e := emulator.StartOn(p, far)
		for i := range 103 {
			data, err := escpos.NewEncoder(p).Line(fmt.Sprint(i)).Cut().Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := near.Write(t.Context(), data); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second) // false time
		}
		papers := e.Papers()
		if len(papers) != 100 || papers[0].Text() != "3\n" || papers[99].Text() != "102\n" {
			t.Errorf("%d papers from %q", len(papers), papers[0].Text())
		}
		_ = e.Close()
	})
}
