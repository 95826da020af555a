// Package queue gives out numbers and decides whom a counter calls: tickets, services, counters and the
// rules of calling. ticket.go and rules.go are pure; service.go holds the operations, each one
// transaction; sql.go the queries.
package queue

import (
	"fmt"
	"strconv"
	"time"

	"loket/server/fault"
	"loket/server/office"
)

// Status is where a ticket stands.
type Status string

// The statuses. A ticket of a past day keeps the one that it had.
const (
	Waiting Status = "waiting"
	Called  Status = "called"  // called to a counter, the seeker is not there yet
	Serving Status = "serving" // at the counter
	Parked  Status = "parked"  // set aside, to be called again by number
	NoShow  Status = "no_show" // did not come
	Done    Status = "done"
)

// Paper is what became of a ticket's paper.
type Paper string

// The states of the paper. With Failed or Unknown the counter knows that this seeker may hold none.
const (
	PaperPending Paper = "pending"
	PaperPrinted Paper = "printed"
	PaperFailed  Paper = "failed"
	PaperUnknown Paper = "unknown"
)

// Ticket is one number in the queue. Its methods are the acts of the SOP's wait and call: each returns
// the ticket after the act, or a Conflict that says why it cannot be done.
type Ticket struct {
	ID       string
	Day      office.Day
	Home     string // the service that gave the number
	Sequence int    // within home and day, from 1
	Number   string // what is called: "A-012"
	Service  string // whose queue it is in
	Place    int64  // order in the queue: unix milliseconds of issue, or of the return
	Priority bool
	Language string
	Status   Status
	Counter  string // where it was last called, "" before
	Calls    int    // unanswered calls so far
	Paper    Paper
	Token    string // the secret of its phone page

	IssuedSeq int64 // the journal's number of its issue

	IssuedAt, CalledAt, ServedAt, EndedAt time.Time // zero: not yet
}

// Number is how a sequence number is called and printed: "A-012".
func Number(letter string, sequence int) string { return fmt.Sprintf("%s-%03d", letter, sequence) }

func (t Ticket) wrongState() error {
	return fault.New(fault.Conflict, "ticket.wrong_state", "number", t.Number, "status", "@status."+string(t.Status))
}

// Call calls a waiting or parked ticket to a counter. One that was served before begins anew.
func (t Ticket) Call(counter string, now time.Time) (Ticket, error) {
	if t.Status != Waiting && t.Status != Parked {
		return t, t.wrongState()
	}
	t.Status, t.Counter, t.CalledAt, t.ServedAt = Called, counter, now, time.Time{}
	t.Calls++
	return t, nil
}

// Recall calls once more, up to limit calls in all (SOP activity call).
func (t Ticket) Recall(limit int, now time.Time) (Ticket, error) {
	if t.Status != Called {
		return t, t.wrongState()
	}
	if t.Calls >= limit {
		return t, t.calledOut(limit)
	}
	t.Calls++
	t.CalledAt = now
	return t, nil
}

func (t Ticket) calledOut(limit int) error {
	return fault.New(fault.Conflict, "ticket.call_limit", "number", t.Number, "limit", strconv.Itoa(limit))
}

// Serve notes that the called seeker is at the counter.
func (t Ticket) Serve(now time.Time) (Ticket, error) {
	if t.Status != Called {
		return t, t.wrongState()
	}
	t.Status, t.ServedAt = Serving, now
	return t, nil
}

// Finish ends the service.
func (t Ticket) Finish(now time.Time) (Ticket, error) {
	if t.Status != Serving {
		return t, t.wrongState()
	}
	t.Status, t.EndedAt = Done, now
	return t, nil
}

// Miss notes that the called seeker did not come.
func (t Ticket) Miss(now time.Time) (Ticket, error) {
	if t.Status != Called {
		return t, t.wrongState()
	}
	t.Status, t.EndedAt = NoShow, now
	return t, nil
}

// Return puts a seeker who missed the calls back into the queue, with new calls: the person has
// answered by coming.
func (t Ticket) Return(rule office.NoShowReturn, now time.Time) (Ticket, error) {
	if t.Status != NoShow {
		return t, t.wrongState()
	}
	t.Status, t.Calls, t.Counter, t.EndedAt = Waiting, 0, "", time.Time{}
	if rule == office.ReturnLast {
		t.Place = now.UnixMilli()
	}
	return t, nil
}

// Park sets a called or served seeker aside, to be called again by number.
func (t Ticket) Park(limit int) (Ticket, error) {
	if err := t.leave(limit); err != nil {
		return t, err
	}
	t.Calls, t.Status = t.unanswered(), Parked
	return t, nil
}

// Transfer sends a called or served seeker to another service's queue with the same number and place:
// who has waited since eight goes before those who came at nine.
func (t Ticket) Transfer(service string, limit int) (Ticket, error) {
	if err := t.leave(limit); err != nil {
		return t, err
	}
	if t.Service == service {
		return t, fault.New(fault.Conflict, "ticket.same_service", "number", t.Number).At("service")
	}
	t.Calls, t.Status, t.Service, t.Counter = t.unanswered(), Waiting, service, ""
	return t, nil
}

// leave tells why the seeker cannot leave the counter to be called again: who did not answer the last
// call that the limit allows is a no-show.
func (t Ticket) leave(limit int) error {
	switch {
	case t.Status != Called && t.Status != Serving:
		return t.wrongState()
	case t.unanswered() >= limit:
		return t.calledOut(limit)
	}
	return nil
}

// unanswered is how many calls go on counting: none for a seeker who came to the counter.
func (t Ticket) unanswered() int {
	if t.Status == Serving {
		return 0
	}
	return t.Calls
}
