package kiosk

import (
	"maps"
	"slices"
	"testing"
	"time"

	"loket/server/api"

	"pgregory.net/rapid"
)

// A press lives through crashes at any stage, whatever outcome and requests for another paper: at most one unmarked
// paper of it can be out, a copy's mark never comes twice unless surely nothing came out, and the server is never told
// less than the best of its papers.
func TestPressThroughCrashes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := left(asked, 0, false)
		p.AskedAt = now
		clock, next := now, ask
		out := map[int]bool{} // by mark: a paper with it may be out
		best := failed
		note := func() {
			if p.Stage == printed || p.Stage == unknown && best == failed {
				best = p.Stage
			}
			if p.settled() && (p.told() != best || p.Paper.Copy > maxCopies) {
				t.Fatalf("the server hears %s of copy %d, and the best paper is %s", p.told(), p.Paper.Copy, best)
			}
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			clock = clock.Add(time.Duration(rapid.SampledFrom([]int{1, 1, 1, 90}).Draw(t, "seconds")) * time.Second)
			if rapid.IntRange(0, 2).Draw(t, "crash") == 0 {
				p, next = takeUp(p, clock, time.Minute)
				if next == drop {
					if p.Issued != nil {
						t.Fatal("a press with a number was dropped")
					}
					return
				}
				note()
			}
			switch {
			case p.Stage == asked:
				ticket, paper := issuedTicket(1, api.ID), Ticket{}
				p.Stage, p.Issued, p.Paper = issued, &ticket, &paper
				next = lay
			case p.Stage == issued && next == lay:
				if out[p.Paper.Copy] {
					t.Fatalf("a second paper with the mark %d", p.Paper.Copy)
				}
				p.Stage, out[p.Paper.Copy] = printing, true // a crash may follow
			case p.Stage == printing:
				p.Stage = rapid.SampledFrom([]stage{printed, failed, unknown}).Draw(t, "outcome")
				out[p.Paper.Copy] = p.Stage != failed
			case p.settled() && p.mayRepeat():
				p, next = p.repeated(), lay
				p.AskedAt = clock
			}
			note()
		}
	})
}

// The book's numbers go to presses, presses end in any way, answers of the server come late: no number is given to a
// second press unless the server said that nobody has it.
func TestBookOfNumbers(t *testing.T) {
	const day, service = "2026-11-23", "ak1-baru"
	rapid.Check(t, func(t *rapid.T) {
		b := newBook()
		presses := map[string]press{}
		used := map[int]bool{} // as the server knows
		gave := map[int]string{}
		last, keys := 0, 0
		answer := func() {
			b.Day, b.Numbers = day, nil
			for n := 1; n <= last; n++ {
				if !used[n] {
					b.Numbers = append(b.Numbers, api.HeldNumber{Service: service, Sequence: n})
				}
			}
		}
		list := func() (all []press) {
			for _, p := range presses {
				all = append(all, p)
			}
			return all
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"hold", "press", "press", "ended", "other day"}).Draw(t, "step") {
			case "hold":
				last += rapid.IntRange(0, 3).Draw(t, "more")
				answer()
			case "press":
				free := b.free(service, day, list())
				if len(free) == 0 {
					continue
				}
				keys++
				key, n := string(rune('a'+keys%26))+string(rune('0'+keys/26)), free[0]
				for i := 1; i < len(free); i++ {
					if free[i].Sequence <= free[i-1].Sequence {
						t.Fatal("the free numbers are not in order")
					}
				}
				if other, taken := gave[n.Sequence]; taken {
					t.Fatalf("number %d of %s is given to %s", n.Sequence, other, key)
				}
				gave[n.Sequence] = key
				presses[key] = press{Key: key, Service: service, Own: newOwn(day, n)}
			case "ended": // with its ticket at the server or without; it leaves the spool
				for _, key := range slices.Sorted(maps.Keys(presses)) {
					p := presses[key]
					if rapid.Bool().Draw(t, "this one") {
						continue
					}
					if used[p.Own.Sequence] = rapid.Bool().Draw(t, "the server has it"); !used[p.Own.Sequence] {
						delete(gave, p.Own.Sequence) // nobody was told it
					}
					b, _ = b.without(p)
					delete(presses, key)
					break
				}
			case "other day":
				if free := b.free(service, "2026-11-24", list()); len(free) > 0 {
					t.Fatalf("numbers of another day are free: %v", free)
				}
			}
		}
	})
}
