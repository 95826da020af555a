// Package soak holds the program, built as it ships but with the race detector, against crowds and kills.
package soak

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"loket/server"
	"loket/server/access"
	"loket/server/api"
	"loket/server/office"
	"loket/server/staff"
)

var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "loket-soak-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "loket")
	if out, err := exec.Command("go", "build", "-race", "-o", program, "loket/cmd/loket").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

const password = "soak-password"

// prepare makes a data folder with a kiosk and officers 1…n, whose counters serve two services.
func prepare(t *testing.T, officers int) (data, token string) {
	t.Helper()
	data = t.TempDir()
	o := office.Sample()
	o.Counters = nil
	o.Services = slices.DeleteFunc(o.Services, func(s office.Service) bool { return s.ID != "ak1-baru" && s.ID != "legalisir" })
	for i := range officers {
		id := fmt.Sprint(i + 1)
		o.Counters = append(o.Counters, office.Counter{ID: id, Name: "Loket " + id, Services: []string{"ak1-baru", "legalisir"}})
	}
	s, err := server.New(t.Context(), server.Config{Data: data, Office: o, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if _, token, err = s.Devices.Pair(t.Context(), "system", access.Kiosk, "soak"); err != nil {
		t.Fatal(err)
	}
	for i := range officers {
		m := staff.Member{Username: fmt.Sprintf("officer%d", i+1), Name: "Officer", Roles: []access.Role{access.Registrar}}
		if _, err := s.Staff.Add(t.Context(), "system", m, password); err != nil {
			t.Fatal(err)
		}
	}
	return data, token
}

// process is one life of the server.
type process struct {
	*exec.Cmd
	url string
	err bytes.Buffer
}

// mortal is a command that dies with the tests, also where these end by their time limit and clean nothing up.
func mortal(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c
}

// start starts the server on the data and returns when it listens.
func start(t *testing.T, data string) *process {
	t.Helper()
	p := &process{Cmd: mortal(program, "serve", "--data", data, "--addr", "127.0.0.1:0")}
	p.Stderr = &p.err
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if i := strings.LastIndex(lines.Text(), " at http://"); i >= 0 {
			p.url = lines.Text()[i+len(" at "):] + api.BaseURL
			return p
		}
	}
	t.Fatalf("the server did not start: %s", p.err.String())
	return nil
}

// client is somebody who uses the API.
type client struct {
	http.Client
	token string
}

func newClient(token string) *client {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &client{Client: http.Client{Jar: jar, Transport: &http.Transport{}}, token: token}
}

// do makes a request and decodes its answer into into.
func (c *client) do(ctx context.Context, method, url, key, body string, into any) (int, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	if answer.StatusCode >= 300 || into == nil {
		return answer.StatusCode, nil
	}
	return answer.StatusCode, json.Unmarshal(text, into)
}

// officer returns the client of a counter's officer, signed in once.
func (l *ledger) officer(ctx context.Context, url, counter string) (*client, error) {
	l.mu.Lock()
	c := l.officers[counter]
	l.mu.Unlock()
	if c != nil {
		return c, nil
	}
	c = newClient("")
	if err := c.signIn(ctx, url, "officer"+counter); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.officers[counter] = c
	return c, nil
}

func (c *client) signIn(ctx context.Context, url, user string) error {
	status, err := c.do(ctx, http.MethodPost, url+"/session", "", fmt.Sprintf(`{"user":%q,"password":%q}`, user, password), nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("sign in: %d", status)
	}
	return err
}

// request is one press: its key and what it asked for.
type request struct{ key, body string }

// ledger is what the clients asked and were told, to be held against what the server knows.
type ledger struct {
	mu     sync.Mutex
	asked  []request
	issued map[string]api.IssuedTicket // by request key
	called map[string]int              // ticket → acknowledged calls
	errs   []error
	grown  chan struct{} // something was acknowledged

	officers map[string]*client // by counter; their sessions outlive the server
}

func newLedger() *ledger {
	return &ledger{issued: map[string]api.IssuedTicket{}, called: map[string]int{}, grown: make(chan struct{}, 1), officers: map[string]*client{}}
}

func (l *ledger) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errs = append(l.errs, err)
}

// ask notes a request before it is sent.
func (l *ledger) ask(r request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, r)
}

// told notes an acknowledged ticket. The same key must always get the same one.
func (l *ledger) told(key string, t api.IssuedTicket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if before, ok := l.issued[key]; ok && (before.ID != t.ID || before.Number != t.Number) {
		l.errs = append(l.errs, fmt.Errorf("key %s got %s and then %s", key, before.Number, t.Number))
	}
	l.issued[key] = t
	l.grow()
}

// heard notes an acknowledged call.
func (l *ledger) heard(ticket string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.called[ticket]++
	l.grow()
}

func (l *ledger) grow() {
	select {
	case l.grown <- struct{}{}:
	default:
	}
}

func (l *ledger) counts() (tickets, calls int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.issued), len(l.called)
}

// waitFor waits until so many tickets and calls are acknowledged; the crowd must not end by itself before.
func (l *ledger) waitFor(t *testing.T, ended <-chan struct{}, tickets, calls int) {
	t.Helper()
	for {
		haveTickets, haveCalls := l.counts()
		if haveTickets >= tickets && haveCalls >= calls {
			return
		}
		select {
		case <-l.grown:
		case <-ended:
			t.Fatalf("the crowd ended with %d tickets and %d calls: %v", haveTickets, haveCalls, l.errs)
		}
	}
}
