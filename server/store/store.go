// Package store opens the office's database, SQLite for one office's computer and PostgreSQL for many
// nodes, and runs transactions on it. The SQL of the rooms is one text for both engines: $N
// placeholders, TEXT ids made in Go, BIGINT unix milliseconds, no functions of one engine alone.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Store is an open database. Its methods may be called from many goroutines.
type Store struct {
	// Now is the clock of every transaction.
	Now func() time.Time

	engine engine
}

// engine is what SQLite and PostgreSQL do differently.
type engine interface {
	update(ctx context.Context, fn func(querier) error, committed func()) error
	view(ctx context.Context, fn func(querier) error) error
	glance(ctx context.Context, fn func(querier) error) error
	forUpdate() string
	database() *sql.DB // for migrations, backup and tests
	close() error
}

// Open opens the database at url, `sqlite:PATH` or `postgres://…`, and brings its tables up to date.
func Open(ctx context.Context, url string) (*Store, error) {
	var (
		e       engine
		dialect dialect
		err     error
	)
	switch scheme, rest, _ := strings.Cut(url, ":"); scheme {
	case "sqlite":
		e, err = openSQLite(ctx, rest)
		dialect = sqliteDialect
	case "postgres", "postgresql":
		e, err = openPostgres(ctx, url)
		dialect = postgresDialect
	default:
		return nil, fmt.Errorf("store: %q is neither sqlite:PATH nor postgres://…", scheme)
	}
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, e.database(), dialect); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return &Store{Now: time.Now, engine: e}, nil
}

// Update runs fn in a transaction that writes. If fn returns an error, nothing of it stays, and Update
// returns that error. On SQLite transactions run one after the other and may share one durable
// commit; on PostgreSQL they run at once, and fn must lock what it reads and then changes.
// fn must not call Update or View. Nothing runs if ctx is over already; later its end changes nothing.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx := &Tx{ctx: ctx, clock: s.Now, lock: s.engine.forUpdate()}
	return s.engine.update(ctx, func(q querier) error {
		tx.q = q
		return fn(tx)
	}, func() {
		for _, after := range tx.after {
			after()
		}
	})
}

// View runs fn in a transaction that only reads and sees one state of the database throughout.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.view(ctx, s.reading(ctx, fn))
}

// Glance is View for a single query: one query alone sees one state anyway, and beginning and ending a
// transaction would take three times as long as the query of a token.
func (s *Store) Glance(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.glance(ctx, s.reading(ctx, fn))
}

// reading is fn on a querier. Queries are short and run to their end: to break one off would break its
// connection too.
func (s *Store) reading(ctx context.Context, fn func(*Tx) error) func(querier) error {
	return func(q querier) error {
		return fn(&Tx{ctx: context.WithoutCancel(ctx), clock: s.Now, q: q})
	}
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.Glance(ctx, func(tx *Tx) error {
		var one int
		return tx.Row("SELECT 1").Scan(&one)
	})
}

// Close waits for running transactions and closes the database. Closing again does nothing.
func (s *Store) Close() error { return s.engine.close() }
