package server_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"loket/server/device"
	"loket/server/office"
	"loket/server/queue"
)

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
	r.must(r.Devices.Report(ctx, r.ids["kiosk"], "paper_out", nil))
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
