package server_test

import (
	"net/http"
	"testing"

	"loket/server/office"
	"loket/server/queue"
)

func TestCounters(t *testing.T) {
	get := http.MethodGet
	play(t, []scenario{
		{
			name: "all counters", as: "counter", method: get, path: "/counters", given: open, status: 200,
			want: `[{"id":"1","name":"Loket 1","services":["ak1-baru","ak1-perpanjangan"],"open":true,"mine":false,"staffName":"Petugas registrar"},
				{"id":"2","open":false,"mine":false},{"id":"3","open":false,"mine":false}]`,
		},
		{name: "one's own counter", as: "registrar", method: get, path: "/counters", given: open, status: 200, want: `[{"mine":true},{"mine":false},{}]`},
		{
			name: "a desk", as: "registrar", method: get, path: "/counters/{counter}", status: 200,
			given: func(r *running) {
				called(r)
				for range 4 {
					r.issue("ak1-baru")
				}
				r.issue("legalisir")
			},
			want: `{"counter":{"id":"1","mine":true},"ticket":{"number":"A-001","status":"called"},"waiting":4,"now":"2026-11-23T08:00:00+08:00",
				"next":[{"number":"A-002"},{"number":"A-003"},{"number":"A-004"}],"parked":[],"noShows":[]}`,
		},
		{name: "a desk with one set aside", as: "section_head", method: get, path: "/counters/1", given: parked, status: 200, want: `{"parked":[{"number":"A-001"}]}`},
		{name: "a desk with one who missed", as: "counter", method: get, path: "/counters/2", given: missed, status: 200, want: `{"noShows":[{"number":"A-001"}]}`},
		{name: "no desk", as: "registrar", method: get, path: "/counters/9", status: 404, code: "counter.not_found", field: "counter"},
	})
}

func TestHoldingCounters(t *testing.T) {
	post := http.MethodPost
	play(t, []scenario{
		{
			name: "open", as: "registrar", method: post, path: "/counters/1/open", status: 200, events: []string{queue.EventOpened},
			want: `{"id":"1","open":true,"mine":true,"staffName":"Petugas registrar"}`,
		},
		{name: "open again", as: "registrar", method: post, path: "/counters/1/open", given: open, status: 200, want: `{"mine":true}`},
		{name: "open another's", as: "registrar2", method: post, path: "/counters/1/open", given: open, status: 409, code: "counter.taken", field: "counter"},
		{name: "open a second", as: "registrar", method: post, path: "/counters/2/open", given: open, status: 409, code: "counter.another", field: "counter"},
		{name: "open none", as: "registrar", method: post, path: "/counters/9/open", status: 404, code: "counter.not_found", field: "counter"},
		{
			name: "close", as: "registrar", method: post, path: "/counters/1/close", given: open, status: 200, events: []string{queue.EventClosed},
			want: `{"id":"1","open":false,"mine":false}`,
		},
		{name: "close a closed one", as: "registrar", method: post, path: "/counters/1/close", status: 200, want: `{"open":false}`},
		{name: "close another's", as: "registrar2", method: post, path: "/counters/1/close", given: open, status: 409, code: "counter.taken", field: "counter"},
		{name: "close with a number called", as: "registrar", method: post, path: "/counters/1/close", given: called, status: 409, code: "counter.busy", field: "counter"},
		{name: "close with a number served", as: "registrar", method: post, path: "/counters/1/close", given: serving, status: 409, code: "counter.busy", field: "counter"},
		{name: "close none", as: "registrar", method: post, path: "/counters/9/close", status: 404, code: "counter.not_found", field: "counter"},
	})
}

