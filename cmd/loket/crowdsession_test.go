package main

import (
	"net/http/cookiejar"
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
