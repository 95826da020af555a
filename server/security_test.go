package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"loket/server"
)

// TestCrossSite sends what a page of another site could have a browser send, with the officer's cookie.
func TestCrossSite(t *testing.T) {
	r := start(t)
	carded(r)
	r.vars["device"] = r.ids["display"]
	before, mark := r.tables(), r.mark()
	for _, foreign := range [][]string{
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Sec-Fetch-Site", "cross-site", "Origin", r.web.URL},
	} {
		for _, o := range contract(t) {
			if o.method == http.MethodGet {
				continue
			}
			for _, as := range []string{anonymous, "registrar", "administrator"} {
				a := r.call(as, o.method, o.path, bodies[o.id], append([]string{key, "cross-site"}, foreign...)...)
				if a.status != 403 || a.problem().Code != "request.cross_origin" || a.header.Get("Set-Cookie") != "" {
					t.Errorf("%s as %q from %v: status %d: %s", o.id, as, foreign, a.status, a.body)
				}
			}
		}
	}
	r.unchanged(before)
	if entries := r.since(mark); len(entries) > 0 {
		t.Errorf("the journal got %v", typesOf(entries))
	}
	for _, own := range [][]string{{"Origin", r.web.URL}, {"Sec-Fetch-Site", "same-origin", "Origin", "https://evil.example"}, {"Sec-Fetch-Site", "none"}} {
		if a := r.call("placement_officer", http.MethodPost, "/counters/2/open", "", own...); a.status != 200 {
			t.Errorf("from %v: status %d: %s", own, a.status, a.body)
		}
	}
}

// TestForeignWebSocket is a page of another site that would listen to the desk with the officer's cookie.
func TestForeignWebSocket(t *testing.T) {
	r := start(t)
	for _, topic := range []string{"board", "desk"} {
		conn, res, err := r.dial("registrar", topic, http.Header{"Origin": {"https://evil.example"}})
		if err == nil {
			_ = conn.Close()
			t.Errorf("topic %s: a foreign page is let in", topic)
			continue
		}
		if res == nil || res.StatusCode != 403 || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("topic %s: %v, %+v", topic, err, res)
		}
		if conn, _, err = r.dial("registrar", topic, http.Header{"Origin": {r.web.URL}}); err != nil {
			t.Errorf("topic %s: the own page is refused: %v", topic, err)
			continue
		}
		_ = conn.Close()
	}
	if n := r.Hub.Clients()["desk"]; n > 1 {
		t.Errorf("%d clients", n)
	}
}

// TestNoWebSocket asks for live messages as a plain request, and with a handshake that is broken.
func TestNoWebSocket(t *testing.T) {
	r := start(t)
	broken := []string{"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "8"}
	foreign := append([]string{"Origin", "https://evil.example", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}, broken[:4]...)
	for _, test := range []struct {
		name       string
		header     []string
		status     int
		code, says string
	}{
		{"plain", []string{"Accept-Language", "id"}, 400, "live.websocket", "Alamat ini hanya dilayani lewat WebSocket."},
		{"plain, English", []string{"Accept-Language", "en"}, 400, "live.websocket", "This address is served over WebSocket only."},
		{"an old version", broken, 400, "live.websocket", ""},
		{"a foreign page", foreign, 403, "request.cross_origin", "Permintaan dari situs lain ditolak."},
	} {
		a := r.call("", http.MethodGet, "/live?topic=board", "", test.header...)
		if p := a.problem(); a.status != test.status || p.Code != test.code || !strings.Contains(p.Title, test.says) {
			t.Errorf("%s: status %d: %s", test.name, a.status, a.body)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	r := start(t, withPages)
	carded(r)
	for _, path := range []string{
		"/", "/t/{token}", "/v/{jws}", "/counter/", "/assets/base.css", "/api/v1", "/api/v1/office", "/api/v1/session", "/api/v1/nothing", "/nothing",
	} {
		for _, accept := range []string{"text/html", "application/json"} {
			h := r.request("", http.MethodGet, path, "", "Accept", accept).header
			for name, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
				"Content-Security-Policy": "default-src 'self'",
			} {
				if got := h.Get(name); !strings.HasPrefix(got, want) {
					t.Errorf("%s: %s is %q", path, name, got)
				}
			}
			policy := h.Get("Content-Security-Policy")
			for _, want := range []string{"object-src 'self'", "frame-ancestors 'self'", "base-uri 'none'", "form-action 'self'"} {
				if !strings.Contains(policy, want) {
					t.Errorf("%s: the policy lacks %s", path, want)
				}
			}
			if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
				t.Errorf("%s: the policy lets in too much: %s", path, policy)
			}
			if secret := strings.HasPrefix(path, "/t/") || strings.HasPrefix(path, "/v/") || strings.HasPrefix(path, "/api/v1/"); secret && h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be stored: %q", path, h.Get("Cache-Control"))
			}
		}
	}
}

