package kiosk

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loket/hardware/escpos"
	"loket/server/api"
)

// hasty is quick, and gives up on the server soon.
func hasty() limits {
	l := quick()
	l.usual, l.brief = 50*time.Millisecond, 10*time.Millisecond
	return l
}

// A kiosk's numbers run on without a hole whether the server answers or not.
func TestNumbersRunOnWithoutTheServer(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	k := startHolding(t, server, paper, t.TempDir(), hasty(), 4)
	if a := k.pressed(t, "press-0001"); a.Number != "A-001" || a.Offline {
		t.Errorf("answer %+v", a)
	}
	expect(t, server.reports, "ticket-1 printed")
	server.away.Store(true)
	a := k.pressed(t, "press-0002")
	if a.Number != "A-002" || !a.Offline || a.Paper != api.PaperStatePrinted || !strings.HasPrefix(a.URL, "https://loket.example/t/") {
		t.Errorf("answer %+v", a)
	}
	if a := k.pressed(t, "press-0003"); a.Number != "A-003" || !a.Offline {
		t.Errorf("answer %+v", a)
	}
	if s := k.State(); s.Online || !s.Offline || s.Waiting != 2 || !s.Services[0].Open {
		t.Errorf("state %+v", s)
	}
	server.away.Store(false)
	k.until(t, func(s State) bool { return s.Online && s.Waiting == 0 })
	given := server.taken()
	if len(given) != 2 || given[0].Reserved.Sequence != 2 || given[1].Reserved.Sequence != 3 || !instant(t, given[0]).Before(instant(t, given[1])) ||
		given[0].Paper != api.PaperStatePrinted || !strings.HasSuffix(a.URL, given[0].Reserved.Token) {
		t.Errorf("handed in %+v", given)
	}
	if a := k.pressed(t, "press-0004"); a.Number != "A-004" || a.Offline {
		t.Errorf("answer %+v", a)
	}
}

// All numbers of the day are taken or reserved: the kiosk gives those that it holds, with the server and without.
func TestQuotaIsGivenToItsLastNumber(t *testing.T) {
	server := newFakeServer(t)
	server.quota = 3
	k := startHolding(t, server, &fakePrinter{}, t.TempDir(), hasty(), 3)
	open := func(s State) bool { return len(s.Services) == 1 && s.Services[0].Open }
	for i, want := range []string{"A-001", "A-002", "A-003"} {
		server.away.Store(i > 0)
		k.until(t, func(s State) bool { return s.Online == (i == 0) && open(s) })
		if a := k.pressed(t, "press-000"+want[4:]); a.Number != want || a.Offline != (i > 0) {
			t.Errorf("answer %+v", a)
		}
	}
	if s := k.State(); open(s) {
		t.Errorf("open without a number: %+v", s)
	}
	server.away.Store(false)
	k.until(t, func(s State) bool { return s.Waiting == 0 && s.Online && !open(s) })
	if reason := k.State().Services[0].ClosedReason; reason == nil || *reason != api.Quota {
		t.Errorf("closed because of %v", reason)
	}
}

func instant(t *testing.T, g api.GivenTicket) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, g.IssuedAt)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The server made the ticket and could not say so: the paper has the same number, and it stays one ticket.
func TestAnswerThatStaysAwayIsOneTicket(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	k := startHolding(t, server, paper, t.TempDir(), hasty(), 4)
	server.after = func(http.ResponseWriter) bool { panic(http.ErrAbortHandler) }
	if a := k.pressed(t, "press-0001"); a.Number != "A-001" || !a.Offline {
		t.Errorf("answer %+v", a)
	}
	k.until(t, func(s State) bool { return s.Waiting == 0 })
	if given := server.taken(); len(given) != 1 || given[0].Key != "press-0001" || server.count() != 1 || paper.printed() != 1 {
		t.Errorf("handed in %+v; %d tickets, %d papers", given, server.count(), paper.printed())
	}
}

func TestKioskStartsWithoutTheServer(t *testing.T) {
	server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
	k := startHolding(t, server, paper, dir, hasty(), 4)
	k.pressed(t, "press-0001")
	server.away.Store(true)
	k.pressed(t, "press-0002")
	k.stop()

	k = startHolding(t, server, paper, dir, hasty(), 4)
	if s := k.State(); !s.Offline || s.Office == nil || s.Waiting != 1 {
		t.Errorf("state %+v", s)
	}
	if a := k.pressed(t, "press-0002"); a.Number != "A-002" { // the page repeats its key
		t.Errorf("answer %+v", a)
	}
	for key, want := range map[string]string{"press-0003": "A-003"} {
		if a := k.pressed(t, key); a.Number != want || !a.Offline {
			t.Errorf("answer %+v, want %s", a, want)
		}
	}
	if a := k.pressed(t, "press-0004"); a.Number != "A-004" {
		t.Errorf("answer %+v", a)
	}
	status, body := k.press(t, "press-0005", api.En)
	if p := decode[api.Problem](t, body); status != http.StatusServiceUnavailable || p.Code != "kiosk.server_away" {
		t.Errorf("without a number: %d %s", status, body)
	}
	server.away.Store(false)
	k.until(t, func(s State) bool { return s.Waiting == 0 && s.Online })
	if server.count() != 4 || paper.printed() != 4 {
		t.Errorf("%d tickets, %d papers", server.count(), paper.printed())
	}
}

