package kiosk

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/printer"
	"loket/server/api"
)

// emulated is a driver on an emulated printer that is fifty times as fast as a real one.
func emulated(t *testing.T, name string) (*printer.Driver, *emulator.Printer, <-chan escpos.Paper) {
	t.Helper()
	p := profile(t, name)
	device, err := emulator.Start(p, emulator.Speedup(50), emulator.Link(filepath.Join(t.TempDir(), "printer")))
	if err != nil {
		t.Fatal(err)
	}
	papers := make(chan escpos.Paper, 10)
	device.OnPaper(func(p escpos.Paper) { papers <- p })
	driver := printer.New(printer.Config{Name: device.Path(), Profile: p, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	t.Cleanup(func() {
		if err := driver.Close(); err != nil {
			t.Error(err)
		}
		if err := device.Close(); err != nil {
			t.Error(err)
		}
		for _, err := range device.Errors() {
			t.Errorf("the printer did not understand: %v", err)
		}
	})
	return driver, device, papers
}

func TestTicketComesOutOfThePrinter(t *testing.T) {
	driver, _, papers := emulated(t, "generic-80")
	server := newFakeServer(t)
	k := startKiosk(t, server, driver, t.TempDir(), quick())
	if a := k.pressed(t, "press-0001"); a.Paper != api.PaperStatePrinted {
		t.Errorf("answer %+v", a)
	}
	expect(t, server.reports, "ticket-1 printed")
	select {
	case paper := <-papers:
		for _, want := range []string{"A-001", "Senin, 23 November 2026", "08.14 WITA", "Anda berikutnya", "Siapkan: KTP asli."} {
			if !strings.Contains(paper.Text(), want) {
				t.Errorf("%q is not on the paper:\n%s", want, paper.Text())
			}
		}
	case <-time.After(10 * time.Second):
		t.Fatal("no paper came out")
	}
}

func TestPaperOutIsSaidAtOnce(t *testing.T) {
	driver, device, _ := emulated(t, "epson-tm-t82iii")
	server := newFakeServer(t)
	device.PaperOut()
	k := startKiosk(t, server, driver, t.TempDir(), quick())
	a := k.pressed(t, "press-0001")
	if a.Number != "A-001" || a.Paper != api.PaperStateFailed || a.Cause != string(printer.PaperOut) {
		t.Errorf("answer %+v", a)
	}
	expect(t, server.reports, "ticket-1 failed")
	if papers := device.Papers(); len(papers) != 0 {
		t.Errorf("%d papers", len(papers))
	}
}

func TestPaperThatEndsInATicketMakesNoSecondOne(t *testing.T) {
	driver, device, _ := emulated(t, "epson-tm-t82iii")
	server := newFakeServer(t)
	l := quick()
	l.print = 2500 * time.Millisecond // long enough for a ticket, shorter than l.settle
	device.PaperLeft(40)
	k := startKiosk(t, server, driver, t.TempDir(), l)
	a := k.pressed(t, "press-0001")
	if a.Paper != api.PaperStateFailed || a.Cause != string(printer.PaperOut) {
		t.Errorf("answer %+v", a)
	}
	reach(t, server.health, "paper_out")
	device.Refill()
	reach(t, server.health, "ready")
	if a := k.pressed(t, "press-0002"); a.Number != "A-002" || a.Paper != api.PaperStatePrinted {
		t.Errorf("answer %+v", a)
	}
	whole := 0
	for _, paper := range device.Papers() {
		if strings.Contains(paper.Text(), "Panggilan maksimal") {
			whole++
		}
	}
	if whole != 1 {
		t.Errorf("%d whole tickets of one printed press", whole)
	}
}

// reach takes from c until want comes.
func reach(t *testing.T, c <-chan string, want string) {
	t.Helper()
	limit := time.After(20 * time.Second)
	for {
		select {
		case got := <-c:
			if got == want {
				return
			}
		case <-limit:
			t.Fatalf("%s did not come", want)
		}
	}
}
