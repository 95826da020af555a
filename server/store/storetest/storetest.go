// Package storetest runs a test on every engine of the store: SQLite in a file of the test's own folder and
// a real PostgreSQL, which is never skipped. A package that uses it has this TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
package storetest

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"loket/server/store"
	"loket/server/store/storetest/postgres"
)

// server is the process's PostgreSQL, started by the first test that needs it.
var server struct {
	sync.Mutex
	running *postgres.Server
}

// Main runs the package's tests and then stops the PostgreSQL that they started. It returns the exit code.
func Main(m *testing.M) int {
	code := m.Run()
	server.Lock()
	defer server.Unlock()
	if server.running != nil {
		server.running.Stop()
	}
	return code
}

// ForEachEngine runs test on an empty store of each engine, closed when the test ends.
func ForEachEngine(t *testing.T, test func(t *testing.T, s *store.Store)) {
	ForEachURL(t, func(t *testing.T, url string) { test(t, Open(t, url)) })
}

// ForEachURL runs test on an empty database of each engine, for tests that open it themselves or more than
// once.
func ForEachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, PostgreSQL(t)) })
}

// SQLite is the URL of a new SQLite file.
func SQLite(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "loket.db") }

// Open opens a database and closes it when the test ends.
func Open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// PostgreSQL is the URL of a new database on the process's own server, dropped when the test ends.
func PostgreSQL(t testing.TB) string {
	t.Helper()
	server.Lock()
	defer server.Unlock()
	if server.running == nil {
		s, err := postgres.Start()
		if err != nil {
			t.Fatal(err)
		}
		server.running = s
	}
	url, drop, err := server.running.NewDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	return url
}
