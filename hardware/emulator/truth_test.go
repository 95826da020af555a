package emulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loket/hardware/emulator"
	"loket/hardware/emulator/faulttable"
	"loket/hardware/escpos"
	"loket/hardware/printer"
)

// trial is one fault at any byte of one to three tickets, mended at any time.
type trial struct {
	column  int
	fault   string
	atByte  int
	atMM    int // where the fault waits for paper; else -1
	jobs    int
	limit   time.Duration // for each ticket
	mended  time.Duration // since the first ticket, or since the last was settled
	lasts   bool          // until the last ticket is settled
	speed   int
	profile escpos.Profile
}

func drawTrial(t *rapid.T, dialects []faulttable.Column) trial {
	x := trial{
		column: rapid.IntRange(0, len(dialects)-1).Draw(t, "dialect"),
		jobs:   rapid.IntRange(1, 3).Draw(t, "tickets"),
		limit:  time.Duration(rapid.IntRange(1, 90).Draw(t, "limit in s")) * time.Second,
		mended: time.Duration(rapid.IntRange(0, 100_000).Draw(t, "mended after ms")) * time.Millisecond,
		speed:  rapid.SampledFrom([]int{9600, 19200, 38400, 115200}).Draw(t, "speed"),
		lasts:  rapid.Bool().Draw(t, "lasts"),
		atMM:   -1,
	}
	x.profile = dialects[x.column].Profile
	x.profile.Speed = x.speed
	var faults []string
	for _, f := range emulator.Faults() {
		if f.Applies(x.profile) {
			faults = append(faults, f.Name)
		}
	}
	x.fault = rapid.SampledFrom(faults).Draw(t, "fault")
	if rapid.Bool().Draw(t, "by paper") {
		x.atMM = rapid.IntRange(0, 120).Draw(t, "after mm")
	} else {
		x.atByte = rapid.IntRange(1, 9000).Draw(t, "after bytes")
	}
	return x
}

// swallowing are faults that lose bytes on the way. If one passes in the middle of a ticket, the end mark comes
// behind a hole: a printer tells that it reached the mark, and none tells what it missed before.
var swallowing = []string{"loses-bytes", "wrong-speed", "power-off", "power-off-in-picture", "gbk-mode"}

// lostStrip says whether what came at a wrong speed made so long a strip of paper that its picture was dropped, with
// whatever came next on it.
func (d *desk) lostStrip() bool {
	return slices.ContainsFunc(d.printer.Errors(), func(err error) bool { return strings.Contains(err.Error(), "without a cut") })
}

// play has the tickets printed while the fault comes and goes, and one more when all is well again.
func (d *desk) play(x trial) {
	if got := d.after(20 * time.Second); got != printer.Ready {
		d.wrong("before the fault: %s", got)
	}
	arm := func() error { return d.printer.SetAfterBytes(x.fault, x.atByte) }
	if x.atMM >= 0 {
		arm = func() error { return d.printer.SetAfter(x.fault, x.atMM) }
	}
	if err := arm(); err != nil {
		d.wrong("%v", err)
	}
	mended := make(chan error, 1)
	mend := func() { mended <- d.printer.Set(x.fault, false) }
	if !x.lasts {
		time.AfterFunc(x.mended, mend)
	}
	said := map[string]printer.Outcome{}
	for i := range x.jobs {
		number := fmt.Sprintf("A-%03d", 7+i)
		said[number] = d.print(number, uint32(7+i), x.limit)
	}
	if x.lasts {
		time.AfterFunc(x.mended, mend)
	}
	if err := <-mended; err != nil {
		d.wrong("mending: %v", err)
	}
	d.after(2 * time.Minute)
	said["C-056"] = d.print("C-056", 56, 2*time.Minute)
	d.after(time.Minute)
	for number, outcome := range said {
		if outcome == printer.Printed && (slices.Contains(swallowing, x.fault) && !x.lasts || d.lostStrip()) {
			outcome = printer.Unknown
		}
		d.truth(number, outcome)
	}
	want := printer.Printed
	if x.profile.Status == escpos.StatusNone {
		want = printer.Unknown
		for number, outcome := range said {
			if outcome == printer.Printed {
				d.wrong("%s is said to be printed by a printer that says nothing", number)
			}
		}
	}
	if said["C-056"] != want {
		d.wrong("when all was well again the ticket is %s", said["C-056"])
	}
}

// TestTruthUnderAnyFault: whatever goes wrong at whatever byte, each ticket is settled in its time; one that is
// printed lies there whole and once (unless bytes were lost for a moment on the way), one that failed does not lie there whole, and none lies there twice. A printer
// that answers nothing may tell of no ticket that it was printed, and the rest holds of it too.
func TestTruthUnderAnyFault(t *testing.T) {
	all := dialects(t)
	rapid.Check(t, func(r *rapid.T) {
		x := drawTrial(r, all)
		var wrong []string
		atDesk(t, x.profile, func(d *desk) {
			d.wrong = func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
			d.play(x)
		})
		if len(wrong) > 0 {
			r.Fatalf("%s at byte %d, %d mm, on %s: %q", x.fault, x.atByte, x.atMM, all[x.column].Name, wrong)
		}
	})
}

// TestGivenUpAtAnyMoment: a driver that must give a ticket up has the printer clear its buffer, at whatever line the
// printer is then; near-end is a fault that stops nothing.
func TestGivenUpAtAnyMoment(t *testing.T) {
	p := profile(t, columns[0].base)
	p.Speed = 115200
	said := map[printer.Outcome]int{}
	for limit := 20 * time.Millisecond; limit < 2*time.Second; limit += 10 * time.Millisecond {
		atDesk(t, p, func(d *desk) {
			d.after(20 * time.Second)
			outcome := d.print("A-012", 12, limit)
			d.after(time.Minute)
			d.truth("A-012", outcome)
			said[outcome]++
		})
	}
	if said[printer.Failed] < 10 || said[printer.Printed] < 10 || said[printer.Unknown] > 30 {
		t.Errorf("outcomes %v", said)
	}
}
