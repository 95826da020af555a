package queue

import (
	"context"
	"slices"
	"strconv"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"
)

// Given is a ticket that a kiosk gave out of the numbers that it holds while the server did not answer.
type Given struct {
	Request // Own is set
	At      time.Time
	Paper   Paper
}

// HandedIn is what became of a Given: the ticket's id, or why it was not taken.
type HandedIn struct {
	ID  string
	Err error // a fault.Error
}

const (
	maxHandIn = 100
	// handInAge is how long after its issue a ticket is taken: long enough for an office that was closed over
	// holidays, and short enough that nothing comes into a month that is long told.
	handInAge = 7 * 24 * time.Hour
)

// HandIn makes tickets of what a kiosk gave out, each in its place by the moment of its issue, and returns what
// became of each, in order. All happens in one transaction; a ticket that cannot be taken leaves no trace. A ticket
// with the key and the number of a known one is that one. Invalid, and nothing is taken, if a member is wrong.
func (s *Service) HandIn(ctx context.Context, actor string, given []Given) ([]HandedIn, error) {
	if len(given) > maxHandIn {
		return nil, fault.New(fault.Invalid, "field.too_many", "limit", strconv.Itoa(maxHandIn)).At("tickets")
	}
	var wrong []*fault.Error
	for i, g := range given {
		fields := g.wrong("key")
		if !slices.Contains([]Paper{PaperPending, PaperPrinted, PaperFailed, PaperUnknown}, g.Paper) {
			fields = append(fields, fault.New(fault.Invalid, "field.not_in_list", "value", string(g.Paper)).At("paper"))
		}
		for _, f := range fields {
			wrong = append(wrong, f.At("tickets["+strconv.Itoa(i)+"]."+f.Field))
		}
	}
	if err := fault.Join(wrong); err != nil {
		return nil, err
	}
	handed := make([]HandedIn, len(given))
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		for i, g := range given {
			t, err := s.take(tx, g)
			if fault.CodeOf(err) == "internal" {
				return err
			}
			handed[i] = HandedIn{t.ID, err}
		}
		return nil
	})
	return handed, err
}

// take makes a ticket of one Given. A refusal comes before the first change.
func (s *Service) take(tx *journal.Tx, g Given) (Ticket, error) {
	id, hash, err := ticketOfKey(tx.Tx, tx.Office, g.Key)
	switch {
	case err != nil:
		return Ticket{}, err
	case id != "":
		return s.takeKnown(tx, g, id, hash)
	}
	service, err := s.serviceOf(g.Service, "service")
	if err != nil {
		return Ticket{}, err
	}
	now := tx.Now().UTC()
	if now.Sub(g.Own.Day.Time()) > handInAge {
		return Ticket{}, fault.New(fault.Conflict, "ticket.other_day").At("reserved.day")
	}
	since, err := takeReserved(tx.Tx, tx.Office, service.ID, *g.Own)
	if err != nil {
		return Ticket{}, err
	}
	at := g.At.UTC().Truncate(time.Millisecond)
	if at.Before(since) {
		at = since
	}
	if at.After(now) {
		at = now
	}
	if _, _, _, err := join(tx.Tx, tx.Office, service.ID, g.Own.Day, g.Priority, 0); err != nil {
		return Ticket{}, err
	}
	t, err := s.enter(tx, service, g.Request, g.Own.Day, g.Own.Sequence, g.Own.Token, at, true)
	if err != nil {
		return t, err
	}
	return s.paper(tx, t, g.Paper)
}

// takeKnown notes what became of the paper of a ticket that the server gave after all.
func (s *Service) takeKnown(tx *journal.Tx, g Given, id, hash string) (Ticket, error) {
	t, err := ticketBy(tx.Tx, `id = $1`, id)
	if err != nil {
		return t, err
	}
	if hash != g.hash() || t.Day != g.Own.Day || t.Sequence != g.Own.Sequence {
		return Ticket{}, fault.New(fault.Conflict, "request.key_reused").At("key")
	}
	return s.paper(tx, t, g.Paper)
}

func (s *Service) paper(tx *journal.Tx, t Ticket, paper Paper) (Ticket, error) {
	if paper == PaperPending || paper == t.Paper {
		return t, nil
	}
	after := t
	after.Paper = paper
	return s.change(tx, EventPaper, t, after)
}

// ticketOfKey returns the ticket that a request key has and the hash of its request; "" if it has none.
func ticketOfKey(tx *store.Tx, officeID, key string) (id, hash string, err error) {
	err = tx.Row(`SELECT id, request_hash FROM tickets WHERE office = $1 AND request_key = $2`, officeID, key).Scan(&id, &hash)
	if store.NoRows(err) {
		return "", "", nil
	}
	return id, hash, wrap(err, "request key")
}
