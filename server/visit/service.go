package visit

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"

	"github.com/google/uuid"
)

// The journal's entries of this room. Their data is ids and codes, never a person's.
const (
	EventOpened  = "visit.opened"
	EventStep    = "visit.step"
	EventSeeker  = "visit.seeker"
	EventEnded   = "visit.ended"
	EventAbsent  = "officer.absent"
	EventPresent = "officer.present"
)

type event struct {
	Visit    string      `json:"visit"`
	Ticket   string      `json:"ticket"`
	Activity string      `json:"activity,omitempty"`
	Role     access.Role `json:"role,omitempty"`
	Result   Result      `json:"result,omitempty"` // "" while it runs
	Reason   string      `json:"reason,omitempty"` // of a wrong result: a code
	Seeker   string      `json:"seeker,omitempty"`
	Ending   Ending      `json:"ending,omitempty"`
}

// Visit is one seeker's way through a procedure.
type Visit struct {
	ID        string
	Day       office.Day
	Ticket    string // id
	Number    string
	Service   string
	Counter   string // where it began
	Procedure string
	Seeker    string // id, "" until known
	EndedAt   time.Time
	Note      string // to the ending
	Walk
}

// Ticket is what a visit takes over from the queue.
type Ticket struct {
	ID, Number, Service, Counter string
	Day                          office.Day
	IssuedAt, CalledAt, Began    time.Time
}

// Config is what the room needs of the others.
type Config struct {
	Office func() *office.Office
	Box    Box
	// Served returns the ticket if the officer serves it now, otherwise an error.
	Served func(tx *store.Tx, officeID, staff, ticket string) (Ticket, error)
	// HasSeeker fails unless there is such a seeker.
	HasSeeker func(tx *store.Tx, seeker string) error
	// Printed tells whether the ticket's card was printed at or after a moment.
	Printed func(tx *store.Tx, ticket string, since time.Time) (bool, error)
	// Same tells whether an officer and a seeker are one person, as far as the office knows.
	Same func(tx *store.Tx, officer, seeker string) (bool, error)
	// Deputy fails unless the person may stand in for the placement officer.
	Deputy func(tx *store.Tx, staff string) error
}

// Service is the room's operations. Each is one transaction with its journal entries.
type Service struct {
	Config
	journal *journal.Journal
}

// New returns the operations on the journal's office.
func New(j *journal.Journal, c Config) *Service { return &Service{Config: c, journal: j} }

// Open begins the visit of a ticket that the officer serves, or returns the one that it has. Conflict for a ticket
// that is not served, or whose service follows no procedure.
func (s *Service) Open(ctx context.Context, by Officer, ticket string) (Visit, error) {
	var v Visit
	err := s.journal.Update(ctx, "staff:"+by.ID, func(tx *journal.Tx) (err error) {
		if v, err = s.visit(tx.Tx, `office = $1 AND ticket = $2`, tx.Office, ticket); fault.CodeOf(err) != "visit.not_found" {
			return err
		}
		t, err := s.Served(tx.Tx, tx.Office, by.ID, ticket)
		if err != nil {
			return fault.At(err, "ticket")
		}
		o := s.Office()
		service, _ := o.Service(t.Service)
		p, ok := o.Procedure(service.Procedure)
		if !ok {
			return fault.New(fault.Conflict, "visit.no_procedure").At("ticket")
		}
		v = Visit{
			ID: uuid.Must(uuid.NewV7()).String(), Day: t.Day, Ticket: t.ID, Number: t.Number, Service: t.Service,
			Counter: t.Counter, Procedure: p.Key, Walk: Walk{Activities: p.AtCounter(), Began: t.Began},
		}
		v.Steps = queued(p, t, by)
		if err := insertVisit(tx.Tx, tx.Office, v); err != nil {
			return err
		}
		if err := changeVisit(tx.Tx, v, 0); err != nil {
			return err
		}
		_, err = tx.Append(EventOpened, event{Visit: v.ID, Ticket: v.Ticket})
		return err
	})
	return v, err
}

