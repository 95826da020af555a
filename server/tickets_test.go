package server_test

import (
	"net/http"
	"strings"
	"testing"

	"loket/server/office"
	"loket/server/queue"
)

const key = "Idempotency-Key"

func TestTickets(t *testing.T) {
	post, get, put := http.MethodPost, http.MethodGet, http.MethodPut
	first := []string{key, "press-0001"}
	play(t, []scenario{
		{
			name: "a kiosk takes the first number", as: "kiosk", method: post, path: "/tickets", header: first,
			body: `{"service":"ak1-baru"}`, status: 201, events: []string{queue.EventIssued},
			want: `{"number":"A-001","sequence":1,"service":"ak1-baru","serviceName":{"id":"Kartu AK/I baru","en":"New AK/I card"},
				"day":"2026-11-23","issuedAt":"2026-11-23T08:00:00+08:00","priority":false,"language":"id","position":1,"ahead":0,
				"estimatedWait":{"low":0,"high":5},"callLimit":3}`,
			check: func(t *testing.T, r *running, a answer) {
				var ticket struct{ URL, Token string }
				a.json(&ticket)
				if ticket.URL != "https://loket.example/t/"+ticket.Token || len(ticket.Token) != 16 {
					t.Errorf("address %q, token %q", ticket.URL, ticket.Token)
				}
			},
		},
		{
			name: "an officer takes a number in English with priority", as: "registrar", method: post, path: "/tickets", header: first,
			given: waiting, body: `{"service":"ak1-baru","priority":true,"language":"en"}`, status: 201, events: []string{queue.EventIssued},
			want: `{"number":"A-002","priority":true,"language":"en","position":1,"ahead":0}`,
		},
		{
			name: "the same press gives the same number", as: "kiosk", method: post, path: "/tickets", header: []string{key, "key-00000001"},
			given: waiting, body: `{"service":"ak1-baru"}`, status: 201, want: `{"id":"{ticket}","token":"{token}","number":"A-001","position":1}`,
		},
		{
			name: "the same press after the call", as: "kiosk", method: post, path: "/tickets", header: []string{key, "key-00000001"},
			given: called, body: `{"service":"ak1-baru","priority":false,"language":"id"}`, status: 201, want: `{"number":"A-001","position":0,"ahead":0}`,
		},
		{
			name: "the press was for something else", as: "kiosk", method: post, path: "/tickets", header: []string{key, "key-00000001"},
			given: waiting, body: `{"service":"legalisir"}`, status: 409, code: "request.key_reused", field: key,
		},
		{
			name: "a display takes no numbers", as: "display", method: post, path: "/tickets", header: first,
			body: `{"service":"ak1-baru"}`, status: 403, code: "session.forbidden",
		},
		{
			name: "the service is closed", as: "kiosk", method: post, path: "/tickets", header: first, body: `{"service":"legalisir"}`,
			given:  configured(func(o *office.Office) { o.Services[2].Closed = true }, nil),
			status: 409, code: "service.closed", field: "service",
		},
		{
			name: "the day's numbers are taken", as: "kiosk", method: post, path: "/tickets", header: first, body: `{"service":"ak1-baru"}`,
			given:  configured(func(o *office.Office) { o.Services[0].DailyQuota = 1 }, waiting),
			status: 409, code: "service.full", field: "service",
		},
		{
			name: "today's tickets", as: "section_head", method: get, path: "/tickets", given: called, status: 200,
			want: `[{"id":"{ticket}","number":"A-001","service":"ak1-baru","home":"ak1-baru","priority":false,"status":"called",
				"counter":"1","calls":1,"callLimit":3,"paper":"pending","calledAt":"2026-11-23T08:00:00+08:00"}]`,
		},
		{
			name: "tickets of another status", as: "registrar", method: get, path: "/tickets?status=waiting&service=ak1-baru",
			given: called, status: 200, want: `[]`,
		},
		{
			name: "tickets of a status that there is not", as: "registrar", method: get, path: "/tickets?status=lost",
			status: 422, code: "field.not_in_list", field: "status",
		},
		{
			name: "yesterday's tickets are not today's", as: "registrar", method: get, path: "/tickets", status: 200, want: `[]`,
			given: func(r *running) { waiting(r); nextDay(r) },
		},
		{
			name: "the paper was printed", as: "kiosk", method: put, path: "/tickets/{ticket}/paper", given: waiting,
			body: `{"state":"printed"}`, status: 204, events: []string{queue.EventPaper},
		},
		{
			name: "the paper was printed, said twice", as: "kiosk", method: put, path: "/tickets/{ticket}/paper",
			given: func(r *running) {
				waiting(r)
				_, err := r.Queue.NotePaper(r.t.Context(), "system", r.vars["ticket"], queue.PaperPrinted)
				r.must(err)
			},
			body: `{"state":"printed"}`, status: 204,
		},
		{
			name: "the paper of no ticket", as: "kiosk", method: put, path: "/tickets/nowhere/paper", given: waiting,
			body: `{"state":"printed"}`, status: 404, code: "ticket.not_found", field: "ticket",
		},
		{
			name: "a state of paper that there is not", as: "kiosk", method: put, path: "/tickets/{ticket}/paper", given: waiting,
			body: `{"state":"pending"}`, status: 422, code: "field.not_in_list", field: "state",
		},
		{
			name: "who missed the calls comes back", as: "placement_officer", method: post, path: "/tickets/{ticket}/return", given: missed,
			status: 200, want: `{"number":"A-001","status":"waiting","calls":0}`, events: []string{queue.EventReturned},
		},
		{
			name: "who waits cannot come back", as: "registrar", method: post, path: "/tickets/{ticket}/return", given: waiting,
			status: 409, code: "ticket.wrong_state", field: "ticket",
		},
		{
			name: "who missed the calls comes back the next day", as: "registrar", method: post, path: "/tickets/{ticket}/return",
			given: func(r *running) { missed(r); nextDay(r) }, status: 409, code: "ticket.other_day", field: "ticket",
		},
		{
			name: "no ticket comes back", as: "registrar", method: post, path: "/tickets/nowhere/return", status: 404, code: "ticket.not_found", field: "ticket",
		},
		{
			name: "where a ticket stands", method: get, path: "/follow/{token}", given: waiting, status: 200,
			want: `{"number":"A-001","service":"ak1-baru","status":"waiting","position":1,"ahead":0,"aheadNumbers":[],
				"estimatedWait":{"low":0,"high":5},"calls":0,"callLimit":3,"day":"2026-11-23"}`,
		},
		{
			name: "where a called ticket goes", method: get, path: "/follow/{token}", given: called, status: 200,
			want: `{"number":"A-001","status":"called","counterName":"Loket 1","calls":1,"position":0}`,
		},
		{
			name: "where a missed ticket went is over", method: get, path: "/follow/{token}", given: missed, status: 200,
			want: `{"number":"A-001","status":"no_show"}`, check: noCounter,
		},
		{
			name: "a ticket that was set aside is at no counter", method: get, path: "/follow/{token}", given: parked, status: 200,
			want: `{"number":"A-001","status":"parked"}`, check: noCounter,
		},
		{
			name: "where no ticket stands", method: get, path: "/follow/" + strings.Repeat("x", 16), given: waiting,
			status: 404, code: "ticket.not_found", field: "token",
		},
	})
}

func noCounter(t *testing.T, _ *running, a answer) {
	if strings.Contains(string(a.body), "counterName") {
		t.Errorf("it names a counter: %s", a.body)
	}
}
