package soak

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"loket/server"
	"loket/server/api"
	"loket/server/journal"
	"loket/server/queue"
	"loket/server/store"
)

var keys atomic.Int64

// issueUntil takes numbers until ctx ends or the server is gone.
func (l *ledger) issueUntil(ctx context.Context, url, token string) {
	c := newClient(token)
	defer c.CloseIdleConnections()
	services := []string{"ak1-baru", "legalisir"}
	for ctx.Err() == nil {
		n := keys.Add(1)
		r := request{fmt.Sprintf("soak-%08d", n), fmt.Sprintf(`{"service":%q,"priority":%t}`, services[n%2], n%7 == 0)}
		l.ask(r)
		if l.press(ctx, c, url, r) != nil {
			return // the end, or the kill
		}
	}
}

// press asks for a number and notes the answer. It returns an error if there was none.
func (l *ledger) press(ctx context.Context, c *client, url string, r request) error {
	var t api.IssuedTicket
	status, err := c.do(ctx, http.MethodPost, url+"/tickets", r.key, r.body, &t)
	switch {
	case err != nil:
		return err
	case status != http.StatusCreated:
		err = fmt.Errorf("ticket: status %d", status)
		l.fail(err)
		return err
	}
	l.told(r.key, t)
	return nil
}

// callUntil calls, serves and finishes until ctx ends or the server is gone. What a former life left at the
// counter is finished first.
func (l *ledger) callUntil(ctx context.Context, url, counter string) {
	c, err := l.officer(ctx, url, counter)
	if err != nil {
		return
	}
	defer c.CloseIdleConnections()
	at := url + "/counters/" + counter
	if status, err := c.do(ctx, http.MethodPost, at+"/open", "", "", nil); err != nil || status != http.StatusOK {
		if err == nil {
			l.fail(fmt.Errorf("open %s: status %d", counter, status))
		}
		return
	}
	for ctx.Err() == nil {
		var d api.Desk
		if _, err := c.do(ctx, http.MethodGet, at, "", "", &d); err != nil {
			return
		}
		act := "call-next"
		switch {
		case d.Ticket != nil && d.Ticket.Status == api.TicketStatusCalled:
			act = "serve"
		case d.Ticket != nil:
			act = "finish"
		}
		var t api.Ticket
		status, err := c.do(ctx, http.MethodPost, at+"/"+act, "", "", &t)
		if err != nil {
			return
		}
		if status != http.StatusOK && (act != "call-next" || status != http.StatusNotFound) {
			l.fail(fmt.Errorf("%s at %s: status %d", act, counter, status))
			return
		}
		if act == "call-next" && status == http.StatusOK {
			l.heard(t.ID)
		}
	}
}

// crowd has so many clients issue and counters call for length or until the server is gone.
func (l *ledger) crowd(ctx context.Context, url, token string, clients, counters int, length time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() { l.issueUntil(ctx, url, token) })
	}
	for i := range counters {
		group.Go(func() { l.callUntil(ctx, url, fmt.Sprint(i+1)) })
	}
	group.Wait()
}

// audit holds the database against what was acknowledged.
func (l *ledger) audit(t *testing.T, data string) {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+server.DatabaseFile(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	j, err := journal.Open(t.Context(), s, server.OfficeID, func([]journal.Entry) {})
	if err != nil {
		t.Fatal(err)
	}
	last, err := j.Check(t.Context())
	if err != nil {
		t.Errorf("the journal's chain: %v", err)
	}
	calls, numbers := map[string]int{}, map[string]string{}
	entries, err := j.Read(t.Context(), 0, int(last))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		event := decode(t, e)
		switch e.Type {
		case queue.EventIssued:
			if other, twice := numbers[event.Number]; twice {
				t.Errorf("number %s was given to %s and %s", event.Number, other, event.Ticket)
			}
			numbers[event.Number] = event.Ticket
		case queue.EventCalled:
			calls[event.Ticket]++
		}
	}
	for key, ticket := range l.issued {
		if numbers[ticket.Number] != ticket.ID {
			t.Errorf("ticket %s of key %s was acknowledged and is not in the journal", ticket.Number, key)
		}
	}
	for ticket, n := range calls {
		if n > 1 {
			t.Errorf("ticket %s was called %d times", ticket, n)
		}
	}
	for ticket := range l.called {
		if calls[ticket] == 0 {
			t.Errorf("the call of %s was acknowledged and is not in the journal", ticket)
		}
	}
	for _, err := range l.errs {
		t.Error(err)
	}
	t.Logf("%d tickets acknowledged, %d in the journal; %d calls; %d entries", len(l.issued), len(numbers), len(calls), last)
}

func TestCrowdOf64ClientsAnd8Counters(t *testing.T) {
	data, token := prepare(t, 8)
	p := start(t, data)
	l := newLedger()
	l.crowd(t.Context(), p.url, token, 64, 8, 10*time.Second)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("the server did not end cleanly: %v\n%s", err, p.err.String())
	}
	l.audit(t, data)
	if len(l.issued) == 0 || len(l.called) == 0 {
		t.Error("nothing happened")
	}
}

func TestNothingAcknowledgedIsLostByTenKills(t *testing.T) {
	data, token := prepare(t, 4)
	l := newLedger()
	for round := range 10 {
		p := start(t, data)
		tickets, calls := l.counts()
		done := make(chan struct{})
		go func() {
			defer close(done)
			l.crowd(t.Context(), p.url, token, 8, 4, time.Minute)
		}()
		l.waitFor(t, done, tickets+20+round*7, calls+1+round%4)
		if err := p.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		var killed interface{ ExitCode() int }
		if err := p.Wait(); !errors.As(err, &killed) {
			t.Fatalf("round %d: the server had ended: %v\n%s", round, err, p.err.String())
		}
		<-done
	}
	l.audit(t, data)
	l.pressAgain(t, data, token)
	l.audit(t, data)
}

// pressAgain repeats every press with its key, as a kiosk does after a kill: those that were answered get the
// same ticket, the others exactly one.
func (l *ledger) pressAgain(t *testing.T, data, token string) {
	t.Helper()
	p := start(t, data)
	c := newClient(token)
	for _, r := range l.asked {
		if err := l.press(t.Context(), c, p.url, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("the server did not end cleanly: %v", err)
	}
	if len(l.issued) != len(l.asked) {
		t.Errorf("%d presses, %d tickets", len(l.asked), len(l.issued))
	}
}

func decode(t *testing.T, e journal.Entry) queue.TicketEvent {
	t.Helper()
	var event queue.TicketEvent
	if err := json.Unmarshal(e.Data, &event); err != nil {
		t.Fatalf("entry %d: %v", e.Seq, err)
	}
	return event
}
