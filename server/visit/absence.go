package visit

import (
	"context"
	"strings"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// Absence is that the placement officer cannot sign today (SOP activity officer-sign: "berhalangan").
type Absence struct {
	Day      office.Day
	Since    time.Time
	Reason   string
	Deputy   string // staff id of the section head who signs
	MarkedBy string // staff id
}

type absenceEvent struct {
	Deputy string `json:"deputy,omitempty"`
}

// Absence returns the one that holds today; false when the placement officer is there.
func (s *Service) Absence(ctx context.Context) (a Absence, absent bool, err error) {
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		a, absent, err = absenceOn(tx, s.journal.Office(), string(s.Office().DayOf(tx.Now())))
		return err
	})
	return a, absent, err
}

// MarkAbsent notes for the rest of the day that the placement officer is absent, why, and who signs instead. It takes
// the place of an earlier mark. Invalid without a reason, or for a deputy who is no section head.
func (s *Service) MarkAbsent(ctx context.Context, staff, reason, deputy string) (Absence, error) {
	var a Absence
	err := s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		reason = strings.Join(strings.Fields(reason), " ")
		if reason == "" {
			return fault.New(fault.Invalid, "absence.reason").At("reason")
		}
		if err := short("reason", reason); err != nil {
			return err
		}
		if err := s.Deputy(tx.Tx, deputy); err != nil {
			return fault.At(err, "deputy")
		}
		if err := s.endAbsence(tx); err != nil {
			return err
		}
		a = Absence{Day: s.Office().DayOf(tx.Now()), Since: tx.Now(), Reason: reason, Deputy: deputy, MarkedBy: staff}
		if err := insertAbsence(tx.Tx, tx.Office, a); err != nil {
			return err
		}
		_, err := tx.Append(EventAbsent, absenceEvent{deputy})
		return err
	})
	return a, err
}

// MarkPresent notes that the placement officer is back. Nothing changes if she was not absent.
func (s *Service) MarkPresent(ctx context.Context, staff string) error {
	return s.journal.Update(ctx, "staff:"+staff, func(tx *journal.Tx) error {
		_, absent, err := absenceOn(tx.Tx, tx.Office, string(s.Office().DayOf(tx.Now())))
		if err != nil || !absent {
			return err
		}
		if err := s.endAbsence(tx); err != nil {
			return err
		}
		_, err = tx.Append(EventPresent, absenceEvent{})
		return err
	})
}

func (s *Service) endAbsence(tx *journal.Tx) error {
	a, absent, err := absenceOn(tx.Tx, tx.Office, string(s.Office().DayOf(tx.Now())))
	if err != nil || !absent {
		return err
	}
	return endAbsence(tx.Tx, tx.Office, a, tx.Now())
}
