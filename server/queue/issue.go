package queue

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"

	"github.com/google/uuid"
)

// Request asks for a number.
type Request struct {
	Service  string
	Priority bool   // the seeker says so; staff can confirm or withdraw it
	Language string // "id" or "en", of the ticket
	Key      string // made by the caller, one for each press
	Own      *Own   // the number that the caller holds for it; nil for the next one
}

// hash tells two requests with one key apart. The number is none of it: whatever number a repeated press asks
// for, it has the one that it got.
func (r Request) hash() string {
	sum := sha256.Sum256([]byte(r.Service + "\x00" + strconv.FormatBool(r.Priority) + "\x00" + r.Language))
	return hex.EncodeToString(sum[:8])
}

// Issued is a ticket with its place in the queue.
type Issued struct {
	Ticket
	Ahead int // how many are called before it; 0 when it no longer waits
	Wait  Minutes
}

// Issue gives the next number of a service. The same key and request give the same ticket again; the
// same key with another request is a Conflict. NotFound for an unknown service, Conflict for one that
// gives out none now (office.Closing).
func (s *Service) Issue(ctx context.Context, actor string, r Request) (Issued, error) {
	if err := fault.Join(r.wrong("Idempotency-Key")); err != nil {
		return Issued{}, err
	}
	service, err := s.serviceOf(r.Service, "service")
	if err != nil {
		return Issued{}, err
	}
	var issued Issued
	err = s.journal.Update(ctx, actor, func(tx *journal.Tx) (err error) {
		issued, err = s.issue(tx, service, r)
		return err
	})
	if err == nil {
		return issued, nil
	}
	// A key that was used before is rare, so it is looked for only when the ticket could not be had.
	known, replayErr := s.replay(ctx, r)
	switch {
	case replayErr != nil:
		return Issued{}, replayErr
	case known != nil:
		return *known, nil
	}
	return Issued{}, err
}

// wrong names what is wrong with the request itself; keyField is where its key stands.
func (r Request) wrong(keyField string) (fields []*fault.Error) {
	if len(r.Key) < 8 || len(r.Key) > 64 || !visible(r.Key) {
		fields = append(fields, fault.New(fault.Invalid, "request.key_missing").At(keyField))
	}
	if r.Language != "id" && r.Language != "en" {
		fields = append(fields, fault.New(fault.Invalid, "field.not_in_list", "value", r.Language).At("language"))
	}
	if r.Own != nil {
		fields = append(fields, r.Own.wrong()...)
	}
	return fields
}

// errKeyUsed undoes the transaction of a request whose key has a ticket.
var errKeyUsed = errors.New("queue: the request key has a ticket")

func (s *Service) issue(tx *journal.Tx, service office.Service, r Request) (Issued, error) {
	o, now := s.office(), tx.Now().UTC().Truncate(time.Millisecond)
	day, takes, token := o.DayOf(now), 1, ""
	if r.Own != nil {
		if r.Own.Day != day {
			return Issued{}, fault.New(fault.Conflict, "ticket.other_day").At("reserved.day")
		}
		takes, token = 0, r.Own.Token
	}
	sequence, ordinary, priority, err := join(tx.Tx, tx.Office, service.ID, day, r.Priority, takes)
	if err != nil {
		return Issued{}, err
	}
	if r.Own != nil {
		sequence = r.Own.Sequence
	} else {
		token = newToken()
	}
	if closing := o.Closing(service, now, sequence-1, ordinary+priority); closing != nil {
		return Issued{}, refuse(service, *closing)
	}
	if r.Own != nil {
		if _, err := takeReserved(tx.Tx, tx.Office, service.ID, *r.Own); err != nil {
			return Issued{}, err
		}
	}
	t, err := s.enter(tx, service, r, day, sequence, token, now, false)
	if err != nil {
		return Issued{}, err
	}
	issued := Issued{Ticket: t, Ahead: ordinary + priority}
	if t.Priority && ordinary > 0 {
		passed, err := passes(tx.Tx, tx.Office, day, service.ID)
		if err != nil {
			return Issued{}, err
		}
		issued.Ahead = ahead(true, ordinary, priority, passed, o.Queue.PriorityPasses)
	}
	issued.Wait, err = s.estimate(tx.Tx, service.ID, issued.Ahead)
	return issued, err
}