func TestCalling(t *testing.T) {
	post, next, number := http.MethodPost, "/counters/{counter}/call-next", "/counters/{counter}/call"
	two := func(r *running) { calledOut(r); r.issue("ak1-baru") }
	play(t, []scenario{
		{
			name: "the next", as: "registrar", method: post, path: next, given: ready, status: 200, events: []string{queue.EventCalled},
			want: `{"id":"{ticket}","number":"A-001","status":"called","counter":"1","calls":1,"callLimit":3}`,
		},
		{
			name: "the next after three calls", as: "registrar", method: post, path: next, given: two,
			status: 200, events: []string{queue.EventNoShow, queue.EventCalled}, want: `{"number":"A-002","calls":1}`,
		},
		{name: "the next when nobody waits after three calls", as: "registrar", method: post, path: next, given: calledOut, status: 404, code: "queue.empty"},
		{name: "the next when nobody waits", as: "registrar", method: post, path: next, given: open, status: 404, code: "queue.empty"},
		{
			name: "the next when others wait for another counter", as: "registrar", method: post, path: next,
			given: func(r *running) { open(r); r.issue("legalisir") }, status: 404, code: "queue.empty",
		},
		{name: "the next with a number called", as: "registrar", method: post, path: next, given: called, status: 409, code: "counter.busy", field: "counter"},
		{name: "the next with a number served", as: "registrar", method: post, path: next, given: serving, status: 409, code: "counter.busy", field: "counter"},
		{name: "the next at a closed counter", as: "registrar", method: post, path: next, given: waiting, status: 409, code: "counter.closed", field: "counter"},
		{name: "the next at another's counter", as: "registrar2", method: post, path: next, given: ready, status: 409, code: "counter.taken", field: "counter"},
		{name: "the next at no counter", as: "registrar", method: post, path: "/counters/9/call-next", given: ready, status: 404, code: "counter.not_found", field: "counter"},

		{
			name: "a number", as: "registrar", method: post, path: number, body: `{"number":"A-002"}`, status: 200, events: []string{queue.EventCalled},
			given: func(r *running) { ready(r); r.issue("ak1-baru") }, want: `{"number":"A-002","status":"called"}`,
		},
		{
			name: "a parked number", as: "registrar", method: post, path: number, body: `{"number":"A-001"}`, given: parked, status: 200,
			events: []string{queue.EventCalled}, want: `{"number":"A-001","status":"called"}`,
		},
		{
			name: "a number after three calls", as: "registrar", method: post, path: number, body: `{"number":"A-002"}`, given: two,
			status: 200, events: []string{queue.EventNoShow, queue.EventCalled},
		},
		{name: "no such number", as: "registrar", method: post, path: number, body: `{"number":"A-999"}`, given: ready, status: 404, code: "ticket.not_found", field: "number"},
		{name: "no such number after three calls", as: "registrar", method: post, path: number, body: `{"number":"A-999"}`, given: calledOut, status: 404, code: "ticket.not_found", field: "number"},
		{name: "no number", as: "registrar", method: post, path: number, body: `{"number":""}`, given: ready, status: 422, code: "field.required", field: "number"},
		{
			name: "a number that another counter serves", as: "registrar", method: post, path: number, body: `{"number":"C-001"}`,
			given: func(r *running) { open(r); r.issue("legalisir") }, status: 409, code: "counter.not_served", field: "number",
		},
		{name: "a number that missed", as: "registrar", method: post, path: number, body: `{"number":"A-001"}`, given: missed, status: 409, code: "ticket.wrong_state", field: "number"},
		{name: "a number while one is called", as: "registrar", method: post, path: number, body: `{"number":"A-001"}`, given: called, status: 409, code: "counter.busy", field: "counter"},
		{name: "a number at a closed counter", as: "registrar", method: post, path: number, body: `{"number":"A-001"}`, given: waiting, status: 409, code: "counter.closed", field: "counter"},

		{name: "again", as: "registrar", method: post, path: "/counters/1/recall", given: called, status: 200, events: []string{queue.EventCalled}, want: `{"number":"A-001","calls":2}`},
		{name: "a fourth time", as: "registrar", method: post, path: "/counters/1/recall", given: calledOut, status: 409, code: "ticket.call_limit", field: "counter"},
		{name: "again without a call", as: "registrar", method: post, path: "/counters/1/recall", given: ready, status: 409, code: "counter.idle", field: "counter"},
		{name: "again while serving", as: "registrar", method: post, path: "/counters/1/recall", given: serving, status: 409, code: "ticket.wrong_state", field: "counter"},
		{name: "again at another's counter", as: "registrar2", method: post, path: "/counters/1/recall", given: called, status: 409, code: "counter.taken", field: "counter"},
		{name: "again at no counter", as: "registrar", method: post, path: "/counters/9/recall", status: 404, code: "counter.not_found", field: "counter"},
	})
}

