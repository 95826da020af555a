package server_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"loket/server"
	"loket/server/aki"
	"loket/server/api"
)

// withPages adds a page of another room.
func withPages(c *server.Config) {
	c.Apps = map[string]fs.FS{"counter": fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html>the counter")}, "screens.js": {Data: []byte("canned")}, "app.js": {Data: []byte("app")},
		"visit/entry.js": {Data: []byte("entry")},
	}}
	c.Mounts = map[string]http.Handler{"kiosk": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("kiosk at " + r.URL.Path))
	})}
}

func TestPages(t *testing.T) {
	r := start(t, withPages)
	carded(r)
	for _, test := range []struct {
		path   string
		status int
		kind   string
		says   string
	}{
		{"/", 200, "text/html; charset=utf-8", "DINAS TENAGA KERJA"},
		{"/t/{token}", 200, "text/html; charset=utf-8", "A-001"},
		{"/v/{jws}", 200, "text/html; charset=utf-8", "B.N.R."},
		{"/v/eyJhbGciOiJFZERTQSJ9.cut", 200, "text/html; charset=utf-8", "Kode tidak terbaca lengkap. Pindai lagi."},
		{"/v/eyJhbGciOiJFZERTQSJ9.cut?lang=en", 200, "text/html; charset=utf-8", "The code was not read to its end. Please scan again."},
		{"/v/eyJhbGciOiJub25lIn0.e30.", 200, "text/html; charset=utf-8", "Ini bukan kode kartu AK/I, atau salah terbaca. Pindai lagi."},
		{"/v/eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk?lang=en", 200, "text/html; charset=utf-8", "This is not an AK/I card&#39;s code, or it was misread. Please scan again."},
		{"/v/nothing", 200, "text/html; charset=utf-8", "Ini bukan kode kartu AK/I, atau salah terbaca. Pindai lagi."},
		{"/v/" + foreignCard(t), 200, "text/html; charset=utf-8", "Kode pada kartu ini bukan dari kantor kami"},
		{"/assets/live.js", 200, "text/javascript; charset=utf-8", "export"},
		{"/assets/nothing.js", 404, "application/problem+json", "request.not_found"},
		{"/assets/", 404, "application/problem+json", ""},
		{"/assets/lit-html/", 404, "application/problem+json", ""},
		{"/assets/lit-html", 404, "application/problem+json", ""},
		{"/assets/../pages.go", 404, "", ""},
		{"/counter", 301, "", ""},
		{"/counter?lang=en", 301, "", ""},
		{"/counter/", 200, "text/html; charset=utf-8", "the counter"},
		{"/counter/app.js", 200, "text/javascript; charset=utf-8", "app"},
		{"/counter/index.html", 301, "", ""},
		{"/counter/visit/", 404, "application/problem+json", ""},
		{"/counter/visit/entry.js", 200, "text/javascript; charset=utf-8", "entry"},
		{"/counter/screens.js", 404, "application/problem+json", ""},
		{"/dev/screens", 404, "application/problem+json", ""},
		{"/kiosk", 301, "", ""},
		{"/kiosk/touch", 200, "", "kiosk at /kiosk/touch"},
		{"/healthz", 200, "text/plain; charset=UTF-8", "ok"},
		{"/readyz", 200, "text/plain; charset=UTF-8", "ok"},
		{"/metrics", 200, "", "loket_http_request_seconds"},
		{"/api/v1", 200, "text/html; charset=utf-8", "call-next"},
		{"/.well-known/jwks.json", 200, "application/jwk-set+json", "OKP"},
	} {
		a := r.request("", http.MethodGet, test.path, "")
		if a.status != test.status || !strings.Contains(string(a.body), test.says) || test.kind != "" && a.header.Get("Content-Type") != test.kind {
			t.Errorf("%s: status %d, %s: %.200s", test.path, a.status, a.header.Get("Content-Type"), a.body)
		}
		if to := a.header.Get("Location"); test.status == 301 && to != "./" && to != strings.Replace(test.path+"/", "?lang=en/", "/?lang=en", 1) {
			t.Errorf("%s leads to %q", test.path, to)
		}
		if head := r.request("", http.MethodHead, test.path, ""); head.status != test.status || len(head.body) > 0 {
			t.Errorf("HEAD %s: status %d, %d bytes", test.path, head.status, len(head.body))
		}
	}
	for _, path := range []string{"/t/{token}", "/v/{jws}"} {
		body := string(r.request("", http.MethodGet, path, "").body)
		for _, secret := range []string{theName, "Nurhaliza", theNIK, r.vars["token"], r.vars["seeker"], r.vars["ticket"]} {
			if strings.Contains(body, secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
	}
}

func TestCannedScreensAreForTheDemo(t *testing.T) {
	r := start(t, withPages, func(c *server.Config) { c.Canned = true })
	for _, path := range []string{"/counter/screens.js", "/dev/screens"} {
		if a := r.request("", http.MethodGet, path, ""); a.status != 200 {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}

// TestSpecIsServed holds the served contract against the file.
func TestSpecIsServed(t *testing.T) {
	r := start(t)
	a := r.call("", http.MethodGet, "/openapi.json", "")
	var spec struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}
	a.json(&spec)
	if a.status != 200 || spec.OpenAPI != "3.0.3" || !json.Valid(a.body) || a.header.Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, %s, openapi %q", a.status, a.header.Get("Content-Type"), spec.OpenAPI)
	}
	for _, o := range contract(t) {
		var served struct {
			ID  string `json:"operationId"`
			Act string `json:"x-act"`
		}
		r.must(json.Unmarshal(spec.Paths[o.path][strings.ToLower(o.method)], &served))
		if served.ID != o.id || served.Act != string(o.act) {
			t.Errorf("%s %s is %+v", o.method, o.path, served)
		}
	}
	page := string(r.request("", http.MethodGet, api.BaseURL, "").body)
	for _, o := range contract(t) {
		if !strings.Contains(page, o.path) {
			t.Errorf("the page lacks %s", o.path)
		}
	}
}

// TestPublicKeysCheckCards has an employer check a card with nothing but the published keys.
func TestPublicKeysCheckCards(t *testing.T) {
	r := start(t)
	carded(r)
	keys := r.request("", http.MethodGet, "/.well-known/jwks.json", "").body
	verifier, err := aki.NewVerifier(keys)
	r.must(err)
	claims, err := verifier.Verify("https://loket.example/v/" + r.vars["jws"])
	if err != nil || claims.Number != r.vars["cardNumber"] || claims.Initials != "B.N.R." {
		t.Errorf("%v: %+v", err, claims)
	}
	var set struct{ Keys []map[string]any }
	r.must(json.Unmarshal(keys, &set))
	for _, k := range set.Keys {
		if _, private := k["d"]; private {
			t.Error("the private key is published")
		}
	}
}

// TestNotReady is a database that is away.
func TestNotReady(t *testing.T) {
	r := start(t)
	r.must(r.Store.Close())
	if a := r.request("", http.MethodGet, "/readyz", ""); a.status != 503 {
		t.Errorf("readyz: status %d", a.status)
	}
	if a := r.request("", http.MethodGet, "/healthz", ""); a.status != 200 {
		t.Errorf("healthz: status %d", a.status)
	}
	for _, path := range []string{"/board", "/services", "/follow/x"} {
		a := r.call("", http.MethodGet, path, "")
		if p := a.problem(); a.status != 500 || p.Code != "internal" || strings.Contains(string(a.body), "sql") {
			t.Errorf("%s: status %d: %s", path, a.status, a.body)
		}
	}
}