// enter stores a new ticket, issued at a moment, with its journal entry. errKeyUsed if its key has a ticket.
func (s *Service) enter(tx *journal.Tx, service office.Service, r Request, day office.Day, sequence int, token string, at time.Time, offline bool) (Ticket, error) {
	t := Ticket{
		ID: newID(), Day: day, Home: service.ID, Sequence: sequence, Number: Number(service.Letter, sequence),
		Service: service.ID, Place: at.UnixMilli(), Priority: r.Priority, Language: r.Language,
		Status: Waiting, Paper: PaperPending, Token: token, IssuedAt: at,
	}
	entry, err := tx.Append(EventIssued, TicketEvent{
		Ticket: t.ID, Number: t.Number, Service: t.Service, Priority: t.Priority, To: Waiting, Offline: offline,
	})
	if err != nil {
		return t, err
	}
	t.IssuedSeq = entry.Seq
	added, err := insertTicket(tx.Tx, tx.Office, t, r.Key, r.hash())
	if err == nil && !added {
		err = errKeyUsed
	}
	return t, err
}

// replay returns the ticket that the key already has, nil if it has none. Conflict if it was for another request.
func (s *Service) replay(ctx context.Context, r Request) (*Issued, error) {
	var known *Issued
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		id, hash, err := ticketOfKey(tx, s.journal.Office(), r.Key)
		switch {
		case err != nil || id == "":
			return err
		case hash != r.hash():
			return fault.New(fault.Conflict, "request.key_reused").At("Idempotency-Key")
		}
		t, err := ticketBy(tx, `id = $1`, id)
		if err != nil {
			return err
		}
		issued, err := s.placed(tx, s.journal.Office(), t)
		known = &issued
		return err
	})
	return known, err
}

// placed adds to a ticket how many are called before it.
func (s *Service) placed(tx *store.Tx, officeID string, t Ticket) (Issued, error) {
	issued := Issued{Ticket: t}
	numbers, err := s.aheadOf(tx, officeID, t)
	if err != nil {
		return issued, err
	}
	issued.Ahead = len(numbers)
	issued.Wait, err = s.estimate(tx, t.Service, issued.Ahead)
	return issued, err
}

// aheadOf returns the numbers that are called before t, in order.
func (s *Service) aheadOf(tx *store.Tx, officeID string, t Ticket) ([]string, error) {
	if t.Status != Waiting || t.Day != s.today(tx) {
		return nil, nil
	}
	order, err := s.order(tx, officeID, t.Day, wholeLine, t.Service)
	if err != nil {
		return nil, err
	}
	numbers := []string{}
	for _, o := range order {
		if o.ID == t.ID {
			break
		}
		numbers = append(numbers, o.Number)
	}
	return numbers, nil
}

// wholeLine is order's limit for all that wait.
const wholeLine = 1_000_000

// order returns in which order the first limit tickets of the services will be called by a counter that serves
// them; behind those, the order is not complete.
func (s *Service) order(tx *store.Tx, officeID string, day office.Day, limit int, services ...string) ([]Ticket, error) {
	var lines [2][]Ticket
	for i, priority := range [...]bool{false, true} {
		for _, service := range services {
			waiting, err := line(tx, officeID, day, service, priority, limit)
			if err != nil {
				return nil, err
			}
			lines[i] = merge(lines[i], waiting)
		}
	}
	ordinary, priority := lines[0], lines[1]
	if len(priority) == 0 {
		return ordinary, nil
	}
	passed := map[string]int{} // of the first of each service
	for _, t := range ordinary {
		if _, known := passed[t.Service]; known {
			continue
		}
		n, err := passes(tx, officeID, day, t.Service)
		if err != nil {
			return nil, err
		}
		passed[t.Service] = n
	}
	return Order(ordinary, priority, passed, s.office().Queue.PriorityPasses), nil
}

// estimate returns the wait for a service with ahead people before.
func (s *Service) estimate(tx *store.Tx, service string, ahead int) (Minutes, error) {
	held, err := s.open.recently(tx, s.holders)
	if err != nil {
		return Minutes{}, err
	}
	o := s.office()
	return Estimate(ahead, countersFor(o, held, service), o.Queue.ServiceMinutes), nil
}

// newID makes a row's id: a UUID that sorts by time, so that indexes grow at their end.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// newToken makes the secret of a phone page: 96 random bits in 16 characters, short enough for a
// ticket's QR.
func newToken() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func visible(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}
