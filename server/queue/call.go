package queue

import (
	"context"
	"slices"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// CallNext calls the next seeker to the counter by the rules. A ticket that the counter called as often
// as the limit becomes a no-show in the same act. NotFound if nobody waits for the counter's services,
// Conflict if the counter still has a ticket that may be called again or is being served.
func (s *Service) CallNext(ctx context.Context, counter, staff string) (Ticket, error) {
	var called Ticket
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		d, err := s.desk(tx, counter, staff)
		if err != nil {
			return err
		}
		if err := s.release(tx, d); err != nil {
			return err
		}
		next, err := s.next(tx, d)
		if err != nil {
			return err
		}
		if next == nil {
			return fault.New(fault.NotFound, "queue.empty")
		}
		called, err = s.call(tx, d, *next)
		return err
	})
	return called, err
}

// release makes a counter free whose seeker was called to the limit.
func (s *Service) release(tx *journal.Tx, d desk) error {
	if d.ticket == nil {
		return nil
	}
	if d.ticket.Status != Called || d.ticket.Calls < d.office.Queue.CallLimit {
		return fault.New(fault.Conflict, "counter.busy", "number", d.ticket.Number).At("counter")
	}
	missed, err := d.ticket.Miss(tx.Now())
	if err != nil {
		return err
	}
	_, err = s.change(tx, EventNoShow, *d.ticket, missed)
	return err
}

// next chooses by the rules among those who wait for the counter's services, nil if none does.
func (s *Service) next(tx *journal.Tx, d desk) (*Ticket, error) {
	ordinary, err := head(tx.Tx, tx.Office, d.day, d.counter.Services, false)
	if err != nil {
		return nil, err
	}
	priority, err := head(tx.Tx, tx.Office, d.day, d.counter.Services, true)
	if err != nil {
		return nil, err
	}
	passed := 0
	if ordinary != nil && priority != nil {
		if passed, err = passes(tx.Tx, tx.Office, d.day, ordinary.Service); err != nil {
			return nil, err
		}
	}
	return Choose(ordinary, priority, passed, d.office.Queue.PriorityPasses), nil
}

// notePasses counts what the call of a waiting ticket does to the first ordinary ticket of each line: a
// priority ticket passes those that are older, in all services that share a counter with its own, so that two
// counters do not each let as many pass; an ordinary first one leaves its line to the next.
func (s *Service) notePasses(tx *store.Tx, officeID string, called Ticket) error {
	services := []string{called.Service}
	if called.Priority {
		services = neighbours(s.office(), called.Service)
	}
	for _, service := range services {
		first, err := head(tx, officeID, called.Day, []string{service}, false)
		if err != nil {
			return err
		}
		n := 0
		switch {
		case first == nil:
			continue
		case called.Priority && first.before(called):
			if n, err = passes(tx, officeID, called.Day, service); err != nil {
				return err
			}
			n++
		case called.ID != first.ID:
			continue
		}
		if err := setPasses(tx, officeID, called.Day, service, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) call(tx *journal.Tx, d desk, t Ticket) (Ticket, error) {
	called, err := t.Call(d.counter.ID, tx.Now())
	if err != nil {
		return t, err
	}
	return s.change(tx, EventCalled, t, called)
}

// CallNumber calls a chosen number of today that waits or is parked. NotFound for a number that nobody
// holds today, Conflict if it is in another state or the counter has a ticket or does not serve its
// service.
func (s *Service) CallNumber(ctx context.Context, counter, staff, number string) (Ticket, error) {
	var called Ticket
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		d, err := s.desk(tx, counter, staff)
		if err != nil {
			return err
		}
		if err := s.release(tx, d); err != nil {
			return err
		}
		t, err := ticketBy(tx.Tx, `office = $1 AND day = $2 AND number = $3`, tx.Office, string(d.day), number)
		if err != nil {
			return fault.At(err, "number")
		}
		if !slices.Contains(d.counter.Services, t.Service) {
			return fault.New(fault.Conflict, "counter.not_served", "counter", d.counter.Name, "service", t.Service).At("number")
		}
		called, err = s.call(tx, d, t)
		return fault.At(err, "number")
	})
	return called, err
}

