package aki

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"

	"github.com/google/uuid"
)

// The journal's entries of this room. Their data is ids and card numbers, never a person's.
const (
	EventRegistered    = "seeker.registered"
	EventUpdated       = "seeker.updated"
	EventNIKRead       = "seeker.nik_read"
	EventCardIssued    = "card.issued"
	EventCardCorrected = "card.corrected"
	EventCardPrinted   = "card.printed"
	EventCardReported  = "card.reported"
	EventCardReplaced  = "card.replaced"
	EventCardRenewed   = "card.renewed"
	EventCardPlaced    = "card.placed"
	EventCardLegalised = "card.legalised"
)

type seekerEvent struct {
	Seeker string `json:"seeker"`
}

type cardEvent struct {
	Card     string `json:"card"`
	Number   string `json:"number"`
	Seeker   string `json:"seeker"`
	Ticket   string `json:"ticket,omitempty"`
	Replaces string `json:"replaces,omitempty"`
}

func eventOf(c Card) cardEvent { return cardEvent{c.ID, c.Number, c.Seeker, c.Ticket, c.Replaces} }

// Config is what the room needs of the office.
type Config struct {
	Office    func() *office.Office
	NIKs      *NIKBox
	Signer    *Signer
	PublicURL string // before "/v/…" in a card's QR

	// Served fails unless staff serves the ticket now.
	Served func(tx *store.Tx, officeID, staff, ticket string) error
}

// Service is the room's operations. Each is one transaction with its journal entries.
type Service struct {
	Config
	journal  *journal.Journal
	verifier *Verifier
	numbers  RegTemplate
}

// New returns the operations on the journal's office.
func New(j *journal.Journal, c Config) (*Service, error) {
	verifier, err := NewVerifier(c.Signer.PublicJWKS())
	if err != nil {
		return nil, fmt.Errorf("aki: %w", err)
	}
	numbers, err := ParseRegTemplate(DefaultRegTemplate)
	if err != nil {
		return nil, fmt.Errorf("aki: %w", err)
	}
	return &Service{Config: c, journal: j, verifier: verifier, numbers: numbers}, nil
}

// Facts is what a NIK says, and who it is if the office knows.
type Facts struct {
	NIK       NIK
	BirthDate office.Day
	Sex       Sex
	Region    string
	Warnings  []Warning
	Seeker    *Seeker
}

// LookUp reads a NIK. Invalid for one that cannot be.
func (s *Service) LookUp(ctx context.Context, digits string) (Facts, error) {
	nik, err := parseNIK(digits)
	if err != nil {
		return Facts{}, err
	}
	o := s.Office()
	var f Facts
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		today := o.DayOf(tx.Now())
		f = Facts{
			NIK: nik, BirthDate: office.Day(nik.BirthDate(today.Time()).Format("2006-01-02")), Sex: nik.Sex(),
			Region: RegionName(nik), Warnings: CompareNIK(nik, NIKFacts{OfficeRegency: o.Code}),
		}
		known, err := seekerBy(tx, s.NIKs, `office = $1 AND nik_mark = $2`, s.journal.Office(), mark(s.NIKs, nik))
		if store.NoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		f.Seeker = &known
		return s.complete(tx, f.Seeker)
	})
	return f, err
}

func parseNIK(digits string) (NIK, error) {
	nik, err := ParseNIK(strings.TrimSpace(digits))
	if refusal, ok := errors.AsType[Refusal](err); ok {
		return "", fault.New(fault.Invalid, string(refusal)).At("nik")
	}
	return nik, err
}

// Register enters a new seeker. Invalid for wrong fields, Conflict if the NIK is registered.
func (s *Service) Register(ctx context.Context, actor, digits string, data SeekerData) (Seeker, error) {
	nik, nikErr := parseNIK(digits)
	data = data.tidy()
	seeker := Seeker{ID: uuid.Must(uuid.NewV7()).String(), NIK: nik, Data: data}
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		if err := joined(nikErr, data.check(s.Office().DayOf(tx.Now()))); err != nil {
			return err
		}
		added, err := insertSeeker(tx.Tx, tx.Office, s.NIKs, seeker)
		if err != nil {
			return err
		}
		if !added {
			return fault.New(fault.Conflict, "nik.known").At("nik")
		}
		seeker.UpdatedAt = tx.Now()
		seeker.Warnings = s.warnings(seeker)
		_, err = tx.Append(EventRegistered, seekerEvent{seeker.ID})
		return err
	})
	return seeker, err
}

