package queue_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store"
	"loket/server/store/storetest"

	"pgregory.net/rapid"
)

const today = office.Day("2026-11-23")

// hold has a book hold numbers of a service and returns their sequences.
func (r *room) hold(t fataler, book, service string, n int) []int {
	t.Helper()
	_, reserved, err := r.Reserve(context.Background(), "kiosk", book, []queue.Hold{{Service: service, Numbers: n}})
	if err != nil {
		t.Fatal(err)
	}
	var sequences []int
	for _, n := range reserved {
		if n.Service == service {
			sequences = append(sequences, n.Sequence)
		}
	}
	return sequences
}

// own is a request for a number that a book holds.
func (r *room) own(service string, sequence int) queue.Request {
	request := r.press(service, false)
	request.Own = &queue.Own{Day: today, Sequence: sequence, Token: fmt.Sprintf("token-%s-%08d", service, r.keys.Add(1))}
	return request
}

func TestBookIsToppedUp(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		want := func(got, want []int) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("holds %v, want %v", got, want)
			}
		}
		want(r.hold(t, "book-0001", "a", 3), []int{1, 2, 3})
		want(r.hold(t, "book-0001", "a", 3), []int{1, 2, 3}) // the answer was lost
		want(r.hold(t, "book-0002", "a", 2), []int{4, 5})
		if got := r.issue(t, "a", false); got.Sequence != 6 {
			t.Errorf("the next number is %d", got.Sequence)
		}
		if _, err := r.Issue(t.Context(), "device:kiosk", r.own("a", 1)); err != nil {
			t.Fatal(err)
		}
		want(r.hold(t, "book-0001", "a", 3), []int{2, 3, 7})
		want(r.hold(t, "book-0001", "a", 1), []int{2, 3, 7})
		want(r.hold(t, "book-0001", "closed", 5), nil)
		r.clock.Add(24 * time.Hour)
		want(r.hold(t, "book-0001", "a", 2), []int{1, 2})
	})
}

// A service with a quota of three: the first book gets half of it, and nobody ever more than there is.
func TestReservedNumbersCountTowardsTheQuota(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		if got := r.hold(t, "book-0001", "few", 9); !slices.Equal(got, []int{1, 2}) {
			t.Errorf("the first book holds %v", got)
		}
		if got := r.issue(t, "few", false); got.Sequence != 3 {
			t.Errorf("the next number is %d", got.Sequence)
		}
		_, err := r.Issue(t.Context(), "device:kiosk", r.press("few", false))
		mustFail(t, err, fault.Conflict, "service.full", "service")
		if got := r.hold(t, "book-0002", "few", 9); got != nil {
			t.Errorf("the second book holds %v", got)
		}
		for _, sequence := range []int{1, 2} {
			if isFull(t, r, "few", "book-0001") {
				t.Errorf("full before number %d, which the kiosk has", sequence)
			}
			if !isFull(t, r, "few", "book-0002") || !isFull(t, r, "few", "") {
				t.Errorf("not full for those who cannot have number %d", sequence)
			}
			if _, err := r.Issue(t.Context(), "device:kiosk", r.own("few", sequence)); err != nil {
				t.Errorf("number %d: %v", sequence, err)
			}
		}
		if !isFull(t, r, "few", "book-0001") {
			t.Error("not full with all numbers given")
		}
	})
}

// isFull says whether the services tell a book that a quota is reached.
func isFull(t fataler, r *room, service, book string) bool {
	t.Helper()
	services, err := r.Services(context.Background(), book)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(services, func(s queue.ServiceState) bool { return s.ID == service })
	c := services[i].Closing
	return c != nil && c.Reason == office.QuotaIsOut
}

