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
}

func newBench(t *testing.T, p escpos.Profile) *bench {
	t.Helper()
	e, err := emulator.Start(p, emulator.Speedup(30))
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{emulator: e, papers: make(chan escpos.Paper, 10), states: make(chan printer.State, 100)}
	e.OnPaper(func(paper escpos.Paper) { b.papers <- paper })
	b.driver = printer.New(printer.Config{
		Name: e.Path(), Profile: p,
		OnStatus: func(s printer.Status) { b.states <- s.State },
	})
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
