package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loket/server/store"
	"loket/server/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// newCounts adds the table of these tests with the rows named, each 0.
func newCounts(t *testing.T, s *store.Store, names ...string) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		if _, err := tx.Exec(`CREATE TABLE counts (name TEXT PRIMARY KEY, n BIGINT NOT NULL)`); err != nil {
			return err
		}
		for _, name := range names {
			if _, err := tx.Exec(`INSERT INTO counts (name, n) VALUES ($1, 0)`, name); err != nil {
				return err
			}
		}
		return nil
	})
}

func update(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func increment(tx *store.Tx, name string) error {
	changed, err := tx.Exec(`UPDATE counts SET n = n + 1 WHERE name = $1`, name)
	if err == nil && changed != 1 {
		err = errors.New("no row " + name)
	}
	return err
}

func count(t *testing.T, s *store.Store, name string) (n int) {
	t.Helper()
	err := s.Glance(context.Background(), func(tx *store.Tx) error {
		return tx.Row(`SELECT n FROM counts WHERE name = $1`, name).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var errRefused = errors.New("refused")

func TestFailedUpdateLeavesNothing(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		before := storetest.Dump(t, s)
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			tx.OnCommit(func() { t.Error("OnCommit ran") })
			if _, err := tx.Exec(`INSERT INTO counts (name, n) VALUES ('b', 1)`); err != nil {
				return err
			}
			if err := increment(tx, "a"); err != nil {
				return err
			}
			return errRefused
		})
		if !errors.Is(err, errRefused) {
			t.Errorf("Update returned %v, want the function's own error", err)
		}
		if after := storetest.Dump(t, s); after != before {
			t.Errorf("a failed transaction left\n%s\nwhere there was\n%s", after, before)
		}
	})
}

func TestOnCommitRunsOnceDurable(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		var ran []string
		seen := -1
		update(t, s, func(tx *store.Tx) error {
			tx.OnCommit(func() { ran = append(ran, "first"); seen = count(t, s, "a") })
			tx.OnCommit(func() { ran = append(ran, "second") })
			if len(ran) > 0 {
				t.Error("OnCommit ran at once")
			}
			return increment(tx, "a")
		})
		if got := strings.Join(ran, " "); got != "first second" {
			t.Errorf("OnCommit ran %q", got)
		}
		if seen != 1 {
			t.Errorf("when OnCommit ran, another connection read %d, want 1", seen)
		}
	})
}

// A constraint that is checked last makes the commit itself fail.
func TestFailedCommitIsAnError(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		update(t, s, func(tx *store.Tx) error {
			_, err := tx.Exec(`CREATE TABLE parts (whole TEXT NOT NULL REFERENCES counts (name) DEFERRABLE INITIALLY DEFERRED)`)
			return err
		})
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			tx.OnCommit(func() { t.Error("OnCommit ran") })
			if _, err := tx.Exec(`INSERT INTO parts (whole) VALUES ('nothing')`); err != nil {
				t.Errorf("the constraint was checked too early for this test: %v", err)
			}
			return increment(tx, "a")
		})
		if err == nil || !strings.Contains(err.Error(), "commit") {
			t.Errorf("Update returned %v, want the commit's error", err)
		}
		update(t, s, func(tx *store.Tx) error { return increment(tx, "a") })
		if n := count(t, s, "a"); n != 1 {
			t.Errorf("a is %d, want 1", n)
		}
	})
}

func TestPanicUndoesAndReachesTheCaller(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		func() {
			defer func() {
				if got := recover(); got != "broken" {
					t.Errorf("recovered %v, want the function's own panic", got)
				}
			}()
			_ = s.Update(t.Context(), func(tx *store.Tx) error {
				tx.OnCommit(func() { t.Error("OnCommit ran") })
				if err := increment(tx, "a"); err != nil {
					t.Error(err)
				}
				panic("broken")
			})
			t.Error("Update returned")
		}()
		update(t, s, func(tx *store.Tx) error { return increment(tx, "a") })
		if n := count(t, s, "a"); n != 1 {
			t.Errorf("a is %d after a panic and one increment", n)
		}
	})
}

