package queue

import (
	"context"
	"slices"
	"sync"
	"time"

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

// holders returns who holds each open counter. A counter is held for the office's day: one that nobody left
// in the evening is closed the next morning.
func (s *Service) holders(tx *store.Tx) (map[string]string, error) {
	all, err := holds(tx, s.journal.Office())
	held := map[string]string{}
	for id, h := range all {
		if s.office().DayOf(h.since) == s.today(tx) {
			held[id] = h.staff
		}
	}
	return held, err
}

// openCounters remembers for a second who holds which counter: an estimate may be that old, and each ticket
// makes one.
type openCounters struct {
	mu    sync.Mutex
	held  map[string]string
	until time.Time
}

func (o *openCounters) recently(tx *store.Tx, read func(*store.Tx) (map[string]string, error)) (map[string]string, error) {
	o.mu.Lock()
	held, until := o.held, o.until
	o.mu.Unlock()
	if left := until.Sub(tx.Now()); held != nil && left > 0 && left <= time.Second {
		return held, nil
	}
	held, err := read(tx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held, o.until = held, tx.Now().Add(time.Second)
	return held, nil
}

func (o *openCounters) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = nil
}

// Open gives a counter to an officer. Taking one's own counter again changes nothing. A counter whose officer
// has no session any more passes to the next, with the number that is open there. Conflict if an officer who is
// present holds it, or if the officer holds another counter.
func (s *Service) Open(ctx context.Context, counter, staff string) (CounterState, error) {
	return s.hold(ctx, counter, staff, EventOpened, func(tx *journal.Tx, c office.Counter, held map[string]string) (string, error) {
		if by := held[counter]; by != "" && by != staff {
			present, err := s.present(tx.Tx, by)
			if err != nil {
				return by, err
			}
			if present {
				return by, fault.New(fault.Conflict, "counter.taken", "counter", c.Name).At("counter")
			}
		}
		for id, by := range held {
			if other, ok := s.office().Counter(id); ok && by == staff && id != counter {
				return held[counter], fault.New(fault.Conflict, "counter.another", "counter", other.Name).At("counter")
			}
		}
		return staff, nil
	})
}

func (s *Service) present(tx *store.Tx, staff string) (bool, error) {
	if s.Present == nil {
		return true, nil
	}
	return s.Present(tx, staff)
}

// Leave closes the counter that an officer holds, if no number is open there: the officer has gone.
func (s *Service) Leave(ctx context.Context, staff string) error {
	states, err := s.Counters(ctx)
	if err != nil {
		return err
	}
	for _, c := range states {
		if c.Staff != staff {
			continue
		}
		if _, err := s.Close(ctx, c.ID, staff); err != nil && fault.CodeOf(err) != "counter.busy" {
			return err
		}
	}
	return nil
}

// Close takes the counter from its officer. Conflict while a number is open there or another holds it.
func (s *Service) Close(ctx context.Context, counter, staff string) (CounterState, error) {
	return s.hold(ctx, counter, staff, EventClosed, func(tx *journal.Tx, _ office.Counter, held map[string]string) (string, error) {
		if held[counter] == "" {
			return "", nil
		}
		d, err := s.desk(tx, counter, staff)
		if err != nil {
			return held[counter], err
		}
		if d.ticket != nil {
			return held[counter], fault.New(fault.Conflict, "counter.busy", "number", d.ticket.Number).At("counter")
		}
		return "", nil
	})
}

func (s *Service) hold(ctx context.Context, counter, staff, kind string,
	decide func(tx *journal.Tx, c office.Counter, held map[string]string) (string, error),
) (CounterState, error) {
	c, ok := s.office().Counter(counter)
	if !ok {
		return CounterState{}, fault.New(fault.NotFound, "counter.not_found", "counter", counter).At("counter")
	}
	state := CounterState{Counter: c}
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		held, err := s.holders(tx.Tx)
		if err != nil {
			return err
		}
		state.Staff, err = decide(tx, c, held)
		if err != nil || state.Staff == held[counter] {
			return err
		}
		if err := setHolder(tx.Tx, tx.Office, counter, state.Staff); err != nil {
			return err
		}
		tx.OnCommit(s.open.forget)
		_, err = tx.Append(kind, CounterEvent{Counter: c.ID, CounterName: c.Name})
		return err
	})
	return state, err
}

// Counters returns all counters in the office's order.
func (s *Service) Counters(ctx context.Context) ([]CounterState, error) {
	var states []CounterState
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		held, err := s.holders(tx)
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