// joined makes one error of the NIK's and the other fields'.
func joined(errs ...error) error {
	var all []*fault.Error
	for _, err := range errs {
		e, ok := errors.AsType[*fault.Error](err)
		switch {
		case err == nil:
		case !ok:
			return err
		case len(e.Fields) > 0:
			all = append(all, e.Fields...)
		default:
			all = append(all, e)
		}
	}
	return fault.Join(all)
}

// Update changes a seeker's data. NotFound for an unknown one, Invalid for wrong fields.
func (s *Service) Update(ctx context.Context, actor, id string, data SeekerData) (Seeker, error) {
	data = data.tidy()
	var seeker Seeker
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) (err error) {
		if seeker, err = s.seeker(tx.Tx, id); err != nil {
			return err
		}
		if err := data.check(s.Office().DayOf(tx.Now())); err != nil {
			return err
		}
		if err := updateSeeker(tx.Tx, id, data); err != nil {
			return err
		}
		seeker.Data, seeker.UpdatedAt = data, tx.Now()
		seeker.Warnings = s.warnings(seeker)
		_, err = tx.Append(EventUpdated, seekerEvent{id})
		return err
	})
	return seeker, err
}

// Seeker returns a seeker. NotFound for an unknown one.
func (s *Service) Seeker(ctx context.Context, id string) (Seeker, error) {
	var seeker Seeker
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		seeker, err = s.seeker(tx, id)
		return err
	})
	return seeker, err
}

// ReadNIK returns a seeker's full NIK and journals that actor read it.
func (s *Service) ReadNIK(ctx context.Context, actor, id string) (NIK, error) {
	var nik NIK
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		seeker, err := s.seeker(tx.Tx, id)
		if err != nil {
			return err
		}
		nik = seeker.NIK
		_, err = tx.Append(EventNIKRead, seekerEvent{id})
		return err
	})
	return nik, err
}

// Has fails with NotFound unless there is such a seeker.
func (s *Service) Has(tx *store.Tx, seeker string) error {
	_, err := s.seeker(tx, seeker)
	return err
}

// Marked tells whether a mark is that of the seeker's NIK.
func (s *Service) Marked(tx *store.Tx, seeker, mark string) (bool, error) {
	var n int
	err := tx.Row(`SELECT COUNT(*) FROM seekers WHERE id = $1 AND nik_mark = $2`, seeker, mark).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("aki: marked: %w", err)
	}
	return n == 1, nil
}

// Printed tells whether the card of a ticket was printed at or after a moment.
func (s *Service) Printed(tx *store.Tx, ticket string, since time.Time) (bool, error) {
	return printedSince(tx, s.journal.Office(), ticket, since)
}

// seeker reads a seeker with warnings and card.
func (s *Service) seeker(tx *store.Tx, id string) (Seeker, error) {
	seeker, err := seekerBy(tx, s.NIKs, `office = $1 AND id = $2`, s.journal.Office(), id)
	if store.NoRows(err) {
		return Seeker{}, fault.New(fault.NotFound, "seeker.not_found")
	}
	if err != nil {
		return Seeker{}, err
	}
	return seeker, s.complete(tx, &seeker)
}

func (s *Service) complete(tx *store.Tx, seeker *Seeker) error {
	seeker.Warnings = s.warnings(*seeker)
	card, err := cardBy(tx, `office = $1 AND seeker = $2 ORDER BY created_at DESC, id DESC LIMIT 1`, s.journal.Office(), seeker.ID)
	if store.NoRows(err) {
		return nil
	}
	seeker.Card = &card
	return err
}

func (s *Service) warnings(seeker Seeker) []Warning {
	return CompareNIK(seeker.NIK, NIKFacts{
		BirthDate: seeker.Data.BirthDate.Time(), Sex: seeker.Data.Sex, OfficeRegency: s.Office().Code,
	})
}
