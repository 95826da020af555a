package journal_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"loket/server/journal"
	"loket/server/store"
	"loket/server/store/storetest"

	"pgregory.net/rapid"
)

func tamper(t fataler, s *store.Store, query string, args ...any) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		n, err := tx.Exec(query, args...)
		if err == nil && n != 1 {
			err = fmt.Errorf("%s changed %d rows", query, n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func filled(t fataler, s *store.Store, n int) *journal.Journal {
	t.Helper()
	j, _ := open(t, s)
	if err := write(j, "staff:1", n, nil); err != nil {
		t.Fatal(err)
	}
	return j
}

// mustNotice wants Check to name the entry.
func mustNotice(t fataler, j *journal.Journal, seq int64) {
	t.Helper()
	if _, err := j.Check(context.Background()); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("entry %d ", seq)) {
		t.Fatal("Check said: ", err, "; want entry ", seq)
	}
}

func TestCheckNoticesEveryChange(t *testing.T) {
	const entries = 6
	changes := map[string]string{
		"at":     `at + 1`,
		"type":   `type || 'x'`,
		"actor":  `'staff:2'`,
		"data":   `'{"i":9}'`,
		"hash":   `'` + strings.Repeat("0", 64) + `'`,
		"seq":    `seq + 1000`,
		"office": `office || '-moved'`,
		// The members stand in the hash with their lengths, so that text cannot move from one to the next.
		"type = 'test.eventstaff', actor": `':1'`,
	}
	var columns []string
	for column := range changes {
		columns = append(columns, column)
	}
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(t *rapid.T) {
			column := rapid.SampledFrom(columns).Draw(t, "column")
			seq := rapid.Int64Range(1, entries).Draw(t, "seq")
			j := filled(t, s, entries)
			tamper(t, s, `UPDATE journal SET `+column+` = `+changes[column]+` WHERE office = $1 AND seq = $2`, j.Office(), seq)
			mustNotice(t, j, seq)
		})
	})
}

func TestCheckNoticesADeletedEntry(t *testing.T) {
	const entries = 4
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		for seq := range int64(entries) { // the last one too
			j := filled(t, s, entries)
			tamper(t, s, `DELETE FROM journal WHERE office = $1 AND seq = $2`, j.Office(), seq+1)
			mustNotice(t, j, seq+1)
		}
	})
}

func TestCheckNoticesAnAddedEntry(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		j := filled(t, s, 2)
		tamper(t, s, `INSERT INTO journal (office, seq, at, type, actor, data, hash)
			SELECT office, 3, at, type, actor, data, hash FROM journal WHERE office = $1 AND seq = 2`, j.Office())
		mustNotice(t, j, 3)
	})
}

// The row from which the next entry's number and hash are taken belongs to the chain.
func TestCheckNoticesAChangedStream(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		for _, change := range []string{`seq = seq - 1`, `seq = seq + 1`, `hash = 'x'`} {
			j := filled(t, s, 3)
			tamper(t, s, `UPDATE streams SET `+change+` WHERE office = $1`, j.Office())
			if _, err := j.Check(t.Context()); err == nil {
				t.Errorf("Check is content with %s", change)
			}
		}
	})
}

// Check reads in pages; a break may lie on any side of their borders.
func TestCheckReadsPastItsFirstPage(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	j := filled(t, s, 2500)
	if n, err := j.Check(t.Context()); err != nil || n != 2500 {
		t.Fatalf("Check: %d, %v", n, err)
	}
	tamper(t, s, `DELETE FROM journal WHERE office = $1 AND seq = 2001`, j.Office())
	mustNotice(t, j, 2001)
}
