package queue_test

import (
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/store"
)

// An officer who went home without leaving the counter does not keep it: the next one gets it, with the number
// that was open there.
func TestACounterPassesOnWhenItsOfficerIsGone(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		gone := map[string]bool{}
		r.Present = func(_ *store.Tx, staff string) (bool, error) { return !gone[staff], nil }
		r.open(t, "1")
		if _, err := r.Issue(t.Context(), "device:kiosk", r.press("a", false)); err != nil {
			t.Fatal(err)
		}
		called, err := r.CallNext(t.Context(), "1", "officer-1")
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.Open(t.Context(), "1", "next")
		mustFail(t, err, fault.Conflict, "counter.taken", "counter")
		gone["officer-1"] = true
		if state, err := r.Open(t.Context(), "1", "next"); err != nil || state.Staff != "next" {
			t.Fatalf("%+v, %v", state, err)
		}
		_, err = r.Serve(t.Context(), "1", "officer-1")
		mustFail(t, err, fault.Conflict, "counter.taken", "counter")
		if served, err := r.Serve(t.Context(), "1", "next"); err != nil || served.ID != called.ID {
			t.Errorf("%+v, %v", served, err)
		}
		if err := r.Leave(t.Context(), "next"); err != nil {
			t.Fatal(err)
		}
		_, err = r.Finish(t.Context(), "1", "next") // a number was open, so the counter was kept
		if err != nil {
			t.Error(err)
		}
		if err := r.Leave(t.Context(), "next"); err != nil {
			t.Fatal(err)
		}
		_, err = r.CallNext(t.Context(), "1", "next")
		mustFail(t, err, fault.Conflict, "counter.closed", "counter")
	})
}

func TestACounterIsHeldForTheDay(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		r.open(t, "1")
		r.clock.Add(24 * time.Hour)
		_, err := r.CallNext(t.Context(), "1", "officer-1")
		mustFail(t, err, fault.Conflict, "counter.closed", "counter")
		if state, err := r.Open(t.Context(), "1", "next"); err != nil || state.Staff != "next" {
			t.Errorf("%+v, %v", state, err)
		}
	})
}
