package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// readers is the connections of a SQLite file that can only read. Each keeps its own prepared statements: one
// that had to be prepared on another connection, while this one is held, would wait for ever once all are held.
type readers struct {
	db   *sql.DB
	idle chan *reader
	once sync.Once
	quit chan struct{}
}

type reader struct {
	conn *sql.Conn // nil until first used
	stmt statements
}

func openReaders(db *sql.DB, n int) *readers {
	r := &readers{db: db, idle: make(chan *reader, n), quit: make(chan struct{})}
	for range n {
		r.idle <- &reader{}
	}
	return r
}

// use runs fn with a connection of its own.
func (r *readers) use(ctx context.Context, fn func(*reader) error) error {
	var one *reader
	select {
	case one = <-r.idle:
	case <-ctx.Done():
		return ctx.Err()
	case <-r.quit:
		return errClosed
	}
	defer func() { r.idle <- one }()
	if one.conn == nil {
		conn, err := r.db.Conn(ctx)
		if err != nil {
			return fmt.Errorf("store: reader: %w", err)
		}
		one.conn, one.stmt = conn, newStatements(conn)
	}
	return fn(one)
}

// view runs fn in a transaction, which always ends undone: there is nothing to keep.
func (r *readers) view(ctx context.Context, fn func(querier) error) error {
	return r.use(ctx, func(one *reader) (err error) {
		if err := one.exec("BEGIN"); err != nil {
			return fmt.Errorf("store: begin view: %w", err)
		}
		defer func() {
			if ended := one.exec("ROLLBACK"); ended != nil {
				err = errors.Join(err, fmt.Errorf("store: end view: %w", ended), one.stmt.close())
				one.conn = nil
			}
		}()
		return fn(one.stmt)
	})
}

func (one *reader) exec(query string) error {
	_, err := one.stmt.ExecContext(context.Background(), query)
	return err
}

// close waits for the readers in use.
func (r *readers) close() error {
	var errs []error
	r.once.Do(func() {
		close(r.quit)
		for range cap(r.idle) {
			if one := <-r.idle; one.conn != nil {
				errs = append(errs, one.stmt.close())
			}
		}
		errs = append(errs, r.db.Close())
	})
	return errors.Join(errs...)
}
