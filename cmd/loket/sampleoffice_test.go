package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"loket/server/api"
)

// sampleOffice is the demo in this process, without a crowd.
type sampleOffice struct {
	*testing.T
	*demo
	data string
	logs *logs
	head func() *api.ClientWithResponses // the section head's session
}

func startOffice(t *testing.T) *sampleOffice {
	t.Helper()
	o := &sampleOffice{T: t, data: t.TempDir(), logs: &logs{}}
	ctx, stop := context.WithCancel(context.Background())
	var err error
	o.demo, err = startDemo(ctx, &demoCommand{Addr: "127.0.0.1:0", Data: o.data, Empty: true, Profile: "epson-tm-t20iii"},
		slog.New(slog.NewTextHandler(o.logs, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		stop()
		t.Fatal(err)
	}
	o.head = sync.OnceValue(func() *api.ClientWithResponses { return officer(t, o.url, "rahma", demoPassword) })
	t.Cleanup(func() {
		stop()
		if err := o.wait(); err != nil {
			t.Errorf("the demo ended with: %v", err)
		}
		if t.Failed() {
			t.Logf("the program's log:\n%s", o.logs)
		}
	})
	return o
}

// logs is what the program told its operator.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// eventually asks again and again until it is told yes.
func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	late := time.After(patience)
	for !yes() {
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

// get returns the answer to a GET.
func get(t *testing.T, address string) (int, []byte) {
	t.Helper()
	r, err := http.Get(address) //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, body
}

// atKiosk asks the API with the kiosk's token.
func (o *sampleOffice) atKiosk() *api.ClientWithResponses {
	return newCrowd(o.url, o.token, 1).kiosk
}

// officer asks the API with an officer's session.
func officer(t *testing.T, address, user, password string) *api.ClientWithResponses {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	desk := newClient(address, jar, nil)
	in, err := desk.SignInWithResponse(t.Context(), api.SignIn{User: user, Password: password})
	if err != nil || in.StatusCode() != http.StatusOK {
		t.Fatalf("%s cannot sign in: %v %s", user, err, in.Body)
	}
	return desk
}

// take takes a number through the API, as other kiosks do.
func (o *sampleOffice) take(service string) api.IssuedTicket {
	o.Helper()
	return takeAt(o.T, o.atKiosk(), service)
}

func takeAt(t *testing.T, at *api.ClientWithResponses, service string) api.IssuedTicket {
	t.Helper()
	r, err := at.IssueTicketWithResponse(t.Context(), &api.IssueTicketParams{IdempotencyKey: "test-" + randomPassword()}, api.TicketRequest{Service: service})
	if err != nil || r.JSON201 == nil {
		t.Fatalf("no number: %v %s", err, r.Body)
	}
	return *r.JSON201
}

// tickets are today's, as the section head sees them.
func (o *sampleOffice) tickets() []api.Ticket {
	o.Helper()
	r, err := o.head().ListTicketsWithResponse(o.Context(), &api.ListTicketsParams{})
	if err != nil || r.JSON200 == nil {
		o.Fatalf("no list of tickets: %v", err)
	}
	return *r.JSON200
}

// paper waits for the nth paper that came out of the printer and returns its picture.
func (o *sampleOffice) paper(n string) []byte {
	o.Helper()
	var picture []byte
	eventually(o.T, "paper "+n, func() bool {
		status, body := get(o.T, o.url+"/demo/paper/"+n+".png")
		picture = body
		return status == http.StatusOK
	})
	return picture
}

// scan reads the QR codes in pictures as a phone does; a picture may have none.
func scan(t *testing.T, pictures ...string) []string {
	t.Helper()
	out, err := tool(t, "zbarimg", "zbar-tools", append([]string{"--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable"}, pictures...)...)
	const noneInOne = 4
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != noneInOne) {
		t.Fatal(err)
	}
	return strings.Fields(out)
}

// scanBytes is scan for one picture in memory.
func scanBytes(t *testing.T, picture []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "picture.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	return strings.Join(scan(t, file), " ")
}

// pages draws a PDF's pages, so many dots an inch, and returns the files.
func pages(t *testing.T, pdf []byte, dpi int) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "card.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := tool(t, "pdftoppm", "poppler-utils", "-r", strconv.Itoa(dpi), "-png", file, strings.TrimSuffix(file, ".pdf")); err != nil {
		t.Fatal(err)
	}
	drawn, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.png"))
	if err != nil || len(drawn) == 0 {
		t.Fatalf("no page: %v", err)
	}
	return drawn
}

// tool runs a program that the tests need.
func tool(t *testing.T, name, debian string, args ...string) (string, error) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("no %s in PATH (Debian: apt-get install %s)", name, debian)
	}
	var errs bytes.Buffer
	command := exec.CommandContext(t.Context(), path, args...) //nolint:gosec // the tests' own arguments
	command.Stderr = &errs
	out, err := command.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", name, err, errs.String())
	}
	return string(out), err
}
