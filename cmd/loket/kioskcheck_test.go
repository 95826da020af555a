package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"loket/server/access"
)

// kioskFlags are a kiosk's flags with which nothing is wrong; a later flag takes an earlier one's place.
func kioskFlags(t *testing.T, server, token string, more ...string) []string {
	t.Helper()
	return append([]string{
		"kiosk", "--server", server, "--token-file", file(t, "kiosk.token", token+"\n"), "--addr", "127.0.0.1:0",
		"--spool", filepath.Join(t.TempDir(), "spool"), "--port", plugged(t, "generic-80", 0).Path(),
	}, more...)
}

func TestKioskCheckPasses(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	spool := filepath.Join(t.TempDir(), "fresh")
	out, err := loket(t, "", kioskFlags(t, o.url+"/", o.token, "--check", "--spool", spool)...)
	if err != nil || out != "nothing is wrong with these settings\n" {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := os.Stat(spool); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the check left a folder: %v", err)
	}
	if tickets := o.tickets(); len(tickets) != 0 {
		t.Errorf("the check took %d tickets", len(tickets))
	}
}

func TestKioskCheckNamesEachFault(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	_, board, err := o.server.Devices.Pair(t.Context(), "system", access.Display, "Papan")
	if err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	stranger := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(stranger.Close)
	plain := file(t, "plain", "")
	held := t.TempDir()
	lock, err := lockSpool(held)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Close() })
	missing := filepath.Join(t.TempDir(), "none")

	for name, c := range map[string]struct{ flag, value, want string }{
		"no address":         {"--server", "192.168.1.10:8080", `--server: "192.168.1.10:8080" is no server's address: write it as http://`},
		"a page's address":   {"--server", o.url + "/kiosk/", "--server: "},
		"another server":     {"--server", stranger.URL, "is no Loket server (status 404)"},
		"no token file":      {"--token-file", missing, "--token-file: open " + missing},
		"an empty token":     {"--token-file", plain, "holds 0 words and not one token"},
		"a text":             {"--token-file", file(t, "text", "this is no token"), "holds 4 words"},
		"a strange token":    {"--token-file", file(t, "strange", "tokén"), "is no token"},
		"a wrong token":      {"--token-file", file(t, "wrong", "abc"), "--token-file: this kiosk is not paired with " + o.url + ": run 'loket device pair kiosk NAME'"},
		"a board's token":    {"--token-file", file(t, "board", board), "is another device's, not a kiosk's"},
		"unknown profile":    {"--profile", "generic-8", "--profile: there is no \"generic-8\"; did you mean"},
		"no speed":           {"--speed", "3", "--speed: 3 bit/s is no speed"},
		"too many held":      {"--hold", "101", "--hold: 101 is not between 0 and 100"},
		"no port":            {"--port", missing, "--port: there is no device " + missing},
		"no serial port":     {"--port", plain, "--port: " + plain + " is no serial device"},
		"a spool in use":     {"--spool", held, "--spool: another kiosk works with " + held},
		"a file as spool":    {"--spool", plain, "--spool: "},
		"a folder in a file": {"--spool", filepath.Join(plain, "spool"), "--spool: "},
		"a taken address":    {"--addr", taken.Addr().String(), "--addr: cannot listen at " + taken.Addr().String()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := loket(t, "", kioskFlags(t, o.url, o.token, "--check", c.flag, c.value)...)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q\n%s", err, c.want, out)
			} else if n := strings.Count(err.Error(), "\n"); n != 1 {
				t.Errorf("more than this is wrong: %v", err)
			}
		})
	}
}

func TestKioskTellsAllFaultsTogether(t *testing.T) {
	t.Parallel()
	plain := file(t, "plain", "")
	for _, check := range []string{"--check", "--check=false"} {
		_, err := loket(t, "", "kiosk", "--server", "loket", "--token-file", plain, "--profile", "toaster", "--spool", plain, "--addr", "nowhere", check)
		if err == nil {
			t.Fatal("it started")
		}
		for _, flag := range []string{"--server", "--token-file", "--profile", "--spool", "--addr"} {
			if !strings.Contains(err.Error(), "\n"+flag+": ") {
				t.Errorf("%s: %s is not in\n%v", check, flag, err)
			}
		}
	}
}

