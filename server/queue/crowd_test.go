package queue_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store"
	"loket/server/store/storetest"
)

// 16 kiosks print while 4 counters call: no number twice, none left out, nobody called by two counters.
func TestACrowd(t *testing.T) {
	const kiosks, each, officers = 16, 6, 4
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		r := newRoom(t, s)
		r.office.Counters = nil
		for i := range officers {
			r.office.Counters = append(r.office.Counters, office.Counter{ID: fmt.Sprint(i), Name: "Loket", Services: []string{"a", "b"}})
			r.open(t, fmt.Sprint(i))
		}
		var (
			wg, printing sync.WaitGroup
			printed      = make(chan struct{})
			called       [officers][]string
		)
		for k := range kiosks {
			printing.Go(func() {
				for i := range each {
					service := []string{"a", "b"}[(k+i)%2]
					if _, err := r.Issue(context.Background(), "device:kiosk", r.press(service, i%3 == 0)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for i := range officers {
			wg.Go(func() { called[i] = callAll(t, r, fmt.Sprint(i), printed) })
		}
		printing.Wait()
		close(printed)
		wg.Wait()

		callers := map[string]int{}
		for i := range called {
			for _, number := range called[i] {
				if other, twice := callers[number]; twice {
					t.Errorf("%s was called by %d and %d", number, other, i)
				}
				callers[number] = i
			}
		}
		for _, letter := range []string{"A", "B"} {
			for n := range kiosks * each / 2 {
				if _, ok := callers[queue.Number(letter, n+1)]; !ok {
					t.Errorf("%s was given to nobody or never called", queue.Number(letter, n+1))
				}
			}
		}
		if len(callers) != kiosks*each {
			t.Errorf("%d tickets were called, want %d", len(callers), kiosks*each)
		}
		if n, err := r.journal.Check(t.Context()); err != nil || n != officers+kiosks*each*4 {
			t.Errorf("the journal has %d entries, %v", n, err)
		}
		wantCounts(t, r)
	})
}

// callAll calls until nobody waits after the last number was printed, and returns whom.
func callAll(t *testing.T, r *room, counter string, printed <-chan struct{}) []string {
	var numbers []string
	for {
		last := false
		select {
		case <-printed:
			last = true
		default:
		}
		ctx, officer := context.Background(), "officer-"+counter
		ticket, err := r.CallNext(ctx, counter, officer)
		if fault.CodeOf(err) == "queue.empty" {
			if last {
				return numbers
			}
			continue
		}
		if err == nil {
			_, serving := r.Serve(ctx, counter, officer)
			_, finished := r.Finish(ctx, counter, officer)
			err = errors.Join(serving, finished)
		}
		if err != nil {
			t.Error(err)
			return numbers
		}
		numbers = append(numbers, ticket.Number)
	}
}

// Two officers at once: one takes the counter, and one seeker is called to one of two counters.
func TestOneCallerWins(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		r.issue(t, "a", false)
		var (
			wg    sync.WaitGroup
			taken [8]error
		)
		for i := range taken {
			wg.Go(func() { _, taken[i] = r.Open(context.Background(), "1", fmt.Sprint("rival-", i)) })
		}
		wg.Wait()
		winners := 0
		for _, err := range taken {
			switch fault.CodeOf(err) {
			case "":
				winners++
			case "counter.taken":
			default:
				t.Error(err)
			}
		}
		if winners != 1 {
			t.Errorf("%d officers took the counter", winners)
		}
		r.open(t, "3")
		counters, err := r.Counters(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var calls [2]error
		for i, c := range []queue.CounterState{counters[0], counters[2]} {
			wg.Go(func() { _, calls[i] = r.CallNext(context.Background(), c.ID, c.Staff) })
		}
		wg.Wait()
		if codes := fault.CodeOf(calls[0]) + fault.CodeOf(calls[1]); codes != "queue.empty" {
			t.Errorf("the two calls ended with %v and %v", calls[0], calls[1])
		}
	})
}

// Two processes on one database, as two nodes are: their tickets are of one row of numbers.
func TestTwoNodesGiveOneRowOfNumbers(t *testing.T) {
	const each = 30
	storetest.ForEachURL(t, func(t *testing.T, url string) {
		var (
			wg    sync.WaitGroup
			mu    sync.Mutex
			given = map[string]bool{}
		)
		for node := range 2 {
			s := storetest.Open(t, url)
			s.Now = storetest.At("2026-11-23T08:00:00+08:00").Now
			o := desks()
			j, err := journal.Open(t.Context(), s, "5202", func([]journal.Entry) {})
			if err != nil {
				t.Fatal(err)
			}
			service := queue.New(j, func() *office.Office { return o })
			wg.Go(func() {
				for i := range each {
					issued, err := service.Issue(context.Background(), "device:kiosk",
						queue.Request{Service: "a", Language: "id", Key: fmt.Sprintf("node-%d-%03d", node, i)})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					given[issued.Number] = true
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		for n := range 2 * each {
			if !given[queue.Number("A", n+1)] {
				t.Errorf("%s was not given", queue.Number("A", n+1))
			}
		}
	})
}