// TestPanicIsInternal has a program of another room panic: the request gets no details and the server goes on.
func TestPanicIsInternal(t *testing.T) {
	log := &logged{}
	r := start(t, log.everything, func(c *server.Config) {
		c.Mounts = map[string]http.Handler{"kiosk": http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			panic("the secret of " + theName)
		})}
	})
	a := r.request("", http.MethodGet, "/kiosk/x", "", "Accept-Language", "en")
	if p := a.problem(); a.status != 500 || p.Code != "internal" || strings.Contains(string(a.body), "secret") || strings.Contains(string(a.body), "goroutine") {
		t.Errorf("status %d: %s", a.status, a.body)
	}
	page := r.request("", http.MethodGet, "/kiosk/x", "", "Accept", "text/html")
	if page.status != 500 || strings.Contains(string(page.body), "secret") || !strings.Contains(page.header.Get("Content-Type"), "text/html") {
		t.Errorf("status %d: %s", page.status, page.body)
	}
	if n := strings.Count(log.text(), `"level":"ERROR"`); n != 2 { // one for each request
		t.Errorf("%d errors are logged: %s", n, log.text())
	}
	if !strings.Contains(log.text(), "security_test.go") {
		t.Errorf("the log does not say where: %s", log.text())
	}
	if a := r.call("", http.MethodGet, "/office", ""); a.status != 200 {
		t.Errorf("after it: status %d", a.status)
	}
}

// TestProblemsForPeople gives a browser a page and a program a problem.
func TestProblemsForPeople(t *testing.T) {
	r := start(t, withPages)
	for _, test := range []struct {
		path, accept, lang string
		status             int
		page               bool
		says               string
	}{
		{"/t/unknown", "text/html,application/xhtml+xml", "id", 404, true, "Nomor ini tidak ditemukan."},
		{"/t/unknown", "text/html", "en", 404, true, "There is no such number."},
		{"/t/unknown", "*/*", "id", 404, false, "Nomor ini tidak ditemukan."},
		{"/t/unknown", "", "fr", 404, false, "Nomor ini tidak ditemukan."},
		{"/nothing", "text/html", "en-GB", 404, true, "There is no such page or address."},
		{"/nothing?lang=en", "text/html", "id", 404, true, "There is no such page or address."},
		{"/counter/nothing.js", "text/html", "id", 404, true, "Halaman atau alamat ini tidak ada."},
		{"/api/v1/nothing", "text/html", "en", 404, false, "There is no such page or address."},
		{"/api/v1/session", "text/html", "id", 401, false, "Sesi Anda sudah berakhir. Silakan masuk lagi."},
	} {
		a := r.request("", http.MethodGet, test.path, "", "Accept", test.accept, "Accept-Language", test.lang)
		if a.status != test.status || !strings.Contains(string(a.body), test.says) {
			t.Errorf("%s for %q: status %d: %s", test.path, test.accept, a.status, a.body)
		}
		if page := strings.HasPrefix(a.header.Get("Content-Type"), "text/html"); page != test.page {
			t.Errorf("%s for %q is a page: %v", test.path, test.accept, page)
		}
		if !test.page {
			a.problem()
			if !json.Valid(a.body) {
				t.Errorf("%s: %s", test.path, a.body)
			}
		}
		if head := r.request("", http.MethodHead, test.path, "", "Accept", test.accept); len(head.body) > 0 {
			t.Errorf("HEAD %s has a body", test.path)
		}
	}
}

// TestLanguages asks in many tongues.
func TestLanguages(t *testing.T) {
	r := start(t)
	for accept, want := range map[string]string{
		"": "id", "id": "id", "en": "en", "en-GB,en;q=0.9": "en", "fr": "id", "*": "id", ";;": "id",
		"en;q=0.1, id;q=0.9": "id", "id;q=0.1, en;q=0.9": "en", "id;q=0, en": "en", "fr, en;q=0.5, id;q=0.2": "en",
		"ms": "id", "ms-MY, en;q=0.9": "id", "in": "id", "in-ID, en;q=0.8": "id", "en;q=0.5, ms;q=0.6": "id",
	} {
		a := r.call("", http.MethodGet, "/nothing", "", "Accept-Language", accept)
		if got := a.header.Get("Content-Language"); got != want {
			t.Errorf("%q gets %s, want %s", accept, got, want)
		}
	}
	if a := r.call("", http.MethodGet, "/nothing?lang=id", "", "Accept-Language", "en"); a.header.Get("Content-Language") != "id" {
		t.Error("lang does not come first")
	}
}