// TestKioskCheckOfASpoolWithoutPermission does it as nobody: root may write anywhere.
func TestKioskCheckOfASpoolWithoutPermission(t *testing.T) {
	spool := t.TempDir()
	if err := os.Chmod(spool, 0o500); err != nil { //nolint:gosec // not to be written
		t.Fatal(err)
	}
	asNobody(t, func() {
		if _, err := lockSpool(spool); !errors.Is(err, os.ErrPermission) || !strings.HasPrefix(err.Error(), "--spool: ") {
			t.Errorf("it says %v", err)
		}
	})
}

// startKiosk runs `loket kiosk` until its page is served, and returns what it printed on the way.
func startKiosk(t *testing.T, args []string) (page, printed string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, args, strings.NewReader(""), write, io.Discard)
		_ = write.CloseWithError(err)
		ended <- err
	}()
	lines := bufio.NewScanner(read)
	for page == "" && lines.Scan() {
		printed += lines.Text() + "\n"
		if m := regexp.MustCompile(`page is at (http://\S+/kiosk/)`).FindStringSubmatch(lines.Text()); m != nil {
			page = m[1]
		}
	}
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the kiosk ended with %v", err)
		}
	}
	if page == "" {
		cancel()
		t.Fatalf("the kiosk did not start: %v\n%s", <-ended, printed)
	}
	return page, printed, stop
}

// TestKioskStartsBeforeServerAndPrinter: both may be switched on later.
func TestKioskStartsBeforeServerAndPrinter(t *testing.T) {
	t.Parallel()
	nobody := httptest.NewServer(http.NotFoundHandler())
	nobody.Close()
	missing := filepath.Join(t.TempDir(), "ttyUSB0")
	page, printed, stop := startKiosk(t, kioskFlags(t, nobody.URL, "token", "--port", missing))
	defer stop()
	for _, want := range []string{"--server: " + nobody.URL + " does not answer now", "--port: there is no device " + missing, "goes on when it is there"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q was not said:\n%s", want, printed)
		}
	}
	if status, _ := get(t, page); status != http.StatusOK {
		t.Errorf("the page answers %d", status)
	}
}

// TestSecondKioskOnTheSameSpoolIsRefused, and the first gives the spool back when it ends.
func TestSecondKioskOnTheSameSpoolIsRefused(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	spool := filepath.Join(t.TempDir(), "spool")
	_, _, stop := startKiosk(t, kioskFlags(t, o.url, o.token, "--spool", spool))
	out, err := loket(t, "", kioskFlags(t, o.url, o.token, "--spool", spool)...)
	if err == nil || !strings.Contains(err.Error(), "--spool: another kiosk works with "+spool) || !strings.Contains(err.Error(), "process") {
		t.Errorf("%v\n%s", err, out)
	}
	stop()
	_, _, stop = startKiosk(t, kioskFlags(t, o.url, o.token, "--spool", spool))
	stop()
}

// TestKioskAtAnotherSpeed prints a ticket through a line of a speed that is not the profile's.
func TestKioskAtAnotherSpeed(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p, err := loadProfile("generic-80", 0)
	if err != nil {
		t.Fatal(err)
	}
	u, printer := emulatedAt(t, p, 38400)
	page, _, stop := startKiosk(t, kioskFlags(t, o.url, o.token, "--port", u.name(), "--speed", "38400"))
	defer stop()
	eventually(t, "the kiosk has started", func() bool {
		r, err := http.Post(page+"press", "application/json", strings.NewReader(`{"key":"press-at-38400","service":"ak1-baru","language":"id"}`)) //nolint:noctx // a test's own server
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		return r.StatusCode == http.StatusOK
	})
	eventually(t, "the ticket comes out", func() bool {
		papers := printer.Papers()
		return len(papers) > 0 && strings.Contains(papers[0].Text(), "A-0")
	})
}
