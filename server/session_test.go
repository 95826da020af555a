package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"loket/server"
	"loket/server/queue"
	"loket/server/staff"
)

func TestSessions(t *testing.T) {
	post, get, remove := http.MethodPost, http.MethodGet, http.MethodDelete
	play(t, []scenario{
		{
			name: "sign in", method: post, path: "/session", body: `{"user":" Registrar ","password":"` + password + `"}`, given: open,
			status: 200, events: []string{staff.EventSignedIn},
			want: `{"user":"registrar","name":"Petugas registrar","roles":["registrar"],"counter":"1","expiresAt":"2026-11-23T20:00:00+08:00"}`,
			check: func(t *testing.T, r *running, a answer) {
				c := cookieOf(t, a)
				if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || !c.Secure || c.Path != "/" || c.Domain != "" {
					t.Errorf("cookie %q", c)
				}
				if c.Value == r.secrets["registrar"] {
					t.Error("a second sign-in has the first one's cookie")
				}
				r.secrets["registrar"] = c.Value
				if a := r.call("registrar", get, "/session", ""); a.status != 200 {
					t.Errorf("the new cookie gets %d", a.status)
				}
			},
		},
		{name: "sign in with a wrong password", method: post, path: "/session", body: `{"user":"registrar","password":"` + password + `!"}`, status: 401, code: "session.wrong"},
		{name: "sign in as nobody", method: post, path: "/session", body: `{"user":"nobody","password":"` + password + `"}`, status: 401, code: "session.wrong"},
		{name: "sign in with an endless password", method: post, path: "/session", body: `{"user":"registrar","password":"` + strings.Repeat("x", 10_000) + `"}`, status: 401, code: "session.wrong"},
		{name: "sign in without a name", method: post, path: "/session", body: `{"user":"","password":"` + password + `"}`, status: 422, code: "field.required", field: "user"},
		{name: "sign in without a password", method: post, path: "/session", body: `{"user":"registrar","password":""}`, status: 422, code: "field.required", field: "password"},

		{name: "who is signed in", as: "section_head", method: get, path: "/session", status: 200, want: `{"user":"section_head","roles":["section_head"]}`},
		{name: "nobody is signed in", method: get, path: "/session", status: 401, code: "session.signed_out"},
		{name: "the session is over", as: expired, method: get, path: "/session", status: 401, code: "session.signed_out"},
		{
			name: "the session ends twelve hours on", as: "registrar", method: get, path: "/session",
			given: func(r *running) { r.clock.add(12 * time.Hour) }, status: 401, code: "session.signed_out",
		},
		{
			name: "the session lasts to its last second", as: "registrar", method: get, path: "/session",
			given: func(r *running) { r.clock.add(12*time.Hour - time.Second) }, status: 200,
		},
		{
			name: "a new password ends the session", as: "registrar", method: get, path: "/session",
			given:  func(r *running) { r.must(r.Staff.SetPassword(r.t.Context(), "system", "registrar", "kata sandi baru")) },
			status: 401, code: "session.signed_out",
		},
		{name: "a device has no session", as: "kiosk", method: get, path: "/session", status: 403, code: "session.forbidden"},

		{
			name: "sign out", as: "registrar", method: remove, path: "/session", status: 204, events: []string{staff.EventSignedOut},
			check: func(t *testing.T, r *running, a answer) {
				if c := cookieOf(t, a); c.Value != "" || c.MaxAge >= 0 || !c.HttpOnly {
					t.Errorf("cookie %q", c)
				}
				for _, path := range []string{"/session", "/counters"} {
					if a := r.call("registrar", get, path, ""); a.status != 401 {
						t.Errorf("the old cookie gets %d at %s", a.status, path)
					}
				}
			},
		},
		{
			name: "sign out leaves the counter", as: "registrar", method: remove, path: "/session", given: open, status: 204,
			events: []string{staff.EventSignedOut, queue.EventClosed},
		},
		{
			name: "sign out with a number open", as: "registrar", method: remove, path: "/session", given: serving, status: 204,
			events: []string{staff.EventSignedOut},
			check: func(t *testing.T, r *running, _ answer) {
				if a := r.call("registrar2", post, "/counters/1/open", ""); a.status != 200 {
					t.Errorf("the next officer gets %d: %s", a.status, a.body)
				}
				if a := r.call("registrar2", post, "/counters/1/finish", ""); a.status != 200 {
					t.Errorf("the number that was open: %d: %s", a.status, a.body)
				}
			},
		},
		{name: "sign out without a session", method: remove, path: "/session", status: 401, code: "session.signed_out"},
	})
}

func cookieOf(t *testing.T, a answer) *http.Cookie {
	t.Helper()
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) != 1 || cookies[0].Name != "loket_session" {
		t.Fatalf("cookies %v", cookies)
	}
	return cookies[0]
}

// TestPlainCookie is for a server that phones reach by http: a Secure cookie would not come back.
func TestPlainCookie(t *testing.T) {
	r := start(t, func(c *server.Config) { c.PublicURL = "http://10.0.0.2" })
	a := r.call(anonymous, http.MethodPost, "/session", `{"user":"registrar","password":"`+password+`"}`)
	if c := cookieOf(t, a); c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %q", c)
	}
}

func TestSignInIsThrottled(t *testing.T) {
	r := start(t)
	signIn := func(user, password string) answer {
		return r.call(anonymous, http.MethodPost, "/session", fmt.Sprintf(`{"user":%q,"password":%q}`, user, password), "Accept-Language", "en")
	}
	mark := r.mark()
	for i := range 8 {
		if a := signIn("registrar", "salah"); a.status != 401 {
			t.Fatalf("try %d: status %d", i, a.status)
		}
	}
	a := signIn("registrar", password)
	if p := a.problem(); a.status != 429 || p.Code != "session.too_many" || !strings.Contains(p.Title, "16 minutes") && !strings.Contains(p.Title, "15 minutes") {
		t.Errorf("status %d: %s", a.status, a.body)
	}
	if entries := r.since(mark); len(entries) > 0 {
		t.Errorf("the journal got %v", typesOf(entries))
	}
	if a := signIn("registrar2", password); a.status != 200 {
		t.Errorf("another name is held up: status %d", a.status)
	}
	r.clock.add(15*time.Minute + time.Second)
	if a := signIn("registrar", password); a.status != 200 {
		t.Errorf("after a quarter of an hour: status %d", a.status)
	}
}
