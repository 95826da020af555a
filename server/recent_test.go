package server

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"loket/server/access"
)

// asking is a database of one token.
type asking struct {
	asked int
	ends  time.Time
	err   error
	while func() // what happens meanwhile
}

func (a *asking) ask() (access.Principal, time.Time, error) {
	a.asked++
	if a.while != nil {
		a.while()
	}
	return access.Principal{Kind: access.Device, ID: strconv.Itoa(a.asked)}, a.ends, a.err
}

func TestRecentIsBelievedForASecond(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name  string
		later time.Duration
		ends  time.Duration // of the session, 0 for never
		err   error
		asked int
	}{
		{name: "at once", asked: 1},
		{name: "just within the second", later: recentFor - 1, asked: 1},
		{name: "after the second", later: recentFor, asked: 2},
		{name: "the clock was put back", later: -time.Hour, asked: 2},
		{name: "the session ended meanwhile", later: 300 * time.Millisecond, ends: 200 * time.Millisecond, asked: 2},
		{name: "the session ends later", later: 300 * time.Millisecond, ends: time.Hour, asked: 1},
		{name: "a refusal is not kept", err: errors.New("no"), asked: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			var r recent
			db := &asking{err: test.err}
			if test.ends != 0 {
				db.ends = now.Add(test.ends)
			}
			for _, at := range []time.Time{now, now.Add(test.later)} {
				if _, err := r.find("bearer x", at, db.ask); !errors.Is(err, test.err) {
					t.Errorf("error %v", err)
				}
			}
			if db.asked != test.asked {
				t.Errorf("asked %d times, want %d", db.asked, test.asked)
			}
		})
	}
}

func TestRecentKeepsTokensApart(t *testing.T) {
	var r recent
	db := &asking{}
	for i, token := range []string{"bearer x", "cookie x", "bearer y"} {
		if p, _ := r.find(token, time.Unix(1, 0), db.ask); p.ID != strconv.Itoa(i+1) {
			t.Errorf("%s is %s", token, p.ID)
		}
	}
}

func TestRevokedIsForgotten(t *testing.T) {
	now := time.Unix(1, 0)
	var r recent
	db := &asking{}
	_, _ = r.find("bearer x", now, db.ask)
	r.forget()
	_, _ = r.find("bearer x", now, db.ask)
	if db.asked != 2 {
		t.Errorf("asked %d times", db.asked)
	}
}

// TestRevokedWhileAsking is a token that was read as good just before it was revoked.
func TestRevokedWhileAsking(t *testing.T) {
	now := time.Unix(1, 0)
	var r recent
	db := &asking{while: r.forget}
	_, _ = r.find("bearer x", now, db.ask)
	_, _ = r.find("bearer x", now, db.ask)
	if db.asked != 2 {
		t.Errorf("asked %d times: the revoked token is believed", db.asked)
	}
}

func TestRecentStaysSmall(t *testing.T) {
	var r recent
	db := &asking{}
	for i := range recentMax + 10 {
		_, _ = r.find(strconv.Itoa(i), time.Unix(1, 0), db.ask)
	}
	if len(r.known) > recentMax {
		t.Errorf("%d tokens", len(r.known))
	}
}
