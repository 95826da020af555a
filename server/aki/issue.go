package aki

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"

	"github.com/google/uuid"
)

// IssueCard issues a seeker's card. With a ticket, which staff must be serving, a second press gives the
// same card, and so it does without one on the same day; if the name was corrected meanwhile, its QR is signed anew.
// A new card ends the one that the seeker had. NotFound for an unknown seeker, Invalid, with the field, for data that
// the card has no room or no characters for: that is found before a number is taken.
func (s *Service) IssueCard(ctx context.Context, staff, seekerID, ticket string) (Card, error) {
	if err := s.printable(ctx, seekerID); err != nil {
		return Card{}, err
	}
	var card Card
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		if err := s.served(tx, staff, ticket); err != nil {
			return err
		}
		seeker, err := s.seeker(tx.Tx, seekerID)
		if err != nil {
			return fault.At(err, "seeker")
		}
		card, err = s.ofTicket(tx.Tx, seekerID, ticket)
		switch {
		case err == nil:
			return s.correct(tx, &card, seeker)
		case store.NoRows(err):
			card, err = s.issue(tx, seeker, staff, ticket)
		}
		return err
	})
	return card, err
}

// served fails, at "ticket", unless staff serves the ticket, if there is one.
func (s *Service) served(tx *journal.Tx, staff, ticket string) error {
	if ticket == "" {
		return nil
	}
	return fault.At(s.Served(tx.Tx, tx.Office, staff, ticket), "ticket")
}

// printable renders a trial of the seeker's card. It stands before the transaction, in which the 20 ms that a
// card takes would hold up every counter.
func (s *Service) printable(ctx context.Context, seekerID string) error {
	seeker, err := s.Seeker(ctx, seekerID)
	if err != nil {
		return fault.At(err, "seeker")
	}
	o := s.Office()
	today := o.DayOf(s.journal.Now())
	trial := Card{Life: Begin(today, o.Card.ValidMonths)}
	if trial.Number, err = s.numbers.Format(RegNumber{Office: o.Code, Day: today.Time(), Running: 1}); err != nil {
		return fmt.Errorf("aki: number: %w", err)
	}
	if trial.JWS, err = s.Signer.Sign(trial.claims(seeker.Data.Name, o.Code)); err != nil {
		return fmt.Errorf("aki: sign: %w", err)
	}
	return s.render(io.Discard, trial, seeker)
}

// ofTicket returns the card that a ticket already has for the seeker, or without a ticket the one that the seeker
// got today; no rows if there is none that has not ended.
func (s *Service) ofTicket(tx *store.Tx, seekerID, ticket string) (Card, error) {
	if ticket == "" {
		return cardBy(tx, `ending = '' AND ticket = '' AND office = $1 AND seeker = $2 AND issued_on = $3`,
			s.journal.Office(), seekerID, string(s.Office().DayOf(tx.Now())))
	}
	return cardBy(tx, `ending = '' AND ticket = $1 AND office = $2 AND seeker = $3`, ticket, s.journal.Office(), seekerID)
}

// issue draws a card and ends the one that the seeker had.
func (s *Service) issue(tx *journal.Tx, seeker Seeker, staff, ticket string) (Card, error) {
	today := s.Office().DayOf(tx.Now())
	old, err := cardBy(tx.Tx, `ending = '' AND office = $1 AND seeker = $2`, tx.Office, seeker.ID)
	if err != nil && !store.NoRows(err) {
		return Card{}, err
	}
	if old.ID != "" {
		old.Life = old.Supersede(today, staff)
	}
	card, err := s.draw(tx, seeker, Begin(today, s.Office().Card.ValidMonths), old, staff, ticket)
	if err != nil {
		return Card{}, err
	}
	_, err = tx.Append(EventCardIssued, eventOf(card))
	return card, err
}

