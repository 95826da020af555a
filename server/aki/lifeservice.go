package aki

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// lifeEvent is the journal's entry of an act on a card: codes and days beside the ids.
type lifeEvent struct {
	cardEvent
	Report   int        `json:"report,omitempty"`
	Day      office.Day `json:"day,omitempty"`
	Late     int        `json:"late,omitempty"` // days
	Reason   Standing   `json:"reason,omitempty"`
	Renewal  Renewal    `json:"renewal,omitempty"`
	Returned bool       `json:"returned,omitempty"`
	Copies   int        `json:"copies,omitempty"`
}

// Report notes that a card's holder reported on a day, "" for today. Refusals are those of Life.Report; NotFound for
// an unknown card.
func (s *Service) Report(ctx context.Context, staff, id, day string) (Card, error) {
	return s.act(ctx, staff, id, day, func(tx *journal.Tx, card *Card, on, today office.Day) error {
		life, n, late, err := card.Report(on, today, staff)
		if err != nil {
			return err
		}
		card.Life = life
		if err := insertReport(tx.Tx, card.ID, n, card.Reports[n-1]); err != nil {
			return err
		}
		_, err = tx.Append(EventCardReported, lifeEvent{cardEvent: eventOf(*card), Report: n, Day: on, Late: late})
		return err
	})
}

// Place notes that a card's holder works since a day, "" for today. Refusals are those of Life.Place, and Invalid at
// "employer" for a long one; NotFound for an unknown card.
func (s *Service) Place(ctx context.Context, staff, id, day string, work Work) (Card, error) {
	work.Employer = strings.Join(strings.Fields(work.Employer), " ")
	const limit = 120
	if utf8.RuneCountInString(work.Employer) > limit {
		return Card{}, fault.New(fault.Invalid, "field.too_long", "limit", strconv.Itoa(limit)).At("employer")
	}
	return s.act(ctx, staff, id, day, func(tx *journal.Tx, card *Card, on, today office.Day) (err error) {
		if card.Life, err = card.Place(on, today, work, staff); err != nil {
			return err
		}
		if err := endCard(tx.Tx, *card); err != nil {
			return err
		}
		_, err = tx.Append(EventCardPlaced, lifeEvent{cardEvent: eventOf(*card), Day: on, Returned: work.Returned})
		return err
	})
}

// act does something with a card on a day, "" for today. Invalid, at "day", for one that is none.
func (s *Service) act(ctx context.Context, staff, id, day string, do func(tx *journal.Tx, card *Card, on, today office.Day) error) (Card, error) {
	var card Card
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) (err error) {
		today := s.Office().DayOf(tx.Now())
		on := today
		if day != "" {
			if on, err = office.ParseDay(day); err != nil {
				return fault.New(fault.Invalid, "field.date").At("day")
			}
		}
		if card, err = s.card(tx.Tx, id); err != nil {
			return err
		}
		return do(tx, &card, on, today)
	})
	return card, err
}

// Replace makes a lost or damaged card void and issues one in its place, with a new number and the same last day. With
// a ticket, staff must be serving it. Refusals are those of Life.Replace and of IssueCard; NotFound for an unknown card.
func (s *Service) Replace(ctx context.Context, staff, id, reason, ticket string) (Card, error) {
	return s.succeed(ctx, staff, id, ticket, func(old *Card, today office.Day) (Life, string, lifeEvent, error) {
		ended, life, err := old.Replace(Standing(reason), today, staff)
		old.Life = ended
		return life, EventCardReplaced, lifeEvent{Reason: Standing(reason)}, err
	})
}

// Renew issues a new card with a new validity; the journal tells whether the reports were kept or it is a new
// registration. With a ticket, staff must be serving it. Refusals are those of Life.Renew and of IssueCard; NotFound
// for an unknown card.
func (s *Service) Renew(ctx context.Context, staff, id, ticket string) (Card, error) {
	return s.succeed(ctx, staff, id, ticket, func(old *Card, today office.Day) (Life, string, lifeEvent, error) {
		ended, life, of, err := old.Renew(today, s.Office().Card.ValidMonths, staff)
		old.Life = ended
		return life, EventCardRenewed, lifeEvent{Renewal: of}, err
	})
}

