package kiosk

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loket/hardware/printer"
	"loket/server/api"
)

func TestPressGivesNumberPaperAndReport(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	k := startKiosk(t, server, paper, t.TempDir(), quick())
	a := k.pressed(t, "press-0001")
	if a.Number != "A-001" || a.Paper != api.PaperStatePrinted || a.URL != phonePage || !strings.HasPrefix(a.QR, "data:image/svg+xml;base64,") {
		t.Errorf("answer %+v", a)
	}
	expect(t, server.reports, "ticket-1 printed")
	if paper.printed() != 1 {
		t.Errorf("%d papers", paper.printed())
	}
}

func TestSameKeyIsOneTicketAndOnePaper(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	hold := make(chan struct{})
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		<-hold
		return printer.Printed, nil
	}
	dir := t.TempDir()
	k := startKiosk(t, server, paper, dir, quick())
	var presses sync.WaitGroup
	for range 5 {
		presses.Go(func() {
			if a := k.pressed(t, "press-0001"); a.Number != "A-001" || a.Paper != api.PaperStatePrinted {
				t.Errorf("answer %+v", a)
			}
		})
	}
	close(hold)
	presses.Wait()
	expect(t, server.reports, "ticket-1 printed")
	k.stop()

	k = startKiosk(t, server, paper, dir, quick()) // also after the program was started anew
	if a := k.pressed(t, "press-0001"); a.Number != "A-001" {
		t.Errorf("answer %+v", a)
	}
	if server.count() != 1 || paper.printed() != 1 {
		t.Errorf("%d tickets, %d papers", server.count(), paper.printed())
	}
}

func TestKeyOfAnotherWishIsRefused(t *testing.T) {
	k := startKiosk(t, newFakeServer(t), &fakePrinter{}, t.TempDir(), quick())
	k.pressed(t, "press-0001")
	status, body := k.press(t, "press-0001", api.En)
	if p := decode[api.Problem](t, body); status != http.StatusConflict || p.Code != "request.key_reused" {
		t.Errorf("%d %s", status, body)
	}
}

func TestPaperThatDoesNotCome(t *testing.T) {
	tests := []struct {
		name    string
		outcome printer.Outcome
		err     error
		state   printer.State
		paper   api.PaperState
		cause   string
	}{
		{"paper out", printer.Failed, &printer.StateError{State: printer.PaperOut}, printer.PaperOut, api.PaperStateFailed, "paper_out"},
		{"cable pulled", printer.Unknown, errors.New("i/o error"), printer.NotFound, api.PaperStateUnknown, "not_found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newFakeServer(t)
			paper := &fakePrinter{state: tt.state, print: func(context.Context, printer.Job) (printer.Outcome, error) { return tt.outcome, tt.err }}
			k := startKiosk(t, server, paper, t.TempDir(), quick())
			a := k.pressed(t, "press-0001")
			if a.Number != "A-001" || a.Paper != tt.paper || a.Cause != tt.cause {
				t.Errorf("answer %+v", a)
			}
			expect(t, server.reports, "ticket-1 "+string(tt.paper))
		})
	}
}

func TestSlowPaperIsPendingAndThenSettled(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	begun, hold := make(chan struct{}), make(chan struct{})
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		close(begun)
		<-hold
		return printer.Printed, nil
	}
	l := quick()
	l.settle = time.Millisecond
	k := startKiosk(t, server, paper, t.TempDir(), l)
	if a := k.pressed(t, "press-0001"); a.Number != "A-001" || a.Paper != api.PaperStatePending {
		t.Errorf("answer %+v", a)
	}
	<-begun
	close(hold)
	expect(t, server.reports, "ticket-1 printed")
	_, body := k.get(t, "/kiosk/press/press-0001")
	if a := decode[PressAnswer](t, body); a.Paper != api.PaperStatePrinted {
		t.Errorf("answer %+v", a)
	}
}

func TestPressesPrintOneAfterAnother(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	var first sync.Once
	var busy atomic.Bool
	var issued sync.WaitGroup
	issued.Add(4)
	server.after = func(http.ResponseWriter) bool { issued.Done(); return false }
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		if busy.Swap(true) {
			t.Error("two jobs at once")
		}
		first.Do(func() {
			issued.Wait()
			<-time.After(50 * time.Millisecond) // time enough for another to begin, if it could
		})
		busy.Store(false)
		return printer.Printed, nil
	}
	k := startKiosk(t, server, paper, t.TempDir(), quick())
	var presses sync.WaitGroup
	for _, key := range []string{"press-0001", "press-0002", "press-0003", "press-0004"} {
		presses.Go(func() { k.pressed(t, key) })
	}
	presses.Wait()
	if paper.printed() != 4 || server.count() != 4 {
		t.Errorf("%d papers, %d tickets", paper.printed(), server.count())
	}
}

func TestProblemOfTheServerIsHandedOnAsItIs(t *testing.T) {
	server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
	const said = `{"type":"about:blank","status":409,"code":"service.closed","title":"Sudah tutup.","more":1}`
	server.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		if got := r.Header.Get("Accept-Language"); got != "en" {
			t.Errorf("asked in %q", got)
		}
		w.Header().Set("Content-Type", problemType)
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(said))
		return true
	}
	k := startKiosk(t, server, paper, dir, quick())
	status, body := k.press(t, "press-0001", api.En)
	if status != http.StatusConflict || string(body) != said {
		t.Errorf("%d %s", status, body)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 || paper.printed() != 0 {
		t.Errorf("%d files in the spool, %d papers", len(files), paper.printed())
	}
}

