package queue_test

import (
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store/storetest"
)

// The day changes at the office's midnight, whatever zone the computer is set to.
func TestDayChangesAtTheOfficesMidnight(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for _, zone := range []string{"UTC", "Asia/Jakarta", "America/Los_Angeles", "Pacific/Kiritimati"} {
		var err error
		if time.Local, err = time.LoadLocation(zone); err != nil {
			t.Fatal(err)
		}
		t.Run(zone, func(t *testing.T) { forEachEngine(t, midnight) })
	}
}

func midnight(t *testing.T, r *room) {
	r.clock = storetest.At("2026-11-23T23:59:59.999+08:00")
	r.store.Now = func() time.Time { return r.clock.Now().In(time.Local) }
	r.open(t, "1", "3")
	for range 3 {
		r.issue(t, "a", false)
	}
	yesterday, err := r.Tickets(t.Context(), "", "")
	if err != nil || len(yesterday) != 3 || yesterday[0].Day != "2026-11-23" {
		t.Fatalf("%+v, %v", yesterday, err)
	}
	if _, err := r.CallNext(t.Context(), "1", "officer-1"); err != nil {
		t.Fatal(err)
	}
	missed, err := r.CallNext(t.Context(), "3", "officer-3")
	if err == nil {
		_, err = r.NoShow(t.Context(), "3", "officer-3")
	}
	if err != nil {
		t.Fatal(err)
	}

	r.clock.Add(time.Millisecond)
	if board, err := r.Board(t.Context()); err != nil || board.Day != "2026-11-24" || len(board.Calls) != 0 ||
		board.Services[0].Waiting != 0 || len(board.Numbers) != 0 {
		t.Errorf("the board at midnight: %+v, %v", board, err)
	}
	_, err = r.CallNext(t.Context(), "1", "officer-1") // a counter is held for the day
	mustFail(t, err, fault.Conflict, "counter.closed", "counter")
	r.open(t, "1")
	_, err = r.CallNext(t.Context(), "1", "officer-1")
	mustFail(t, err, fault.NotFound, "queue.empty", "")
	_, err = r.CallNumber(t.Context(), "1", "officer-1", "A-003")
	mustFail(t, err, fault.NotFound, "ticket.not_found", "number")
	_, err = r.Serve(t.Context(), "1", "officer-1") // its number of yesterday
	mustFail(t, err, fault.Conflict, "counter.idle", "counter")
	_, err = r.Return(t.Context(), "officer-3", missed.ID)
	mustFail(t, err, fault.Conflict, "ticket.other_day", "ticket")

	for _, c := range []struct {
		ticket queue.Ticket
		status queue.Status
	}{{yesterday[0], queue.Called}, {yesterday[1], queue.NoShow}, {yesterday[2], queue.Waiting}} {
		followed, err := r.Follow(t.Context(), c.ticket.Token)
		if err != nil || followed.Number != c.ticket.Number || followed.Day != "2026-11-23" || followed.Status != c.status || followed.Ahead != 0 {
			t.Errorf("yesterday's ticket: %+v, %v", followed, err)
		}
	}
	first := r.issue(t, "a", true)
	if first.Number != "A-001" || first.Day != "2026-11-24" || first.Ahead != 0 {
		t.Errorf("the new day's first: %+v", first)
	}
	if called := r.callNext(t, "1"); called.ID != first.ID {
		t.Errorf("called %+v", called)
	}
	wantCounts(t, r)
}

func TestBoardShowsTheOfficesTime(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	r.store.Now = func() time.Time { return r.clock.Now().UTC() }
	board, err := r.Board(t.Context())
	if err != nil || board.Now.Format(time.RFC3339) != "2026-11-23T08:00:00+08:00" || board.Day != office.Day("2026-11-23") {
		t.Errorf("%+v, %v", board, err)
	}
}
