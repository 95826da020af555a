package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"loket/server/journal"
	"loket/server/office"
	"loket/server/queue"

	"github.com/gorilla/websocket"
)

// onBoard are the entries that the public hears.
var onBoard = []string{
	queue.EventIssued, queue.EventCalled, queue.EventServing, queue.EventFinished, queue.EventNoShow, queue.EventReturned,
	queue.EventTransferred, queue.EventParked, queue.EventOpened, queue.EventClosed, office.EventChanged,
}

// projection is what a board must have heard of entries.
func projection(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e journal.Entry) bool { return !slices.Contains(onBoard, e.Type) })
}

// same tells how messages differ from the entries that they should tell, linked without a hole from held on; "" if
// they do not.
func same(held int64, messages []message, entries []journal.Entry) string {
	for i, m := range messages {
		if i >= len(entries) {
			return fmt.Sprintf("message %d %s is one too many", m.Seq, m.Type)
		}
		e := entries[i]
		var data queue.TicketEvent
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return err.Error()
		}
		if m.Seq != e.Seq || m.Type != e.Type || m.Number != data.Number || m.Counter != data.Counter {
			return fmt.Sprintf("message %s is not entry %d %s %s", m.raw, e.Seq, e.Type, e.Data)
		}
		if m.Prev > held {
			return fmt.Sprintf("message %d is linked to %d, held is %d", m.Seq, m.Prev, held)
		}
		held = m.Seq
	}
	if len(messages) < len(entries) {
		return fmt.Sprintf("entry %d %s is missing", entries[len(messages)].Seq, entries[len(messages)].Type)
	}
	return ""
}

// visit serves one seeker at counter 1 from call to end.
func (r *running) visit() {
	r.t.Helper()
	for _, do := range []func(context.Context, string, string) (queue.Ticket, error){r.Queue.CallNext, r.Queue.Serve, r.Queue.Finish} {
		_, err := do(r.t.Context(), "1", r.ids["registrar"])
		r.must(err)
	}
}

func TestBoardFollows(t *testing.T) {
	r := start(t)
	ready(r)
	mark := r.mark()
	board := r.follow("", "board")
	hello := board.hello()
	if hello.Seq != mark || hello.Recovered {
		t.Errorf("hello is %s", hello.raw)
	}
	asked := r.call("", http.MethodGet, "/board", "")
	var snapshot, answered any
	r.must(json.Unmarshal(hello.Snapshot, &snapshot))
	asked.json(&answered)
	if lack := lacking(answered, snapshot, "snapshot"); lack != "" {
		t.Error(lack)
	}
	r.visit()
	r.must(r.Devices.Report(t.Context(), r.ids["kiosk"], "paper_out", nil)) // not for the board
	waiting(r)
	if lack := same(hello.Seq, board.until(r.mark()), projection(r.since(mark))); lack != "" {
		t.Error(lack)
	}
}

// TestBoardCutOff is the case that the board exists for: it is away during twenty calls.
func TestBoardCutOff(t *testing.T) {
	r := start(t)
	open(r)
	for range 25 {
		waiting(r)
	}
	board := r.follow("", "board")
	hello := board.hello()
	r.visit()
	held := board.until(r.mark())
	at := held[len(held)-1].Seq
	r.must(board.conn.NetConn().Close())
	mark := r.mark()
	var numbers []string
	for range 20 {
		numbers = append(numbers, r.issue("ak1-baru").Number)
		r.visit()
	}
	back := r.follow("", "board", "since", fmt.Sprintf("%s:%d", hello.Epoch, at))
	if m := back.hello(); !m.Recovered || m.Seq != at || m.Snapshot != nil {
		t.Fatalf("hello is %s", m.raw)
	}
	missed := back.until(r.mark())
	if lack := same(at, missed, projection(r.since(mark))); lack != "" {
		t.Error(lack)
	}
	var calls []string
	for _, m := range missed {
		if m.Type == queue.EventCalled {
			calls = append(calls, m.Number)
		}
	}
	if len(calls) != 20 || calls[0] != "A-002" || calls[19] != "A-021" || !slices.IsSorted(calls) || len(numbers) != 20 {
		t.Errorf("the calls are %v", calls)
	}
	// And goes on.
	mark = r.mark()
	r.visit()
	if lack := same(mark, back.until(r.mark()), projection(r.since(mark))); lack != "" {
		t.Error(lack)
	}
}

func TestAwayTooLong(t *testing.T) {
	r := start(t)
	ready(r)
	epoch, mark := r.Journal.Epoch(), r.mark()
	filler := func(n int) {
		r.must(r.Journal.Update(t.Context(), "system", func(tx *journal.Tx) error {
			for range n {
				if _, err := tx.Append("test.filler", struct{}{}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	filler(500)
	r.visit()
	filler(900)
	for _, test := range []struct {
		epoch     string
		away      int64 // entries
		recovered bool
	}{
		{epoch, r.mark() - mark, false},
		{epoch, 1001, false},
		{epoch, 1000, true},
		{epoch, 0, true},
		{epoch, -1, false},
		{"another", 0, false},
	} {
		want := r.mark()
		since := fmt.Sprintf("%s:%d", test.epoch, want-test.away)
		if test.recovered {
			want -= test.away
		}
		board := r.follow("", "board", "since", since)
		hello := board.hello()
		if hello.Seq != want || hello.Recovered != test.recovered || test.recovered == (hello.Snapshot != nil) {
			t.Errorf("since %s: hello is %.200s", since, hello.raw)
		}
		waiting(r)
		if lack := same(hello.Seq, board.until(r.mark()), projection(r.since(hello.Seq))); lack != "" {
			t.Errorf("since %s: %s", since, lack)
		}
	}
}

func TestServerStops(t *testing.T) {
	r := start(t)
	waiting(r)
	clients := []*client{r.follow("", "board"), r.follow("registrar", "desk"), r.follow("", "ticket", "token", r.vars["token"])}
	for _, c := range clients {
		c.hello()
	}
	r.Hub.Close()
	for _, c := range clients {
		if m, err := c.read(); !websocket.IsCloseError(err, websocket.CloseServiceRestart) {
			t.Errorf("topic %s: %s, %v", c.topic, m.raw, err)
		}
	}
}
