package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"loket/server/store"
)

// A folder that somebody made by hand lets others in; the database in it does not.
func TestNewDatabaseIsForItsOwnerOnly(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // as mkdir makes it
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(folder, "loket.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for _, name := range []string{"loket.db", "loket.db-wal", "loket.db-shm"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %04o", name, info.Mode().Perm())
		}
	}
}
