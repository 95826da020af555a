package queue

import (
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/office"

	"pgregory.net/rapid"
)

// allowed is the whole state machine: from where each act leads where.
var allowed = map[string]map[Status]Status{
	"call":     {Waiting: Called, Parked: Called},
	"recall":   {Called: Called},
	"serve":    {Called: Serving},
	"finish":   {Serving: Done},
	"miss":     {Called: NoShow},
	"return":   {NoShow: Waiting},
	"park":     {Called: Parked, Serving: Parked},
	"transfer": {Called: Waiting, Serving: Waiting},
}

func (t Ticket) try(act string, limit int, rule office.NoShowReturn, now time.Time) (Ticket, error) {
	switch act {
	case "call":
		return t.Call("1", now)
	case "recall":
		return t.Recall(limit, now)
	case "serve":
		return t.Serve(now)
	case "finish":
		return t.Finish(now)
	case "miss":
		return t.Miss(now)
	case "return":
		return t.Return(rule, now)
	case "park":
		return t.Park(limit)
	default:
		to := "a"
		if t.Service == "a" {
			to = "b"
		}
		return t.Transfer(to, limit)
	}
}

// Whatever officers do with a ticket, it is called at most limit times before its seeker answers, an act
// from a wrong state changes nothing, and somebody who waits can always be called.
func TestActsKeepTheRules(t *testing.T) {
	var acts []string
	for act := range allowed {
		acts = append(acts, act)
	}
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 4).Draw(t, "limit")
		rule := rapid.SampledFrom([]office.NoShowReturn{office.ReturnLast, office.ReturnPlace}).Draw(t, "rule")
		now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
		ticket := Ticket{Number: "A-001", Service: "a", Status: Waiting, Place: now.UnixMilli(), IssuedAt: now}
		unanswered := 0
		for range rapid.IntRange(1, 60).Draw(t, "acts") {
			now = now.Add(time.Minute)
			act := rapid.SampledFrom(acts).Draw(t, "act")
			after, err := ticket.try(act, limit, rule, now)
			to, legal := allowed[act][ticket.Status]
			switch {
			case err != nil && after != ticket:
				t.Fatalf("%s failed with %v and changed %+v to %+v", act, err, ticket, after)
			case !legal && fault.CodeOf(err) != "ticket.wrong_state":
				t.Fatalf("%s of a %s ticket: %v", act, ticket.Status, err)
			case legal && err != nil && (fault.CodeOf(err) != "ticket.call_limit" || unanswered < limit || ticket.Status != Called):
				t.Fatalf("%s of a %s ticket with %d calls of %d: %v", act, ticket.Status, unanswered, limit, err)
			case err != nil:
				continue
			case after.Status != to:
				t.Fatalf("%s made a %s ticket %s, want %s", act, ticket.Status, after.Status, to)
			}
			switch act {
			case "call", "recall":
				unanswered++
				if after.CalledAt != now || after.Counter != "1" {
					t.Fatalf("%s: %+v", act, after)
				}
			case "serve", "return":
				unanswered = 0
			}
			if unanswered > limit {
				t.Fatalf("called %d times without an answer, the limit is %d", unanswered, limit)
			}
			if back := act == "return" && rule == office.ReturnLast; back != (after.Place != ticket.Place) {
				t.Fatalf("%s moved the place from %d to %d", act, ticket.Place, after.Place)
			}
			if after.Status == Called && !after.ServedAt.IsZero() {
				t.Fatalf("%s: called, and served at %v", act, after.ServedAt)
			}
			ticket = after
		}
	})
}

func TestNumber(t *testing.T) {
	for sequence, want := range map[int]string{1: "A-001", 12: "A-012", 999: "A-999", 1000: "A-1000"} {
		if got := Number("A", sequence); got != want {
			t.Errorf("Number(A, %d) = %s, want %s", sequence, got, want)
		}
	}
}

func TestTransferToTheSameService(t *testing.T) {
	ticket := Ticket{Number: "A-001", Service: "a", Status: Serving}
	if after, err := ticket.Transfer("a", 3); fault.CodeOf(err) != "ticket.same_service" || after != ticket {
		t.Errorf("%+v, %v", after, err)
	}
}
