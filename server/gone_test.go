package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"loket/server"
)

// TestAClientThatLeftIsNoFailure asks often with a request whose client has gone: a reader that is free is taken
// about every second time, and then the answer is made for nobody.
func TestAClientThatLeftIsNoFailure(t *testing.T) {
	log := &logged{}
	r := start(t, log.everything, func(c *server.Config) {
		c.Mounts = map[string]http.Handler{"kiosk": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("ours") })}
	})
	left, leave := context.WithCancel(t.Context())
	leave()
	ask := func(path string) {
		r.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(left, http.MethodGet, path, nil))
	}
	for range 50 {
		ask("/api/v1/board")
		ask("/readyz")
	}
	if text := log.text(); strings.Contains(text, "ERROR") || strings.Contains(text, `"status":500`) {
		t.Errorf("it is logged as our failure: %s", text)
	}
	for _, route := range []string{"/api/v1/board", "/readyz"} {
		if !strings.Contains(log.text(), `"route":"`+route+`","status":499`) {
			t.Errorf("%s was never left: %s", route, log.text())
		}
	}
	ask("/kiosk/x")
	if !strings.Contains(log.text(), `"level":"ERROR"`) {
		t.Errorf("a failure of ours is hidden because the client had gone: %s", log.text())
	}
}
