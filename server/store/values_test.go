package store_test

import (
	"database/sql"
	"math"
	"slices"
	"testing"

	"loket/server/store"
	"loket/server/store/storetest"
)

func TestNumbered(t *testing.T) {
	for query, want := range map[string]string{
		`SELECT $2, $1, $10`:                    `SELECT ?2, ?1, ?10`,
		`SELECT '$1', $1, 'it''s $2', $2`:       `SELECT '$1', ?1, 'it''s $2', ?2`,
		`SELECT '$argon2id$v=19' WHERE a = $1`:  `SELECT '$argon2id$v=19' WHERE a = ?1`,
		`SELECT a$b, $ FROM t`:                  `SELECT a$b, $ FROM t`,
		`UPDATE t SET n = n + $1 WHERE id = $1`: `UPDATE t SET n = n + ?1 WHERE id = ?1`,
		``:                                      ``,
	} {
		if got := store.Numbered(query); got != want {
			t.Errorf("numbered(%s) = %s, want %s", query, got, want)
		}
	}
}

// The mattn driver binds $N by the order of first appearance; the store must not.
func TestPlaceholdersBindByTheirNumber(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		check := func(tx *store.Tx) error {
			var got [4]string
			err := tx.Row(`SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT)`, "one", "two", "three").
				Scan(&got[0], &got[1], &got[2], &got[3])
			if want := [4]string{"two", "one", "two", "three"}; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			return err
		}
		update(t, s, check)
		for name, read := range map[string]error{"View": s.View(t.Context(), check), "Glance": s.Glance(t.Context(), check)} {
			if read != nil {
				t.Errorf("%s: %v", name, read)
			}
		}
		newCounts(t, s, "a", "b")
		update(t, s, func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE counts SET n = $2 WHERE name = $1`, "b", 7)
			return err
		})
		if a, b := count(t, s, "a"), count(t, s, "b"); a != 0 || b != 7 {
			t.Errorf("a is %d and b is %d, want 0 and 7", a, b)
		}
	})
}

func TestValuesComeBack(t *testing.T) {
	texts := []string{"", "Baiq Sri Wahyuni", "’$1’ \"quoted\" 'single' \\ %s", "é ñ 漢字 🎫", "line\nbreak\ttab"}
	numbers := []int64{0, 1, -1, math.MaxInt32 + 1, math.MaxInt64, math.MinInt64}
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		update(t, s, func(tx *store.Tx) error {
			_, err := tx.Exec(`CREATE TABLE things (id BIGINT NOT NULL, word TEXT NOT NULL, n BIGINT NOT NULL, yes BOOLEAN NOT NULL)`)
			return err
		})
		for i, number := range numbers {
			word := texts[i%len(texts)]
			update(t, s, func(tx *store.Tx) error {
				_, err := tx.Exec(`INSERT INTO things (id, word, n, yes) VALUES ($1, $2, $3, $4)`, i, word, number, i%2 == 0)
				return err
			})
			err := s.View(t.Context(), func(tx *store.Tx) error {
				var (
					gotWord string
					got     int64
					yes     bool
				)
				err := tx.Row(`SELECT word, n, yes FROM things WHERE word = $1 AND n = $2 AND yes = $3`, word, number, i%2 == 0).
					Scan(&gotWord, &got, &yes)
				if gotWord != word || got != number || yes != (i%2 == 0) {
					t.Errorf("got %q %d %v, want %q %d %v", gotWord, got, yes, word, number, i%2 == 0)
				}
				return err
			})
			if err != nil {
				t.Errorf("%q %d: %v", word, number, err)
			}
		}
		err := s.Glance(t.Context(), func(tx *store.Tx) error {
			var ids []int
			err := tx.Each(func(rows *sql.Rows) error {
				var id int
				err := rows.Scan(&id)
				ids = append(ids, id)
				return err
			}, `SELECT id FROM things WHERE yes = TRUE ORDER BY id`)
			if !slices.Equal(ids, []int{0, 2, 4}) {
				t.Errorf("TRUE finds %v", ids)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestNullIsRefused(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO journal (office, seq, at, type, actor, data, hash) VALUES ('x', 1, 1, 'a', $1, '{}', '')`, nil)
			return err
		})
		if err == nil {
			t.Error("a NULL was stored")
		}
	})
}

func TestRowsThatAreNotThere(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		newCounts(t, s)
		update(t, s, func(tx *store.Tx) error {
			var n int
			if err := tx.Row(`SELECT n FROM counts` + tx.ForUpdate()).Scan(&n); !store.NoRows(err) {
				t.Errorf("Row found %d, %v", n, err)
			}
			changed, err := tx.Exec(`UPDATE counts SET n = 1`)
			if changed != 0 {
				t.Errorf("%d rows changed", changed)
			}
			return err
		})
		for name, query := range map[string]string{"syntax": `SELEKT 1`, "table": `SELECT n FROM nothing`} {
			err := s.View(t.Context(), func(tx *store.Tx) error {
				var n int
				return tx.Row(query).Scan(&n)
			})
			if err == nil || store.NoRows(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
