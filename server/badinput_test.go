package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestBadInput is what people and broken programs send. What is refused for its state stands with the room's own
// scenarios; here is what is refused for itself.
func TestBadInput(t *testing.T) {
	post, get, put, remove := http.MethodPost, http.MethodGet, http.MethodPut, http.MethodDelete
	var all []scenario
	ticket := func(name, body string, status int, code, field string, header ...string) {
		all = append(all, scenario{
			name: name, as: "kiosk", method: post, path: "/tickets", body: body, status: status, code: code, field: field,
			header: append([]string{key, "press-0001"}, header...),
		})
	}
	good := `{"service":"ak1-baru"}`
	ticket("unknown service", `{"service":"sim"}`, 404, "service.not_found", "service")
	ticket("empty service", `{"service":""}`, 422, "field.required", "service")
	ticket("no service", `{}`, 422, "field.required", "service")
	ticket("service null", `{"service":null}`, 422, "field.required", "service")
	ticket("unknown language", `{"service":"ak1-baru","language":"fr"}`, 422, "field.not_in_list", "language")
	ticket("no body", ``, 422, "field.required", "service")
	ticket("body null", `null`, 422, "field.required", "service")
	ticket("body cut off", `{"service":"ak1-baru"`, 400, "request.malformed", "")
	ticket("body without quotes", `{service:ak1-baru}`, 400, "request.malformed", "")
	ticket("white space only", `   `, 400, "request.malformed", "")
	ticket("a second value behind", good+good, 400, "request.malformed", "")
	ticket("a bracket behind", good+`]`, 400, "request.malformed", "")
	ticket("a list", `[`+good+`]`, 400, "request.not_object", "")
	ticket("a text", `"ak1-baru"`, 400, "request.not_object", "")
	ticket("a number", `1`, 400, "request.not_object", "")
	ticket("a truth value", ` true`, 400, "request.not_object", "")
	ticket("an object for a text", `{"service":{}}`, 422, "request.wrong_type", "service")
	ticket("not UTF-8", "{\"service\":\"ak1-bar\xff\"}", 400, "request.malformed", "")
	ticket("wrong type", `{"service":5}`, 422, "request.wrong_type", "service")
	ticket("wrong type of the second", `{"service":"ak1-baru","priority":"ya"}`, 422, "request.wrong_type", "priority")
	ticket("unknown member", `{"service":"ak1-baru","colour":"red"}`, 422, "request.unknown_field", "colour")
	ticket("member in other letters", `{"Service":"ak1-baru"}`, 422, "request.unknown_field", "Service")
	ticket("member in right and other letters", `{"service":"ak1-baru","SERVICE":"legalisir"}`, 422, "request.unknown_field", "SERVICE")
	ticket("member twice", `{"service":"ak1-baru","service":"legalisir"}`, 400, "request.malformed", "service")
	ticket("NUL in a text", `{"service":"ak1\u0000baru"}`, 422, "field.characters", "service")
	ticket("too large", `{"service":"`+strings.Repeat("x", 256_000)+`"}`, 413, "request.too_large", "")
	ticket("form", `service=ak1-baru`, 415, "request.content_type", "", "Content-Type", "application/x-www-form-urlencoded")
	ticket("XML", `<TicketRequest><Service>ak1-baru</Service></TicketRequest>`, 415, "request.content_type", "", "Content-Type", "text/xml")
	ticket("XML of another kind", `<TicketRequest><Service>ak1-baru</Service></TicketRequest>`, 415, "request.content_type", "", "Content-Type", "application/xml")
	ticket("multipart", "--b\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\nak1-baru\r\n--b--\r\n", 415, "request.content_type", "", "Content-Type", "multipart/form-data; boundary=b")
	ticket("plain text", good, 415, "request.content_type", "", "Content-Type", "text/plain")
	ticket("no content type", good, 415, "request.content_type", "", "Content-Type", "")
	ticket("key missing", good, 422, "request.key_missing", key, key, "")
	ticket("key too short", good, 422, "request.key_missing", key, key, "1234567")
	ticket("key too long", good, 422, "request.key_missing", key, key, strings.Repeat("x", 65))
	ticket("key with spaces", good, 422, "request.key_missing", key, key, "press 0001")
	ticket("key with letters that are none of ASCII's", good, 422, "request.key_missing", key, key, "nomor-seribú")

	seeker := func(name, nik, data string, status int, code, field string) {
		all = append(all, scenario{
			name: name, as: "registrar", method: post, path: "/seekers", body: `{"nik":"` + nik + `","data":` + data + `}`,
			status: status, code: code, field: field,
		})
	}
	with := func(old, replaced string) string { return strings.Replace(theData, old, replaced, 1) }
	seeker("NIK of 15 digits", theNIK[:15], theData, 422, "nik.length", "nik")
	seeker("NIK of 17 digits", theNIK+"1", theData, 422, "nik.length", "nik")
	seeker("NIK with letters", "52020145O3O1OOO1", theData, 422, "nik.digits", "nik")
	seeker("NIK with a date that there is not", "5202017013010001", theData, 422, "nik.date", "nik")
	seeker("NIK without a serial", theNIK[:12]+"0000", theData, 422, "nik.serial", "nik")
	seeker("birth date tomorrow", theNIK, `{"birthDate":"2026-11-24","name":"A","birthPlace":"A","address":"A","sex":"P","marital":"single","religion":"islam"}`, 422, "field.date_future", "data.birthDate")
	seeker("birth date of another age", theNIK, with("2001-03-05", "1801-03-05"), 422, "field.date_past", "data.birthDate")
	seeker("birth date that is none", theNIK, with("2001-03-05", "2001-02-30"), 422, "field.date", "data.birthDate")
	seeker("birth date in words", theNIK, with("2001-03-05", "5 Maret 2001"), 422, "field.date", "data.birthDate")
	seeker("birth date with a time", theNIK, with("2001-03-05", "2001-03-05T00:00:00Z"), 422, "field.date", "data.birthDate")
	seeker("birth date empty", theNIK, with("2001-03-05", ""), 422, "field.required", "data.birthDate")
	seeker("unknown member within", theNIK, with(`"sex"`, `"shoeSize":"40","sex"`), 422, "request.unknown_field", "data.shoeSize")
	seeker("unknown member within a list", theNIK, with(`"level"`, `"grade":"A","level"`), 422, "request.unknown_field", "data.education[0].grade")
	seeker("member in other letters within a list", theNIK, with(`"level"`, `"Level"`), 422, "request.unknown_field", "data.education[0].Level")
	seeker("wrong type within", theNIK, with(`"year":2019`, `"year":"2019"`), 422, "request.wrong_type", "data.education[0].year")
	seeker("a number that is not whole", theNIK, with(`2019`, `2019.5`), 422, "request.wrong_type", "data.education[0].year")
	seeker("control characters", theNIK, with("Gajah Mada", `Gajah\u0007Mada`), 422, "field.characters", "data.address")
	seeker("letters in the telephone", theNIK, with("0812 3456", "kosong"), 422, "field.characters", "data.phone")
	seeker("school of the future", theNIK, with("2019", "2031"), 422, "field.year", "data.education[0].year")

	all = append(all,
		scenario{
			name: "a birth date that is none beside other wrong fields", as: "registrar", method: post, path: "/seekers",
			body:   `{"nik":"` + theNIK + `","data":` + strings.NewReplacer("2001-03-05", "5 Maret 2001", theName, " ", "2019", "1800").Replace(theData) + `}`,
			status: 422, code: "field.required", field: "data.name", fields: []string{"data.name", "data.birthDate", "data.education[0].year"},
		},
		scenario{
			name: "correct with a birth date that is none", as: "registrar", method: put, path: "/seekers/{seeker}", given: known,
			body:   strings.NewReplacer("2001-03-05", "2001-02-30", theName, "").Replace(theData),
			status: 422, code: "field.required", field: "name", fields: []string{"name", "birthDate"},
		},
		scenario{name: "wrong type in the second row", as: "registrar", method: post, path: "/seekers", body: `{"data":{"education":[{},{"level":1}]}}`, status: 422, code: "request.wrong_type", field: "data.education[1].level"},
		scenario{name: "look up 15 digits", as: "registrar", method: post, path: "/seekers/lookup", body: `{"nik":"` + theNIK[:15] + `"}`, status: 422, code: "nik.length", field: "nik"},
		scenario{name: "look up letters", as: "registrar", method: post, path: "/seekers/lookup", body: `{"nik":"tidak ada"}`, status: 422, code: "nik.digits", field: "nik"},
		scenario{name: "look up a number", as: "registrar", method: post, path: "/seekers/lookup", body: `{"nik":` + theNIK + `}`, status: 422, code: "request.wrong_type", field: "nik"},
		scenario{name: "look up nothing", as: "registrar", method: post, path: "/seekers/lookup", status: 422, code: "nik.length", field: "nik"},
		scenario{name: "sign in with nothing", method: post, path: "/session", status: 422, code: "field.required", field: "user", fields: []string{"user", "password"}},
		scenario{name: "pair nothing", as: "administrator", method: post, path: "/devices", status: 422, code: "field.not_in_list", field: "kind", fields: []string{"kind", "name"}},
		scenario{name: "check nothing", method: post, path: "/card-checks", status: 422, code: "field.required", field: "card"},
		scenario{name: "paper of nothing", as: "kiosk", method: put, path: "/tickets/{ticket}/paper", given: waiting, status: 422, code: "field.not_in_list", field: "state"},
		scenario{name: "transfer to nothing", as: "registrar", method: post, path: "/counters/1/transfer", given: serving, status: 422, code: "field.required", field: "service"},
		scenario{name: "call nothing", as: "registrar", method: post, path: "/counters/1/call", given: ready, status: 422, code: "field.required", field: "number"},
		scenario{name: "a body where none is asked for", as: "registrar", method: post, path: "/counters/9/open", body: `{"force":true}`, status: 422, code: "request.unknown_field", field: "force"},
		scenario{name: "a broken body where none is asked for", as: "registrar", method: post, path: "/counters/1/call-next", given: ready, body: `{"foo":1`, status: 400, code: "request.malformed"},
		scenario{name: "a list where nothing is asked for", as: "registrar", method: post, path: "/counters/1/call-next", given: ready, body: `[]`, status: 400, code: "request.not_object"},
		scenario{name: "a form where nothing is asked for", as: "registrar", method: remove, path: "/session", header: []string{"Content-Type", "text/plain"}, body: `everywhere`, status: 415, code: "request.content_type"},

		scenario{name: "unknown path", as: "registrar", method: get, path: "/nothing", status: 404, code: "request.not_found"},
		scenario{name: "unknown path below one", as: "registrar", method: get, path: "/tickets/x/y/z", status: 404, code: "request.not_found"},
		scenario{name: "a slash too many", as: "registrar", method: get, path: "/counters/", status: 404, code: "request.not_found"},
		scenario{name: "unknown token with strange letters", method: get, path: "/follow/%F0%9F%98%80", status: 404, code: "ticket.not_found", field: "token"},
		scenario{name: "NUL in an address", method: get, path: "/follow/%00", status: 404, code: "request.not_found"},
		scenario{name: "no UTF-8 in an address", method: get, path: "/follow/%FF", status: 404, code: "request.not_found"},
		scenario{name: "NUL in a parameter", as: "registrar", method: get, path: "/tickets?service=%00", status: 404, code: "request.not_found"},
		scenario{name: "quotes in an address", as: "registrar", method: get, path: "/seekers/'%20OR%20''='", status: 404, code: "seeker.not_found"},
		scenario{name: "wrong method", as: "registrar", method: remove, path: "/counters/1", status: 405, code: "request.method", check: allows("GET")},
		scenario{name: "wrong method of a list", as: "registrar", method: http.MethodPatch, path: "/tickets", status: 405, code: "request.method", check: allows("GET, POST")},
		scenario{name: "method that there is not", as: "registrar", method: "JUMP", path: "/office", status: 405, code: "request.method", check: allows("GET")},
	)
	play(t, all)
}

