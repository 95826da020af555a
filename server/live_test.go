package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"loket/server/device"
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
	r.must(r.Devices.Report(t.Context(), r.ids["kiosk"], "paper_out")) // not for the board
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

// TestLiveRefusals come before the upgrade, as problems.
func TestLiveRefusals(t *testing.T) {
	r := start(t)
	waiting(r)
	before := r.tables()
	for _, test := range []struct {
		topic       string
		query       []string
		status      int
		code, field string
		as          string
	}{
		{topic: "nothing", status: 404, code: "live.topic", field: "topic"},
		{topic: "", status: 404, code: "live.topic", field: "topic"},
		{topic: "public", status: 404, code: "live.topic", field: "topic"},
		{topic: "board", query: []string{"since", "yesterday"}, status: 422, code: "live.since", field: "since"},
		{topic: "board", query: []string{"since", "x:-1"}, status: 422, code: "live.since", field: "since"},
		{topic: "ticket", status: 404, code: "ticket.not_found", field: "token"},
		{topic: "ticket", query: []string{"token", "unknown"}, status: 404, code: "ticket.not_found", field: "token"},
		{topic: "ticket", query: []string{"token", r.vars["ticket"]}, status: 404, code: "ticket.not_found", field: "token"},
		{topic: "desk", status: 401, code: "session.signed_out"},
		{topic: "desk", as: "kiosk", status: 403, code: "session.forbidden"},
		{topic: "desk", as: "registrar", query: []string{"since", "garbage"}, status: 422, code: "live.since", field: "since"},
	} {
		conn, res, err := r.dial(test.as, test.topic, http.Header{"Accept-Language": {"en"}}, test.query...)
		if err == nil {
			_ = conn.Close()
			t.Errorf("%s %v is let in", test.topic, test.query)
			continue
		}
		body := make([]byte, 4096)
		n, _ := res.Body.Read(body)
		p := answer{t, res.StatusCode, res.Header, body[:n]}.problem()
		if res.StatusCode != test.status || p.Code != test.code || value(p.Field) != test.field {
			t.Errorf("%s %v: status %d, %s at %q", test.topic, test.query, res.StatusCode, p.Code, value(p.Field))
		}
	}
	r.unchanged(before)
	for topic, n := range r.Hub.Clients() {
		if n != 0 {
			t.Errorf("%d clients of %s", n, topic)
		}
	}
}

// TestManyBoards has fifty boards hear what three officers do at once.
func TestManyBoards(t *testing.T) {
	r := start(t)
	officers := map[string]string{"1": "registrar", "2": "registrar2", "3": "placement_officer"}
	for counter, as := range officers {
		if a := r.call(as, http.MethodPost, "/counters/"+counter+"/open", ""); a.status != 200 {
			t.Fatalf("status %d: %s", a.status, a.body)
		}
	}
	mark := r.mark()
	boards := make([]*client, 50)
	for i := range boards {
		boards[i] = r.follow("", "board")
		boards[i].hello()
	}
	var acting sync.WaitGroup
	for counter, as := range officers {
		acting.Go(func() {
			for i := range 12 {
				r.call("kiosk", http.MethodPost, "/tickets", `{"service":"ak1-baru"}`, key, fmt.Sprintf("many-%s-%d", counter, i))
				for _, act := range []string{"call-next", "recall", "serve", "finish"} {
					r.call(as, http.MethodPost, "/counters/"+counter+"/"+act, "")
				}
			}
		})
	}
	acting.Wait()
	want := projection(r.since(mark))
	if len(want) < 3*12*3 {
		t.Fatalf("only %d entries", len(want))
	}
	for i, board := range boards {
		if lack := same(mark, board.until(r.mark()), want); lack != "" {
			t.Errorf("board %d: %s", i, lack)
		}
	}
}

