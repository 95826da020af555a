package kiosk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loket/hardware/printer"
	"loket/server/api"
)

// fakeServer is the part of the central server that a kiosk sees. It keeps its promise about keys.
type fakeServer struct {
	*httptest.Server
	before  func(w http.ResponseWriter, r *http.Request) (done bool) // may answer in the server's place
	after   func(w http.ResponseWriter) (done bool)                  // the same, when a ticket is made but not yet told
	reports chan string                                              // "ticket state" for each paper report
	health  chan string

	mu      sync.Mutex
	tickets map[string]api.IssuedTicket // by key
	asked   []api.TicketRequest

	away     atomic.Bool  // it answers nothing
	ahead    atomic.Int64 // nanoseconds by which its clock is ahead of the kiosk's
	last     int          // the highest number that is taken or reserved
	reserved map[int]bool
	book     string // whose numbers are reserved
	hours    []api.TimetableChange
	quota    int // numbers that there are; 0: no limit
	handedIn []api.GivenTicket
	refuse   string // the code with which tickets that are handed in are refused
}

func newFakeServer(t *testing.T) *fakeServer {
	f := &fakeServer{tickets: map[string]api.IssuedTicket{}, reserved: map[int]bool{}, reports: make(chan string, 100), health: make(chan string, 1000)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/office", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, map[string]string{"code": "5202", "name": "Disnakertrans Lombok Tengah", "agency": "Pemkab",
			"address": "Praya", "timezone": "Asia/Makassar", "queueWord": "antrian", "day": "2026-11-23"})
	})
	mux.HandleFunc("GET /api/v1/services", func(w http.ResponseWriter, r *http.Request) {
		open, why := f.open(r.FormValue("book"))
		answerJSON(w, 200, []api.Service{{ID: "ak1-baru", Letter: "A", Open: open, ClosedReason: why, Waiting: f.count(),
			Papers: []api.Paper{{Key: "ktp", Name: api.Text{ID: "KTP asli", En: "Identity card"}}}}})
	})
	mux.HandleFunc("GET /api/v1/timetable", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, []api.Timetable{{Service: "ak1-baru", Changes: f.hours}})
	})
	mux.HandleFunc("POST /api/v1/tickets", f.issue)
	mux.HandleFunc("PUT /api/v1/device/numbers", f.hold)
	mux.HandleFunc("POST /api/v1/device/tickets", f.takeIn)
	mux.HandleFunc("PUT /api/v1/tickets/{id}/paper", func(w http.ResponseWriter, r *http.Request) {
		var report api.PaperReport
		_ = json.NewDecoder(r.Body).Decode(&report)
		f.reports <- r.PathValue("id") + " " + string(report.State)
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("PUT /api/v1/device/health", func(w http.ResponseWriter, r *http.Request) {
		var report api.HealthReport
		_ = json.NewDecoder(r.Body).Decode(&report)
		f.health <- report.State
		w.WriteHeader(http.StatusNoContent)
	})
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.away.Load() {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Date", now.Add(time.Duration(f.ahead.Load())).UTC().Format(http.TimeFormat))
		if f.before == nil || !f.before(w, r) {
			mux.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(f.Close)
	return f
}

func (f *fakeServer) issue(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer kiosk-token" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var body api.TicketRequest
	_ = json.NewDecoder(r.Body).Decode(&body)
	f.mu.Lock()
	f.asked = append(f.asked, body)
	key := r.Header.Get("Idempotency-Key")
	ticket, ok := f.tickets[key]
	switch {
	case ok:
	case body.Reserved != nil && !f.reserved[body.Reserved.Sequence]:
		f.mu.Unlock()
		w.Header().Set("Content-Type", problemType)
		w.WriteHeader(http.StatusConflict)
		_ = json.NewEncoder(w).Encode(api.Problem{Code: codeNotReserved, Status: http.StatusConflict})
		return
	case body.Reserved != nil:
		delete(f.reserved, body.Reserved.Sequence)
		ticket = issuedTicket(body.Reserved.Sequence, *body.Language)
	default:
		f.last++
		ticket = issuedTicket(f.last, *body.Language)
	}
	f.tickets[key] = ticket
	f.mu.Unlock()
	if f.after == nil || !f.after(w) {
		answerJSON(w, http.StatusCreated, ticket)
	}
}

// open says whether a kiosk with a book can have a number, and why not.
func (f *fakeServer) open(book string) (bool, *api.ClosedReason) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.quota == 0 || f.last < f.quota || book == f.book && len(f.reserved) > 0 {
		return true, nil
	}
	why := api.Quota
	return false, &why
}

// hold answers the unused numbers, topped up.
func (f *fakeServer) hold(w http.ResponseWriter, r *http.Request) {
	var body api.HoldRequest
	_ = json.NewDecoder(r.Body).Decode(&body)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.book = body.Book
	for len(f.reserved) < body.Services[0].Hold && (f.quota == 0 || f.last < f.quota) {
		f.last++
		f.reserved[f.last] = true
	}
	held := api.HeldNumbers{Day: "2026-11-23", TicketURL: "https://loket.example/t/", CallLimit: 3}
	for _, n := range slices.Sorted(maps.Keys(f.reserved)) {
		held.Numbers = append(held.Numbers, api.HeldNumber{Service: body.Services[0].Service, Sequence: n, Number: fmt.Sprintf("A-%03d", n)})
	}
	answerJSON(w, http.StatusOK, held)
}

// takeIn takes tickets that were given without it.
func (f *fakeServer) takeIn(w http.ResponseWriter, r *http.Request) {
	var body api.HandIn
	_ = json.NewDecoder(r.Body).Decode(&body)
	f.mu.Lock()
	defer f.mu.Unlock()
	var answer api.HandedIn
	for _, given := range body.Tickets {
		result := api.HandedInTicket{Key: given.Key}
		ticket, known := f.tickets[given.Key]
		switch {
		case f.refuse != "":
			result.Problem = &api.Problem{Code: f.refuse}
		case !known && !f.reserved[given.Reserved.Sequence], known && ticket.Sequence != given.Reserved.Sequence:
			result.Problem = &api.Problem{Code: codeNotReserved}
		default:
			if !known {
				delete(f.reserved, given.Reserved.Sequence)
				ticket = issuedTicket(given.Reserved.Sequence, given.Language)
				f.tickets[given.Key] = ticket
			}
			result.ID = &ticket.ID
			f.handedIn = append(f.handedIn, given)
		}
		answer.Tickets = append(answer.Tickets, result)
	}
	answerJSON(w, http.StatusOK, answer)
}

// taken are the tickets that were handed in.
func (f *fakeServer) taken() []api.GivenTicket {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.handedIn)
}

func issuedTicket(n int, language api.Language) api.IssuedTicket {
	return api.IssuedTicket{
		ID: fmt.Sprintf("ticket-%d", n), Number: fmt.Sprintf("A-%03d", n), Sequence: n, Service: "ak1-baru",
		ServiceName: api.Text{ID: "Kartu AK/I baru", En: "New AK/I card"}, Language: language,
		IssuedAt: time.Date(2026, 11, 23, 0, 14, 0, 0, time.UTC), Ahead: n - 1, Position: n,
		EstimatedWait: api.Minutes{Low: 5, High: 10}, URL: phonePage, CallLimit: 3,
	}
}

func (f *fakeServer) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.tickets)
}

