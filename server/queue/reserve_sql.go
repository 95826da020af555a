package queue

import (
	"database/sql"
	"fmt"
	"time"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/store"
)

// heldBy returns the unused numbers of a book, by service, in order.
func heldBy(tx *store.Tx, officeID string, day office.Day, book string) (map[string][]int, error) {
	held := map[string][]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			service  string
			sequence int
		)
		err := rows.Scan(&service, &sequence)
		held[service] = append(held[service], sequence)
		return err
	}, `SELECT home, sequence FROM reserved WHERE office = $1 AND day = $2 AND book = $3 ORDER BY home, sequence`,
		officeID, string(day), book)
	return held, wrap(err, "reserved numbers")
}

// lastNumber returns the highest number of a service and day that is taken or reserved, 0 if none is.
func lastNumber(tx *store.Tx, officeID, service string, day office.Day) (int, error) {
	var last int
	err := tx.Row(`SELECT last FROM queues WHERE office = $1 AND service = $2 AND day = $3`, officeID, service, string(day)).Scan(&last)
	if store.NoRows(err) {
		return 0, nil
	}
	return last, wrap(err, "last number")
}

// advance takes n numbers of a service and day and returns the highest of them.
func advance(tx *store.Tx, officeID, service string, day office.Day, n int) (int, error) {
	var last int
	err := tx.Row(`INSERT INTO queues (office, service, day, last, ordinary, priority, passes) VALUES ($1, $2, $3, $4, 0, 0, 0)
		ON CONFLICT (office, service, day) DO UPDATE SET last = queues.last + $4 RETURNING last`,
		officeID, service, string(day), n).Scan(&last)
	return last, wrap(err, "advance")
}

func reserve(tx *store.Tx, officeID, service string, day office.Day, sequence int, device, book string) error {
	_, err := tx.Exec(`INSERT INTO reserved (office, day, home, sequence, book, device, reserved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		officeID, string(day), service, sequence, book, device, tx.Now().UnixMilli())
	return wrap(err, "reserve")
}

// takeReserved ends a number's reservation, for its ticket follows, and returns since when it was reserved. A
// kiosk that was paired anew may use what it held before, so it is not asked who holds it. Conflict if nobody does,
// or if the token is another ticket's.
func takeReserved(tx *store.Tx, officeID, service string, own Own) (time.Time, error) {
	var since int64
	err := tx.Row(`DELETE FROM reserved WHERE office = $1 AND day = $2 AND home = $3 AND sequence = $4
		AND NOT EXISTS (SELECT 1 FROM tickets WHERE token = $5) RETURNING reserved_at`,
		officeID, string(own.Day), service, own.Sequence, own.Token).Scan(&since)
	if store.NoRows(err) {
		return time.Time{}, fault.New(fault.Conflict, "number.not_reserved").At("reserved.sequence")
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("queue: reserved number: %w", err)
	}
	return store.Moment(since), nil
}