func TestTicketThatTheServerRefusesIsSetAside(t *testing.T) {
	server, dir := newFakeServer(t), t.TempDir()
	k := startHolding(t, server, &fakePrinter{}, dir, hasty(), 2)
	server.away.Store(true)
	k.pressed(t, "press-0001")
	server.refuse = "service.not_found"
	server.away.Store(false)
	k.until(t, func(s State) bool { return s.Refused == 1 && s.Waiting == 0 })
	k.stop()
	k = startHolding(t, server, &fakePrinter{}, dir, hasty(), 2) // and stays so
	if s := k.State(); s.Refused != 1 {
		t.Errorf("state %+v", s)
	}
	if d := k.details(); d.Refused != 1 || d.Version != "v1" {
		t.Errorf("the health report says %+v", d)
	}
	if a := k.pressed(t, "press-0002"); a.Number == "A-001" {
		t.Error("a number that somebody holds was given again")
	}
}

// Somebody else has the number: it is not given, the next is.
func TestNumberThatTheServerDoesNotKnow(t *testing.T) {
	server := newFakeServer(t)
	k := startHolding(t, server, &fakePrinter{}, t.TempDir(), hasty(), 2)
	server.mu.Lock()
	clear(server.reserved)
	server.mu.Unlock()
	if a := k.pressed(t, "press-0001"); a.Number != "A-003" {
		t.Errorf("answer %+v", a)
	}
	if a := k.pressed(t, "press-0002"); a.Number != "A-004" {
		t.Errorf("answer %+v", a)
	}
}

func TestNumbersOfAnotherDayAreNotGiven(t *testing.T) {
	server := newFakeServer(t)
	k := startHolding(t, server, &fakePrinter{}, t.TempDir(), hasty(), 2)
	server.away.Store(true)
	k.until(t, func(s State) bool { return !s.Online })
	k.mu.Lock()
	k.book.Offset = 24 * time.Hour
	k.mu.Unlock()
	status, body := k.press(t, "press-0001", api.ID)
	if p := decode[api.Problem](t, body); status != http.StatusServiceUnavailable || p.Code != "kiosk.server_away" || k.State().Offline {
		t.Errorf("%d %s", status, body)
	}
}

func TestClockIsSetRightByTheServers(t *testing.T) {
	server := newFakeServer(t)
	server.ahead.Store(int64(90 * time.Minute))
	k := startHolding(t, server, &fakePrinter{}, t.TempDir(), hasty(), 2)
	server.away.Store(true)
	k.pressed(t, "press-0001")
	server.away.Store(false)
	k.until(t, func(s State) bool { return s.Waiting == 0 })
	if at := instant(t, server.taken()[0]); at.Sub(now.Add(90*time.Minute)).Abs() > time.Second {
		t.Errorf("issued at %v", at)
	}
	if offset := k.details().ClockOffset; offset < 5_399_000 || offset > 5_401_000 {
		t.Errorf("the health report says %d ms", offset)
	}
}

func TestMeasuredClock(t *testing.T) {
	for _, tt := range []struct {
		name           string
		believed, real time.Duration
		trip           time.Duration
		changes        bool
	}{
		{"right", 0, 0, 10 * time.Millisecond, false},
		{"right, slow answer", 0, 0, 3 * time.Second, false},
		{"an hour ahead", 0, time.Hour, 10 * time.Millisecond, true},
		{"an hour ahead, known", time.Hour, time.Hour, 10 * time.Millisecond, false},
		{"set right meanwhile", time.Hour, 0, 10 * time.Millisecond, true},
		{"two seconds behind", 0, -2 * time.Second, 10 * time.Millisecond, true},
	} {
		for fraction := range 10 { // of the second in which the server answers
			sent := now.Add(time.Duration(fraction) * 100 * time.Millisecond)
			date := sent.Add(tt.trip / 2).Add(tt.real).Truncate(time.Second)
			got, changes := measured(tt.believed, date, sent, sent.Add(tt.trip))
			if changes != tt.changes || (got-tt.real).Abs() > clockError+tt.trip/2 {
				t.Errorf("%s: %v, %v", tt.name, got, changes)
			}
		}
	}
}

func TestOfflineTicketSaysSo(t *testing.T) {
	p := profile(t, "generic-58")
	for language, want := range map[api.Language]string{api.ID: "Dicetak luring (offline)", api.En: "Printed offline"} {
		ticket := newTicket(api.Office{Timezone: "Asia/Makassar"}, api.Service{}, issuedTicket(7, language))
		ticket.Offline = true
		data, err := Lay(p, ticket)
		if err != nil {
			t.Fatal(err)
		}
		papers, err := escpos.Decode(p, data)
		if err != nil {
			t.Fatal(err)
		}
		if text := papers[0].Text(); !strings.Contains(text, want) || strings.Contains(text, "±") {
			t.Errorf("the paper says\n%s", text)
		}
	}
}

// A book that cannot be read costs its numbers and nothing else.
func TestBrokenBookIsSetAside(t *testing.T) {
	server, dir := newFakeServer(t), t.TempDir()
	k := startHolding(t, server, &fakePrinter{}, dir, hasty(), 2)
	name := k.book.Name
	k.stop()
	if err := os.WriteFile(filepath.Join(dir, bookFile), []byte(`{"name":`), 0o600); err != nil {
		t.Fatal(err)
	}
	k = startHolding(t, server, &fakePrinter{}, dir, hasty(), 2)
	if k.book.Name == name || k.details().Broken != 1 {
		t.Errorf("book %q, details %+v", k.book.Name, k.details())
	}
}
