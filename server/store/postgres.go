package store

import (
	"context"
	"database/sql"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// postgres is one pool; pgx prepares and keeps statements by itself.
type postgres struct{ db *sql.DB }

func openPostgres(ctx context.Context, url string) (*postgres, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(32)
	db.SetMaxIdleConns(32)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("store: PostgreSQL: %w", err)
	}
	return &postgres{db}, nil
}

func (p *postgres) update(ctx context.Context, fn func(querier) error, committed func()) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	committed()
	return nil
}

func (p *postgres) view(ctx context.Context, fn func(querier) error) error {
	tx, err := p.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return fmt.Errorf("store: begin view: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	return fn(tx)
}

func (p *postgres) glance(_ context.Context, fn func(querier) error) error { return fn(p.db) }

func (p *postgres) forUpdate() string { return " FOR UPDATE" }

func (p *postgres) database() *sql.DB { return p.db }

func (p *postgres) close() error { return p.db.Close() }
