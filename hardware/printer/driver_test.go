package printer_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	firmwareconfigs "loket/firmware-configs"
	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/port/porttest"
	"loket/hardware/printer"
)

// bench is a driver on an emulated printer over a line in memory, with a false clock.
type bench struct {
	*emulator.Printer
	driver  *printer.Driver
	profile escpos.Profile

	mu     sync.Mutex
	states []printer.State
	late   []uint32
}

// onBench runs test inside a synctest bubble, where time passes only while all wait.
func onBench(t *testing.T, profile string, test func(t *testing.T, b *bench)) {
	t.Helper()
	p, err := escpos.LoadProfile(firmwareconfigs.FS, profile)
	if err != nil {
		t.Fatal(err)
	}
	onBenchOf(t, p, test)
}

// onBenchOf is onBench for a printer that no profile describes.
func onBenchOf(t *testing.T, p escpos.Profile, test func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		near, far := porttest.Line()
		b := &bench{profile: p, Printer: emulator.StartOn(p, far)}
		opened := false
		b.driver = printer.New(printer.Config{
			Name: "test", Profile: p,
			Open: func(context.Context) (port.Port, error) {
				if opened {
					return nil, port.ErrNotFound
				}
				opened = true
				return near, nil
			},
			OnStatus: func(s printer.Status) {
				b.mu.Lock()
				defer b.mu.Unlock()
				b.states = append(b.states, s.State)
			},
			OnLate: func(id uint32) {
				b.mu.Lock()
				defer b.mu.Unlock()
				b.late = append(b.late, id)
			},
		})
		defer func() {
			_ = b.driver.Close()
			_ = b.Close()
			for _, err := range b.Errors() {
				t.Errorf("the printer did not understand: %v", err)
			}
		}()
		test(t, b)
	})
}

// after lets time pass and returns the state then.
func (b *bench) after(d time.Duration) printer.State {
	time.Sleep(d) // false time
	synctest.Wait()
	return b.driver.Status().State
}

func (b *bench) ticket(t *testing.T) printer.Job {
	t.Helper()
	data, err := escpos.NewEncoder(b.profile).Size(4, 4).Line("A-012").Size(1, 1).
		QR("https://loket.example/t/1", 6).Line("Panggilan maksimal 3 kali").Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return printer.Job{ID: 12, Data: data}
}

const ticketText = "A-012\nPanggilan maksimal 3 kali\n"

func (b *bench) wantPapers(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, paper := range b.Papers() {
		got = append(got, paper.Text())
	}
	if !slices.Equal(got, want) {
		t.Errorf("papers %q, want %q", got, want)
	}
}

var dialects = []string{"epson-tm-t20iii", "generic-80"}

func TestStatesAreSeen(t *testing.T) {
	for _, profile := range dialects {
		t.Run(profile, func(t *testing.T) {
			onBench(t, profile, func(t *testing.T, b *bench) {
				for _, step := range []struct {
					what string
					do   func()
					want printer.State
				}{
					{"greeted", func() {}, printer.Ready},
					{"near end", func() { b.PaperNearEnd(true) }, printer.PaperLow},
					{"out", b.PaperOut, printer.PaperOut},
					{"refilled", b.Refill, printer.Ready},
					{"cover open", func() { b.CoverOpen(true) }, printer.CoverOpen},
					{"cover closed", func() { b.CoverOpen(false) }, printer.Ready},
					{"cutter jam", func() { b.CutterJam(true) }, printer.Cutter},
					{"cutter free", func() { b.CutterJam(false) }, printer.Ready},
					{"hot", func() { b.HeadHot(true) }, printer.Hot},
					{"cool", func() { b.HeadHot(false) }, printer.Ready},
					{"silent", func() { b.Silent(true) }, printer.Silent},
					{"speaks", func() { b.Silent(false) }, printer.Ready},
					{"switched off", func() { b.Power(false) }, printer.Silent},
					{"switched on", func() { b.Power(true) }, printer.Ready},
					{"unplugged", func() { _ = b.Unplug() }, printer.NotFound},
				} {
					step.do()
					if got := b.after(40 * time.Second); got != step.want {
						t.Fatalf("%s: %s, want %s", step.what, got, step.want)
					}
				}
			})
		})
	}
}

// TestPushedStateIsSeenAtOnce: automatic status needs no question.
func TestPushedStateIsSeenAtOnce(t *testing.T) {
	onBench(t, "epson-tm-t20iii", func(t *testing.T, b *bench) {
		b.after(time.Second)
		b.CoverOpen(true)
		if got := b.after(time.Millisecond); got != printer.CoverOpen {
			t.Errorf("state %s", got)
		}
	})
}