func TestServerAwayIsSaidAndNothingHangs(t *testing.T) {
	server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
	server.before = func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }
	l := quick()
	l.asking = 20 * time.Millisecond
	k := startKiosk(t, server, paper, dir, l)
	status, body := k.press(t, "press-0001", api.En)
	if p := decode[api.Problem](t, body); status != http.StatusServiceUnavailable || p.Code != "kiosk.server_away" || !strings.Contains(p.Title, "staff member") {
		t.Errorf("%d %s", status, body)
	}
	_, body = k.get(t, "/kiosk/state")
	if s := decode[State](t, body); s.Online || s.Office != nil {
		t.Errorf("state %s", body)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 || paper.printed() != 0 {
		t.Errorf("%d files in the spool, %d papers", len(files), paper.printed())
	}
}

func TestAnswerLostOnTheWayIsOneTicket(t *testing.T) {
	for name, lose := range map[string]func(http.ResponseWriter){
		"connection lost":  func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"proxy in trouble": func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
	} {
		t.Run(name, func(t *testing.T) {
			server, paper := newFakeServer(t), &fakePrinter{}
			var lost atomic.Int32
			server.after = func(w http.ResponseWriter) bool {
				if lost.Add(1) > 2 {
					return false
				}
				lose(w)
				return true
			}
			k := startKiosk(t, server, paper, t.TempDir(), quick())
			if a := k.pressed(t, "press-0001"); a.Number != "A-001" {
				t.Errorf("answer %+v", a)
			}
			if server.count() != 1 || paper.printed() != 1 {
				t.Errorf("%d tickets, %d papers", server.count(), paper.printed())
			}
		})
	}
}

func TestReportWaitsForTheServer(t *testing.T) {
	server := newFakeServer(t)
	var tries int
	server.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/paper") {
			return false
		}
		tries++
		if tries <= 3 {
			w.WriteHeader(http.StatusBadGateway)
			return true
		}
		return false
	}
	k := startKiosk(t, server, &fakePrinter{}, t.TempDir(), quick())
	k.pressed(t, "press-0001")
	expect(t, server.reports, "ticket-1 printed")
}

func TestLatePaperIsReportedAgain(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		return printer.Unknown, printer.ErrUnconfirmed
	}
	k := startKiosk(t, server, paper, t.TempDir(), quick())
	k.pressed(t, "press-0001")
	expect(t, server.reports, "ticket-1 unknown")
	k.Late(paper.jobs[0].ID)
	expect(t, server.reports, "ticket-1 printed")
	if paper.printed() != 1 {
		t.Errorf("%d papers", paper.printed())
	}
}

func TestPressThatCannotBeStoredIsNotMade(t *testing.T) {
	server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
	k := startKiosk(t, server, paper, dir, quick())
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	status, body := k.press(t, "press-0001", api.ID)
	if p := decode[api.Problem](t, body); status != http.StatusInternalServerError || p.Code != "kiosk.spool" {
		t.Errorf("%d %s", status, body)
	}
	if server.count() != 0 || paper.printed() != 0 {
		t.Errorf("%d tickets, %d papers", server.count(), paper.printed())
	}
}

func TestNumberThatCannotBeStoredIsToldAndNotPrinted(t *testing.T) {
	server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
	server.after = func(http.ResponseWriter) bool { return os.RemoveAll(dir) != nil }
	k := startKiosk(t, server, paper, dir, quick())
	if a := k.pressed(t, "press-0001"); a.Number != "A-001" || a.Paper != api.PaperStateFailed || a.Cause != causeSpool {
		t.Errorf("answer %+v", a)
	}
	expect(t, server.reports, "ticket-1 failed")
	if paper.printed() != 0 {
		t.Errorf("%d papers", paper.printed())
	}
}

func TestPrintingWithoutItsMarkIsNotDone(t *testing.T) {
	server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
	l := quick()
	l.settle = time.Millisecond
	begun, second := make(chan struct{}), make(chan struct{})
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		close(begun)
		<-second // is issued and stored, and waits for the printer
		return printer.Printed, os.RemoveAll(dir)
	}
	k := startKiosk(t, server, paper, dir, l)
	k.pressed(t, "press-0001")
	<-begun
	if a := k.pressed(t, "press-0002"); a.Paper != api.PaperStatePending {
		t.Errorf("answer %+v", a)
	}
	close(second)
	got := map[string]bool{<-server.reports: true, <-server.reports: true} // in whichever order
	if !got["ticket-1 printed"] || !got["ticket-2 failed"] {
		t.Errorf("reported %v", got)
	}
	if paper.printed() != 1 {
		t.Errorf("%d papers", paper.printed())
	}
}

func TestPrinterStateReachesTheServer(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	startKiosk(t, server, paper, t.TempDir(), quick())
	expect(t, server.health, "ready")
	paper.set(printer.CoverOpen)
	expect(t, server.health, "cover_open")
}
