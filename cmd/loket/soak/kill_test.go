package soak

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"loket/kiosk"
	"loket/server"
	"loket/server/api"
	"loket/server/store"
)

// killPoints is at how many random moments something is killed.
const killPoints = 200

// TestPaperAndScreenSurvive200Kills kills the kiosk, the server or both at random moments while people take numbers,
// lets the server stay away for some presses, and holds what people saw against what was printed and what the server has
// in the end.
func TestPaperAndScreenSurvive200Kills(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	h := openHall(t)
	people, leave := context.WithCancel(t.Context())
	defer leave()
	var crowd sync.WaitGroup
	for i := range 4 {
		crowd.Go(func() { h.visit(people, i, rand.New(rand.NewPCG(seed, uint64(i+1)))) })
	}
	kills := map[string]int{}
	for range killPoints {
		<-time.After(time.Duration(random.IntN(250)) * time.Millisecond) // the random moment
		target := []string{"kiosk", "kiosk", "server", "both"}[random.IntN(4)]
		kills[target]++
		if target != "server" {
			h.kill(t, h.kiosk)
		}
		if target != "kiosk" {
			h.kill(t, h.server)
		}
		if target != "server" {
			h.startKiosk(t)
		}
		if target != "kiosk" {
			if random.IntN(3) == 0 {
				h.awayFor(1 + random.IntN(4))
			}
			h.startServer(t)
		}
	}
	leave()
	crowd.Wait()
	h.settle(t)
	h.audit(t)
	t.Logf("kills %v", kills)
}

// hall is an office's kiosk with its printer, its server and its visitors. The printer is the test's: it goes on while
// programs are killed.
type hall struct {
	program, data, spool, token, port string
	address                           string // the server's
	server, kiosk                     *life

	mu      sync.Mutex
	page    string            // the kiosk's
	told    map[string]string // number by key, as the screen told it
	offline int
	papers  map[string][]bool // by number: marked as a copy or not
	errs    []error
	grown   chan struct{} // a number was told
}

// life is one run of a program.
type life struct {
	*exec.Cmd
	ended chan error
}

func openHall(t *testing.T) *hall {
	t.Helper()
	// Built as it ships: the race detector has its own tests, and makes starting too slow for so many kills.
	program := filepath.Join(t.TempDir(), "loket")
	if out, err := exec.Command("go", "build", "-o", program, "loket/cmd/loket").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{
		program: program, spool: t.TempDir(), address: l.Addr().String(), told: map[string]string{}, papers: map[string][]bool{}, grown: make(chan struct{}, 1),
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var token string
	h.data, token = prepare(t, 1)
	h.token = writeToken(t, token)
	h.port = h.startPrinter(t)
	h.startServer(t)
	h.startKiosk(t)
	return h
}

// start runs the program and returns the address that it tells behind mark.
func (h *hall) start(t *testing.T, mark string, args ...string) (*life, string) {
	t.Helper()
	l := &life{Cmd: mortal(h.program, args...), ended: make(chan error, 1)}
	out, err := l.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	log := &tail{}
	l.Stderr = log
	if err := l.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Process.Kill() })
	address := afterMark(out, mark)
	if address == "" {
		t.Fatalf("loket %s did not start:\n%s", args[0], log)
	}
	go func() {
		_, _ = io.Copy(io.Discard, out)
		l.ended <- l.Wait()
	}()
	return l, address
}

func (h *hall) startServer(t *testing.T) {
	t.Helper()
	h.server, _ = h.start(t, " at http://", "serve", "--data", h.data, "--addr", h.address)
}

func (h *hall) startKiosk(t *testing.T) {
	t.Helper()
	life, address := h.start(t, " at http://", "kiosk", "--server", "http://"+h.address, "--token-file", h.token,
		"--port", h.port, "--profile", printerProfile, "--spool", h.spool, "--addr", "127.0.0.1:0")
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kiosk, h.page = life, "http://"+strings.TrimSuffix(address, "/kiosk/")
}

// kill ends a program as a power cut does.
func (h *hall) kill(t *testing.T, l *life) {
	t.Helper()
	if err := l.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-l.ended; err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("it had ended before it was killed: %v", err)
	}
}

// awayFor waits while so many numbers are told, and not for ever: the book may be empty.
func (h *hall) awayFor(numbers int) {
	limit := time.After(2 * time.Second)
	for range numbers {
		select {
		case <-h.grown:
		case <-limit:
			return
		}
	}
}

