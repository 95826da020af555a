package visit

import (
	"database/sql"
	"fmt"
	"time"

	"loket/server/fault"
	"loket/server/store"
)

const columns = `id, day, ticket, number, service, counter, procedure, seeker, started_at, ended_at, ending, note`

func insertVisit(tx *store.Tx, officeID string, v Visit) error {
	_, err := tx.Exec(`INSERT INTO visits (office, `+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '')`,
		officeID, v.ID, string(v.Day), v.Ticket, v.Number, v.Service, v.Counter, v.Procedure, v.Seeker, v.Began.UnixMilli())
	if err != nil {
		return fmt.Errorf("visit: insert: %w", err)
	}
	return nil
}

// changeVisit writes what may have changed, and the steps from the given one on.
func changeVisit(tx *store.Tx, v Visit, from int) error {
	_, err := tx.Exec(`UPDATE visits SET seeker = $2, ended_at = $3, ending = $4, note = $5 WHERE id = $1`,
		v.ID, v.Seeker, store.Milli(v.EndedAt), string(v.Ending), v.Note)
	if err != nil {
		return fmt.Errorf("visit: change: %w", err)
	}
	for n := from; n < len(v.Steps); n++ {
		s := v.Steps[n]
		_, err := tx.Exec(`INSERT INTO visit_steps (visit, n, activity, officer, role, standard, started_at, ended_at, result, reason, note)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (visit, n) DO UPDATE SET officer = $4, role = $5, ended_at = $8, result = $9, reason = $10, note = $11`,
			v.ID, n, s.Activity, s.Officer, string(s.Role), int64(s.Standard/time.Second),
			s.StartedAt.UnixMilli(), store.Milli(s.EndedAt), string(s.Result), s.Reason, s.Note)
		if err != nil {
			return fmt.Errorf("visit: step: %w", err)
		}
	}
	return nil
}

// visitsBy reads the visits for which condition holds, without their procedures.
func visitsBy(tx *store.Tx, condition string, args ...any) ([]Visit, error) {
	visits, err := scanAll(tx, `SELECT `+columns+` FROM visits WHERE `+condition, args, func(scan func(...any) error) (v Visit, err error) {
		var began, ended int64
		err = scan(&v.ID, &v.Day, &v.Ticket, &v.Number, &v.Service, &v.Counter, &v.Procedure, &v.Seeker, &began, &ended, &v.Ending, &v.Note)
		v.Began, v.EndedAt = store.Moment(began), store.Moment(ended)
		return v, err
	})
	for i := range visits {
		if visits[i].Steps, err = stepsOf(tx, visits[i].ID); err != nil {
			return nil, err
		}
	}
	return visits, err
}

func stepsOf(tx *store.Tx, visit string) ([]Step, error) {
	return scanAll(tx, `SELECT activity, officer, role, standard, started_at, ended_at, result, reason, note
		FROM visit_steps WHERE visit = $1 ORDER BY n`, []any{visit}, func(scan func(...any) error) (s Step, err error) {
		var standard, started, ended int64
		err = scan(&s.Activity, &s.Officer, (*string)(&s.Role), &standard, &started, &ended, &s.Result, &s.Reason, &s.Note)
		s.Standard, s.StartedAt, s.EndedAt = time.Duration(standard)*time.Second, store.Moment(started), store.Moment(ended)
		return s, err
	})
}

// visitBy reads the one visit for which condition holds. NotFound without.
func visitBy(tx *store.Tx, condition string, args ...any) (Visit, error) {
	found, err := visitsBy(tx, condition, args...)
	switch {
	case err != nil:
		return Visit{}, err
	case len(found) == 0:
		return Visit{}, fault.New(fault.NotFound, "visit.not_found")
	}
	return found[0], nil
}

func scanAll[T any](tx *store.Tx, query string, args []any, read func(scan func(...any) error) (T, error)) ([]T, error) {
	var all []T
	err := tx.Each(func(rows *sql.Rows) error {
		one, err := read(rows.Scan)
		all = append(all, one)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("visit: read: %w", err)
	}
	return all, nil
}

func insertAbsence(tx *store.Tx, officeID string, a Absence) error {
	_, err := tx.Exec(`INSERT INTO absences (office, day, started_at, ended_at, reason, deputy, marked_by) VALUES ($1, $2, $3, 0, $4, $5, $6)
		ON CONFLICT (office, started_at) DO UPDATE SET ended_at = 0, reason = $4, deputy = $5, marked_by = $6`, // marked again at once
		officeID, string(a.Day), a.Since.UnixMilli(), a.Reason, a.Deputy, a.MarkedBy)
	if err != nil {
		return fmt.Errorf("visit: absence: %w", err)
	}
	return nil
}

func endAbsence(tx *store.Tx, officeID string, a Absence, at time.Time) error {
	_, err := tx.Exec(`UPDATE absences SET ended_at = $3 WHERE office = $1 AND started_at = $2`, officeID, a.Since.UnixMilli(), at.UnixMilli())
	if err != nil {
		return fmt.Errorf("visit: absence: %w", err)
	}
	return nil
}

// absenceOn reads the absence that holds on a day; false without.
func absenceOn(tx *store.Tx, officeID, day string) (a Absence, found bool, err error) {
	var since int64
	err = tx.Row(`SELECT day, started_at, reason, deputy, marked_by FROM absences WHERE office = $1 AND day = $2 AND ended_at = 0
		ORDER BY started_at DESC LIMIT 1`, officeID, day).Scan(&a.Day, &since, &a.Reason, &a.Deputy, &a.MarkedBy)
	if store.NoRows(err) {
		return Absence{}, false, nil
	}
	a.Since = store.Moment(since)
	return a, err == nil, err
}
