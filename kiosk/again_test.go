package kiosk

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"loket/hardware/escpos"
	"loket/hardware/printer"
	"loket/server/api"
)

// printAgain asks for another paper as the page does.
func (r *rig) printAgain(t *testing.T, key string) (int, []byte) {
	t.Helper()
	answer, err := http.Post(r.page+"/kiosk/press/"+key+"/print", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, answer)
}

func TestPrintAgain(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	outcomes := make(chan printer.Outcome, 10)
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) { return <-outcomes, nil }
	k := startKiosk(t, server, paper, t.TempDir(), quick())
	outcomes <- printer.Failed
	k.pressed(t, "press-0001")
	expect(t, server.reports, "ticket-1 failed")
	for _, step := range []struct {
		outcome printer.Outcome
		mark    string // on the paper
		copy    int
		paper   api.PaperState // of this paper
		report  string         // of the ticket
		again   bool
	}{
		{printer.Failed, "", 0, api.PaperStateFailed, "ticket-1 failed", true},
		{printer.Unknown, "", 0, api.PaperStateUnknown, "ticket-1 unknown", true},
		{printer.Printed, "SALINAN 1", 1, api.PaperStatePrinted, "ticket-1 printed", true},
		{printer.Failed, "SALINAN 2", 2, api.PaperStateFailed, "ticket-1 printed", true},
		{printer.Printed, "SALINAN 2", 2, api.PaperStatePrinted, "ticket-1 printed", true},
		{printer.Unknown, "SALINAN 3", 3, api.PaperStateUnknown, "ticket-1 printed", false},
	} {
		outcomes <- step.outcome
		status, body := k.printAgain(t, "press-0001")
		a := decode[PressAnswer](t, body)
		if status != http.StatusOK || a.Number != "A-001" || a.Copy != step.copy || a.Paper != step.paper || a.Again != step.again {
			t.Errorf("%s: %d %+v", step.mark, status, a)
		}
		expect(t, server.reports, step.report)
		paper.mu.Lock()
		job := paper.jobs[len(paper.jobs)-1]
		paper.mu.Unlock()
		out, err := escpos.Decode(profile(t, "generic-80"), job.Data)
		if err != nil {
			t.Fatal(err)
		}
		if text := out[0].Text(); strings.Contains(text, "SALINAN") != (step.mark != "") || !strings.Contains(text, step.mark) {
			t.Errorf("want %q on the paper:\n%s", step.mark, text)
		}
	}
	status, body := k.printAgain(t, "press-0001")
	if p := decode[api.Problem](t, body); status != http.StatusConflict || p.Code != "kiosk.copies_used" {
		t.Errorf("a fourth copy: %d %s", status, body)
	}
	if status, body := k.printAgain(t, "press-0002"); status != http.StatusNotFound {
		t.Errorf("no press: %d %s", status, body)
	}
	if server.count() != 1 {
		t.Errorf("%d tickets", server.count())
	}
}

// Asked twice while the paper is under way, one paper comes.
func TestPrintAgainIsOnePaperAtATime(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	begun, hold := make(chan struct{}, 9), make(chan struct{})
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		begun <- struct{}{}
		<-hold
		return printer.Printed, nil
	}
	l := quick()
	l.settle = 1 // nobody waits for a paper
	k := startKiosk(t, server, paper, t.TempDir(), l)
	k.pressed(t, "press-0001")
	hold <- struct{}{}
	expect(t, server.reports, "ticket-1 printed")
	for range 3 {
		if _, body := k.printAgain(t, "press-0001"); decode[PressAnswer](t, body).Paper != api.PaperStatePending {
			t.Errorf("answer %s", body)
		}
	}
	close(hold)
	expect(t, server.reports, "ticket-1 printed")
	if n := paper.printed(); n != 2 {
		t.Errorf("%d papers", n)
	}
}
