package main

import (
	"bufio"
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
)

// serveOnce runs `loket serve` until it serves, lets the test look, and ends it. It returns what was printed.
func serveOnce(t *testing.T, data string, look func(address string)) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--data", data}, strings.NewReader(""), write, io.Discard)
		_ = write.CloseWithError(err)
		ended <- err
	}()
	var printed strings.Builder
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		printed.WriteString(lines.Text() + "\n")
		if m := regexp.MustCompile(`^Loket serves .* at (http://\S+)$`).FindStringSubmatch(lines.Text()); m != nil {
			look(m[1])
			stop()
		}
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the server ended with: %v", err)
		}
	case <-time.After(stopsWithin):
		t.Fatal("the server does not end")
	}
	return printed.String()
}

func TestFirstAdministratorIsToldOnce(t *testing.T) {
	data := t.TempDir()
	printed := serveOnce(t, data, func(string) {})
	told := regexp.MustCompile(`sign in as admin with the password (\S+) `).FindStringSubmatch(printed)
	if told == nil {
		t.Fatalf("the first start says:\n%s", printed)
	}
	printed = serveOnce(t, data, func(address string) { officer(t, address, "admin", told[1]) })
	if strings.Contains(printed, told[1]) || strings.Contains(printed, "First start") {
		t.Errorf("the second start says:\n%s", printed)
	}
}

// TestServeKeepsCannedScreensBack: what the demo shows to look at does not belong into an office.
func TestServeKeepsCannedScreensBack(t *testing.T) {
	serveOnce(t, t.TempDir(), func(address string) {
		for path, want := range map[string]int{
			"/": 200, "/display/": 200, "/counter/": 200, "/healthz": 200, "/readyz": 200, "/.well-known/jwks.json": 200,
			"/display/screens.js": 404, "/counter/screens.js": 404, "/dev/screens": 404, "/kiosk/": 404, "/demo/paper/latest.png": 404,
		} {
			if status, _ := get(t, address+path); status != want {
				t.Errorf("%s answers %d", path, status)
			}
		}
		if _, page := get(t, address+"/"); strings.Contains(string(page), demoPassword) {
			t.Error("the start page tells the demo's password")
		}
	})
}