// Two kiosks and a desk take the numbers of a quota in any order: whoever is told that the service is open gets one,
// whoever is told that it is full gets none, and in the end no more are given than there are.
func TestQuotaIsWhatEachIsTold(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		fewer(t, "25")
		rapid.Check(t, func(t *rapid.T) {
			empty(t, s)
			r, given := newRoom(t, s), 0
			quota := rapid.IntRange(1, 9).Draw(t, "quota")
			r.office.Services[2].DailyQuota = quota
			books := map[string][]int{"book-0001": nil, "book-0002": nil, "": nil}
			for range rapid.IntRange(1, 25).Draw(t, "steps") {
				book := rapid.SampledFrom([]string{"book-0001", "book-0002", ""}).Draw(t, "who")
				if book != "" && rapid.Bool().Draw(t, "tops up") {
					books[book] = r.hold(t, book, "few", rapid.IntRange(0, 4).Draw(t, "hold"))
					continue
				}
				press, full := r.press("few", false), isFull(t, r, "few", book)
				if held := books[book]; len(held) > 0 {
					press, books[book] = r.own("few", held[0]), held[1:]
				}
				_, err := r.Issue(context.Background(), "device:kiosk", press)
				switch {
				case full && fault.CodeOf(err) != "service.full", !full && err != nil:
					t.Fatalf("%q was told full: %v, and then got %v", book, full, err)
				case err == nil:
					given++
				}
			}
			if given > quota {
				t.Fatalf("%d numbers of %d were given", given, quota)
			}
			for book, held := range books {
				if full, held := isFull(t, r, "few", book), len(held); held > 0 && full {
					t.Fatalf("full for %s, which holds %d", book, held)
				}
			}
		})
	})
}

func TestServicesOfABookThatIsNone(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	_, err := r.Services(t.Context(), "a/b")
	mustFail(t, err, fault.Invalid, "field.characters", "book")
}

// Given offline at 8.10, handed in at 8.30: before the ticket that another kiosk gave at 8.20.
func TestOrderIsTheOrderOfIssue(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		held, eight := r.hold(t, "book-0001", "a", 4), r.clock.Now()
		r.clock.Add(20 * time.Minute)
		online := r.issue(t, "a", false)
		r.clock.Add(10 * time.Minute)
		at := func(sequence int, moment time.Time) queue.Given {
			return queue.Given{Request: r.own("a", sequence), At: moment, Paper: queue.PaperPrinted}
		}
		handed, err := r.HandIn(t.Context(), "device:kiosk", []queue.Given{
			at(held[0], eight.Add(10*time.Minute)),
			at(held[1], eight.Add(25*time.Minute)),
			at(held[2], eight.Add(-time.Hour)), // a clock that is slow: not before its number was reserved
			at(held[3], eight.Add(time.Hour)),  // a clock that is fast: not in the future
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range handed {
			if h.Err != nil {
				t.Fatal(h.Err)
			}
		}
		r.open(t, "1")
		var order []int
		for range 5 {
			order = append(order, r.callNext(t, "1").Sequence)
		}
		if want := []int{held[2], held[0], online.Sequence, held[1], held[3]}; !slices.Equal(order, want) {
			t.Errorf("called %v, want %v", order, want)
		}
		wantWaiting(t, r, "a", 0)
	})
}

func wantWaiting(t fataler, r *room, service string, want int) {
	t.Helper()
	board, err := r.Board(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range board.Services {
		if s.ID == service && s.Waiting != want {
			t.Fatalf("%d wait for %s, want %d", s.Waiting, service, want)
		}
	}
}

// outage is a kiosk with one book, seen from the server: presses whose requests or answers get lost, in any order.
type outage struct {
	*room
	held   map[int]bool           // what the kiosk believes to hold
	given  map[string]queue.Given // told to a person, by key; not handed in yet as far as the kiosk knows
	told   map[string]int         // what each person was told
	online int
}

// Whatever gets lost on the way between a kiosk and the server, each person has one live ticket with the number that
// was told, and no number has two.
func TestLostRequestsAndAnswers(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		fewer(t, "25")
		rapid.Check(t, func(t *rapid.T) {
			empty(t, s)
			r := newRoom(t, s)
			o := &outage{room: r, held: map[int]bool{}, given: map[string]queue.Given{}, told: map[string]int{}}
			for range rapid.IntRange(5, 40).Draw(t, "steps") {
				r.clock.Add(time.Duration(rapid.IntRange(0, 60_000).Draw(t, "ms")) * time.Millisecond)
				switch rapid.SampledFrom([]string{"press", "press", "press", "hold", "hand in", "desk"}).Draw(t, "step") {
				case "press":
					o.press(t)
				case "hold":
					o.topUp(t)
				case "hand in":
					o.handIn(t)
				case "desk":
					o.told[fmt.Sprint("desk-", o.online)] = r.issue(t, "a", false).Sequence
					o.online++
				}
			}
			o.handInAll(t)
			o.audit(t)
		})
	})
}