func TestJobIsRefusedWhileOffline(t *testing.T) {
	for _, profile := range dialects {
		t.Run(profile, func(t *testing.T) {
			onBench(t, profile, func(t *testing.T, b *bench) {
				b.after(time.Second)
				b.PaperOut()
				outcome, err := b.driver.Print(t.Context(), b.ticket(t))
				var state *printer.StateError
				if outcome != printer.Failed || !errors.As(err, &state) || state.State != printer.PaperOut {
					t.Errorf("%s, %v", outcome, err)
				}
				b.Refill()
				b.after(10 * time.Second)
				b.wantPapers(t)
			})
		})
	}
}

// TestRefillFinishesTheJob: paper that ends in mid-job and is refilled in time makes one whole
// ticket.
func TestRefillFinishesTheJob(t *testing.T) {
	for _, profile := range dialects {
		t.Run(profile, func(t *testing.T) {
			onBench(t, profile, func(t *testing.T, b *bench) {
				b.PaperLeft(20)
				go func() {
					if got := b.after(20 * time.Second); got != printer.PaperOut {
						t.Errorf("state in mid-job %s", got)
					}
					b.Refill()
				}()
				outcome, err := b.driver.Print(t.Context(), b.ticket(t))
				if outcome != printer.Printed || err != nil {
					t.Errorf("%s, %v", outcome, err)
				}
				b.after(time.Minute)
				b.wantPapers(t, ticketText)
			})
		})
	}
}

// TestGivenUpJobIsCleared: a printer that can clear its buffer makes no ticket of a job that was
// given up, and the next is whole.
func TestGivenUpJobIsCleared(t *testing.T) {
	onBench(t, "epson-tm-t20iii", func(t *testing.T, b *bench) {
		b.PaperLeft(20)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		outcome, err := b.driver.Print(ctx, b.ticket(t))
		var state *printer.StateError
		if outcome != printer.Failed || !errors.As(err, &state) || state.State != printer.PaperOut {
			t.Errorf("%s, %v", outcome, err)
		}
		b.Refill()
		if got := b.after(20 * time.Second); got != printer.Ready {
			t.Fatalf("state %s", got)
		}
		b.wantPapers(t, "A-012\n")
		if outcome, err := b.driver.Print(t.Context(), b.ticket(t)); outcome != printer.Printed {
			t.Errorf("again: %s, %v", outcome, err)
		}
		// What was begun of the first is cut off.
		b.wantPapers(t, "A-012\n", ticketText)
	})
}

// TestGivenUpJobIsUnknown: where the buffer cannot be cleared, the ticket comes after the
// refill; had it been called failed, there would be two.
func TestGivenUpJobIsUnknown(t *testing.T) {
	onBench(t, "generic-80", func(t *testing.T, b *bench) {
		b.PaperLeft(20)
		short, err := escpos.NewEncoder(b.profile).Size(8, 8).Line("A-012").Line("A").Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		outcome, err := b.driver.Print(ctx, printer.Job{ID: 1, Data: short})
		if outcome != printer.Unknown || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s, %v", outcome, err)
		}
		b.wantPapers(t)
		b.Refill()
		if got := b.after(30 * time.Second); got != printer.Ready {
			t.Errorf("state %s", got)
		}
		b.wantPapers(t, "A-012\nA\n")
	})
}

// TestRestOfGivenUpJobIsNotSent: without pushed states a job goes out in pieces, and those behind
// the end of the paper stay here, but for one that goes while the question is. What came out is cut off.
func TestRestOfGivenUpJobIsNotSent(t *testing.T) {
	onBench(t, "generic-58", func(t *testing.T, b *bench) {
		b.PaperLeft(20)
		long, err := escpos.NewEncoder(b.profile).Size(4, 4).Line("A-012").Size(1, 1).
			QR("https://loket.example/t/1", 6).QR("https://loket.example/t/2", 6).QR("https://loket.example/t/3", 6).
			Line("Panggilan maksimal 3 kali").Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if outcome, err := b.driver.Print(ctx, printer.Job{ID: 11, Data: long}); outcome != printer.Unknown || err == nil {
			t.Errorf("%s, %v", outcome, err)
		}
		b.Refill()
		b.after(30 * time.Second)
		if outcome, err := b.driver.Print(t.Context(), b.ticket(t)); outcome != printer.Printed {
			t.Errorf("again: %s, %v", outcome, err)
		}
		b.wantPapers(t, "A-012\n", ticketText)
	})
}

// TestLateAnswerConfirmsNoOtherJob: answers to GS r are all alike. The one for a job that was
// given up comes while the next is under way and must not be taken for that one's.
func TestLateAnswerConfirmsNoOtherJob(t *testing.T) {
	onBench(t, "generic-80", func(t *testing.T, b *bench) {
		b.PaperLeft(20)
		long, err := escpos.NewEncoder(b.profile).Line("lama").Feed(150).Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if outcome, _ := b.driver.Print(ctx, printer.Job{ID: 1, Data: long}); outcome != printer.Unknown {
			t.Errorf("first: %s", outcome)
		}
		b.Refill()
		for b.driver.Status().State != printer.Ready {
			b.after(time.Millisecond)
		}
		if outcome, err := b.driver.Print(t.Context(), b.ticket(t)); outcome != printer.Printed {
			t.Errorf("second: %s, %v", outcome, err)
		}
		b.wantPapers(t, "lama\n", ticketText)
	})
}

