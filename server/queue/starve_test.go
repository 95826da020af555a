package queue_test

import (
	"context"
	"slices"
	"testing"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store/storetest"

	"pgregory.net/rapid"
)

// Counters with any overlap of services call whenever they like while people come: every ordinary ticket is
// called within the bound of Choose's comment, and no head is passed more often than the limit.
func TestNobodyStarves(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	fewer(t, "40")
	rapid.Check(t, func(t *rapid.T) {
		r := newRoom(t, s)
		limit := rapid.IntRange(0, 2).Draw(t, "limit")
		r.office.Queue.PriorityPasses = limit
		r.office.Counters = drawCounters(t)
		for _, c := range r.office.Counters {
			r.open(t, c.ID)
		}
		w := watch{limit: limit, office: r.office}
		for range rapid.IntRange(10, 50).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "arrival") {
				service := rapid.SampledFrom([]string{"a", "b", "few"}).Draw(t, "service")
				priority := rapid.IntRange(0, 2).Draw(t, "priority") > 0 // most, for that is what starves
				issued, err := r.Issue(context.Background(), "device:kiosk", r.press(service, priority))
				if fault.CodeOf(err) == "service.full" {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				w.comes(issued.Ticket)
				continue
			}
			c := rapid.SampledFrom(r.office.Counters).Draw(t, "counter")
			if w.head(c, false) == nil && w.head(c, true) == nil {
				continue
			}
			w.calls(t, c, r.callNext(t, c.ID))
		}
	})
}

func drawCounters(t *rapid.T) []office.Counter {
	var counters []office.Counter
	for _, id := range []string{"1", "2", "3"} {
		services := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "few"}), 1, 3, rapid.ID[string]).Draw(t, "services")
		counters = append(counters, office.Counter{ID: id, Name: "Loket " + id, Services: services})
	}
	return counters
}

// watch follows those who wait, in order of their coming.
type watch struct {
	limit   int
	office  *office.Office
	waiting []*watched
}

type watched struct {
	queue.Ticket
	before int // who waited for the same counters when it came
	calls  int // of its counters since then
	passed int // priority calls that passed it as a head
}

func (w *watch) serve(c office.Counter, service string) bool {
	return slices.Contains(c.Services, service)
}

func (w *watch) comes(t queue.Ticket) {
	came := &watched{Ticket: t}
	for _, other := range w.waiting {
		if slices.ContainsFunc(w.office.Counters, func(c office.Counter) bool {
			return w.serve(c, t.Service) && w.serve(c, other.Service)
		}) {
			came.before++
		}
	}
	w.waiting = append(w.waiting, came)
}

func (w *watch) head(c office.Counter, priority bool) *watched {
	for _, t := range w.waiting {
		if t.Priority == priority && w.serve(c, t.Service) {
			return t
		}
	}
	return nil
}

func (w *watch) calls(t *rapid.T, c office.Counter, called queue.Ticket) {
	if head := w.head(c, false); called.Priority && head != nil && head.IssuedSeq < called.IssuedSeq {
		if head.passed++; head.passed > w.limit {
			t.Fatalf("%s was passed by %d priority calls", head.Number, head.passed)
		}
	}
	var left []*watched
	for _, x := range w.waiting {
		if w.serve(c, x.Service) {
			x.calls++
		}
		if bound := (x.before + 1) * (w.limit + 1); !x.Priority && x.calls > bound {
			t.Fatalf("%s with %d before it waits for more than %d calls", x.Number, x.before, bound)
		}
		if x.ID != called.ID {
			left = append(left, x)
		}
	}
	w.waiting = left
}

// What becomes of the priority seekers after their call changes nothing: also those who were sent on to
// another service have passed the ordinary one.
func TestTransferredSeekersHavePassedTheHead(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	r.office.Queue.PriorityPasses = 2
	r.office.Counters = []office.Counter{{ID: "1", Name: "Loket 1", Services: []string{"a"}}}
	r.open(t, "1")
	for i := range 8 {
		if _, err := r.Issue(t.Context(), "device:kiosk", r.press("a", i > 0)); err != nil {
			t.Fatal(err)
		}
	}
	var called []bool // priority
	for range 8 {
		ticket, err := r.CallNext(t.Context(), "1", "officer-1")
		if err == nil {
			_, err = r.Transfer(t.Context(), "1", "officer-1", "b")
		}
		if err != nil {
			t.Fatal(err)
		}
		called = append(called, ticket.Priority)
	}
	if want := []bool{true, true, false, true, true, true, true, true}; !slices.Equal(called, want) {
		t.Errorf("priority calls %v, want %v", called, want)
	}
}