// press asks as often as the kiosk does, with each request or answer lost or not; what is not answered is given offline.
func (o *outage) press(t *rapid.T) {
	request := o.room.press("a", rapid.Bool().Draw(t, "priority"))
	sequences := slices.Sorted(maps.Keys(o.held))
	if len(sequences) > 0 {
		request.Own = &queue.Own{Day: today, Sequence: sequences[0], Token: "token-" + request.Key}
		delete(o.held, sequences[0])
	}
	for range rapid.IntRange(0, 3).Draw(t, "requests that arrive") {
		issued, err := o.Issue(context.Background(), "device:kiosk", request)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "answer arrives") {
			o.told[request.Key] = issued.Sequence
			return
		}
	}
	if request.Own != nil {
		o.told[request.Key] = request.Own.Sequence
		o.given[request.Key] = queue.Given{Request: request, At: o.clock.Now(), Paper: queue.PaperPrinted}
	}
}

// topUp asks for numbers; the answer is all that the kiosk goes by, less the numbers of its own presses.
func (o *outage) topUp(t *rapid.T) {
	sequences := o.hold(t, "book-0001", "a", 3+len(o.given))
	if rapid.IntRange(0, 3).Draw(t, "lost") == 0 {
		return
	}
	clear(o.held)
	for _, s := range sequences {
		o.held[s] = true
	}
	for _, g := range o.given {
		delete(o.held, g.Own.Sequence)
	}
}

// handIn hands some tickets in, with the answer lost or not.
func (o *outage) handIn(t *rapid.T) {
	var batch []queue.Given
	for _, key := range slices.Sorted(maps.Keys(o.given)) {
		if rapid.Bool().Draw(t, "in this batch") {
			batch = append(batch, o.given[key])
		}
	}
	o.handOver(t, batch, rapid.Bool().Draw(t, "answer arrives"))
}

func (o *outage) handInAll(t *rapid.T) {
	var batch []queue.Given
	for _, key := range slices.Sorted(maps.Keys(o.given)) {
		batch = append(batch, o.given[key])
	}
	o.handOver(t, batch, true)
}

func (o *outage) handOver(t *rapid.T, batch []queue.Given, answered bool) {
	handed, err := o.HandIn(context.Background(), "device:kiosk", batch)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range handed {
		if h.Err != nil || h.ID == "" {
			t.Fatalf("%s was not taken: %v", batch[i].Key, h.Err)
		}
		if answered {
			delete(o.given, batch[i].Key)
		}
	}
}

// audit holds the tickets against what people were told.
func (o *outage) audit(t *rapid.T) {
	tickets, err := o.Tickets(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]int{}
	for _, x := range tickets {
		seen[x.Sequence]++
	}
	given := map[int]string{}
	for key, sequence := range o.told {
		if other, twice := given[sequence]; twice {
			t.Fatalf("number %d was told to %s and %s", sequence, other, key)
		}
		given[sequence] = key
		if seen[sequence] != 1 {
			t.Fatalf("number %d of %s is %d tickets", sequence, key, seen[sequence])
		}
	}
	wantWaiting(t, o.room, "a", len(tickets))
	if _, err := o.journal.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
}
