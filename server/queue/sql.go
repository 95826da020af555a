package queue

import (
	"database/sql"
	"fmt"
	"time"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/store"
)

const ticketColumns = `id, day, home, sequence, number, service, place, issued_seq, priority, language,
	status, counter, calls, paper, token, issued_at, called_at, served_at, ended_at`

type scanner interface{ Scan(columns ...any) error }

func scanTicket(row scanner) (Ticket, error) {
	var (
		t                                   Ticket
		issuedAt, calledAt, servedAt, ended int64
	)
	err := row.Scan(&t.ID, &t.Day, &t.Home, &t.Sequence, &t.Number, &t.Service, &t.Place, &t.IssuedSeq,
		&t.Priority, &t.Language, &t.Status, &t.Counter, &t.Calls, &t.Paper, &t.Token,
		&issuedAt, &calledAt, &servedAt, &ended)
	t.IssuedAt, t.CalledAt, t.ServedAt, t.EndedAt = store.Moment(issuedAt), store.Moment(calledAt), store.Moment(servedAt), store.Moment(ended)
	return t, err
}

// insertTicket returns false if the request key has a ticket.
func insertTicket(tx *store.Tx, officeID string, t Ticket, key, hash string) (bool, error) {
	n, err := tx.Exec(`INSERT INTO tickets (office, `+ticketColumns+`, request_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
		ON CONFLICT (office, request_key) DO NOTHING`,
		officeID, t.ID, string(t.Day), t.Home, t.Sequence, t.Number, t.Service, t.Place, t.IssuedSeq,
		t.Priority, t.Language, string(t.Status), t.Counter, t.Calls, string(t.Paper), t.Token,
		store.Milli(t.IssuedAt), store.Milli(t.CalledAt), store.Milli(t.ServedAt), store.Milli(t.EndedAt), key, hash)
	if err != nil {
		return false, fmt.Errorf("queue: insert ticket: %w", err)
	}
	return n == 1, nil
}

// changeTicket writes what an act changed and keeps the counts of the queues that it left and joined.
func changeTicket(tx *store.Tx, officeID string, before, after Ticket) error {
	_, err := tx.Exec(`UPDATE tickets SET service = $2, place = $3, status = $4, counter = $5,
		calls = $6, paper = $7, called_at = $8, served_at = $9, ended_at = $10 WHERE id = $1`,
		after.ID, after.Service, after.Place, string(after.Status), after.Counter,
		after.Calls, string(after.Paper), store.Milli(after.CalledAt), store.Milli(after.ServedAt), store.Milli(after.EndedAt))
	if err != nil {
		return fmt.Errorf("queue: change ticket: %w", err)
	}
	if before.Status == Waiting {
		if err := count(tx, officeID, before, -1); err != nil {
			return err
		}
	}
	if after.Status == Waiting {
		return count(tx, officeID, after, +1)
	}
	return nil
}

func count(tx *store.Tx, officeID string, t Ticket, by int) error {
	ordinary, priority := by, 0
	if t.Priority {
		ordinary, priority = 0, by
	}
	_, err := tx.Exec(`INSERT INTO queues (office, service, day, last, ordinary, priority, passes) VALUES ($1, $2, $3, 0, $4, $5, 0)
		ON CONFLICT (office, service, day) DO UPDATE SET ordinary = queues.ordinary + $4, priority = queues.priority + $5`,
		officeID, t.Service, string(t.Day), ordinary, priority)
	if err != nil {
		return fmt.Errorf("queue: count: %w", err)
	}
	return nil
}

// join counts a ticket as waiting for a service, and takes the next number of the service and day where
// takes is 1; 0 leaves the numbers. It returns the last number taken and how many waited before.
func join(tx *store.Tx, officeID, service string, day office.Day, isPriority bool, takes int) (sequence, ordinary, priority int, err error) {
	addOrdinary, addPriority := 1, 0
	if isPriority {
		addOrdinary, addPriority = 0, 1
	}
	err = tx.Row(`INSERT INTO queues (office, service, day, last, ordinary, priority, passes) VALUES ($1, $2, $3, $6, $4, $5, 0)
		ON CONFLICT (office, service, day) DO UPDATE SET last = queues.last + $6,
			ordinary = queues.ordinary + $4, priority = queues.priority + $5
		RETURNING last, ordinary, priority`,
		officeID, service, string(day), addOrdinary, addPriority, takes).Scan(&sequence, &ordinary, &priority)
	if err != nil {
		return 0, 0, 0, fmt.Errorf("queue: next number: %w", err)
	}
	return sequence, ordinary - addOrdinary, priority - addPriority, nil
}

// ticketBy returns the ticket for which condition holds; NotFound if there is none.
func ticketBy(tx *store.Tx, condition string, args ...any) (Ticket, error) {
	t, err := scanTicket(tx.Row(`SELECT `+ticketColumns+` FROM tickets WHERE `+condition, args...))
	if store.NoRows(err) {
		return Ticket{}, fault.New(fault.NotFound, "ticket.not_found")
	}
	if err != nil {
		return Ticket{}, fmt.Errorf("queue: ticket: %w", err)
	}
	return t, nil
}