// queued are the steps that lie behind a ticket when its seeker comes to the counter: the queue has timed them.
func queued(p office.Procedure, t Ticket, by Officer) []Step {
	var steps []Step
	for _, a := range p.Activities {
		step := Step{Activity: a.Key, Officer: by.ID, Role: by.first(servers...), Standard: a.Standard(), Result: Done}
		switch a.Gives {
		case office.GivesTicket:
			step.StartedAt, step.EndedAt = t.IssuedAt, t.CalledAt
		case office.GivesCall:
			step.StartedAt, step.EndedAt = t.CalledAt, t.Began
		default:
			continue
		}
		steps = append(steps, step)
	}
	return steps
}

// visit reads a visit with its procedure's activities. NotFound without one.
func (s *Service) visit(tx *store.Tx, condition string, args ...any) (Visit, error) {
	v, err := visitBy(tx, condition, args...)
	return s.withActivities(v), err
}

func (s *Service) withActivities(v Visit) Visit {
	p, _ := s.Office().Procedure(v.Procedure)
	v.Activities = p.AtCounter()
	return v
}

// Visit returns a visit. NotFound for an unknown one.
func (s *Service) Visit(ctx context.Context, id string) (Visit, error) {
	var v Visit
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		v, err = s.visit(tx, `office = $1 AND id = $2`, s.journal.Office(), id)
		return err
	})
	return v, err
}

// Today returns today's visits that have not ended, by when they began.
func (s *Service) Today(ctx context.Context) ([]Visit, error) {
	var visits []Visit
	err := s.journal.View(ctx, func(tx *store.Tx) (err error) {
		visits, err = visitsBy(tx, `office = $1 AND day = $2 AND ending = '' ORDER BY started_at, id`,
			s.journal.Office(), string(s.Office().DayOf(tx.Now())))
		return err
	})
	for i, v := range visits {
		visits[i] = s.withActivities(v)
	}
	return visits, err
}

// change is one act on a visit: it reads it, does the act, writes and journals what changed.
func (s *Service) change(ctx context.Context, by Officer, id string, act func(tx *journal.Tx, v Visit) (Visit, error)) (Visit, error) {
	var v Visit
	err := s.journal.Update(ctx, "staff:"+by.ID, func(tx *journal.Tx) error {
		before, err := s.visit(tx.Tx, `office = $1 AND id = $2`, tx.Office, id)
		if err != nil {
			return err
		}
		if v, err = act(tx, before); err != nil {
			return err
		}
		return s.write(tx, before, v)
	})
	return v, err
}

func (s *Service) write(tx *journal.Tx, before, v Visit) error {
	e := event{Visit: v.ID, Ticket: v.Ticket}
	kind := ""
	switch from := len(before.Steps); {
	case v.Ending != before.Ending:
		kind, e.Ending = EventEnded, v.Ending
	case v.Seeker != before.Seeker:
		kind, e.Seeker = EventSeeker, v.Seeker
	case len(v.Steps) > from || from > 0 && v.Steps[from-1] != before.Steps[from-1]:
		last := v.Steps[len(v.Steps)-1]
		kind, e.Activity, e.Role, e.Result = EventStep, last.Activity, last.Role, last.Result
		if last.Result == Wrong {
			e.Reason = last.Reason
		}
	default:
		return nil
	}
	if err := changeVisit(tx.Tx, v, max(0, len(before.Steps)-1)); err != nil {
		return err
	}
	if v.Ending != NotEnded {
		if err := forgetDraft(tx.Tx, v.ID); err != nil {
			return err
		}
	}
	_, err := tx.Append(kind, e)
	return err
}

// Start begins the due activity; see Walk.Start.
func (s *Service) Start(ctx context.Context, by Officer, id, activity string) (Visit, error) {
	return s.step(ctx, by, id, func(v Visit, c Circumstances) (Walk, error) { return v.Walk.Start(activity, by, c) })
}

// Finish ends the due activity; see Walk.Finish.
func (s *Service) Finish(ctx context.Context, by Officer, id, activity string, result Result, reason, note string) (Visit, error) {
	if err := short("note", note); err != nil {
		return Visit{}, err
	}
	return s.step(ctx, by, id, func(v Visit, c Circumstances) (Walk, error) {
		return v.Walk.Finish(activity, by, result, reason, note, c)
	})
}

// Skip leaves out the due activity; see Walk.Skip.
func (s *Service) Skip(ctx context.Context, by Officer, id, activity string) (Visit, error) {
	return s.step(ctx, by, id, func(v Visit, c Circumstances) (Walk, error) { return v.Walk.Skip(activity, by, c) })
}

