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
// same card, and so it does without one on the same day; if the name was corrected meanwhile, its QR is signed anew. NotFound for an unknown seeker,
// Invalid, with the field, for data that the card has no room or no characters for: that is found before
// a number is taken.
func (s *Service) IssueCard(ctx context.Context, staff, seekerID, ticket string) (Card, error) {
	if err := s.printable(ctx, seekerID); err != nil {
		return Card{}, err
	}
	var card Card
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		if ticket != "" {
			if err := s.Served(tx.Tx, tx.Office, staff, ticket); err != nil {
				return fault.At(err, "ticket")
			}
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
			card, err = s.draw(tx, seeker, staff, ticket)
		}
		return err
	})
	return card, err
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
	trial := Card{IssuedOn: today, ExpiresOn: today.AddMonths(o.Card.ValidMonths)}
	if trial.Number, err = s.numbers.Format(RegNumber{Office: o.Code, Day: today.Time(), Running: 1}); err != nil {
		return fmt.Errorf("aki: number: %w", err)
	}
	if trial.JWS, err = s.Signer.Sign(trial.claims(seeker.Data.Name, o.Code)); err != nil {
		return fmt.Errorf("aki: sign: %w", err)
	}
	return s.render(io.Discard, trial, seeker)
}

// ofTicket returns the card that a ticket already has for the seeker, or without a ticket the one that the seeker
// got today; no rows if there is none.
func (s *Service) ofTicket(tx *store.Tx, seekerID, ticket string) (Card, error) {
	if ticket == "" {
		return cardBy(tx, `ticket = '' AND office = $1 AND seeker = $2 AND issued_on = $3`,
			s.journal.Office(), seekerID, string(s.Office().DayOf(tx.Now())))
	}
	return cardBy(tx, `ticket = $1 AND office = $2 AND seeker = $3`, ticket, s.journal.Office(), seekerID)
}

// draw takes the next number, signs and stores a new card.
func (s *Service) draw(tx *journal.Tx, seeker Seeker, staff, ticket string) (Card, error) {
	o := s.Office()
	today := o.DayOf(tx.Now())
	running, err := nextRunning(tx.Tx, tx.Office, fmt.Sprintf("card:%d", today.Time().Year()))
	if err != nil {
		return Card{}, err
	}
	number, err := s.numbers.Format(RegNumber{Office: o.Code, Day: today.Time(), Running: running})
	if err != nil {
		return Card{}, fmt.Errorf("aki: number: %w", err)
	}
	card := Card{
		ID: uuid.Must(uuid.NewV7()).String(), Number: number, Seeker: seeker.ID, Ticket: ticket,
		IssuedOn: today, ExpiresOn: today.AddMonths(o.Card.ValidMonths), CreatedAt: tx.Now(),
	}
	if card.JWS, err = s.Signer.Sign(card.claims(seeker.Data.Name, o.Code)); err != nil {
		return Card{}, fmt.Errorf("aki: sign: %w", err)
	}
	if err := insertCard(tx.Tx, tx.Office, card, staff); err != nil {
		return Card{}, err
	}
	_, err = tx.Append(EventCardIssued, cardEvent{card.ID, card.Number, card.Seeker, ticket})
	return card, err
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
	_, err = tx.Append(EventCardCorrected, cardEvent{card.ID, card.Number, card.Seeker, card.Ticket})
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
		_, err := tx.Append(EventCardPrinted, cardEvent{card.ID, card.Number, card.Seeker, card.Ticket})
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

// Answer is what a check of a card's QR says.
type Answer struct {
	Result Result
	Claims CardClaims // zero if forged
}

// Result is a check's one word.
type Result string

// The results. UnknownCard has the office's signature, but is not (or no longer) the card in its register.
const (
	ResultValid       Result = "valid"
	ResultExpired     Result = "expired"
	ResultUnknownCard Result = "unknown_card"
	ResultForged      Result = "forged"
)

// Check says whether a card's QR is genuine and holds today; white space around it is none of it. Invalid,
// at "card", for one that was read badly, ErrCardCut or ErrCardMalformed; a forged one is an answer, not an error.
func (s *Service) Check(ctx context.Context, qr string) (Answer, error) {
	qr = strings.TrimSpace(qr)
	claims, err := s.verifier.Verify(qr)
	refusal, refused := errors.AsType[Refusal](err)
	switch {
	case refused && (refusal == ErrCardCut || refusal == ErrCardMalformed):
		return Answer{Result: ResultForged}, fault.New(fault.Invalid, string(refusal)).At("card")
	case err != nil:
		return Answer{Result: ResultForged}, nil
	}
	token, err := cardToken(qr)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Result: ResultValid, Claims: claims}
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		card, err := cardBy(tx, `office = $1 AND number = $2`, s.journal.Office(), claims.Number)
		switch {
		case err != nil && !store.NoRows(err):
			return err
		case card.JWS != token: // none, or corrected since
			answer.Result = ResultUnknownCard
			return nil
		}
		if card.Status(s.Office().DayOf(tx.Now())) == Expired {
			answer.Result = ResultExpired
		}
		return nil
	})
	return answer, err
}

// PublicKeys is the key set (RFC 7517) with which anybody checks the office's cards.
func (s *Service) PublicKeys() []byte { return s.Signer.PublicJWKS() }