// A caller that has gone before its turn changes nothing: nobody would hear the answer.
func TestCancelledBeforeItsStart(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for range 20 { // a select between two ready channels takes either
			err := s.Update(gone, func(tx *store.Tx) error { return increment(tx, "a") })
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("Update returned %v", err)
			}
			if err := s.View(gone, func(*store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
				t.Fatalf("View returned %v", err)
			}
		}
		if n := count(t, s, "a"); n != 0 {
			t.Errorf("a is %d", n)
		}
	})
}

// A caller that leaves half-way gets what it asked for: a ticket is whole or not there.
func TestCancelledMidwayGoesOn(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		leaving, leave := context.WithCancel(t.Context())
		err := s.Update(leaving, func(tx *store.Tx) error {
			leave()
			return increment(tx, "a")
		})
		if n := count(t, s, "a"); err != nil || n != 1 {
			t.Errorf("a is %d, %v; want 1 and no error", n, err)
		}
	})
}

func TestViewSeesOneState(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a", "b")
		err := s.View(t.Context(), func(tx *store.Tx) error {
			var before, after int
			if err := tx.Row(`SELECT n FROM counts WHERE name = 'a'`).Scan(&before); err != nil {
				return err
			}
			update(t, s, func(tx *store.Tx) error { return errors.Join(increment(tx, "a"), increment(tx, "b")) })
			for _, name := range []string{"a", "b"} {
				if err := tx.Row(`SELECT n FROM counts WHERE name = $1`, name).Scan(&after); err != nil {
					return err
				}
				if after != before {
					t.Errorf("the view sees %s = %d after a = %d", name, after, before)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if n := count(t, s, "b"); n != 1 {
			t.Errorf("b is %d", n)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		err := s.View(t.Context(), func(tx *store.Tx) error { return increment(tx, "a") })
		if err == nil {
			t.Error("a view wrote")
		}
		if n := count(t, s, "a"); n != 0 {
			t.Errorf("a is %d", n)
		}
	})
}

func TestClosedStoreGivesErrors(t *testing.T) {
	storetest.ForEachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		newCounts(t, s, "a")
		count(t, s, "a") // so that a prepared statement is kept
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("open: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"Update": s.Update(t.Context(), func(tx *store.Tx) error { return increment(tx, "a") }),
			"View":   s.View(t.Context(), func(tx *store.Tx) error { return increment(tx, "a") }),
			"Ping":   s.Ping(t.Context()),
			"Glance": s.Glance(t.Context(), func(tx *store.Tx) error {
				var n int
				return tx.Row(`SELECT n FROM counts WHERE name = $1`, "a").Scan(&n)
			}),
		} {
			if err == nil {
				t.Errorf("%s on a closed store succeeded", name)
			}
		}
		if err := s.Close(); err != nil {
			t.Errorf("closing again: %v", err)
		}
	})
}

func TestOpenAgainKeepsEverything(t *testing.T) {
	storetest.ForEachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		newCounts(t, s, "a")
		update(t, s, func(tx *store.Tx) error { return increment(tx, "a") })
		before := storetest.Dump(t, s)
		if !strings.Contains(before, "goose_db_version") {
			t.Errorf("the dump lacks the migrations: %s", before)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if after := storetest.Dump(t, storetest.Open(t, url)); after != before {
			t.Errorf("opening again changed\n%s\nto\n%s", before, after)
		}
	})
}

func TestNodesMigrateOneDatabaseTogether(t *testing.T) {
	url := storetest.PostgreSQL(t)
	opened := make(chan error)
	for range 2 {
		go func() {
			s, err := store.Open(context.Background(), url)
			if err == nil {
				err = s.Close()
			}
			opened <- err
		}()
	}
	for range 2 {
		if err := <-opened; err != nil {
			t.Error(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(file, []byte(strings.Repeat("this is no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"", "loket.db", "mysql://loket@localhost/loket", "sqlite:" + file, "postgres://loket@/loket?host=/nowhere"} {
		if s, err := store.Open(t.Context(), url); err == nil {
			s.Close()
			t.Errorf("Open(%q) succeeded", url)
		}
	}
}

func TestTransactionHasOneMoment(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		clock := storetest.At("2026-11-23T08:00:00+08:00")
		s.Now = clock.Now
		update(t, s, func(tx *store.Tx) error {
			first := tx.Now()
			clock.Add(time.Hour)
			if !tx.Now().Equal(first) {
				t.Errorf("the transaction's moment went from %s to %s", first, tx.Now())
			}
			return nil
		})
	})
}
