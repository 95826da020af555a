// Package bench measures this computer: it starts the program's own server on a temporary folder and puts
// each figure beside a floor that the same run measures, so that the ratio says what the program costs
// and not how fast the computer is.
package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"text/tabwriter"
	"time"
)

// Figure is one measurement beside its floor.
type Figure struct {
	Name   string  `json:"name"`
	Unit   string  `json:"unit"`
	Value  float64 `json:"value"`
	Floor  float64 `json:"floor"`
	Of     string  `json:"floorOf"` // what the floor is
	Ratio  float64 `json:"ratio"`   // value / floor
	Target string  `json:"target,omitempty"`
	Met    *bool   `json:"met,omitempty"` // nil without a target
}

// Report is all figures of one run.
type Report struct {
	Go      string    `json:"go"`
	System  string    `json:"system"`
	Cores   int       `json:"cores"`
	SQLite  string    `json:"sqlite"`
	At      time.Time `json:"at"`
	Figures []Figure  `json:"figures"`
}

// Options says how long to measure.
type Options struct {
	Dir    string        // for the temporary folder; "" for the system's
	Length time.Duration // of each phase
	Cards  int           // in the register that is searched
	Log    io.Writer     // progress
}

// Run measures everything.
func Run(ctx context.Context, o Options) (*Report, error) {
	dir, err := os.MkdirTemp(o.Dir, "loket-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	r := &Report{
		Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(),
		SQLite: sqliteEngine(), At: time.Now().Truncate(time.Second),
	}
	for _, phase := range []struct {
		name string
		run  func(context.Context, string, Options) ([]Figure, error)
	}{
		{"start", start}, {"tickets", tickets}, {"calls", calls}, {"press", press}, {"line", line}, {"paper", paper}, {"register", register},
	} {
		_, _ = fmt.Fprintf(o.Log, "measuring: %s\n", phase.name)
		folder := filepath.Join(dir, phase.name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			return nil, err
		}
		figures, err := phase.run(ctx, folder, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", phase.name, err)
		}
		r.Figures = append(r.Figures, figures...)
	}
	return r, nil
}

// figure completes a measurement that has no target.
func figure(name, unit string, value, floor float64, of string) Figure {
	f := Figure{Name: name, Unit: unit, Value: value, Floor: floor, Of: of}
	if floor > 0 {
		f.Ratio = value / floor
	}
	return f
}

// atLeast and atMost give a figure its target.
func (f Figure) atLeastRatio(ratio float64) Figure {
	met := f.Ratio >= ratio
	f.Target, f.Met = fmt.Sprintf("≥ %.2g × floor", ratio), &met
	return f
}

func (f Figure) atMost(value float64) Figure {
	met := f.Value <= value
	f.Target, f.Met = fmt.Sprintf("≤ %g %s", value, f.Unit), &met
	return f
}

// Print writes the report as a table.
func (r *Report) Print(w io.Writer) error {
	_, _ = fmt.Fprintf(w, "%s · %s · %d cores · SQLite by %s\n\n", r.Go, r.System, r.Cores, r.SQLite)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "figure\tvalue\tfloor\tratio\ttarget\t\tfloor is")
	for _, f := range r.Figures {
		verdict := ""
		if f.Met != nil {
			verdict = map[bool]string{true: "met", false: "MISSED"}[*f.Met]
		}
		ratio := fmt.Sprintf("%.2f", f.Ratio)
		if f.Ratio < 0.01 {
			ratio = fmt.Sprintf("%.2g", f.Ratio)
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			f.Name, amount(f.Value, f.Unit), amount(f.Floor, f.Unit), ratio, f.Target, verdict, f.Of)
	}
	return t.Flush()
}

func amount(v float64, unit string) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f %s", v, unit)
	}
	return fmt.Sprintf("%.2f %s", v, unit)
}

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
