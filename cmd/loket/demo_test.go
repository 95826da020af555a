package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"loket/server/api"
)

// startedDemo is the command `loket demo` under way.
type startedDemo struct {
	*testing.T
	address, token string
	stop           context.CancelFunc
	ended          chan error
}

var (
	printedAddress = regexp.MustCompile(`start page\s+(http://\S+)/`)
	printedToken   = regexp.MustCompile(`^\s+([\w-]{43})$`)
)

// runDemo runs the command and reads what it prints until everything is told.
func runDemo(t *testing.T, args ...string) *startedDemo {
	t.Helper()
	d := &startedDemo{T: t, ended: make(chan error, 1)}
	ctx, stop := context.WithCancel(context.Background())
	d.stop = stop
	t.Cleanup(stop)
	read, write := io.Pipe()
	go func() {
		err := run(ctx, append([]string{"demo", "--addr", "127.0.0.1:0"}, args...), strings.NewReader(""), write, io.Discard)
		_ = write.CloseWithError(err)
		d.ended <- err
	}()
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		if m := printedAddress.FindStringSubmatch(lines.Text()); m != nil {
			d.address = m[1]
		}
		if m := printedToken.FindStringSubmatch(lines.Text()); m != nil {
			d.token = m[1]
		}
		if strings.HasPrefix(lines.Text(), "Ctrl-C ends it") {
			return d
		}
	}
	t.Fatalf("the demo did not start: %v", lines.Err())
	return nil
}

// stopsWithin is less than the time that the server would wait for connections that never end by themselves.
const stopsWithin = 4 * time.Second

// end stops the demo as Ctrl-C does and waits for it.
func (d *startedDemo) end() {
	d.Helper()
	d.stop()
	select {
	case err := <-d.ended:
		if err != nil {
			d.Errorf("the demo ended with: %v", err)
		}
	case <-time.After(stopsWithin):
		_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
		d.Fatal("the demo does not end")
	}
}

func (d *startedDemo) kiosk() *api.ClientWithResponses { return newCrowd(d.address, d.token, 1).kiosk }

// ours are the goroutines that run code of this program, the tests' own aside.
func ours() string {
	var all strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&all, 2)
	var found []string
	for one := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(one, "loket/") && !strings.Contains(one, "_test.go") {
			found = append(found, one)
		}
	}
	return strings.Join(found, "\n\n")
}

func TestDemoStopsAndGoesOn(t *testing.T) {
	data := t.TempDir()
	first := runDemo(t, "--data", data, "--empty")
	for _, page := range []string{"/", "/kiosk/", "/display/", "/counter/", "/api/v1"} {
		if status, _ := get(t, first.address+page); status != http.StatusOK {
			t.Errorf("%s answers %d", page, status)
		}
	}
	ticket := takeAt(t, first.kiosk(), "ak1-baru")
	sari := officer(t, first.address, "sari", demoPassword)
	if r, err := sari.OpenCounterWithResponse(t.Context(), "1"); err != nil || r.JSON200 == nil {
		t.Fatalf("no counter: %v", err)
	}
	called, err := sari.CallNextWithResponse(t.Context(), "1")
	if err != nil || called.JSON200 == nil {
		t.Fatalf("no call: %v", err)
	}
	silent, err := net.Dial("tcp", strings.TrimPrefix(first.address, "http://")) //nolint:noctx // a browser's connection in reserve
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	board, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(first.address, "http")+"/api/v1/live?topic=board", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = board.Close() }()
	if _, _, err := board.ReadMessage(); err != nil {
		t.Fatal(err)
	}
	first.end()
	eventually(t, "no goroutine is left", func() bool { return ours() == "" })
	l, err := net.Listen("tcp", strings.TrimPrefix(first.address, "http://")) //nolint:noctx // closed at once
	if err != nil {
		t.Fatalf("the port is not free: %v", err)
	}
	_ = l.Close()
	if out, err := loket(t, "", "verify", "--data", data); err != nil || !strings.Contains(out, "the chain holds") {
		t.Errorf("after the end: %q %v", out, err)
	}

	second := runDemo(t, "--data", data, "--empty")
	defer second.end()
	if second.token != first.token {
		t.Error("the kiosk has another token")
	}
	if next := takeAt(t, second.kiosk(), "ak1-baru"); ticket.Number != "A-001" || next.Number != "A-002" {
		t.Errorf("the numbers are %s and then %s", ticket.Number, next.Number)
	}
	shown, err := second.kiosk().GetBoardWithResponse(t.Context())
	if err != nil || shown.JSON200 == nil || len(shown.JSON200.Calls) != 1 || shown.JSON200.Calls[0].Number != "A-001" {
		t.Errorf("the board shows %+v, %v", shown.JSON200, err)
	}
}

func TestDemoCrowdIsServed(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := runDemo(t, "--data", data, "--crowd", "3600")
	head := officer(t, d.address, "rahma", demoPassword)
	done := api.TicketStatusDone
	eventually(t, "five people are served", func() bool {
		r, err := head.ListTicketsWithResponse(t.Context(), &api.ListTicketsParams{Status: &done})
		if err != nil || r.JSON200 == nil {
			t.Fatalf("no list of tickets: %v", err)
		}
		return len(*r.JSON200) >= 5
	})
	d.end()
	if out, err := loket(t, "", "verify", "--data", data); err != nil {
		t.Errorf("after the crowd: %q %v", out, err)
	}
}

func TestDemoOnATakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed below
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	data := filepath.Join(t.TempDir(), "demo")
	_, err = loket(t, "", "demo", "--addr", l.Addr().String(), "--data", data)
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "cannot listen at "+l.Addr().String()) {
		t.Errorf("a taken port: %v", err)
	}
	if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
		t.Error("a demo that could not start left data")
	}
}

// TestDemoWithoutCompiler builds the program as somebody without a C compiler does, and presses Ctrl-C.
func TestDemoWithoutCompiler(t *testing.T) {
	program := filepath.Join(t.TempDir(), "loket")
	compiler, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), compiler, "build", "-o", program, ".") //nolint:gosec // our own build
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "PATH=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the build: %v\n%s", err, out)
	}
	command := exec.CommandContext(t.Context(), program, "demo", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--empty") //nolint:gosec // just built
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	command.Stderr = &errs
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	address := ""
	for lines := bufio.NewScanner(out); lines.Scan() && !strings.HasPrefix(lines.Text(), "Ctrl-C"); {
		if m := printedAddress.FindStringSubmatch(lines.Text()); m != nil {
			address = m[1]
		}
	}
	if status, _ := get(t, address+"/readyz"); status != http.StatusOK {
		t.Errorf("not ready: %d", status)
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v\n%s", err, errs.String())
	}
}
