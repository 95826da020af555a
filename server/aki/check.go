package aki

import (
	"context"
	"errors"
	"strings"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/store"
)

// Answer is what a check of a card's QR says.
type Answer struct {
	Result     Result
	Since      office.Day // since when a genuine card has its standing
	LastReport office.Day // "" without
	Claims     CardClaims // zero if forged
}

// Result is a check's one word: a card's Standing, or one of those below.
type Result string

// The results of cards that are none of the office's. UnknownCard has the office's signature, but is not (or no
// longer) the card in its register.
const (
	ResultUnknownCard Result = "unknown_card"
	ResultForged      Result = "forged"
)

// Check says whether a card's QR is genuine and what it is worth today; white space around it is none of it. Invalid,
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
	answer := Answer{Claims: claims}
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		card, err := cardBy(tx, `office = $1 AND number = $2`, s.journal.Office(), claims.Number)
		switch {
		case err != nil && !store.NoRows(err):
			return err
		case card.JWS != token: // none, or corrected since
			answer.Result = ResultUnknownCard
			return nil
		}
		state := card.StateOn(s.Office().DayOf(tx.Now()))
		answer.Result, answer.Since, answer.LastReport = Result(state.Standing), state.Since, card.LastReport()
		return nil
	})
	return answer, err
}

// PublicKeys is the key set (RFC 7517) with which anybody checks the office's cards.
func (s *Service) PublicKeys() []byte { return s.Signer.PublicJWKS() }
