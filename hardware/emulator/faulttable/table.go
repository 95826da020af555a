// Package faulttable is for tests that play every fault on every dialect and hold what comes of it against a file.
package faulttable

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
)

// Column is a dialect of the table with a printer that speaks it.
type Column struct {
	Name    string
	Profile escpos.Profile
}

// Play runs a subtest for each fault that a column's printer can have, with what testdata/faults.txt expects of it,
// the cells behind fault and column joined by " | ". Cells that are missing are empty; those that cannot be are errors.
func Play(t *testing.T, columns []Column, cell func(t *testing.T, fault string, column Column, want string)) {
	t.Helper()
	table := read(t)
	for _, fault := range emulator.Faults() {
		for _, column := range columns {
			name := fault.Name + "/" + column.Name
			want := table[name]
			delete(table, name)
			if fault.Applies(column.Profile) {
				t.Run(name, func(t *testing.T) { cell(t, fault.Name, column, want) })
			} else if want != "" {
				t.Errorf("%s cannot be, but the table has it", name)
			}
		}
	}
	for name := range table {
		t.Errorf("the table has %s, which was not played", name)
	}
}

// read returns what is expected by fault and dialect.
func read(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "faults.txt"))
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]string{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		table[cells[0]+"/"+cells[1]] = strings.Join(cells[2:], " | ")
	}
	return table
}
