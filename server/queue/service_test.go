package queue_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store"
	"loket/server/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// desks is a small office with overlapping counters: its rules are reached soon.
func desks() *office.Office {
	o := *office.Sample()
	o.Queue = office.Queue{CallLimit: 2, PriorityPasses: 2, NoShowReturn: office.ReturnLast, ServiceMinutes: 10}
	o.Services = []office.Service{
		{ID: "a", Letter: "A", Name: office.Text{ID: "Layanan A", EN: "Service A"}},
		{ID: "b", Letter: "B", Name: office.Text{ID: "Layanan B", EN: "Service B"}},
		{ID: "few", Letter: "C", Name: office.Text{ID: "Sedikit", EN: "Few"}, DailyQuota: 3},
		{ID: "closed", Letter: "D", Name: office.Text{ID: "Tutup", EN: "Closed"}, Closed: true},
	}
	o.Counters = []office.Counter{
		{ID: "1", Name: "Loket 1", Services: []string{"a", "b"}},
		{ID: "2", Name: "Loket 2", Services: []string{"b", "few"}},
		{ID: "3", Name: "Loket 3", Services: []string{"a"}},
	}
	return &o
}

// room is a queue on a store.
type room struct {
	*queue.Service
	store   *store.Store
	journal *journal.Journal
	office  *office.Office
	clock   *storetest.Clock
	keys    atomic.Int64
}

var offices atomic.Int64

// newRoom makes an office of its own on the store.
func newRoom(t fataler, s *store.Store) *room {
	t.Helper()
	r := &room{store: s, office: desks(), clock: storetest.At("2026-11-23T08:00:00+08:00")}
	s.Now = r.clock.Now
	var err error
	r.journal, err = journal.Open(context.Background(), s, fmt.Sprintf("office-%d", offices.Add(1)), func([]journal.Entry) {})
	if err != nil {
		t.Fatal(err)
	}
	r.Service = queue.New(r.journal, func() *office.Office { return r.office })
	return r
}

func forEachEngine(t *testing.T, test func(t *testing.T, r *room)) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) { test(t, newRoom(t, s)) })
}

// press is a request with a key of its own.
func (r *room) press(service string, priority bool) queue.Request {
	return queue.Request{Service: service, Priority: priority, Language: "id", Key: fmt.Sprintf("press-%08d", r.keys.Add(1))}
}

func (r *room) issue(t fataler, service string, priority bool) queue.Issued {
	t.Helper()
	issued, err := r.Issue(context.Background(), "device:kiosk", r.press(service, priority))
	if err != nil {
		t.Fatal(err)
	}
	return issued
}

func (r *room) open(t fataler, counters ...string) {
	t.Helper()
	for _, c := range counters {
		if _, err := r.Open(context.Background(), c, "officer-"+c); err != nil {
			t.Fatal(err)
		}
	}
}

// callNext calls for the counter's own officer, and ends the call so that the counter is free again.
func (r *room) callNext(t fataler, counter string) queue.Ticket {
	t.Helper()
	ctx, officer := context.Background(), "officer-"+counter
	ticket, err := r.CallNext(ctx, counter, officer)
	if err == nil {
		_, err = r.Serve(ctx, counter, officer)
	}
	if err == nil {
		_, err = r.Finish(ctx, counter, officer)
	}
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func mustFail(t *testing.T, err error, kind fault.Kind, code, field string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != kind || e.Code != code || e.Field != field {
		t.Errorf("the error is %v, want %s at %q", err, code, field)
	}
}

func TestFirstTicketOfTheDay(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		r.open(t, "1")
		issued := r.issue(t, "a", false)
		now := r.clock.Now()
		if issued.Number != "A-001" || issued.Sequence != 1 || issued.Day != "2026-11-23" || issued.Status != queue.Waiting ||
			issued.Paper != queue.PaperPending || issued.Ahead != 0 || !issued.IssuedAt.Equal(now) || len(issued.Token) != 16 {
			t.Errorf("%+v", issued)
		}
		second := r.issue(t, "a", false)
		if second.Number != "A-002" || second.Ahead != 1 || second.Wait != queue.Estimate(1, 1, 10) {
			t.Errorf("%+v", second)
		}
		if other := r.issue(t, "b", false); other.Number != "B-001" || other.Ahead != 0 {
			t.Errorf("%+v", other)
		}
		followed, err := r.Follow(t.Context(), second.Token)
		if err != nil || followed.Number != "A-002" || followed.Ahead != 1 || followed.AheadNumbers[0] != "A-001" {
			t.Errorf("%+v, %v", followed, err)
		}
		_, err = r.Follow(t.Context(), "nobody's")
		mustFail(t, err, fault.NotFound, "ticket.not_found", "")
	})
}