func TestServing(t *testing.T) {
	post, transfer := http.MethodPost, "/counters/1/transfer"
	play(t, []scenario{
		{name: "serve", as: "registrar", method: post, path: "/counters/1/serve", given: called, status: 200, events: []string{queue.EventServing}, want: `{"status":"serving","servedAt":"2026-11-23T08:00:00+08:00"}`},
		{name: "serve twice", as: "registrar", method: post, path: "/counters/1/serve", given: serving, status: 409, code: "ticket.wrong_state", field: "counter"},
		{name: "serve nobody", as: "registrar", method: post, path: "/counters/1/serve", given: ready, status: 409, code: "counter.idle", field: "counter"},
		{name: "serve at a closed counter", as: "registrar", method: post, path: "/counters/1/serve", status: 409, code: "counter.closed", field: "counter"},

		{name: "finish", as: "registrar", method: post, path: "/counters/1/finish", given: serving, status: 200, events: []string{queue.EventFinished}, want: `{"status":"done"}`},
		{name: "finish before serving", as: "registrar", method: post, path: "/counters/1/finish", given: called, status: 409, code: "ticket.wrong_state", field: "counter"},
		{name: "finish nobody", as: "registrar", method: post, path: "/counters/1/finish", given: ready, status: 409, code: "counter.idle", field: "counter"},
		{name: "finish for another", as: "placement_officer", method: post, path: "/counters/1/finish", given: serving, status: 409, code: "counter.taken", field: "counter"},

		{name: "no-show", as: "registrar", method: post, path: "/counters/1/no-show", given: called, status: 200, events: []string{queue.EventNoShow}, want: `{"status":"no_show"}`},
		{name: "no-show of one who is here", as: "registrar", method: post, path: "/counters/1/no-show", given: serving, status: 409, code: "ticket.wrong_state", field: "counter"},
		{name: "no-show of nobody", as: "registrar", method: post, path: "/counters/1/no-show", given: open, status: 409, code: "counter.idle", field: "counter"},

		{name: "park a called one", as: "registrar", method: post, path: "/counters/1/park", given: called, status: 200, events: []string{queue.EventParked}, want: `{"status":"parked","calls":1}`},
		{name: "park a served one", as: "registrar", method: post, path: "/counters/1/park", given: serving, status: 200, events: []string{queue.EventParked}, want: `{"status":"parked","calls":0}`},
		{name: "park nobody", as: "registrar", method: post, path: "/counters/1/park", given: parked, status: 409, code: "counter.idle", field: "counter"},

		{
			name: "transfer", as: "registrar", method: post, path: transfer, body: `{"service":"legalisir"}`, given: serving, status: 200,
			events: []string{queue.EventTransferred}, want: `{"number":"A-001","service":"legalisir","home":"ak1-baru","status":"waiting","calls":0}`,
		},
		{name: "transfer to the same", as: "registrar", method: post, path: transfer, body: `{"service":"ak1-baru"}`, given: serving, status: 409, code: "ticket.same_service", field: "service"},
		{name: "transfer nowhere", as: "registrar", method: post, path: transfer, body: `{"service":""}`, given: serving, status: 422, code: "field.required", field: "service"},
		{name: "transfer to no service", as: "registrar", method: post, path: transfer, body: `{"service":"sim"}`, given: serving, status: 404, code: "service.not_found", field: "service"},
		{
			name: "transfer to a closed service", as: "registrar", method: post, path: transfer, body: `{"service":"legalisir"}`,
			given: configured(func(o *office.Office) { o.Services[2].Closed = true }, serving), status: 409, code: "service.closed", field: "service",
		},
		{name: "transfer nobody", as: "registrar", method: post, path: transfer, body: `{"service":"legalisir"}`, given: ready, status: 409, code: "counter.idle", field: "counter"},
	})
}
