package kiosk

import (
	"net/http"
	"testing"
	"time"

	"loket/server/api"
)

// closedFrom is a change of the hours to closed; clock is of 23 November and in Makassar.
func closedFrom(clock string, why api.ClosedReason, words, opens string) api.TimetableChange {
	from, again := makassar(clock), makassar(opens)
	return api.TimetableChange{From: from, ClosedReason: &why, ClosedWords: &api.Text{ID: words, En: words}, OpensAt: &again}
}

func openFrom(clock string) api.TimetableChange {
	return api.TimetableChange{From: makassar(clock), Open: true}
}

// makassar reads "23 08:00".
func makassar(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01 02 15:04", "2026-11 "+clock, time.FixedZone("WITA", 8*3600))
	if err != nil {
		panic(err)
	}
	return t
}

var weekOfHours = []api.TimetableChange{
	closedFrom("23 00:00", api.Hours, "before", "23 08:00"),
	openFrom("23 08:00"),
	closedFrom("23 12:00", api.Break, "lunch", "23 13:00"),
	openFrom("23 13:00"),
	closedFrom("23 15:00", api.Hours, "tomorrow", "25 08:00"),
	closedFrom("24 00:00", api.Holiday, "Teachers' Day", "25 08:00"),
	closedFrom("25 00:00", api.Hours, "before, today", "25 08:00"),
	openFrom("25 08:00"),
	closedFrom("25 15:00", api.Hours, "the end", "26 08:00"),
}

// turn sets the kiosk's clock.
func (k *Kiosk) turn(clock string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.book.Offset = makassar(clock).Sub(now)
}

// Without the server, and also after a restart without it, the kiosk opens and closes by the hours that it was told.
func TestHoursAreKeptWithoutTheServer(t *testing.T) {
	server, dir := newFakeServer(t), t.TempDir()
	server.hours = weekOfHours
	startHolding(t, server, &fakePrinter{}, dir, hasty(), 4).stop()
	server.away.Store(true)
	soon := hasty()
	soon.asking = 20 * time.Millisecond
	k := startHolding(t, server, &fakePrinter{}, dir, soon, 4)
	gives := 0
	for _, at := range []struct {
		clock, reason, words string
		gives, tells         bool
	}{
		{"23 07:59", "hours", "before", false, true},
		{"23 08:00", "", "", true, true},
		{"23 11:59", "", "", true, true},
		{"23 12:00", "break", "lunch", false, true},
		{"23 14:59", "", "", true, true},
		{"23 15:00", "hours", "tomorrow", false, true},
		{"24 09:00", "holiday", "Teachers' Day", false, true},
		{"25 07:00", "hours", "before, today", false, true},
		{"25 08:00", "", "", false, false}, // its numbers are of another day
		{"25 23:00", "hours", "the end", false, true},
		{"26 08:00", "", "", false, false}, // beyond what it was told
	} {
		k.turn(at.clock)
		s := k.State()
		got := s.Services[0]
		if got.Open != at.gives || s.Offline != at.tells || reasonOf(got) != at.reason || (got.ClosedWords != nil) != (at.words != "") ||
			at.words != "" && got.ClosedWords.ID != at.words {
			t.Errorf("%s: offline %v, %+v", at.clock, s.Offline, got)
		}
		key := "press-at-" + at.clock[:2] + at.clock[3:5] + at.clock[6:]
		status, body := k.press(t, key, api.En)
		switch p := (api.Problem{}); {
		case at.gives:
			if a := decode[PressAnswer](t, body); status != http.StatusOK || !a.Offline {
				t.Errorf("%s: the press was answered %d %s", at.clock, status, body)
			}
			gives++
		case status == http.StatusOK:
			t.Errorf("%s: a number was given", at.clock)
		case at.words != "" && k.today() == "2026-11-23":
			if p = decode[api.Problem](t, body); p.Code != "kiosk.closed" || p.Title != ": "+at.words {
				t.Errorf("%s: %+v", at.clock, p)
			}
		}
	}
	if gives != 3 || len(k.finished())+k.State().Waiting != 3 {
		t.Errorf("%d numbers were given; the state is %+v", gives, k.State())
	}
}

func reasonOf(s api.Service) string {
	if s.ClosedReason == nil {
		return ""
	}
	return string(*s.ClosedReason)
}

// Before the opening the kiosk provides itself with numbers: the server may be away by then.
func TestNumbersAreHeldBeforeTheOpening(t *testing.T) {
	server := newFakeServer(t)
	server.hours = weekOfHours
	server.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/v1/services" {
			return false
		}
		opens, why := makassar("23 09:00"), api.Hours
		answerJSON(w, 200, []api.Service{{ID: "ak1-baru", OpensAt: &opens, ClosedReason: &why}})
		return true
	}
	k := startHolding(t, server, &fakePrinter{}, t.TempDir(), hasty(), 4)
	server.away.Store(true)
	k.until(t, func(s State) bool { return !s.Online && s.Services[0].Open })
	if a := k.pressed(t, "press-0001"); a.Number != "A-001" || !a.Offline {
		t.Errorf("answer %+v", a)
	}
}
