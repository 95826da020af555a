package server_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestNobodyFollowsAfterTheSession has two officers at their desks. Who may no longer follow is told to sign in again;
// the other one and the board go on.
func TestNobodyFollowsAfterTheSession(t *testing.T) {
	for name, end := range map[string]func(*running){
		"sign-out": func(r *running) {
			if a := r.call("registrar", http.MethodDelete, "/session", ""); a.status != 204 {
				r.t.Errorf("status %d", a.status)
			}
		},
		"new password": func(r *running) { // by another command than the server, so the next beat tells
			r.must(r.Staff.SetPassword(r.t.Context(), "system", "registrar", "kata sandi baru"))
			r.clock.add(2 * time.Second) // a session is believed for one without asking
		},
		"expiry": func(r *running) {
			r.clock.add(11 * time.Hour)
			a := r.call("", http.MethodPost, "/session", `{"user":"registrar2","password":"`+password+`"}`)
			r.secrets["registrar2"] = cookieOf(r.t, a).Value
			r.clock.add(time.Hour)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t)
			ready(r)
			mine, board := r.follow("registrar", "desk"), r.follow("", "board")
			mine.hello()
			board.hello()
			end(r)
			for {
				m, err := mine.read()
				if err == nil && m.Type != "" {
					continue
				}
				if !websocket.IsCloseError(err, 4401) {
					t.Errorf("%s, %v", m.raw, err)
				}
				break
			}
			other := r.follow("registrar2", "desk")
			other.hello()
			r.Hub.Recheck()
			waiting(r)
			for _, c := range []*client{other, board} {
				c.until(r.mark())
			}
		})
	}
}

// TestASessionBesideOneThatEndsGoesOn has an officer sign out, and a device revoked, while another follows.
func TestASessionBesideOneThatEndsGoesOn(t *testing.T) {
	r := start(t)
	other := r.follow("registrar2", "desk")
	other.hello()
	r.vars["device"] = r.ids["display"]
	if a := r.call("registrar", http.MethodDelete, "/session", ""); a.status != 204 {
		t.Errorf("status %d", a.status)
	}
	if a := r.call("administrator", http.MethodDelete, "/devices/{device}", ""); a.status != 204 {
		t.Errorf("status %d", a.status)
	}
	waiting(r)
	other.until(r.mark())
}