// TestSlowBoards has eight boards that do not read beside eight that do.
func TestSlowBoards(t *testing.T) {
	r := start(t)
	r.narrow()
	mark := r.mark()
	var slow, quick []*client
	for range 8 {
		s, q := r.follow("", "board"), r.follow("", "board")
		r.must(s.conn.NetConn().(*net.TCPConn).SetReadBuffer(64 << 10))
		s.hello()
		q.hello()
		slow, quick = append(slow, s), append(quick, q)
	}
	// More than the system's buffers and the queue of a client together hold.
	for range 10 {
		held := r.mark()
		r.must(r.Journal.Update(t.Context(), "system", func(tx *journal.Tx) error {
			for range 10 {
				_, err := tx.Append(queue.EventOpened, queue.CounterEvent{Counter: "1", CounterName: strings.Repeat("Loket ", 2000)})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		for _, q := range quick {
			if got := q.until(r.mark()); len(got) != 10 || got[0].Seq != held+1 {
				t.Fatalf("a quick board has %d messages from %d", len(got), got[0].Seq)
			}
		}
	}
	for i, s := range slow {
		held := mark
		for {
			m, err := s.read()
			if err != nil {
				if !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
					t.Errorf("slow board %d is closed with %v", i, err)
				}
				break
			}
			if m.Seq != held+1 {
				t.Fatalf("slow board %d: message %d after %d", i, m.Seq, held)
			}
			held = m.Seq
		}
		if held == r.mark() {
			t.Errorf("board %d was not slow", i)
		}
		back := r.follow("", "board", "since", fmt.Sprintf("%s:%d", r.Journal.Epoch(), held))
		if m := back.hello(); !m.Recovered {
			t.Errorf("slow board %d comes back to %s", i, m.raw[:200])
		}
		if rest := back.until(r.mark()); int64(len(rest)) != r.mark()-held {
			t.Errorf("slow board %d gets %d of %d", i, len(rest), r.mark()-held)
		}
	}
}

// TestPublicMessages holds what the public hears to exactly these members.
func TestPublicMessages(t *testing.T) {
	r := start(t)
	always := []string{"seq", "prev", "type", "at"}
	ticket := append([]string{"number", "service", "priority", "from", "to"}, always...)
	atCounter := append([]string{"counter", "counterName"}, ticket...)
	members := map[string][]string{
		queue.EventIssued: ticket, queue.EventCalled: append([]string{"call"}, atCounter...), queue.EventServing: atCounter, queue.EventFinished: atCounter,
		queue.EventNoShow: atCounter, queue.EventReturned: atCounter, queue.EventParked: atCounter, queue.EventTransferred: append([]string{"fromService"}, atCounter...),
		queue.EventOpened: append([]string{"counter", "counterName"}, always...), queue.EventClosed: append([]string{"counter", "counterName"}, always...),
		office.EventChanged: always,
	}
	deskOnly := map[string][]string{
		queue.EventPaper: append([]string{"paper"}, atCounter...), device.EventHealth: append([]string{"name", "state"}, always...),
	}
	r.issue("konsultasi")
	followers := []*client{r.follow("", "board"), r.follow("", "ticket", "token", r.vars["token"]), r.follow("registrar", "desk")}
	for _, c := range followers {
		c.hello()
	}
	mark := r.mark()
	everything(r)
	heard := map[string]bool{}
	for _, c := range followers {
		for _, m := range c.until(r.mark()) {
			want, ok := members[m.Type]
			if c.topic == "desk" && !ok {
				want, ok = deskOnly[m.Type]
			}
			if !ok {
				t.Errorf("topic %s hears %s", c.topic, m.raw)
				continue
			}
			heard[m.Type] = true
			var object map[string]json.RawMessage
			r.must(json.Unmarshal([]byte(m.raw), &object))
			if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
				t.Errorf("topic %s: %s has %v, want %v", c.topic, m.Type, got, want)
			}
			for _, secret := range append([]string{r.vars["ticket"], r.vars["token"], r.vars["seeker"], r.vars["card"], theName, "Petugas"}, slices.Collect(maps.Values(r.ids))...) {
				if strings.Contains(m.raw, secret) {
					t.Errorf("topic %s tells %q: %s", c.topic, secret, m.raw)
				}
			}
		}
	}
	for kind := range members {
		if !heard[kind] {
			t.Errorf("nobody heard %s; the journal has %v", kind, typesOf(r.since(mark)))
		}
	}
	for kind := range deskOnly {
		if !heard[kind] {
			t.Errorf("the desk did not hear %s", kind)
		}
	}
}

// everything has each event of the office happen once at least, the last one for all topics.
func everything(r *running) {
	r.t.Helper()
	carded(r)
	ctx, as := r.t.Context(), r.ids["registrar"]
	_, err := r.Queue.NotePaper(ctx, "device:"+r.ids["kiosk"], r.vars["ticket"], queue.PaperFailed)
	r.must(err)
	r.must(r.Devices.Report(ctx, r.ids["kiosk"], "paper_out"))
	for _, do := range []func() error{
		func() error { _, err := r.Queue.Park(ctx, "1", as); return err },
		func() error { _, err := r.Queue.CallNumber(ctx, "1", as, "A-001"); return err },
		func() error { _, err := r.Queue.Transfer(ctx, "1", as, "ak1-perpanjangan"); return err },
		func() error { _, err := r.Queue.CallNext(ctx, "1", as); return err },
		func() error { _, err := r.Queue.NoShow(ctx, "1", as); return err },
		func() error { return returnMissed(r) },
		func() error { _, err := r.Queue.CallNext(ctx, "1", as); return err },
		func() error { _, err := r.Queue.Serve(ctx, "1", as); return err },
		func() error { _, err := r.Queue.Finish(ctx, "1", as); return err },
		func() error { _, err := r.Queue.Close(ctx, "1", as); return err },
		func() error { return r.Office.Apply(ctx, "system", r.Office.Office()) },
	} {
		r.must(do())
	}
}

func returnMissed(r *running) error {
	missing, err := r.Queue.Tickets(r.t.Context(), "", queue.NoShow)
	if err == nil {
		_, err = r.Queue.Return(r.t.Context(), r.ids["registrar"], missing[0].ID)
	}
	return err
}

// TestTicketsHolderFollows sees a phone's first message.
func TestTicketsHolderFollows(t *testing.T) {
	r := start(t)
	waiting(r)
	first := r.vars["token"]
	waiting(r)
	phone := r.follow("", "ticket", "token", r.vars["token"])
	hello := phone.hello()
	answer{t, 200, nil, hello.Snapshot}.holds(`{"number":"A-002","status":"waiting","position":2,"ahead":1,"aheadNumbers":["A-001"]}`)
	if strings.Contains(hello.raw, first) || strings.Contains(hello.raw, r.vars["token"]) || strings.Contains(hello.raw, r.vars["ticket"]) {
		t.Errorf("it tells ids: %s", hello.raw)
	}
	open(r)
	r.visit()
	if lack := same(hello.Seq, phone.until(r.mark()), projection(r.since(hello.Seq))); lack != "" {
		t.Error(lack)
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
