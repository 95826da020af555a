package server_test

import (
	"net/http"
	"strings"
	"testing"

	"loket/server/api"
	"loket/server/office"
	"loket/server/queue"
)

// aGiven is a ticket that a kiosk gave out of the numbers of holding; given half a minute later.
const aGiven = `{"key":"press-0001","service":"ak1-baru","priority":false,"language":"id","issuedAt":"2026-11-23T08:00:30+08:00",
	"paper":"printed","reserved":` + aReserved + `}`

const aReserved = `{"day":"2026-11-23","sequence":2,"token":"aaaaaaaaaaaaaaaa"}`

// holding lets the kiosk hold; a minute passes.
func holding(r *running) {
	_, _, err := r.Queue.Reserve(r.t.Context(), r.ids["kiosk"], "book-0001", []queue.Hold{{Service: "ak1-baru", Numbers: 2}})
	r.must(err)
	r.clock.add(60e9)
}

// handedIn has the server take aGiven.
func handedIn(r *running) {
	holding(r)
	a := r.call("kiosk", http.MethodPost, "/device/tickets", `{"tickets":[`+aGiven+`]}`)
	var answer api.HandedIn
	a.json(&answer)
	r.vars["ticket"] = *answer.Tickets[0].ID
}

func TestNumbersOfAKiosk(t *testing.T) {
	post, put := http.MethodPost, http.MethodPut
	hold := func(n string) string {
		return `{"book":"book-0001","services":[{"service":"ak1-baru","hold":` + n + `}]}`
	}
	own := `{"service":"ak1-baru","reserved":` + aReserved + `}`
	press := []string{key, "press-0001"}
	taken := []string{queue.EventIssued, queue.EventPaper}
	play(t, []scenario{
		{
			name: "a kiosk holds two numbers", as: "kiosk", method: put, path: "/device/numbers", body: hold("2"), status: 200,
			want: `{"day":"2026-11-23","ticketUrl":"https://loket.example/t/","callLimit":3,"numbers":[
				{"service":"ak1-baru","sequence":1,"number":"A-001"},{"service":"ak1-baru","sequence":2,"number":"A-002"}]}`,
			events: []string{queue.EventReserved},
		},
		{
			name: "asked again it holds the same ones", as: "kiosk", method: put, path: "/device/numbers", given: holding, body: hold("2"), status: 200,
			want: `{"numbers":[{"number":"A-001"},{"number":"A-002"}]}`,
		},
		{
			name: "a kiosk gives its second number", as: "kiosk", method: post, path: "/tickets", given: holding, header: press, body: own,
			status: 201, want: `{"number":"A-002","sequence":2,"position":1,"token":"aaaaaaaaaaaaaaaa","url":"https://loket.example/t/aaaaaaaaaaaaaaaa"}`,
			events: []string{queue.EventIssued},
		},
		{
			name: "the next number passes those that are held", as: "registrar", method: post, path: "/tickets", given: holding, header: press,
			body: `{"service":"ak1-baru"}`, status: 201, want: `{"number":"A-003","position":1}`, events: []string{queue.EventIssued},
		},
		{
			name: "a number that nobody holds", as: "kiosk", method: post, path: "/tickets", header: press, body: own,
			status: 409, code: "number.not_reserved", field: "reserved.sequence",
		},
		{
			name: "a number that another press has", as: "kiosk", method: post, path: "/tickets", given: handedIn, header: []string{key, "press-0002"},
			body: own, status: 409, code: "number.not_reserved", field: "reserved.sequence",
		},
		{
			name: "yesterday's number", as: "kiosk", method: post, path: "/tickets", header: press, body: own,
			given: func(r *running) { holding(r); nextDay(r) }, status: 409, code: "ticket.other_day", field: "reserved.day",
		},
		{
			name: "a number of a closed service", as: "kiosk", method: post, path: "/tickets", header: press, body: own,
			given:  configured(func(o *office.Office) { o.Services[0].Closed = true }, holding),
			status: 409, code: "service.closed", field: "service",
		},
		{
			name: "an officer holds no numbers", as: "registrar", method: put, path: "/device/numbers", body: hold("2"), status: 403, code: "session.forbidden",
		},
		{
			name: "a kiosk hands a ticket in", as: "kiosk", method: post, path: "/device/tickets", given: holding, body: `{"tickets":[` + aGiven + `]}`,
			status: 200, want: `{"tickets":[{"key":"press-0001"}]}`, events: taken,
			check: func(t *testing.T, r *running, a answer) {
				r.call("registrar", http.MethodGet, "/tickets", "").holds(`[{"number":"A-002","status":"waiting","paper":"printed",
					"issuedAt":"2026-11-23T08:00:30+08:00"}]`)
				r.call("", http.MethodGet, "/follow/aaaaaaaaaaaaaaaa", "").holds(`{"number":"A-002","position":1}`)
			},
		},
		{
			name: "handed in twice it is one ticket", as: "kiosk", method: post, path: "/device/tickets", given: handedIn, body: `{"tickets":[` + aGiven + `]}`,
			status: 200, want: `{"tickets":[{"key":"press-0001","id":"{ticket}"}]}`,
		},
		{
			name: "one cannot be taken, the other is", as: "kiosk", method: post, path: "/device/tickets", given: holding,
			body:   `{"tickets":[` + strings.Replace(aGiven, `"sequence":2`, `"sequence":9`, 1) + `,` + strings.Replace(aGiven, "press-0001", "press-0002", 1) + `]}`,
			status: 200, want: `{"tickets":[{"key":"press-0001","problem":{"code":"number.not_reserved","status":409}},{"key":"press-0002"}]}`, events: taken,
		},
		{
			name: "a service that the office has no more", as: "kiosk", method: post, path: "/device/tickets", given: holding,
			body:   `{"tickets":[` + strings.Replace(aGiven, "ak1-baru", "ak1-lama", 1) + `]}`,
			status: 200, want: `{"tickets":[{"key":"press-0001","problem":{"code":"service.not_found","field":"service"}}]}`,
		},
		{
			name: "the key has another ticket", as: "kiosk", method: post, path: "/device/tickets", given: handedIn,
			body:   `{"tickets":[` + strings.Replace(aGiven, `"sequence":2`, `"sequence":1`, 1) + `]}`,
			status: 200, want: `{"tickets":[{"key":"press-0001","problem":{"code":"request.key_reused"}}]}`,
		},
		{
			name: "a ticket of last month", as: "kiosk", method: post, path: "/device/tickets",
			given: func(r *running) { holding(r); r.clock.add(8 * 24 * 3600e9) }, body: `{"tickets":[` + aGiven + `]}`,
			status: 200, want: `{"tickets":[{"problem":{"code":"ticket.other_day","field":"reserved.day"}}]}`,
		},
		{
			name: "an officer hands nothing in", as: "registrar", method: post, path: "/device/tickets", body: `{"tickets":[]}`, status: 403, code: "session.forbidden",
		},
	})
}

