package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"testing"
	"time"
)

// TestCrowdSignsInAgain: an officer of the crowd whose session is over goes on serving.
func TestCrowdSignsInAgain(t *testing.T) {
	d := runDemo(t, "--data", t.TempDir(), "--empty")
	defer d.end()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &simulatedOfficer{desk: newClient(d.address, jar, nil), user: "budi", counter: "2", pace: time.Millisecond}
	if err := o.next(t.Context()); err != nil { // no session, as after twelve hours
		t.Fatal(err)
	}
	view, err := o.desk.GetDeskWithResponse(t.Context(), "2")
	if err != nil || view.JSON200 == nil {
		t.Errorf("the officer has no counter: %v", err)
	}
}

// TestCrowdOutlivesFailures: a server that fails once loses neither the seekers nor the officers.
func TestCrowdOutlivesFailures(t *testing.T) {
	asked := make(chan string, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		select {
		case asked <- r.URL.Path:
		default:
		}
	}))
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- newCrowd(server.URL, "token", 36_000).run(ctx, slog.New(slog.DiscardHandler)) }()
	times := map[string]int{}
	for times["/api/v1/tickets"] < 2 || times["/api/v1/session"] <= len(crowdCounters) {
		select {
		case path := <-asked:
			times[path]++
		case <-time.After(10 * time.Second):
			t.Fatalf("nobody comes again: %v", times)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the crowd ended with %v", err)
	}
}