// draw takes the next number, signs and stores a new card. The card that it comes after, if there is one, has ended.
func (s *Service) draw(tx *journal.Tx, seeker Seeker, life Life, old Card, staff, ticket string) (Card, error) {
	o := s.Office()
	running, err := nextRunning(tx.Tx, tx.Office, fmt.Sprintf("card:%d", life.IssuedOn.Time().Year()))
	if err != nil {
		return Card{}, err
	}
	number, err := s.numbers.Format(RegNumber{Office: o.Code, Day: life.IssuedOn.Time(), Running: running})
	if err != nil {
		return Card{}, fmt.Errorf("aki: number: %w", err)
	}
	card := Card{
		ID: uuid.Must(uuid.NewV7()).String(), Number: number, Seeker: seeker.ID, Ticket: ticket,
		Life: life, Replaces: old.ID, CreatedAt: tx.Now(),
	}
	if card.JWS, err = s.Signer.Sign(card.claims(seeker.Data.Name, o.Code)); err != nil {
		return Card{}, fmt.Errorf("aki: sign: %w", err)
	}
	if old.ID != "" {
		old.ReplacedBy = card.ID
		if err := endCard(tx.Tx, old); err != nil {
			return Card{}, err
		}
	}
	return card, insertCard(tx.Tx, tx.Office, card, staff)
}

// correct signs a card anew whose holder's initials changed since.
func (s *Service) correct(tx *journal.Tx, card *Card, seeker Seeker) error {
	jws, err := s.Signer.Sign(card.claims(seeker.Data.Name, s.Office().Code))
	if err != nil {
		return fmt.Errorf("aki: sign: %w", err)
	}
	if jws == card.JWS { // Ed25519 signs equal claims equally
		return nil
	}
	card.JWS = jws
	if err := updateJWS(tx.Tx, card.ID, jws); err != nil {
		return err
	}
	_, err = tx.Append(EventCardCorrected, eventOf(*card))
	return err
}

// Card returns a card. NotFound for an unknown one.
func (s *Service) Card(ctx context.Context, id string) (Card, error) {
	var card Card
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		card, err = s.card(tx, id)
		return err
	})
	return card, err
}

func (s *Service) card(tx *store.Tx, id string) (Card, error) {
	card, err := cardBy(tx, `office = $1 AND id = $2`, s.journal.Office(), id)
	if store.NoRows(err) {
		return Card{}, fault.New(fault.NotFound, "card.not_found")
	}
	return card, err
}

// CheckURL is what the card's QR holds.
func (s *Service) CheckURL(c Card) string { return s.PublicURL + "/v/" + c.JWS }

// Print returns the card's PDF and journals that actor printed it, for it carries the full NIK. Invalid,
// with the field, for data that the card has no room or no characters for.
func (s *Service) Print(ctx context.Context, actor, id string) ([]byte, error) {
	var (
		card   Card
		seeker Seeker
	)
	read := func(tx *store.Tx) (err error) {
		if card, err = s.card(tx, id); err != nil {
			return err
		}
		seeker, err = s.seeker(tx, card.Seeker)
		return err
	}
	if err := s.journal.View(ctx, read); err != nil {
		return nil, err
	}
	var pdf bytes.Buffer
	if err := s.render(&pdf, card, seeker); err != nil {
		return nil, err
	}
	return pdf.Bytes(), s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		if err := notePrint(tx.Tx, card.ID); err != nil {
			return err
		}
		_, err := tx.Append(EventCardPrinted, eventOf(card))
		return err
	})
}

// render writes the card's PDF. Invalid, with the field, for data that cannot be printed.
func (s *Service) render(w io.Writer, card Card, seeker Seeker) error {
	groups, err := s.numbers.Groups(card.Number)
	if err != nil {
		return fmt.Errorf("aki: number: %w", err)
	}
	err = RenderCard(w, card.sheet(seeker, s.Office(), groups, s.CheckURL(card)))
	if field, ok := errors.AsType[FieldError](err); ok {
		return fault.New(fault.Invalid, string(field.Why)).At(inData(field.Field))
	}
	if err != nil {
		return fmt.Errorf("aki: print: %w", err)
	}
	return nil
}

// inData names a field of the sheet as SeekerData does.
func inData(field string) string {
	if field == "Skills" {
		return "experience"
	}
	return strings.ToLower(field[:1]) + field[1:]
}
