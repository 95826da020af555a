package store

import (
	"context"
	"database/sql"
	"errors"
)

// statements runs queries on one connection to SQLite through statements that were prepared once. Preparing
// takes about as long as running for the short statements of a ticket. One goroutine at a time uses it.
type statements struct {
	conn  *sql.Conn
	cache map[string]*sql.Stmt // by query as written
}

func newStatements(conn *sql.Conn) statements {
	return statements{conn: conn, cache: map[string]*sql.Stmt{}}
}

func (s statements) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if kept, ok := s.cache[query]; ok {
		return kept, nil
	}
	made, err := s.conn.PrepareContext(ctx, numbered(query))
	if err == nil {
		s.cache[query] = made
	}
	return made, err
}

// close closes the connection. Its statements go first: SQLite keeps a connection open behind the scenes while one is
// left, and copies the log into the database only when the last connection is truly closed.
func (s statements) close() error {
	var errs []error
	for query, kept := range s.cache {
		errs = append(errs, kept.Close())
		delete(s.cache, query)
	}
	return errors.Join(append(errs, s.conn.Close())...)
}

func (s statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := s.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (s statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}
