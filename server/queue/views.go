package queue

import (
	"context"
	"encoding/json"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// Desk is what the officer at a counter sees of the queue.
type Desk struct {
	Counter CounterState
	Seq     int64 // the journal's last number that this view holds
	Now     time.Time
	Ticket  *Ticket // at the counter
	Waiting int
	Next    []Ticket // the next three
	Parked  []Ticket
	NoShows []Ticket
}

// deskNext is how many of the next seekers an officer sees.
const deskNext = 3

// Desk returns the counter's view of the queue. NotFound for an unknown counter.
func (s *Service) Desk(ctx context.Context, counter string) (Desk, error) {
	c, ok := s.office().Counter(counter)
	if !ok {
		return Desk{}, fault.New(fault.NotFound, "counter.not_found", "counter", counter).At("counter")
	}
	d := Desk{Counter: CounterState{Counter: c}}
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		id, day := s.journal.Office(), s.today(tx)
		d.Now = tx.Now()
		if d.Seq, err = journal.Last(tx, id); err != nil {
			return err
		}
		held, err := s.holders(tx)
		if err != nil {
			return err
		}
		d.Counter.Staff = held[counter]
		if d.Ticket, err = atCounter(tx, id, day, counter); err != nil {
			return err
		}
		order, err := s.order(tx, id, day, deskNext, c.Services...)
		if err != nil {
			return err
		}
		d.Next = order[:min(deskNext, len(order))]
		counts, err := waiting(tx, id, day)
		if err != nil {
			return err
		}
		for _, service := range c.Services {
			d.Waiting += counts[service]
		}
		for status, list := range map[Status]*[]Ticket{Parked: &d.Parked, NoShow: &d.NoShows} {
			for _, service := range c.Services {
				found, err := ticketsBy(tx, `office = $1 AND day = $2 AND status = $3 AND service = $4
					ORDER BY place, issued_seq`, id, string(day), string(status), service)
				if err != nil {
					return err
				}
				*list = merge(*list, found)
			}
		}
		return nil
	})
	return d, err
}

// Tickets returns today's tickets in order of issue, of one service and status where these are not "".
func (s *Service) Tickets(ctx context.Context, service string, status Status) ([]Ticket, error) {
	var tickets []Ticket
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		tickets, err = ticketsBy(tx, `office = $1 AND day = $2 AND ($3 = '' OR service = $3) AND ($4 = '' OR status = $4)
			ORDER BY issued_seq`, s.journal.Office(), string(s.today(tx)), service, string(status))
		return err
	})
	return tickets, err
}

// Followed is a ticket as its holder sees it.
type Followed struct {
	Issued
	AheadNumbers []string
}

// Follow returns the ticket with a token. NotFound for an unknown one; a ticket of another day comes
// back with the status that it had.
func (s *Service) Follow(ctx context.Context, token string) (Followed, error) {
	var f Followed
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		t, err := ticketBy(tx, `token = $1 AND office = $2`, token, s.journal.Office())
		if err != nil {
			return err
		}
		f.Ticket = t
		if f.AheadNumbers, err = s.aheadOf(tx, s.journal.Office(), t); err != nil {
			return err
		}
		f.Ahead = len(f.AheadNumbers)
		f.Wait, err = s.estimate(tx, t.Service, f.Ahead)
		return err
	})
	return f, err
}

// ServiceState is a service with its queue.
type ServiceState struct {
	office.Service
	Closing  *office.Closing // nil: numbers are given out
	Waiting  int
	Counters int     // open for it
	Wait     Minutes // of somebody who came now
}

// Call is one call as the board shows it.
type Call struct {
	Seq int64
	At  time.Time
	TicketEvent
}

// Board is what the waiting room sees.
type Board struct {
	Seq      int64
	Now      time.Time // in the office's zone
	Day      office.Day
	Calls    []Call // the last ones, latest first
	Services []ServiceState
	Counters []CounterState
	Numbers  map[string]string // counter → the number that is there
}

const boardCalls = 6

// Board returns the waiting room's view, all of one moment.
func (s *Service) Board(ctx context.Context) (Board, error) {
	var b Board
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		b, err = s.board(tx)
		return err
	})
	return b, err
}

func (s *Service) board(tx *store.Tx) (Board, error) {
	id, o := s.journal.Office(), s.office()
	b := Board{Now: tx.Now().In(o.Location()), Day: s.today(tx), Numbers: map[string]string{}}
	var err error
	if b.Seq, err = journal.Last(tx, id); err != nil {
		return b, err
	}
	if b.Calls, err = s.lastCalls(tx, b.Day); err != nil {
		return b, err
	}
	held, err := s.holders(tx)
	if err != nil {
		return b, err
	}
	if b.Services, err = s.services(tx, held, ""); err != nil {
		return b, err
	}
	for _, c := range o.Counters {
		b.Counters = append(b.Counters, CounterState{Counter: c, Staff: held[c.ID]})
		t, err := atCounter(tx, id, b.Day, c.ID)
		if err != nil {
			return b, err
		}
		if t != nil {
			b.Numbers[c.ID] = t.Number
		}
	}
	return b, nil
}

// Services returns the services with their queues, as they are for a kiosk with a book: the numbers that it holds are
// to be had there, and nowhere else. "" is everybody without a book. Invalid for a book that is not well formed.
func (s *Service) Services(ctx context.Context, book string) ([]ServiceState, error) {
	if book != "" && !bookForm.MatchString(book) {
		return nil, fault.New(fault.Invalid, "field.characters").At("book")
	}
	var services []ServiceState
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		held, err := s.holders(tx)
		if err != nil {
			return err
		}
		services, err = s.services(tx, held, book)
		return err
	})
	return services, err
}

func (s *Service) services(tx *store.Tx, held map[string]string, book string) ([]ServiceState, error) {
	id, o, day := s.journal.Office(), s.office(), s.today(tx)
	counts, err := waiting(tx, id, day)
	if err != nil {
		return nil, err
	}
	gone, err := goneNumbers(tx, id, day, book)
	if err != nil {
		return nil, err
	}
	var services []ServiceState
	for _, service := range o.Services {
		n, waits := countersFor(o, held, service.ID), counts[service.ID]
		services = append(services, ServiceState{
			Service: service, Closing: o.Closing(service, tx.Now(), gone[service.ID], waits), Waiting: waits, Counters: n,
			Wait: Estimate(waits, n, o.Queue.ServiceMinutes),
		})
	}
	return services, nil
}

// lastCalls reads the last calls of the day, latest first.
func (s *Service) lastCalls(tx *store.Tx, day office.Day) ([]Call, error) {
	var calls []Call
	entries, err := journal.LastOf(tx, s.journal.Office(), EventCalled, boardCalls)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if s.office().DayOf(e.At) != day {
			break
		}
		c := Call{Seq: e.Seq, At: e.At.In(s.office().Location())}
		if err := json.Unmarshal(e.Data, &c.TicketEvent); err != nil {
			return nil, wrap(err, "call")
		}
		calls = append(calls, c)
	}
	return calls, nil
}

// Served returns the ticket if staff serves it at a counter now. NotFound for an unknown ticket, Conflict otherwise.
func (s *Service) Served(tx *store.Tx, officeID, staff, ticket string) (Ticket, error) {
	t, err := ticketBy(tx, `office = $1 AND id = $2`, officeID, ticket)
	if err != nil {
		return t, err
	}
	held, err := s.holders(tx)
	if err != nil {
		return t, err
	}
	if t.Status != Serving || t.Day != s.today(tx) || held[t.Counter] != staff {
		return t, fault.New(fault.Conflict, "card.ticket")
	}
	return t, nil
}
