package queue

import (
	"context"
	"slices"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// CounterState is a counter and who holds it.
type CounterState struct {
	office.Counter
	Staff string // id, "" when closed
}

// Open gives a counter to an officer. Taking one's own counter again changes nothing. Conflict if another
// officer holds it, or if the officer holds another counter.
func (s *Service) Open(ctx context.Context, counter, staff string) (CounterState, error) {
	return s.hold(ctx, counter, staff, EventOpened, func(tx *journal.Tx, c office.Counter, held string) (string, error) {
		if held != "" && held != staff {
			return held, fault.New(fault.Conflict, "counter.taken", "counter", c.Name)
		}
		all, err := holders(tx.Tx, tx.Office)
		if err != nil {
			return held, err
		}
		for id, by := range all {
			if other, ok := s.office().Counter(id); ok && by == staff && id != counter {
				return held, fault.New(fault.Conflict, "counter.another", "counter", other.Name)
			}
		}
		return staff, nil
	})
}

// Close takes the counter from its officer. Conflict while a number is open there or another holds it.
func (s *Service) Close(ctx context.Context, counter, staff string) (CounterState, error) {
	return s.hold(ctx, counter, staff, EventClosed, func(tx *journal.Tx, c office.Counter, held string) (string, error) {
		if held == "" {
			return "", nil
		}
		d, err := s.desk(tx, counter, staff)
		if err != nil {
			return held, err
		}
		if d.ticket != nil {
			return held, fault.New(fault.Conflict, "counter.busy", "number", d.ticket.Number)
		}
		return "", nil
	})
}

func (s *Service) hold(ctx context.Context, counter, staff, kind string,
	decide func(tx *journal.Tx, c office.Counter, held string) (string, error),
) (CounterState, error) {
	c, ok := s.office().Counter(counter)
	if !ok {
		return CounterState{}, fault.New(fault.NotFound, "counter.not_found", "counter", counter)
	}
	state := CounterState{Counter: c}
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		held, err := holder(tx.Tx, tx.Office, counter)
		if err != nil {
			return err
		}
		state.Staff, err = decide(tx, c, held)
		if err != nil || state.Staff == held {
			return err
		}
		if err := setHolder(tx.Tx, tx.Office, counter, state.Staff); err != nil {
			return err
		}
		_, err = tx.Append(kind, CounterEvent{Counter: c.ID, CounterName: c.Name})
		return err
	})
	return state, err
}

// Counters returns all counters in the office's order.
func (s *Service) Counters(ctx context.Context) ([]CounterState, error) {
	var states []CounterState
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		held, err := holders(tx, s.journal.Office())
		if err != nil {
			return err
		}
		for _, c := range s.office().Counters {
			states = append(states, CounterState{Counter: c, Staff: held[c.ID]})
		}
		return nil
	})
	return states, err
}

// countersFor counts the open counters that serve a service.
func countersFor(o *office.Office, held map[string]string, service string) int {
	n := 0
	for _, c := range o.Counters {
		if held[c.ID] != "" && slices.Contains(c.Services, service) {
			n++
		}
	}
	return n
}

// neighbours returns the services that some counter serves together with service, and service itself.
func neighbours(o *office.Office, service string) []string {
	found := []string{service}
	for _, c := range o.Counters {
		if !slices.Contains(c.Services, service) {
			continue
		}
		for _, other := range c.Services {
			if !slices.Contains(found, other) {
				found = append(found, other)
			}
		}
	}
	return found
}
