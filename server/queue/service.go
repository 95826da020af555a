package queue

import (
	"context"
	"fmt"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// Service is the room's operations. Each is one transaction with its journal entries.
type Service struct {
	// Present tells whether an officer has a session; nil for everybody has.
	Present func(tx *store.Tx, staff string) (bool, error)
	// Finishing is asked before a ticket is finished, and may refuse; nil for nobody asks.
	Finishing func(tx *journal.Tx, ticket string) error

	journal *journal.Journal
	office  func() *office.Office
	open    openCounters
}

// New returns the operations on the journal's office; config gives its present configuration.
func New(j *journal.Journal, config func() *office.Office) *Service {
	return &Service{journal: j, office: config}
}

// change is one act on a ticket within a transaction: it writes the ticket and the event.
func (s *Service) change(tx *journal.Tx, kind string, before, after Ticket) (Ticket, error) {
	event := TicketEvent{
		Ticket: after.ID, Number: after.Number, Service: after.Service, Priority: after.Priority,
		From: before.Status, To: after.Status, Counter: before.Counter,
	}
	if after.Counter != "" {
		event.Counter = after.Counter
	}
	if c, ok := s.office().Counter(event.Counter); ok {
		event.CounterName = c.Name
	}
	if before.Service != after.Service {
		event.FromService = before.Service
	}
	switch kind {
	case EventCalled:
		event.Call = after.Calls
	case EventPaper:
		event.Paper = after.Paper
	}
	if _, err := tx.Append(kind, event); err != nil {
		return after, err
	}
	if kind == EventCalled && before.Status == Waiting {
		if err := s.notePasses(tx.Tx, tx.Office, before); err != nil {
			return after, err
		}
	}
	return after, changeTicket(tx.Tx, tx.Office, before, after)
}

// desk is a counter in the hands of an officer, within a transaction.
type desk struct {
	office  *office.Office
	counter office.Counter
	day     office.Day
	ticket  *Ticket // called or served there, nil if none
}

// desk finds the counter, makes sure that staff holds it, and reads its ticket.
func (s *Service) desk(tx *journal.Tx, counter, staff string) (desk, error) {
	o := s.office()
	c, ok := o.Counter(counter)
	if !ok {
		return desk{}, fault.New(fault.NotFound, "counter.not_found", "counter", counter).At("counter")
	}
	held, err := s.holders(tx.Tx)
	switch {
	case err != nil:
		return desk{}, err
	case held[counter] == "":
		return desk{}, fault.New(fault.Conflict, "counter.closed", "counter", c.Name).At("counter")
	case held[counter] != staff:
		return desk{}, fault.New(fault.Conflict, "counter.taken", "counter", c.Name).At("counter")
	}
	d := desk{office: o, counter: c, day: o.DayOf(tx.Now())}
	d.ticket, err = atCounter(tx.Tx, tx.Office, d.day, counter)
	return d, err
}

// act runs an act on the ticket that is at the counter. Conflict without one.
func (s *Service) act(ctx context.Context, counter, staff, kind string, do func(*journal.Tx, desk) (Ticket, error)) (Ticket, error) {
	var after Ticket
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		d, err := s.desk(tx, counter, staff)
		if err != nil {
			return err
		}
		if d.ticket == nil {
			return fault.New(fault.Conflict, "counter.idle").At("counter")
		}
		after, err = do(tx, d)
		if err != nil {
			return fault.At(err, "counter")
		}
		after, err = s.change(tx, kind, *d.ticket, after)
		return err
	})
	return after, err
}

// today is the office's day within a transaction.
func (s *Service) today(tx *store.Tx) office.Day { return s.office().DayOf(tx.Now()) }

// serviceOf returns the service with id, or NotFound at field.
func (s *Service) serviceOf(id, field string) (office.Service, error) {
	service, ok := s.office().Service(id)
	if !ok {
		return service, fault.New(fault.NotFound, "service.not_found", "service", id).At(field)
	}
	return service, nil
}

func wrap(err error, what string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("queue: %s: %w", what, err)
}