func (f *fakeServer) requests() []api.TicketRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]api.TicketRequest(nil), f.asked...)
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// fakePrinter prints what it is told, by print if that is set.
type fakePrinter struct {
	print func(ctx context.Context, job printer.Job) (printer.Outcome, error)

	mu    sync.Mutex
	jobs  []printer.Job
	state printer.State
}

func (f *fakePrinter) Print(ctx context.Context, job printer.Job) (printer.Outcome, error) {
	f.mu.Lock()
	f.jobs = append(f.jobs, job)
	f.mu.Unlock()
	if f.print != nil {
		return f.print(ctx, job)
	}
	return printer.Printed, nil
}

func (f *fakePrinter) Status() printer.Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.state == "" {
		return printer.Status{State: printer.Ready}
	}
	return printer.Status{State: f.state}
}

func (f *fakePrinter) set(s printer.State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.state = s
}

func (f *fakePrinter) printed() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.jobs)
}

// rig is a running kiosk with its page's address.
type rig struct {
	*Kiosk
	page string
	stop func() // ends Run and waits for it
}

var now = time.Date(2026, 11, 23, 0, 14, 30, 0, time.UTC)

// quick are the usual limits without the waiting.
func quick() limits {
	l := usual
	l.pause, l.refresh, l.look = time.Millisecond, 5*time.Millisecond, time.Millisecond
	return l
}

