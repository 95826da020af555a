package emulator_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	firmwareconfigs "loket/firmware-configs"
	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/printer"
)

const ticketURL = "https://loket.example/t/7Q2M-K4XW"

func profile(t *testing.T, name string) escpos.Profile {
	t.Helper()
	p, err := escpos.LoadProfile(firmwareconfigs.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ticket(t *testing.T, p escpos.Profile) []byte {
	t.Helper()
	data, err := escpos.NewEncoder(p).
		Align(escpos.Center).Line("DINAS TENAGA KERJA").
		Size(4, 4).Bold(true).Line("A-012").Size(1, 1).Bold(false).
		QR(ticketURL, 6).
		Line("Panggilan maksimal 3 kali").
		Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// bench is a driver on an emulated printer, with what both tell.
type bench struct {
	emulator *emulator.Printer
	driver   *printer.Driver
	papers   chan escpos.Paper
	states   chan printer.State
	late     chan uint32
}

func newBench(t *testing.T, p escpos.Profile) *bench {
	t.Helper()
	e, err := emulator.Start(p, emulator.Speedup(30))
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{emulator: e, papers: make(chan escpos.Paper, 10), states: make(chan printer.State, 100), late: make(chan uint32, 10)}
	e.OnPaper(func(paper escpos.Paper) { b.papers <- paper })
	cfg := printer.Config{
		Name: e.Path(), Profile: p,
		OnStatus: func(s printer.Status) { b.states <- s.State },
		OnLate:   func(id uint32) { b.late <- id },
	}
	if p.Speed < 19200 { // the emulated printer paces the line already, and faster than a real one
		cfg.Open = func(ctx context.Context) (port.Port, error) {
			return port.Open(ctx, e.Path(), port.Config{Speed: p.Speed, Pace: port.PaceNever})
		}
	}
	b.driver = printer.New(cfg)
	t.Cleanup(func() {
		_ = b.driver.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		for _, err := range e.Errors() {
			t.Errorf("the printer did not understand: %v", err)
		}
	})
	return b
}

// until waits for a state.
func (b *bench) until(t *testing.T, want printer.State) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case got := <-b.states:
			if got == want {
				return
			}
		case <-timeout:
			t.Fatalf("state %s did not come; it is %s", want, b.driver.Status().State)
		}
	}
}

func (b *bench) paper(t *testing.T) escpos.Paper {
	t.Helper()
	select {
	case paper := <-b.papers:
		return paper
	case <-time.After(20 * time.Second):
		t.Fatal("no paper came")
		panic("unreachable")
	}
}

// TestTicketOnPaper goes the whole way: driver, port, pseudo-terminal, printer, picture, and
// an independent reader of the symbol.
func TestTicketOnPaper(t *testing.T) {
	all, err := escpos.Profiles(firmwareconfigs.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, p)
			outcome, err := b.driver.Print(t.Context(), printer.Job{ID: 7, Data: ticket(t, p)})
			if outcome != printer.Printed || err != nil {
				t.Fatalf("%s, %v", outcome, err)
			}
			paper := b.paper(t)
			if got, want := paper.Text(), "DINAS TENAGA KERJA\nA-012\nPanggilan maksimal 3 kali\n"; got != want {
				t.Errorf("text %q, want %q", got, want)
			}
			if number := paper.Lines[1]; number.Width != 4 || number.Height != 4 || !number.Bold || number.Align != escpos.Center {
				t.Errorf("the number is laid out as %+v", number)
			}
			if got := zbar(t, paper); got != "QR-Code:"+ticketURL {
				t.Errorf("zbarimg reads %q", got)
			}
		})
	}
}

// TestPaperOutInMidJob: the printer stops, says so, and after the refill there is one ticket.
func TestPaperOutInMidJob(t *testing.T) {
	for _, name := range []string{"epson-tm-t20iii", "generic-80", "generic-58"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := profile(t, name)
			b := newBench(t, p)
			b.until(t, printer.Ready)
			b.emulator.PaperLeft(20)
			outcome := make(chan printer.Outcome)
			go func() {
				o, _ := b.driver.Print(t.Context(), printer.Job{ID: 7, Data: ticket(t, p)})
				outcome <- o
			}()
			b.until(t, printer.PaperOut)
			if n := len(b.emulator.Papers()); n != 0 {
				t.Errorf("%d papers without paper", n)
			}
			b.emulator.Refill()
			if got := <-outcome; got != printer.Printed {
				t.Errorf("outcome %s", got)
			}
			b.until(t, printer.Ready)
			if papers := b.emulator.Papers(); len(papers) != 1 || zbar(t, papers[0]) != "QR-Code:"+ticketURL {
				t.Errorf("%d papers", len(papers))
			}
		})
	}
}

// TestReplug: the device comes back under the same name as another terminal. A job that was cut
// off is unknown until the printer, which kept its power, says that it printed it.
func TestReplug(t *testing.T) {
	p := profile(t, "epson-tm-t20iii")
	b := newBench(t, p)
	b.until(t, printer.Ready)
	b.emulator.PaperLeft(20)
	// So short that it goes out whole before the paper ends.
	short, err := escpos.NewEncoder(p).Size(8, 8).Line("A-012").Line("A-012").Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	outcome := make(chan printer.Outcome)
	go func() {
		o, _ := b.driver.Print(t.Context(), printer.Job{ID: 7, Data: short})
		outcome <- o
	}()
	b.until(t, printer.PaperOut)
	if err := b.emulator.Unplug(); err != nil {
		t.Fatal(err)
	}
	if got := <-outcome; got != printer.Unknown {
		t.Errorf("outcome %s", got)
	}
	b.until(t, printer.NotFound)
	if err := b.emulator.Replug(); err != nil {
		t.Fatal(err)
	}
	b.until(t, printer.PaperOut)
	b.emulator.Refill()
	b.until(t, printer.Ready)
	select {
	case id := <-b.late:
		if id != 7 {
			t.Errorf("late job %d", id)
		}
	case <-time.After(20 * time.Second):
		t.Error("the printer's word for the old job was lost")
	}
	if o, err := b.driver.Print(t.Context(), printer.Job{ID: 8, Data: ticket(t, p)}); o != printer.Printed {
		t.Errorf("after replugging: %s, %v", o, err)
	}
	if n := len(b.emulator.Papers()); n != 2 {
		t.Errorf("%d papers, want 2", n)
	}
}

// TestSecondDriverSeesInUse: the state says that another has the device.
func TestSecondDriverSeesInUse(t *testing.T) {
	p := profile(t, "generic-80")
	b := newBench(t, p)
	b.until(t, printer.Ready)
	states := make(chan printer.State, 10)
	second := printer.New(printer.Config{
		Name: b.emulator.Path(), Profile: p,
		OnStatus: func(s printer.Status) { states <- s.State },
	})
	defer func() { _ = second.Close() }()
	if got := <-states; got != printer.InUse {
		t.Errorf("state %s", got)
	}
}

// zbar reads the symbols on a paper with an independent program.
func zbar(t *testing.T, paper escpos.Paper) string {
	t.Helper()
	path, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: apt-get install zbar-tools")
	}
	var picture bytes.Buffer
	if err := paper.WritePNG(&picture); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "paper.png")
	if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(context.Background(), path, "--quiet", file).Output()
	if err != nil {
		t.Errorf("zbarimg finds nothing: %v", err)
	}
	return strings.TrimSpace(string(out))
}
