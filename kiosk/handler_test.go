package kiosk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"loket/server/api"
)

// idle is a kiosk that does not run.
func idle(t *testing.T, edit func(*Config)) http.Handler {
	t.Helper()
	c := Config{Server: "http://127.0.0.1:1", Printer: &fakePrinter{}, Profile: profile(t, "generic-80"), Spool: t.TempDir()}
	if edit != nil {
		edit(&c)
	}
	k, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return k.Handler()
}

func serve(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPageAndAssets(t *testing.T) {
	shared := fstest.MapFS{"base.css": {Data: []byte("body{}")}}
	plain, demo := idle(t, func(c *Config) { c.Shared = shared }), idle(t, func(c *Config) { c.Demo = true })
	for _, tt := range []struct {
		name   string
		h      http.Handler
		path   string
		status int
	}{
		{"page", plain, "/kiosk/", 200},
		{"page without slash", plain, "/kiosk", 307},
		{"module", plain, "/kiosk/main.js", 200},
		{"shared", plain, "/assets/base.css", 200},
		{"shared is somebody else's", demo, "/assets/base.css", 404},
		{"canned screens outside the demo", plain, "/kiosk/screens.js", 404},
		{"canned screens", demo, "/kiosk/screens.js", 200},
		{"unknown press", plain, "/kiosk/press/press-0001", 404},
	} {
		w := serve(tt.h, "GET", tt.path, "")
		if w.Code != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.status)
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'self'") {
			t.Errorf("%s: no content security policy", tt.name)
		}
	}
}

func TestPressIsCheckedFirst(t *testing.T) {
	h := idle(t, nil)
	for _, tt := range []struct{ name, body, code, field string }{
		{"not JSON", `{`, "request.invalid", ""},
		{"unknown member", `{"key":"press-0001","service":"a","name":"Budi"}`, "request.invalid", "name"},
		{"nothing", `{}`, "request.invalid", "key"},
		{"another name's case", `{"KEY":"press-0001","service":"a"}`, "request.invalid", "KEY"},
		{"a member twice", `{"key":"press-0001","service":"a","service":"b"}`, "request.invalid", "service"},
		{"wrong type", `{"key":"press-0001","service":"a","priority":"yes"}`, "request.invalid", "priority"},
		{"two objects", `{"key":"press-0001","service":"a"}{}`, "request.invalid", ""},
		{"a list", `[]`, "request.invalid", ""},
		{"too large", `{"key":"press-0001","service":"` + strings.Repeat("a", maxWish) + `"}`, "request.too_large", ""},
		{"short key", `{"key":"short","service":"a"}`, "request.invalid", "key"},
		{"key that is a path", `{"key":"../../etc/passwd","service":"a"}`, "request.invalid", "key"},
		{"no service", `{"key":"press-0001"}`, "request.invalid", "service"},
		{"not running", `{"key":"press-0001","service":"a"}`, "kiosk.starting", ""},
	} {
		w := serve(h, "POST", "/kiosk/press", tt.body)
		p := decode[api.Problem](t, w.Body.Bytes())
		field := ""
		if p.Field != nil {
			field = *p.Field
		}
		if p.Code != tt.code || field != tt.field || w.Code != p.Status || w.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
	}
}

func TestOtherSitesCannotPress(t *testing.T) {
	h := idle(t, nil)
	w := serve(h, "POST", "/kiosk/press", `{"key":"press-0001","service":"a"}`, "Sec-Fetch-Site", "cross-site")
	if w.Code != http.StatusForbidden {
		t.Errorf("a press of another site was answered %d", w.Code)
	}
}
