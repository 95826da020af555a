package queue

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawTickets makes two lines, each in queue order, of which several may have come in one millisecond.
func drawTickets(t *rapid.T) (ordinary, priority []Ticket) {
	for i := range rapid.IntRange(0, 14).Draw(t, "tickets") {
		ticket := Ticket{
			ID: fmt.Sprint(i), IssuedSeq: int64(i + 1), Status: Waiting,
			Place:    int64(rapid.IntRange(1, 6).Draw(t, "place")),
			Service:  rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "service"),
			Priority: rapid.Bool().Draw(t, "priority"),
		}
		if ticket.Priority {
			priority = append(priority, ticket)
		} else {
			ordinary = append(ordinary, ticket)
		}
	}
	inOrder := func(a, b Ticket) int {
		if a.before(b) {
			return -1
		}
		return 1
	}
	slices.SortFunc(ordinary, inOrder)
	slices.SortFunc(priority, inOrder)
	return ordinary, priority
}

// passesOf counts by the words of Choose's comment: the priority calls that passed the first ordinary
// ticket of its service, since it is the first.
func passesOf(t Ticket, before map[string]int, called []Ticket) int {
	n := 0
	for _, c := range slices.Backward(called) {
		if !c.Priority && c.Service == t.Service {
			return n
		}
		if c.Priority && t.before(c) {
			n++
		}
	}
	return n + before[t.Service]
}

// Order says what a counter that serves all these services calls, one after the other.
func TestOrderIsWhatChooseChooses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ordinary, priority := drawTickets(t)
		limit := rapid.IntRange(0, 3).Draw(t, "limit")
		before := map[string]int{}
		for _, ticket := range ordinary {
			before[ticket.Service] = rapid.IntRange(0, limit).Draw(t, "passes")
		}
		order := Order(ordinary, priority, before, limit)

		var called []Ticket
		waitingOrdinary, waitingPriority := ordinary, priority
		for len(waitingOrdinary)+len(waitingPriority) > 0 {
			passed := 0
			if len(waitingOrdinary) > 0 {
				passed = passesOf(waitingOrdinary[0], before, called)
			}
			next := Choose(first(waitingOrdinary), first(waitingPriority), passed, limit)
			called = append(called, *next)
			if next.Priority {
				waitingPriority = waitingPriority[1:]
			} else {
				waitingOrdinary = waitingOrdinary[1:]
			}
		}
		if !slices.Equal(order, called) {
			t.Fatalf("Order says\n%v, Choose chooses\n%v", order, called)
		}
		ids := func(tickets []Ticket) (ids []string) {
			for _, ticket := range tickets {
				ids = append(ids, ticket.ID)
			}
			slices.Sort(ids)
			return ids
		}
		if !slices.Equal(ids(order), ids(append(slices.Clone(ordinary), priority...))) {
			t.Fatalf("Order lost or doubled a ticket: %v", order)
		}
	})
}

func TestOrderDoesNotChangeItsArguments(t *testing.T) {
	passes := map[string]int{"a": 1}
	Order([]Ticket{{Service: "a", Place: 1}}, []Ticket{{Service: "a", Place: 2, Priority: true}}, passes, 2)
	if passes["a"] != 1 {
		t.Errorf("passes became %v", passes)
	}
}

func TestChoose(t *testing.T) {
	old, young := &Ticket{ID: "old", Place: 1}, &Ticket{ID: "young", Place: 2}
	if Choose(nil, nil, 0, 2) != nil || Choose(old, nil, 9, 2) != old || Choose(nil, young, 9, 2) != young {
		t.Error("one line alone is not called in order")
	}
	if Choose(old, young, 1, 2) != young || Choose(old, young, 2, 2) != old || Choose(old, young, 0, 0) != old {
		t.Error("the limit does not decide when the ordinary ticket is the older one")
	}
	if Choose(young, old, 9, 2) != old {
		t.Error("a priority ticket that is the older one passes nobody")
	}
}

// Counting gives the place that Order gives, when no ordinary ticket came after a priority one.
func TestAheadIsThePlaceInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nOrdinary := rapid.IntRange(0, 12).Draw(t, "ordinary")
		nPriority := rapid.IntRange(0, 12).Draw(t, "priority")
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		passed := 0
		if nOrdinary > 0 {
			passed = rapid.IntRange(0, limit+2).Draw(t, "passed") // beyond it when services share counters
		}
		joins := Ticket{ID: "new", Service: "a", Place: 1000, Priority: rapid.Bool().Draw(t, "joins priority")}
		var ordinary, priority []Ticket
		for i := range nOrdinary {
			ordinary = append(ordinary, Ticket{Service: "a", Place: int64(i)})
		}
		for i := range nPriority {
			priority = append(priority, Ticket{Service: "a", Place: int64(100 + i), Priority: true})
		}
		if joins.Priority {
			priority = append(priority, joins)
		} else {
			ordinary = append(ordinary, joins)
		}
		order := Order(ordinary, priority, map[string]int{"a": passed}, limit)
		want := slices.IndexFunc(order, func(o Ticket) bool { return o.ID == "new" })
		if got := ahead(joins.Priority, nOrdinary, nPriority, passed, limit); got != want {
			t.Fatalf("ahead counts %d, Order has %d before it", got, want)
		}
	})
}

func TestEstimate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ahead := rapid.IntRange(0, 500).Draw(t, "ahead")
		counters := rapid.IntRange(0, 9).Draw(t, "counters")
		minutes := rapid.IntRange(1, 60).Draw(t, "minutes")
		now := Estimate(ahead, counters, minutes)
		if now.Low < 0 || now.High <= now.Low {
			t.Fatalf("the range is %v", now)
		}
		if later := Estimate(ahead+1, counters, minutes); later.Low < now.Low || later.High < now.High {
			t.Fatalf("with one more before it the wait falls from %v to %v", now, later)
		}
		if helped := Estimate(ahead, counters+1, minutes); helped.Low > now.Low || helped.High > now.High {
			t.Fatalf("with one counter more the wait rises from %v to %v", now, helped)
		}
		if Estimate(ahead, 0, minutes) != Estimate(ahead, 1, minutes) {
			t.Fatal("no counter does not count as one")
		}
	})
	if got, want := Estimate(6, 2, 10), (Minutes{20, 45}); got != want {
		t.Errorf("six before, two counters, ten minutes each: %v, want %v", got, want)
	}
}
