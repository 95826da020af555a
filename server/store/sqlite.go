package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
)

// sqlite is one file with two pools: one connection that writes (group.go) and several that can only
// read. A deferred transaction that reads and then writes fails under load; an immediate one never.
type sqlite struct {
	writer  *sql.DB
	group   *group
	copier  *checkpointer
	readers *readers
}

func openSQLite(ctx context.Context, path string) (*sqlite, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := createFile(path); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	writer, err := sql.Open(sqliteDriver, sqliteDSN(path, writerPragmas, nil))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	writer.SetMaxOpenConns(3) // one for the group, one for its log, one for migrations and backups
	if err := writer.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: open %s: %w", path, err), writer.Close())
	}
	reading, err := sql.Open(sqliteDriver, sqliteDSN(path, readerPragmas, url.Values{"mode": {"ro"}}))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), writer.Close())
	}
	group, err := startGroup(ctx, writer)
	if err != nil {
		return nil, errors.Join(err, reading.Close(), writer.Close())
	}
	copier, err := startCheckpointer(ctx, writer, group)
	if err != nil {
		group.stop()
		return nil, errors.Join(err, reading.Close(), writer.Close())
	}
	return &sqlite{writer: writer, group: group, copier: copier, readers: openReaders(reading, max(4, 2*runtime.NumCPU()))}, nil
}

// createFile makes a new database readable for its owner only, which SQLite would not; the log beside it takes
// its mode. One that is there is not opened: closing it would drop the locks that this process has on it.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// Pragmas stand in the DSN, so that each connection of a pool has them. FULL: a ticket that a person
// holds on paper survives a power cut.
var (
	writerPragmas = map[string]string{
		"journal_mode": "WAL", "synchronous": "FULL", "busy_timeout": "10000", "foreign_keys": "1",
	}
	readerPragmas = map[string]string{"query_only": "1", "busy_timeout": "10000"}
)

func (s *sqlite) update(_ context.Context, fn func(querier) error, committed func()) error {
	return s.group.run(fn, committed)
}

func (s *sqlite) view(ctx context.Context, fn func(querier) error) error {
	return s.readers.view(ctx, fn)
}

func (s *sqlite) glance(ctx context.Context, fn func(querier) error) error {
	return s.readers.use(ctx, func(one *reader) error { return fn(one.stmt) })
}

func (s *sqlite) forUpdate() string { return "" }

func (s *sqlite) database() *sql.DB { return s.writer }

func (s *sqlite) close() error {
	s.copier.stop()
	s.group.stop()
	return errors.Join(s.readers.close(), s.writer.Close())
}

// OpenBare opens an SQLite file with the writer's settings and nothing of the store around it: the floor
// that the program's speed is measured against.
func OpenBare(path string) (*sql.DB, error) {
	return sql.Open(sqliteDriver, sqliteDSN(path, writerPragmas, nil))
}

// Engine names the SQLite that the program was built with.
func Engine() string { return sqliteDriver }