func (s *Service) step(ctx context.Context, by Officer, id string, act func(v Visit, c Circumstances) (Walk, error)) (Visit, error) {
	return s.change(ctx, by, id, func(tx *journal.Tx, v Visit) (_ Visit, err error) {
		absence, _, err := absenceOn(tx.Tx, tx.Office, string(s.Office().DayOf(tx.Now())))
		if err != nil {
			return v, err
		}
		if err := s.notOwn(tx.Tx, v, by); err != nil {
			return v, err
		}
		given, err := s.given(tx.Tx, v)
		if err != nil {
			return v, err
		}
		v.Walk, err = act(v, Circumstances{Now: tx.Now(), Absent: absence.Reason, Has: given})
		return v, err
	})
}

// notOwn refuses the office's signature under the officer's own card.
func (s *Service) notOwn(tx *store.Tx, v Visit, by Officer) error {
	if due, ok := v.Due(); !ok || due.Gives != office.GivesSign || v.Seeker == "" {
		return nil
	}
	same, err := s.Same(tx, by.ID, v.Seeker)
	if err == nil && same {
		err = fault.New(fault.Forbidden, "visit.own_card")
	}
	return err
}

// given tells what the due activity gives is there.
func (s *Service) given(tx *store.Tx, v Visit) (func(office.Gives) bool, error) {
	printed := false
	if due, ok := v.Due(); ok && due.Gives == office.GivesPrint {
		var err error
		if printed, err = s.Printed(tx, v.Ticket, v.entered()); err != nil {
			return nil, err
		}
	}
	return func(g office.Gives) bool {
		switch g {
		case office.GivesSeeker:
			return v.Seeker != ""
		case office.GivesPrint:
			return printed
		}
		return true
	}, nil
}

// entered is when the data were entered last.
func (v Visit) entered() time.Time {
	at := v.Began
	for _, step := range v.Steps {
		if i := v.index(step.Activity); i >= 0 && v.Activities[i].Gives == office.GivesSeeker && step.Result == Done {
			at = step.EndedAt
		}
	}
	return at
}

// SetSeeker notes who the visit is for. NotFound for an unknown seeker, Conflict after the visit has ended.
func (s *Service) SetSeeker(ctx context.Context, by Officer, id, seeker string) (Visit, error) {
	return s.change(ctx, by, id, func(tx *journal.Tx, v Visit) (Visit, error) {
		if v.Ending != NotEnded {
			return v, fault.New(fault.Conflict, "visit.ended")
		}
		v.Seeker = seeker
		return v, fault.At(s.HasSeeker(tx.Tx, seeker), "seeker")
	})
}

// End ends a visit; see Walk.End. note says more, for those who ask later.
func (s *Service) End(ctx context.Context, by Officer, id string, ending Ending, note string) (Visit, error) {
	if err := short("note", note); err != nil {
		return Visit{}, err
	}
	return s.change(ctx, by, id, func(tx *journal.Tx, v Visit) (Visit, error) { return v.ended(ending, note, tx.Now()) })
}

// maxNote is the characters of a note or a reason.
const maxNote = 200

func short(field, text string) error {
	if utf8.RuneCountInString(text) > maxNote {
		return fault.New(fault.Invalid, "field.too_long", "limit", strconv.Itoa(maxNote)).At(field)
	}
	return nil
}

func (v Visit) ended(ending Ending, note string, now time.Time) (Visit, error) {
	walk, err := v.Walk.End(ending, now)
	if err != nil {
		return v, err
	}
	v.Walk, v.EndedAt, v.Note = walk, now, note
	return v, nil
}

// Finishing completes the visit of a ticket that is about to be finished. Conflict while a required activity is
// left: the officer does it, or ends the visit with another ending first.
func (s *Service) Finishing(tx *journal.Tx, ticket string) error {
	before, err := s.visit(tx.Tx, `office = $1 AND ticket = $2`, tx.Office, ticket)
	if fault.CodeOf(err) == "visit.not_found" || err == nil && before.Ending != NotEnded {
		return nil
	}
	if err != nil {
		return err
	}
	v, err := before.ended(Completed, "", tx.Now())
	if err != nil {
		return err
	}
	return s.write(tx, before, v)
}