func TestUnplugInMidJobIsUnknown(t *testing.T) {
	for _, profile := range dialects {
		t.Run(profile, func(t *testing.T) {
			onBench(t, profile, func(t *testing.T, b *bench) {
				b.PaperLeft(20)
				go func() {
					b.after(20 * time.Second)
					_ = b.Unplug()
				}()
				outcome, err := b.driver.Print(t.Context(), b.ticket(t))
				if outcome != printer.Unknown || err == nil {
					t.Errorf("%s, %v", outcome, err)
				}
			})
		})
	}
}

// TestSilentInMidJob: the wire back breaks, so nobody can say what became of the job.
func TestSilentInMidJob(t *testing.T) {
	for _, profile := range dialects {
		t.Run(profile, func(t *testing.T) {
			onBench(t, profile, func(t *testing.T, b *bench) {
				b.after(time.Second)
				go func() {
					time.Sleep(50 * time.Millisecond)
					b.Silent(true)
				}()
				outcome, err := b.driver.Print(t.Context(), b.ticket(t))
				if outcome != printer.Unknown || err == nil {
					t.Errorf("%s, %v", outcome, err)
				}
				if got := b.after(time.Minute); got != printer.Silent {
					t.Errorf("state %s", got)
				}
			})
		})
	}
}

// TestRescueFromHalfAPicture: an earlier program died inside a raster band, and the printer
// would take the greeting and the ticket for dots.
func TestRescueFromHalfAPicture(t *testing.T) {
	for _, profile := range dialects {
		t.Run(profile, func(t *testing.T) {
			p, err := escpos.LoadProfile(firmwareconfigs.FS, profile)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				near, far := porttest.Line()
				e := emulator.StartOn(p, far)
				half := append([]byte{0x1D, 0x76, 0x30, 0, 72, 0, 100, 0}, make([]byte, 900)...)
				if _, err := near.Write(t.Context(), half); err != nil {
					t.Fatal(err)
				}
				d := printer.New(printer.Config{
					Profile: p, Open: func(context.Context) (port.Port, error) { return near, nil },
				})
				b := &bench{Printer: e, driver: d, profile: p}
				if outcome, err := d.Print(t.Context(), b.ticket(t)); outcome != printer.Printed {
					t.Errorf("%s, %v", outcome, err)
				}
				b.wantPapers(t, ticketText)
				_ = d.Close()
				_ = e.Close()
			})
		})
	}
}

func TestJobsArePrintedOneByOne(t *testing.T) {
	onBench(t, "epson-tm-t20iii", func(t *testing.T, b *bench) {
		var all sync.WaitGroup
		for i := range 5 {
			all.Go(func() {
				job := b.ticket(t)
				job.ID = uint32(i)
				if outcome, err := b.driver.Print(t.Context(), job); outcome != printer.Printed {
					t.Errorf("%s, %v", outcome, err)
				}
			})
		}
		all.Wait()
		b.wantPapers(t, ticketText, ticketText, ticketText, ticketText, ticketText)
	})
}

// TestPrintersThatConfirmNothing: one that can report faults and reports none has printed; of one
// that says nothing at all, nothing is known.
func TestPrintersThatConfirmNothing(t *testing.T) {
	for dialect, want := range map[escpos.StatusDialect]printer.Outcome{
		escpos.StatusCSN: printer.Printed, escpos.StatusCloneR: printer.Printed, escpos.StatusNone: printer.Unknown,
	} {
		t.Run(string(dialect), func(t *testing.T) {
			p, err := escpos.LoadProfile(firmwareconfigs.FS, "generic-58")
			if err != nil {
				t.Fatal(err)
			}
			p.Status, p.Confirmation = dialect, escpos.ConfirmTime
			onBenchOf(t, p, func(t *testing.T, b *bench) {
				if got := b.after(10 * time.Second); got != printer.Ready {
					t.Errorf("state %s", got)
				}
				if outcome, err := b.driver.Print(t.Context(), b.ticket(t)); outcome != want {
					t.Errorf("%s, %v", outcome, err)
				}
				b.wantPapers(t, ticketText)
			})
		})
	}
}

func TestPrintAfterClose(t *testing.T) {
	onBench(t, "generic-80", func(t *testing.T, b *bench) {
		_ = b.driver.Close()
		if outcome, err := b.driver.Print(t.Context(), b.ticket(t)); outcome != printer.Failed || !errors.Is(err, printer.ErrClosed) {
			t.Errorf("%s, %v", outcome, err)
		}
	})
}