func ticketsBy(tx *store.Tx, rest string, args ...any) ([]Ticket, error) {
	var tickets []Ticket
	err := tx.Each(func(rows *sql.Rows) error {
		t, err := scanTicket(rows)
		tickets = append(tickets, t)
		return err
	}, `SELECT `+ticketColumns+` FROM tickets WHERE `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("queue: tickets: %w", err)
	}
	return tickets, nil
}

// atCounter returns the ticket that a counter has called or serves, nil if it has none.
func atCounter(tx *store.Tx, officeID string, day office.Day, counter string) (*Ticket, error) {
	for _, status := range [...]Status{Called, Serving} {
		tickets, err := ticketsBy(tx, `office = $1 AND day = $2 AND status = $3 AND counter = $4`,
			officeID, string(day), string(status), counter)
		if err != nil {
			return nil, err
		}
		if len(tickets) > 0 {
			return &tickets[0], nil
		}
	}
	return nil, nil
}

// head returns the ticket of one kind that waits longest for one of services, nil if none waits.
func head(tx *store.Tx, officeID string, day office.Day, services []string, priority bool) (*Ticket, error) {
	var oldest *Ticket
	for _, service := range services {
		tickets, err := line(tx, officeID, day, service, priority, 1)
		if err != nil {
			return nil, err
		}
		if len(tickets) > 0 && (oldest == nil || tickets[0].before(*oldest)) {
			oldest = &tickets[0]
		}
	}
	return oldest, nil
}

// line returns the first limit tickets of one kind that wait for a service, in queue order.
func line(tx *store.Tx, officeID string, day office.Day, service string, priority bool, limit int) ([]Ticket, error) {
	return ticketsBy(tx, `office = $1 AND day = $2 AND status = $3 AND service = $4 AND priority = $5
		ORDER BY place, issued_seq LIMIT $6`, officeID, string(day), string(Waiting), service, priority, limit)
}

// passes returns how many priority calls have passed the first ordinary ticket of a service.
func passes(tx *store.Tx, officeID string, day office.Day, service string) (int, error) {
	var n int
	err := tx.Row(`SELECT passes FROM queues WHERE office = $1 AND service = $2 AND day = $3`, officeID, service, string(day)).Scan(&n)
	if err != nil && !store.NoRows(err) {
		return 0, fmt.Errorf("queue: passes: %w", err)
	}
	return n, nil
}

func setPasses(tx *store.Tx, officeID string, day office.Day, service string, n int) error {
	_, err := tx.Exec(`UPDATE queues SET passes = $4 WHERE office = $1 AND service = $2 AND day = $3`,
		officeID, service, string(day), n)
	if err != nil {
		return fmt.Errorf("queue: passes: %w", err)
	}
	return nil
}

// hold is a counter in somebody's hands.
type hold struct {
	staff string
	since time.Time
}

// holds returns what the counters table says of each counter, whatever day it is of.
func holds(tx *store.Tx, officeID string) (map[string]hold, error) {
	all := map[string]hold{}
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			id    string
			h     hold
			since int64
		)
		if err := rows.Scan(&id, &h.staff, &since); err != nil {
			return err
		}
		h.since = store.Moment(since)
		all[id] = h
		return nil
	}, `SELECT id, staff, since FROM counters WHERE office = $1 AND staff <> ''`, officeID)
	if err != nil {
		return nil, fmt.Errorf("queue: counters: %w", err)
	}
	return all, nil
}

func setHolder(tx *store.Tx, officeID, counter, staff string) error {
	_, err := tx.Exec(`INSERT INTO counters (office, id, staff, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office, id) DO UPDATE SET staff = $3, since = $4`, officeID, counter, staff, tx.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("queue: counter: %w", err)
	}
	return nil
}

// waiting returns how many wait for each service today.
func waiting(tx *store.Tx, officeID string, day office.Day) (map[string]int, error) {
	return byService(tx, officeID, day, "ordinary + priority")
}

// goneNumbers returns how many numbers of each service nobody can have any more today but the kiosks that hold them;
// what the book itself holds is not gone.
func goneNumbers(tx *store.Tx, officeID string, day office.Day, book string) (map[string]int, error) {
	gone, err := byService(tx, officeID, day, "last")
	if err != nil || book == "" {
		return gone, err
	}
	held, err := heldBy(tx, officeID, day, book)
	for service, numbers := range held {
		gone[service] -= len(numbers)
	}
	return gone, err
}

func byService(tx *store.Tx, officeID string, day office.Day, column string) (map[string]int, error) {
	counts := map[string]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			service string
			n       int
		)
		if err := rows.Scan(&service, &n); err != nil {
			return err
		}
		counts[service] = n
		return nil
	}, `SELECT service, `+column+` FROM queues WHERE office = $1 AND day = $2`, officeID, string(day))
	if err != nil {
		return nil, fmt.Errorf("queue: %s: %w", column, err)
	}
	return counts, nil
}
