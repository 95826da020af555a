package soak

import (
	"encoding/json"
	"os/exec"
	"slices"
	"testing"

	"loket/cmd/loket/bench"
)

// TestBenchMeasuresEveryFigureBesideItsFloor asks for a short run: the figures are not judged here, that they
// are there is.
func TestBenchMeasuresEveryFigureBesideItsFloor(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), program, "bench", "--json", "--length", "500ms", "--cards", "3000").Output()
	if err != nil {
		t.Fatal(err)
	}
	var report bench.Report
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	want := []string{
		"time to ready", "memory, new and idle", "tickets, 1 client", "tickets, 1 client", "tickets, 64 clients",
		"call → board, p50", "call → board, p95", "call → board, p99", "memory, 50 boards, 8 counters",
		"press → first byte, p50", "press → first byte, p99",
		"line use at 9600", "line use at 19200", "line use at 115200", "line use at 115200, asked between pieces",
		"bytes per ticket, QR by the printer", "bytes per ticket, QR as a picture, 58 mm", "encoder", "decoder",
		"search, part of a frequent name, p95", "search, part of one name, p95", "search, part of no name, p95",
		"search, NIK, p95", "search, number, p95", "card as PDF, p95",
	}
	var names []string
	for _, f := range report.Figures {
		names = append(names, f.Name)
		if f.Value <= 0 || f.Floor <= 0 || f.Ratio <= 0 {
			t.Errorf("%s: value %v, floor %v, ratio %v", f.Name, f.Value, f.Floor, f.Ratio)
		}
	}
	if !slices.Equal(names, want) {
		t.Errorf("figures %q, want %q", names, want)
	}
}
