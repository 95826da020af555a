package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"loket/server/store"
)

// TestTheLogIsCopiedBesideTheWriter writes far more than the log may hold, copying now and then as the checkpointer
// does by itself: the log is begun anew instead of growing.
func TestTheLogIsCopiedBesideTheWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	write := func() {
		t.Helper()
		for range 50 {
			if err := s.Update(t.Context(), func(tx *store.Tx) error {
				_, err := tx.Exec(`INSERT INTO offices (id, config, updated_at) VALUES ('x', $1, $2)
					ON CONFLICT (id) DO UPDATE SET config = $1, updated_at = offices.updated_at + 1`, string(make([]byte, 4000)), 1)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	size := func() int64 {
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	write()
	once := size()
	for range 5 {
		s.CopyLog()
		write()
	}
	if got := size(); got > once*3/2 {
		t.Errorf("the log has %d bytes after six rounds, %d after one", got, once)
	}
}

// TestCloseLeavesOneFile writes and closes at once: the database holds all by itself, and no log is left beside it.
func TestCloseLeavesOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "closed.db")
	s, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO offices (id, config, updated_at) VALUES ('x', '', 1)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); err != nil { // a reader has its statements too
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}