func TestIssueRefuses(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		for range 3 {
			r.issue(t, "few", false)
		}
		good := r.press("a", false)
		with := func(change func(*queue.Request)) queue.Request {
			request := good
			change(&request)
			return request
		}
		before := storetest.Dump(t, r.store)
		for name, c := range map[string]struct {
			request     queue.Request
			kind        fault.Kind
			code, field string
		}{
			"short key":  {with(func(q *queue.Request) { q.Key = "1234567" }), fault.Invalid, "request.key_missing", "Idempotency-Key"},
			"no key":     {with(func(q *queue.Request) { q.Key = "" }), fault.Invalid, "request.key_missing", "Idempotency-Key"},
			"long key":   {with(func(q *queue.Request) { q.Key = fmt.Sprintf("%065d", 1) }), fault.Invalid, "request.key_missing", "Idempotency-Key"},
			"blank key":  {with(func(q *queue.Request) { q.Key = "1234 678" }), fault.Invalid, "request.key_missing", "Idempotency-Key"},
			"language":   {with(func(q *queue.Request) { q.Language = "nl" }), fault.Invalid, "field.not_in_list", "language"},
			"no service": {with(func(q *queue.Request) { q.Service = "zzz" }), fault.NotFound, "service.not_found", "service"},
			"closed":     {with(func(q *queue.Request) { q.Service = "closed" }), fault.Conflict, "service.closed", "service"},
			"quota":      {with(func(q *queue.Request) { q.Service = "few" }), fault.Conflict, "service.full", "service"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := r.Issue(t.Context(), "device:kiosk", c.request)
				mustFail(t, err, c.kind, c.code, c.field)
			})
		}
		if after := storetest.Dump(t, r.store); after != before {
			t.Errorf("refused requests changed the data to\n%s", after)
		}
		r.clock.Add(24 * time.Hour)
		if issued := r.issue(t, "few", false); issued.Number != "C-001" {
			t.Errorf("the quota's next day begins with %s", issued.Number)
		}
	})
}

func TestOnePressIsOneTicket(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		press := r.press("a", false)
		first, err := r.Issue(t.Context(), "device:kiosk", press)
		if err != nil {
			t.Fatal(err)
		}
		before := storetest.Dump(t, r.store)
		again, err := r.Issue(t.Context(), "device:kiosk", press)
		if err != nil || again != first {
			t.Errorf("the same key gave %+v, %v; first %+v", again, err, first)
		}
		for name, other := range map[string]queue.Request{
			"service":  {Service: "b", Language: "id", Key: press.Key},
			"priority": {Service: "a", Priority: true, Language: "id", Key: press.Key},
			"language": {Service: "a", Language: "en", Key: press.Key},
		} {
			_, err := r.Issue(t.Context(), "device:kiosk", other)
			t.Run(name, func(t *testing.T) { mustFail(t, err, fault.Conflict, "request.key_reused", "Idempotency-Key") })
		}
		if after := storetest.Dump(t, r.store); after != before {
			t.Errorf("repeating changed the data to\n%s", after)
		}
		r.open(t, "1")
		r.callNext(t, "1")
		if late, err := r.Issue(t.Context(), "device:kiosk", press); err != nil || late.ID != first.ID || late.Status != queue.Done {
			t.Errorf("the key later: %+v, %v", late, err)
		}
		r.office.Services[0].Closed = true
		if late, err := r.Issue(t.Context(), "device:kiosk", press); err != nil || late.ID != first.ID {
			t.Errorf("the key after the service was closed: %+v, %v", late, err)
		}
	})
}

func TestOnePressTwentyTimesAtOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		press := r.press("a", true)
		var (
			wg     sync.WaitGroup
			issued [20]queue.Issued
		)
		for i := range issued {
			wg.Go(func() {
				var err error
				if issued[i], err = r.Issue(context.Background(), "device:kiosk", press); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, i := range issued {
			if i != issued[0] {
				t.Errorf("%+v and %+v", i, issued[0])
			}
		}
		if tickets, err := r.Tickets(t.Context(), "", ""); err != nil || len(tickets) != 1 {
			t.Errorf("%d tickets, %v", len(tickets), err)
		}
	})
}
