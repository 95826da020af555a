package visit

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"
)

// EventDraftRead is journalled when somebody reads a draft, which may hold a full NIK.
const EventDraftRead = "visit.draft_read"

// maxDraft is the bytes of a draft.
const maxDraft = 32 << 10

// Draft is what an officer has typed for a visit and no card has yet, in the page's own form. It outlives the page,
// its computer and the session, and goes when the visit ends.
type Draft struct {
	Text    string // "" when there is none
	SavedAt time.Time
}

// Box seals a draft for the visit with the given id, and opens it.
type Box interface {
	// SealText encrypts a text for a row.
	SealText(text []byte, rowID string) []byte
	// OpenText decrypts what SealText made for the same row.
	OpenText(sealed []byte, rowID string) ([]byte, error)
}

// SaveDraft keeps the draft of a visit in the place of an earlier one. NotFound for an unknown visit, Conflict after it
// has ended, Invalid for one of more than 32 KB.
func (s *Service) SaveDraft(ctx context.Context, by Officer, id, text string) (time.Time, error) {
	if len(text) > maxDraft {
		return time.Time{}, fault.New(fault.Invalid, "field.too_long", "limit", strconv.Itoa(maxDraft)).At("draft")
	}
	var at time.Time
	err := s.journal.Update(ctx, "staff:"+by.ID, func(tx *journal.Tx) error {
		v, err := s.visit(tx.Tx, `office = $1 AND id = $2`, tx.Office, id)
		if err != nil {
			return err
		}
		if v.Ending != NotEnded {
			return fault.New(fault.Conflict, "visit.ended")
		}
		at = tx.Now()
		_, err = tx.Exec(`INSERT INTO visit_drafts (visit, sealed, saved_at) VALUES ($1, $2, $3)
			ON CONFLICT (visit) DO UPDATE SET sealed = $2, saved_at = $3`,
			id, base64.RawStdEncoding.EncodeToString(s.Box.SealText([]byte(text), draftRow(id))), at.UnixMilli())
		if err != nil {
			return fmt.Errorf("visit: draft: %w", err)
		}
		return nil
	})
	return at, err
}

// ReadDraft returns a visit's draft and journals that it was read. NotFound for an unknown visit.
func (s *Service) ReadDraft(ctx context.Context, by Officer, id string) (Draft, error) {
	var d Draft
	err := s.journal.Update(ctx, "staff:"+by.ID, func(tx *journal.Tx) error {
		v, err := s.visit(tx.Tx, `office = $1 AND id = $2`, tx.Office, id)
		if err != nil {
			return err
		}
		if d, err = s.draft(tx.Tx, id); err != nil || d.Text == "" {
			return err
		}
		_, err = tx.Append(EventDraftRead, event{Visit: v.ID, Ticket: v.Ticket})
		return err
	})
	return d, err
}

func (s *Service) draft(tx *store.Tx, id string) (Draft, error) {
	var (
		row   string
		saved int64
	)
	err := tx.Row(`SELECT sealed, saved_at FROM visit_drafts WHERE visit = $1`, id).Scan(&row, &saved)
	if store.NoRows(err) {
		return Draft{}, nil
	}
	if err != nil {
		return Draft{}, fmt.Errorf("visit: draft: %w", err)
	}
	sealed, err := base64.RawStdEncoding.DecodeString(row)
	if err != nil {
		return Draft{}, fmt.Errorf("visit: draft: %w", err)
	}
	text, err := s.Box.OpenText(sealed, draftRow(id))
	if err != nil {
		return Draft{}, fmt.Errorf("visit: draft: %w", err)
	}
	return Draft{string(text), store.Moment(saved)}, nil
}

// draftRow binds what is sealed to its row.
func draftRow(visit string) string { return "draft:" + visit }

func forgetDraft(tx *store.Tx, visit string) error {
	if _, err := tx.Exec(`DELETE FROM visit_drafts WHERE visit = $1`, visit); err != nil {
		return fmt.Errorf("visit: forget draft: %w", err)
	}
	return nil
}