// Recall calls the counter's number again. Conflict when it was called as often as the limit.
func (s *Service) Recall(ctx context.Context, counter, staff string) (Ticket, error) {
	return s.act(ctx, counter, staff, EventCalled, func(tx *journal.Tx, d desk) (Ticket, error) {
		return d.ticket.Recall(d.office.Queue.CallLimit, tx.Now())
	})
}

// Serve notes that the called seeker has come.
func (s *Service) Serve(ctx context.Context, counter, staff string) (Ticket, error) {
	return s.act(ctx, counter, staff, EventServing, func(tx *journal.Tx, d desk) (Ticket, error) {
		return d.ticket.Serve(tx.Now())
	})
}

// Finish ends the service. Conflict if it was not begun, or if Finishing refuses.
func (s *Service) Finish(ctx context.Context, counter, staff string) (Ticket, error) {
	return s.act(ctx, counter, staff, EventFinished, func(tx *journal.Tx, d desk) (Ticket, error) {
		finished, err := d.ticket.Finish(tx.Now())
		if err == nil && s.Finishing != nil {
			err = s.Finishing(tx, d.ticket.ID)
		}
		return finished, err
	})
}

// NoShow notes that the called seeker did not come.
func (s *Service) NoShow(ctx context.Context, counter, staff string) (Ticket, error) {
	return s.act(ctx, counter, staff, EventNoShow, func(tx *journal.Tx, d desk) (Ticket, error) {
		return d.ticket.Miss(tx.Now())
	})
}

// Park sets the counter's seeker aside. Conflict for one who did not answer the last call.
func (s *Service) Park(ctx context.Context, counter, staff string) (Ticket, error) {
	return s.act(ctx, counter, staff, EventParked, func(_ *journal.Tx, d desk) (Ticket, error) {
		return d.ticket.Park(d.office.Queue.CallLimit)
	})
}

// Transfer sends the counter's seeker to another service with the same number. NotFound for an unknown
// service, Conflict for the one it is in or a closed one, and for a seeker who did not answer the last call.
func (s *Service) Transfer(ctx context.Context, counter, staff, to string) (Ticket, error) {
	service, err := s.serviceOf(to, "service")
	if err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, counter, staff, EventTransferred, func(_ *journal.Tx, d desk) (Ticket, error) {
		if service.Closed {
			return Ticket{}, refuse(service, office.Closing{Reason: office.ByHand})
		}
		return d.ticket.Transfer(to, d.office.Queue.CallLimit)
	})
}

// Return puts a seeker who missed the calls back into the queue. Conflict if the ticket is of another day.
func (s *Service) Return(ctx context.Context, staff, ticket string) (Ticket, error) {
	return s.changeByID(ctx, "staff:"+staff, ticket, EventReturned, func(tx *journal.Tx, t Ticket) (Ticket, error) {
		if t.Day != s.today(tx.Tx) {
			return t, fault.New(fault.Conflict, "ticket.other_day")
		}
		return t.Return(s.office().Queue.NoShowReturn, tx.Now())
	})
}

// NotePaper notes what became of a ticket's paper.
func (s *Service) NotePaper(ctx context.Context, actor, ticket string, paper Paper) (Ticket, error) {
	return s.changeByID(ctx, actor, ticket, EventPaper, func(_ *journal.Tx, t Ticket) (Ticket, error) {
		t.Paper = paper
		return t, nil
	})
}

func (s *Service) changeByID(ctx context.Context, actor, id, kind string, do func(*journal.Tx, Ticket) (Ticket, error)) (Ticket, error) {
	var after Ticket
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		before, err := ticketBy(tx.Tx, `office = $1 AND id = $2`, tx.Office, id)
		if err != nil {
			return fault.At(err, "ticket")
		}
		after, err = do(tx, before)
		if err != nil || after == before {
			return fault.At(err, "ticket")
		}
		after, err = s.change(tx, kind, before, after)
		return err
	})
	return after, err
}
