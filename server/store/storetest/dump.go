package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"loket/server/store"
)

// failer is what Dump needs of a test or of a property's run.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// Dump is every row of every table as text, one to a line: two dumps of one store are equal if nothing
// changed, and a secret that is stored in plain stands in it.
func Dump(t failer, s *store.Store) string {
	t.Helper()
	var lines []string
	for _, table := range tables(t, s) {
		err := s.Glance(context.Background(), func(tx *store.Tx) error {
			return tx.Each(func(rows *sql.Rows) error {
				row, err := text(rows)
				lines = append(lines, table+row)
				return err
			}, "SELECT * FROM "+table)
		})
		if err != nil {
			t.Fatalf("dump %s: %v", table, err)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func text(rows *sql.Rows) (string, error) {
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values := make([]any, len(columns))
	pointers := make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	if err := rows.Scan(pointers...); err != nil {
		return "", err
	}
	var b strings.Builder
	for i, value := range values {
		if raw, ok := value.([]byte); ok {
			value = string(raw)
		}
		fmt.Fprintf(&b, " %s=%v", columns[i], value)
	}
	return b.String(), nil
}

// tables asks each engine's catalogue in turn: a query of the other engine's fails.
func tables(t failer, s *store.Store) []string {
	t.Helper()
	var failed []error
	for _, query := range []string{
		"SELECT name FROM sqlite_master WHERE type = 'table'",
		"SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
	} {
		var names []string
		err := s.Glance(context.Background(), func(tx *store.Tx) error {
			return tx.Each(func(rows *sql.Rows) error {
				var name string
				err := rows.Scan(&name)
				names = append(names, name)
				return err
			}, query)
		})
		if err == nil {
			return names
		}
		failed = append(failed, err)
	}
	t.Fatal(failed)
	return nil
}