func startKiosk(t *testing.T, server *fakeServer, paper printer.Printer, spool string, l limits) *rig {
	t.Helper()
	return startHolding(t, server, paper, spool, l, 0)
}

// startHolding starts a kiosk that holds numbers; it returns when it does, or at once where the server is away.
func startHolding(t *testing.T, server *fakeServer, paper printer.Printer, spool string, l limits, hold int) *rig {
	t.Helper()
	k, err := New(Config{
		Hold: hold, Version: "v1",
		Server: server.URL, Token: "kiosk-token", Printer: paper, Profile: profile(t, "generic-80"), Spool: spool,
		Logger: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	k.limits = l
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- k.Run(ctx) }()
	select {
	case <-k.started:
	case err := <-ended:
		t.Fatal(err)
	}
	page := httptest.NewServer(k.Handler())
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		page.Close()
	})
	t.Cleanup(stop)
	r := &rig{Kiosk: k, page: page.URL, stop: stop}
	if hold > 0 && !server.away.Load() {
		r.until(t, func(State) bool { return k.holds() >= hold })
	}
	return r
}

// holds is how many numbers are free.
func (k *Kiosk) holds() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.book.free("ak1-baru", k.today(), k.list()))
}

// until looks at the state until it is as it must become.
func (r *rig) until(t *testing.T, is func(State) bool) {
	t.Helper()
	limit, look := time.After(20*time.Second), time.NewTicker(2*time.Millisecond)
	defer look.Stop()
	for !is(r.State()) {
		select {
		case <-look.C:
		case <-limit:
			t.Fatalf("the state stays %+v, with %d numbers", r.State(), r.holds())
		}
	}
}

// press presses as the page does and returns the answer's status and body.
func (r *rig) press(t *testing.T, key string, language api.Language) (int, []byte) {
	t.Helper()
	body, err := json.Marshal(PressRequest{Key: key, Service: "ak1-baru", Language: language})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(r.page+"/kiosk/press", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, answer)
}

func (r *rig) get(t *testing.T, path string) (int, []byte) {
	t.Helper()
	answer, err := http.Get(r.page + path)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, answer)
}

func readAll(t *testing.T, answer *http.Response) (int, []byte) {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body
}

// pressed is press for a press that must be answered with a number.
func (r *rig) pressed(t *testing.T, key string) PressAnswer {
	t.Helper()
	status, body := r.press(t, key, api.ID)
	if status != http.StatusOK {
		t.Fatalf("the press was answered %d %s", status, body)
	}
	return decode[PressAnswer](t, body)
}

func decode[T any](t *testing.T, body []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return v
}

// expect takes the next of c, within a time that only a broken kiosk exceeds.
func expect[T comparable](t *testing.T, c <-chan T, want T) {
	t.Helper()
	select {
	case got := <-c:
		if got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("%v did not come", want)
	}
}

// noted waits until the kiosk has noted that the server knows of a press's paper.
func (r *rig) noted(t *testing.T, key string) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for e := r.find(key); ; {
		r.mu.Lock()
		reported, changed := e.press.Reported, e.changed
		r.mu.Unlock()
		if reported {
			return
		}
		select {
		case <-changed:
		case <-limit:
			t.Fatalf("the report of %s was never noted", key)
		}
	}
}
