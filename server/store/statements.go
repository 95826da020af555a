package store

import (
	"context"
	"database/sql"
	"sync"
)

// statements runs queries on SQLite through statements that were prepared once. Preparing takes about
// as long as running for the short statements of a ticket.
type statements struct {
	prepare func(ctx context.Context, query string) (*sql.Stmt, error)
	bind    func(ctx context.Context, stmt *sql.Stmt) *sql.Stmt
	cache   *sync.Map // query as written → *sql.Stmt
}

func (s statements) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if kept, ok := s.cache.Load(query); ok {
		return s.bind(ctx, kept.(*sql.Stmt)), nil
	}
	made, err := s.prepare(ctx, numbered(query))
	if err != nil {
		return nil, err
	}
	kept, loaded := s.cache.LoadOrStore(query, made)
	if loaded {
		_ = made.Close()
	}
	return s.bind(ctx, kept.(*sql.Stmt)), nil
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