func allows(methods string) func(*testing.T, *running, answer) {
	return func(t *testing.T, _ *running, a answer) {
		for m := range strings.SplitSeq(methods, ", ") {
			if allow := a.header.Get("Allow"); !strings.Contains(allow, m) {
				t.Errorf("Allow %q lacks %s", allow, m)
			}
		}
	}
}

// TestEmptyBodies sends what says nothing to an operation that asks for nothing.
func TestEmptyBodies(t *testing.T) {
	r := start(t)
	for _, body := range []string{"", " ", "{}", "null", " {} \n"} {
		for _, kind := range []string{"application/json", ""} {
			if a := r.call("placement_officer", http.MethodPost, "/counters/2/open", body, "Content-Type", kind); a.status != 200 {
				t.Errorf("%q as %q: status %d: %s", body, kind, a.status, a.body)
			}
		}
	}
}

// TestLargestBody sends as much as is allowed, told and untold.
func TestLargestBody(t *testing.T) {
	r := start(t)
	before := r.tables()
	for _, test := range []struct {
		size, status int
	}{{256_000, 404}, {256_001, 413}} {
		frame := `{"service":""}`
		body := `{"service":"` + strings.Repeat("x", test.size-len(frame)) + `"}`
		for _, told := range []bool{true, false} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.web.URL+"/api/v1/tickets", strings.NewReader(body))
			r.must(err)
			req.Header.Set("Content-Type", "application/json; charset=utf-8")
			req.Header.Set(key, "press-0001")
			r.identify(req.Header, "kiosk")
			if !told {
				req.ContentLength = -1
			}
			if a := r.send(req); a.status != test.status {
				t.Errorf("%d bytes, length told %v: status %d, want %d: %.100s", test.size, told, a.status, test.status, a.body)
			}
		}
	}
	r.unchanged(before)
}
