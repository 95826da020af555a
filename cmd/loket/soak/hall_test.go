package soak

import (
	"bufio"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"loket/firmware-configs"
	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/server"
	"loket/server/store"
)

const printerProfile = "epson-tm-t82iii"

// startPrinter switches a printer on that is fifty times as fast as a real one, and returns its port.
func (h *hall) startPrinter(t *testing.T) string {
	t.Helper()
	profile, err := escpos.LoadProfile(firmwareconfigs.FS, printerProfile)
	if err != nil {
		t.Fatal(err)
	}
	device, err := emulator.Start(profile, emulator.Speedup(50), emulator.Link(filepath.Join(t.TempDir(), "printer")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = device.Close() })
	device.OnPaper(func(p escpos.Paper) {
		text := p.Text()
		if number := numberForm.FindString(text); number != "" {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.papers[number] = append(h.papers[number], strings.Contains(text, "SALINAN"))
		}
	})
	return device.Path()
}

func writeToken(t *testing.T, token string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// afterMark reads lines until one has the mark, and returns what stands behind it; "" if none has.
func afterMark(out io.Reader, mark string) string {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), mark); ok {
			return rest
		}
	}
	return ""
}

// ticketsByKey are the numbers that the server has for each request key.
func ticketsByKey(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	stored := map[string][]string{}
	err := s.View(t.Context(), func(tx *store.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var key, number string
			err := rows.Scan(&key, &number)
			stored[key] = append(stored[key], number)
			return err
		}, `SELECT request_key, number FROM tickets WHERE office = $1`, server.OfficeID)
	})
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// tail keeps the end of what a program says.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	t.text = t.text[max(0, len(t.text)-8192):]
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