// succeed ends a card and draws the one that comes after it.
func (s *Service) succeed(ctx context.Context, staff, id, ticket string, end func(old *Card, today office.Day) (Life, string, lifeEvent, error)) (Card, error) {
	before, err := s.Card(ctx, id)
	if err != nil {
		return Card{}, err
	}
	if err := s.printable(ctx, before.Seeker); err != nil {
		return Card{}, err
	}
	var card Card
	err = s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		if err := s.served(tx, staff, ticket); err != nil {
			return err
		}
		old, err := s.card(tx.Tx, id)
		if err != nil {
			return err
		}
		life, kind, event, err := end(&old, s.Office().DayOf(tx.Now()))
		if err != nil {
			return err
		}
		seeker, err := s.seeker(tx.Tx, old.Seeker)
		if err != nil {
			return err
		}
		if card, err = s.draw(tx, seeker, life, old, staff, ticket); err != nil {
			return err
		}
		event.cardEvent = eventOf(card)
		_, err = tx.Append(kind, event)
		return err
	})
	return card, err
}

// CardByNumber returns the card with a registration number; spaces in it are none of it. NotFound for an unknown one.
func (s *Service) CardByNumber(ctx context.Context, number string) (Card, error) {
	var card Card
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		card, err = cardBy(tx, `office = $1 AND number = $2`, s.journal.Office(), strings.Join(strings.Fields(number), ""))
		if store.NoRows(err) {
			return fault.New(fault.NotFound, "card.not_found").At("number")
		}
		return err
	})
	return card, err
}

// Reminder is a card whose holder is to come.
type Reminder struct {
	Card Card
	Due  Due
	Name string // the holder's
}

// maxWithin is the most days that DueWithin looks ahead.
const maxWithin = 92

// DueWithin returns the cards whose holder is to report or to renew within so many days, or was to as many days ago,
// by day. Invalid, at "within", for fewer than none or more than 92.
func (s *Service) DueWithin(ctx context.Context, days int) ([]Reminder, error) {
	if days < 0 || days > maxWithin {
		return nil, fault.New(fault.Invalid, "field.range", "low", "0", "high", strconv.Itoa(maxWithin)).At("within")
	}
	var all []Reminder
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		today := s.Office().DayOf(tx.Now())
		low, high := today.AddDays(-days), today.AddDays(days)
		cards, err := cardsToCome(tx, s.journal.Office(), low, high)
		if err != nil {
			return err
		}
		for _, c := range cards {
			due, ok := c.DueNext(today)
			if !ok || due.On < low || due.On > high {
				continue
			}
			seeker, err := seekerBy(tx, s.NIKs, `id = $1`, c.Seeker)
			if err != nil {
				return err
			}
			all = append(all, Reminder{c, due, seeker.Data.Name})
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Reminder) int {
		return cmp.Or(cmp.Compare(a.Due.On, b.Due.On), cmp.Compare(a.Card.Number, b.Card.Number))
	})
	return all, err
}

// Legalisation is so many copies of a card that an officer certified.
type Legalisation struct {
	Copies  int
	Officer string // id
	At      time.Time
}

// maxCopies is the most copies that are certified at once.
const maxCopies = 20

// Legalise notes that an officer certified copies of a card. Conflict unless the card holds; Invalid, at "copies", for
// fewer than 1 or more than 20; NotFound for an unknown card.
func (s *Service) Legalise(ctx context.Context, staff, id string, copies int) (Legalisation, error) {
	if copies < 1 || copies > maxCopies {
		return Legalisation{}, fault.New(fault.Invalid, "field.range", "low", "1", "high", strconv.Itoa(maxCopies)).At("copies")
	}
	l := Legalisation{Copies: copies, Officer: staff}
	_, err := s.act(ctx, staff, id, "", func(tx *journal.Tx, card *Card, _, today office.Day) error {
		if err := card.Legalise(today); err != nil {
			return err
		}
		l.At = tx.Now()
		if err := insertLegalisation(tx.Tx, card.ID, l); err != nil {
			return err
		}
		_, err := tx.Append(EventCardLegalised, lifeEvent{cardEvent: eventOf(*card), Copies: copies})
		return err
	})
	return l, err
}

// Legalisations returns those of a card in their order. NotFound for an unknown card.
func (s *Service) Legalisations(ctx context.Context, id string) ([]Legalisation, error) {
	var all []Legalisation
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		if _, err = s.card(tx, id); err != nil {
			return err
		}
		all, err = legalisationsOf(tx, id)
		return err
	})
	return all, err
}
