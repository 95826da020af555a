package journal_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loket/server/journal"
	"loket/server/store"
	"loket/server/store/storetest"

	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// offices gives each journal of a test an office of its own: one database serves many runs.
var offices atomic.Int64

// heard is what a journal published.
type heard struct {
	mu      sync.Mutex
	entries []journal.Entry
}

func (h *heard) publish(entries []journal.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.entries = append(h.entries, entries...)
}

type fataler interface {
	Helper()
	Fatal(args ...any)
}

func open(t fataler, s *store.Store) (*journal.Journal, *heard) {
	t.Helper()
	h := &heard{}
	return openOffice(t, s, fmt.Sprintf("office-%d", offices.Add(1)), h.publish), h
}

func openOffice(t fataler, s *store.Store, office string, publish func([]journal.Entry)) *journal.Journal {
	t.Helper()
	j, err := journal.Open(context.Background(), s, office, publish)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// write appends n entries in one transaction that ends with fail.
func write(j *journal.Journal, actor string, n int, fail error) error {
	return j.Update(context.Background(), actor, func(tx *journal.Tx) error {
		for i := range n {
			if _, err := tx.Append("test.event", map[string]int{"i": i}); err != nil {
				return err
			}
		}
		return fail
	})
}

func readAll(t fataler, j *journal.Journal) []journal.Entry {
	t.Helper()
	entries, err := j.Read(context.Background(), 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

var errRefused = errors.New("refused")

// Whatever transactions succeed and fail, the journal is 1, 2, 3 … of those that succeeded, its chain
// holds, and exactly these entries were published, in this order.
func TestJournalHoldsWhatWasCommitted(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		clock := storetest.At("2026-11-23T08:00:00+08:00")
		s.Now = clock.Now
		rapid.Check(t, func(t *rapid.T) {
			j, h := open(t, s)
			type event struct {
				kind, actor, data string
				at                time.Time
			}
			var want []event
			for range rapid.IntRange(0, 8).Draw(t, "transactions") {
				clock.Add(time.Duration(rapid.IntRange(-3, 5_000_000).Draw(t, "ns")) * time.Nanosecond)
				actor := rapid.SampledFrom([]string{"staff:1", "device:2", "system"}).Draw(t, "actor")
				fails := rapid.Bool().Draw(t, "fails")
				var written []event
				err := j.Update(context.Background(), actor, func(tx *journal.Tx) error {
					for range rapid.IntRange(0, 4).Draw(t, "entries") {
						kind := rapid.SampledFrom([]string{"a", "b", "ticket.issued"}).Draw(t, "kind")
						data := rapid.StringN(0, 20, -1).Draw(t, "data")
						data = strings.ToValidUTF8(strings.ReplaceAll(data, "\x00", ""), "")
						e, err := tx.Append(kind, data)
						if err != nil {
							return err
						}
						written = append(written, event{e.Type, e.Actor, data, e.At})
					}
					if fails {
						return errRefused
					}
					return nil
				})
				if fails != errors.Is(err, errRefused) {
					t.Fatalf("Update: %v", err)
				}
				if !fails {
					want = append(want, written...)
				}
			}

			entries := readAll(t, j)
			var got []event
			for i, e := range entries {
				if e.Seq != int64(i+1) {
					t.Fatalf("entry %d has the number %d", i+1, e.Seq)
				}
				var data string
				if err := json.Unmarshal(e.Data, &data); err != nil {
					t.Fatal(err)
				}
				got = append(got, event{e.Type, e.Actor, data, e.At})
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("the journal holds\n%v, want\n%v", got, want)
			}
			if !reflect.DeepEqual(h.entries, entries) {
				t.Fatalf("published\n%v, want\n%v", h.entries, entries)
			}
			if n, err := j.Check(context.Background()); err != nil || n != int64(len(want)) {
				t.Fatalf("Check: %d, %v; want %d", n, err, len(want))
			}
		})
	})
}

func TestReadGivesTheTail(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		j, _ := open(t, s)
		other, _ := open(t, s)
		for range 3 {
			if err := errors.Join(write(j, "system", 2, nil), write(other, "system", 1, nil)); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			after int64
			limit int
			want  []int64
		}{{0, 3, []int64{1, 2, 3}}, {4, 10, []int64{5, 6}}, {6, 10, nil}, {99, 10, nil}} {
			entries, err := j.Read(t.Context(), c.after, c.limit)
			var got []int64
			for _, e := range entries {
				got = append(got, e.Seq)
			}
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("Read(%d, %d) = %v, %v; want %v", c.after, c.limit, got, err, c.want)
			}
		}
		err := s.View(t.Context(), func(tx *store.Tx) error {
			last, err := journal.Last(tx, j.Office())
			none, err2 := journal.Last(tx, "nowhere")
			latest, err3 := journal.LastOf(tx, j.Office(), "test.event", 2)
			if last != 6 || none != 0 || len(latest) != 2 || latest[0].Seq != 6 || latest[1].Seq != 5 {
				t.Errorf("last %d, of nowhere %d, of one type %v", last, none, latest)
			}
			return errors.Join(err, err2, err3)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestEpochIsTheDatas(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		j, _ := open(t, s)
		again := openOffice(t, s, j.Office(), func([]journal.Entry) {})
		other, _ := open(t, s)
		if j.Epoch() == "" || again.Epoch() != j.Epoch() || other.Epoch() == j.Epoch() {
			t.Errorf("epochs: %q, opened again %q, another's %q", j.Epoch(), again.Epoch(), other.Epoch())
		}
	})
}

// Two processes on one database, each with a store of its own, write one journal.
func TestTwoProcessesKeepOneOrder(t *testing.T) {
	const each = 40
	storetest.ForEachURL(t, func(t *testing.T, url string) {
		var (
			wg       sync.WaitGroup
			journals [2]*journal.Journal
			heards   [2]heard
		)
		for i := range journals {
			journals[i] = openOffice(t, storetest.Open(t, url), "5202", heards[i].publish)
		}
		for i, j := range journals {
			for w := range 2 {
				wg.Go(func() {
					for k := range each {
						var fail error
						if k%5 == 0 {
							fail = errRefused
						}
						if err := write(j, fmt.Sprintf("staff:%d-%d", i, w), 1+k%2, fail); !errors.Is(err, fail) {
							t.Error(err)
							return
						}
					}
				})
			}
		}
		wg.Wait()
		entries := readAll(t, journals[0])
		if n, err := journals[1].Check(t.Context()); err != nil || n != int64(len(entries)) {
			t.Fatalf("Check: %d of %d, %v", n, len(entries), err)
		}
		if want := 4 * (each + each/2 - each/5 - each/10); len(entries) != want {
			t.Errorf("%d entries, want %d", len(entries), want)
		}
		at := [2]int{}
		for _, e := range entries { // each process heard its own, in order on SQLite
			i := int(e.Actor[len("staff:")] - '0')
			if strings.HasPrefix(url, "sqlite:") {
				if at[i] >= len(heards[i].entries) || heards[i].entries[at[i]].Seq != e.Seq {
					t.Fatalf("process %d did not hear entry %d in its turn", i, e.Seq)
				}
			}
			at[i]++
		}
		for i := range heards {
			if len(heards[i].entries) != at[i] {
				t.Errorf("process %d heard %d entries and wrote %d", i, len(heards[i].entries), at[i])
			}
		}
	})
}
