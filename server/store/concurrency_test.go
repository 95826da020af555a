package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"loket/server/store"
	"loket/server/store/storetest"
)

func TestManyWritersLoseNothing(t *testing.T) {
	const writers, each = 16, 50
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a", "own")
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range each {
					err := s.Update(context.Background(), func(tx *store.Tx) error {
						var n int // read, think, write: what loses numbers without a lock
						if err := tx.Row(`SELECT n FROM counts WHERE name = 'a'` + tx.ForUpdate()).Scan(&n); err != nil {
							return err
						}
						if _, err := tx.Exec(`UPDATE counts SET n = $1 WHERE name = 'a'`, n+1); err != nil {
							return err
						}
						return increment(tx, "own")
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		if a, own := count(t, s, "a"), count(t, s, "own"); a != writers*each || own != writers*each {
			t.Errorf("%d and %d after %d increments", a, own, writers*each)
		}
	})
}

// Half of the writers fail; the others' work and the order of what they say after commit stay whole.
func TestOnCommitRunsInTheOrderOfCommits(t *testing.T) {
	const writers, each = 8, 25
	s := storetest.Open(t, storetest.SQLite(t))
	newCounts(t, s, "a")
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		heard []int
	)
	for w := range writers {
		wg.Go(func() {
			for range each {
				err := s.Update(context.Background(), func(tx *store.Tx) error {
					var n int
					if err := tx.Row(`UPDATE counts SET n = n + 1 WHERE name = 'a' RETURNING n`).Scan(&n); err != nil {
						return err
					}
					tx.OnCommit(func() {
						mu.Lock()
						defer mu.Unlock()
						heard = append(heard, n)
					})
					if w%2 == 1 {
						return errRefused
					}
					return nil
				})
				if (w%2 == 1) != errors.Is(err, errRefused) {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	wg.Wait()
	var want []int
	for n := range writers / 2 * each {
		want = append(want, n+1)
	}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %v", heard)
	}
}

// together runs jobs so that they share one commit: all wait while another transaction runs.
func together(t *testing.T, s *store.Store, jobs ...func(*store.Tx) error) []any {
	t.Helper()
	var wg sync.WaitGroup
	outcomes := make([]any, len(jobs))
	update(t, s, func(*store.Tx) error {
		for i, fn := range jobs {
			wg.Go(func() {
				defer func() {
					if p := recover(); p != nil {
						outcomes[i] = p
					}
				}()
				outcomes[i] = s.Update(context.Background(), fn)
			})
			for s.Queued() <= i {
				runtime.Gosched()
			}
		}
		return nil
	})
	wg.Wait()
	return outcomes
}

func TestOneOfAGroupFailsAlone(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	newCounts(t, s, "a")
	var after []string
	good := func(tx *store.Tx) error {
		tx.OnCommit(func() { after = append(after, "good") })
		return increment(tx, "a")
	}
	outcomes := together(t, s,
		good,
		func(tx *store.Tx) error { return errors.Join(increment(tx, "a"), errRefused) },
		good,
		func(tx *store.Tx) error {
			tx.OnCommit(func() { after = append(after, "panicked") })
			if err := increment(tx, "a"); err != nil {
				return err
			}
			panic("broken")
		},
		func(tx *store.Tx) error { // the engine's own refusal, in the middle of its work
			if err := increment(tx, "a"); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO counts (name, n) VALUES ('a', 9)`)
			return err
		},
		good,
	)
	for i, want := range map[int]string{0: "<nil>", 1: "refused", 2: "<nil>", 3: "broken", 5: "<nil>"} {
		if got := fmt.Sprint(outcomes[i]); got != want {
			t.Errorf("job %d: %s, want %s", i, got, want)
		}
	}
	if outcomes[4] == nil {
		t.Error("a second row with the same key was taken")
	}
	if n := count(t, s, "a"); n != 3 {
		t.Errorf("a is %d, want 3", n)
	}
	if len(after) != 3 {
		t.Errorf("after commit: %v", after)
	}
}

// No member of a group is told that it is done before all of the group is on the disk.
func TestAGroupIsDurableBeforeItIsHeard(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	newCounts(t, s, "a")
	var seen []int
	job := func(tx *store.Tx) error {
		tx.OnCommit(func() { seen = append(seen, count(t, s, "a")) })
		return increment(tx, "a")
	}
	together(t, s, job, job, job)
	if !slices.Equal(seen, []int{3, 3, 3}) {
		t.Errorf("what others could read when each was heard: %v, want all three together", seen)
	}
}

// A mistake in what is to run after a commit is its caller's, and the store serves the next one.
func TestPanicAfterCommitLeavesTheStoreAlive(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s, "a")
		func() {
			defer func() {
				if got := recover(); got != "after" {
					t.Errorf("recovered %v", got)
				}
			}()
			_ = s.Update(t.Context(), func(tx *store.Tx) error {
				tx.OnCommit(func() { panic("after") })
				return increment(tx, "a")
			})
		}()
		update(t, s, func(tx *store.Tx) error { return increment(tx, "a") })
		if n := count(t, s, "a"); n != 2 {
			t.Errorf("a is %d, want 2", n)
		}
	})
}

// Close lets what runs end and what waits hear of it.
func TestCloseWhileOthersWrite(t *testing.T) {
	storetest.ForEachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		newCounts(t, s, "a")
		var (
			wg      sync.WaitGroup
			mu      sync.Mutex
			done    int
			started = make(chan struct{}, 8)
		)
		for range cap(started) {
			wg.Go(func() {
				for first := true; ; first = false {
					if err := s.Update(context.Background(), func(tx *store.Tx) error { return increment(tx, "a") }); err != nil {
						return
					}
					mu.Lock()
					done++
					mu.Unlock()
					if first {
						started <- struct{}{}
					}
				}
			})
		}
		for range cap(started) {
			<-started
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		wg.Wait()
		if n := count(t, storetest.Open(t, url), "a"); n != done {
			t.Errorf("%d increments were acknowledged and %d are there", done, n)
		}
	})
}