func TestBadNumbers(t *testing.T) {
	post, put := http.MethodPost, http.MethodPut
	var all []scenario
	hold := func(name, body string, status int, code, field string, fields ...string) {
		all = append(all, scenario{name: name, as: "kiosk", method: put, path: "/device/numbers", body: body, status: status, code: code, field: field, fields: fields})
	}
	hold("no book", `{"services":[]}`, 422, "field.required", "book")
	hold("nothing", ``, 422, "field.required", "book")
	hold("a book with spaces", `{"book":"book 0001","services":[]}`, 422, "field.characters", "book")
	hold("a short book", `{"book":"book","services":[]}`, 422, "field.characters", "book")
	hold("too many", `{"book":"book-0001","services":[{"service":"ak1-baru","hold":101}]}`, 422, "field.range", "services[0].hold")
	hold("fewer than none, twice", `{"book":"book-0001","services":[{"service":"ak1-baru","hold":-1},{"service":"ak1-baru","hold":-2}]}`,
		422, "field.range", "services[0].hold", "services[0].hold", "services[1].hold")
	hold("an unknown service", `{"book":"book-0001","services":[{"service":"ak1-baru","hold":1},{"service":"sim","hold":1}]}`, 404, "service.not_found", "services[1].service")
	hold("a text for a number", `{"book":"book-0001","services":[{"service":"ak1-baru","hold":"1"}]}`, 422, "request.wrong_type", "services[0].hold")
	hold("an unknown member", `{"book":"book-0001","services":[{"service":"ak1-baru","hold":1,"size":2}]}`, 422, "request.unknown_field", "services[0].size")

	given := func(name, old, replaced string, status int, code, field string, fields ...string) {
		all = append(all, scenario{
			name: "hand in: " + name, as: "kiosk", method: post, path: "/device/tickets", given: holding,
			body:   `{"tickets":[` + strings.Replace(aGiven, "press-0001", "press-0000", 1) + `,` + strings.Replace(aGiven, old, replaced, 1) + `]}`,
			status: status, code: code, field: field, fields: fields,
		})
	}
	given("a short key", "press-0001", "press", 422, "request.key_missing", "tickets[1].key")
	given("another language", `"id"`, `"fr"`, 422, "field.not_in_list", "tickets[1].language")
	given("a day that is none", "2026-11-23\",", "2026-11-31\",", 422, "field.date", "tickets[1].reserved.day")
	given("a moment that is none", "2026-11-23T08:00:30+08:00", "8 o'clock", 422, "field.date", "tickets[1].issuedAt")
	given("a number below one", `"sequence":2`, `"sequence":0`, 422, "field.range", "tickets[1].reserved.sequence")
	given("a token that can be guessed", "aaaaaaaaaaaaaaaa", "aaaa", 422, "field.characters", "tickets[1].reserved.token")
	given("a state of paper that there is not", `"printed"`, `"lost"`, 422, "field.not_in_list", "tickets[1].paper")
	given("two things", `"reserved":`+aReserved, `"reserved":{"day":"","sequence":1,"token":""}`, 422, "field.date", "tickets[1].reserved.day",
		"tickets[1].reserved.day", "tickets[1].reserved.token")
	all = append(all,
		scenario{
			name: "more than a hundred", as: "kiosk", method: post, path: "/device/tickets",
			body: `{"tickets":[` + strings.Repeat(aGiven+",", 100) + aGiven + `]}`, status: 422, code: "field.too_many", field: "tickets",
		},
		scenario{
			name: "a press with half a number", as: "kiosk", method: post, path: "/tickets", header: []string{key, "press-0001"},
			body: `{"service":"ak1-baru","reserved":{"day":"2026-11-23"}}`, status: 422, code: "field.range", field: "reserved.sequence",
			fields: []string{"reserved.sequence", "reserved.token"},
		},
	)
	play(t, all)
}
