package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// querier runs statements whose placeholders are $N.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Tx is one transaction with its clock. It must not be used after the function that got it returned.
type Tx struct {
	ctx   context.Context
	clock func() time.Time
	now   time.Time
	q     querier
	lock  string
	after []func()
}

// Now is the transaction's one moment: the clock when it was first asked, which a caller that waits for
// a lock does only after it has it.
func (tx *Tx) Now() time.Time {
	if tx.now.IsZero() {
		tx.now = tx.clock().Truncate(time.Millisecond) // as it is stored
	}
	return tx.now
}

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	r, err := tx.q.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Row is the answer to a query for one row.
type Row struct {
	rows *sql.Rows
	err  error
}

// Scan reads the row's columns; sql.ErrNoRows if there is none. It must be called once.
func (r Row) Scan(columns ...any) error {
	if r.err != nil {
		return r.err
	}
	defer func() { _ = r.rows.Close() }()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := r.rows.Scan(columns...); err != nil {
		return err
	}
	return r.rows.Close()
}

// NoRows tells whether a Scan found no row.
func NoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Row runs a query for one row.
func (tx *Tx) Row(query string, args ...any) Row {
	rows, err := tx.q.QueryContext(tx.ctx, query, args...)
	return Row{rows, err}
}

// Each runs a query and calls scan for each row.
func (tx *Tx) Each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := tx.q.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// ForUpdate ends a SELECT whose rows must not change until the transaction ends. On SQLite it is empty:
// there only one transaction writes at a time.
func (tx *Tx) ForUpdate() string { return tx.lock }

// OnCommit has fn run when the transaction is durable, and never if it is undone. It must be quick:
// on SQLite the next transaction waits for it.
func (tx *Tx) OnCommit(fn func()) { tx.after = append(tx.after, fn) }
