package store_test

import (
	"database/sql"
	"testing"

	"loket/server/store/storetest"
)

// mattn ignores a setting whose name it does not know, so each connection is asked for the effect.
func TestPragmasAreInEffect(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	newCounts(t, s, "a")
	writer, readers := s.Pools()
	const full = "2"
	pragmas(t, "writer", writer, 1, map[string]string{ // the store itself holds the others
		"journal_mode": "wal", "synchronous": full, "busy_timeout": "10000", "foreign_keys": "1", "query_only": "0",
	})
	pragmas(t, "reader", readers, 4, map[string]string{"journal_mode": "wal", "busy_timeout": "10000", "query_only": "1"})
	if _, err := readers.ExecContext(t.Context(), `PRAGMA query_only = 0`); err != nil {
		t.Fatal(err)
	}
	for range 4 { // some connection has it off now, and its file is still open for reading only
		if _, err := readers.ExecContext(t.Context(), `UPDATE counts SET n = 1`); err == nil {
			t.Error("a reader wrote")
		}
	}
}

// pragmas asks n connections of the pool at once.
func pragmas(t *testing.T, name string, pool *sql.DB, n int, want map[string]string) {
	t.Helper()
	for i := range n {
		conn, err := pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		for pragma, value := range want {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
				t.Errorf("%s %d: %s is %q, %v; want %q", name, i, pragma, got, err, value)
			}
		}
	}
}