// visit takes one number after the other, as the page does: the same key until the kiosk has told a number. Whoever
// gets no whole paper asks for another now and then.
func (h *hall) visit(ctx context.Context, visitor int, random *rand.Rand) {
	for n := 0; ctx.Err() == nil; n++ {
		key := fmt.Sprintf("visit-%d-%06d", visitor, n)
		wish := fmt.Sprintf(`{"key":%q,"service":%q,"priority":%t,"language":"id"}`,
			key, []string{"ak1-baru", "legalisir"}[random.IntN(2)], random.IntN(6) == 0)
		a, err := h.post("/kiosk/press", wish)
		for ; err != nil; a, err = h.post("/kiosk/press", wish) {
			<-time.After(20 * time.Millisecond) // the page's pause, shorter
		}
		h.hear(key, a)
		if a.Again && (a.Paper != api.PaperStatePrinted && random.IntN(2) == 0 || random.IntN(20) == 0) {
			if a, err = h.post("/kiosk/press/"+key+"/print", ""); err == nil { // once: repeated, it is another copy
				h.hear(key, a)
			}
		}
	}
}

// post asks the kiosk; whatever is no number is an error.
func (h *hall) post(path, body string) (a kiosk.PressAnswer, err error) {
	h.mu.Lock()
	page := h.page
	h.mu.Unlock()
	client := http.Client{Timeout: 25 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Post(page+path, "application/json", strings.NewReader(body))
	if err != nil {
		return a, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return a, fmt.Errorf("%s: status %d", path, answer.StatusCode)
	}
	return a, json.NewDecoder(answer.Body).Decode(&a)
}

// hear notes what the screen told. One key is told one number.
func (h *hall) hear(key string, a kiosk.PressAnswer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if before, ok := h.told[key]; ok && before != a.Number {
		h.errs = append(h.errs, fmt.Errorf("key %s was told %s and then %s", key, before, a.Number))
	}
	if _, ok := h.told[key]; !ok && a.Offline {
		h.offline++
	}
	h.told[key] = a.Number
	select {
	case h.grown <- struct{}{}:
	default:
	}
}

// settle waits until the kiosk has handed in everything, and ends both programs as an office does in the evening.
func (h *hall) settle(t *testing.T) {
	t.Helper()
	limit := time.After(time.Minute)
	for {
		var state kiosk.State
		if answer, err := http.Get(h.page + "/kiosk/state"); err == nil {
			err = json.NewDecoder(answer.Body).Decode(&state)
			_ = answer.Body.Close()
			if err == nil && state.Online && state.Waiting == 0 {
				if state.Refused > 0 {
					t.Errorf("the server refused %d tickets", state.Refused)
				}
				break
			}
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-limit:
			t.Fatalf("the kiosk does not settle: %+v", state)
		}
	}
	for _, l := range []*life{h.kiosk, h.server} {
		if err := l.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := <-l.ended; err != nil {
			t.Errorf("%s did not end cleanly: %v", l.Args[1], err)
		}
	}
}

var numberForm = regexp.MustCompile(`\b[A-Z]-\d{3,}\b`)

// audit holds screen, paper and database against each other.
func (h *hall) audit(t *testing.T) {
	t.Helper()
	if out, err := exec.Command(h.program, "verify", "--data", h.data).CombinedOutput(); err != nil {
		t.Errorf("the journal: %v\n%s", err, out)
	}
	s, err := store.Open(t.Context(), "sqlite:"+server.DatabaseFile(h.data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	stored := ticketsByKey(t, s)
	h.mu.Lock()
	defer h.mu.Unlock()
	holders := map[string]string{}
	for key, number := range h.told {
		if other, twice := holders[number]; twice {
			t.Errorf("number %s was told to %s and %s", number, other, key)
		}
		holders[number] = key
		if got := stored[key]; len(got) != 1 || got[0] != number {
			t.Errorf("%s was told %s, and the server has %v", key, number, got)
		}
	}
	for key, numbers := range stored {
		if _, ok := h.told[key]; !ok && len(h.papers[numbers[0]]) == 0 {
			t.Errorf("ticket %s of %s is on no paper and no screen", numbers[0], key)
		}
	}
	papers, copies := 0, 0
	for number, marks := range h.papers {
		if _, ok := holders[number]; !ok {
			t.Errorf("number %s is on paper and nobody's", number)
		}
		unmarked := 0
		for _, marked := range marks {
			if papers++; marked {
				copies++
			} else {
				unmarked++
			}
		}
		if unmarked > 1 {
			t.Errorf("number %s is on %d papers without a mark", number, unmarked)
		}
	}
	for _, err := range h.errs {
		t.Error(err)
	}
	if h.offline == 0 || len(h.told) == 0 || papers == 0 {
		t.Error("too little happened")
	}
	t.Logf("%d numbers told, %d of them offline; %d papers, %d of them copies", len(h.told), h.offline, papers, copies)
}
