package server_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"loket/server/access"
)

// bodies are good ones, so that nothing but the role refuses a request.
var bodies = map[string]string{
	"issueTicket": `{"service":"ak1-baru"}`, "reportPaper": `{"state":"printed"}`, "callNumber": `{"number":"A-001"}`,
	"transfer": `{"service":"legalisir"}`, "signIn": `{"user":"registrar2","password":"` + password + `"}`,
	"holdNumbers":   `{"book":"book-0001","services":[{"service":"ak1-baru","hold":1}]}`,
	"handInTickets": `{"tickets":[` + aGiven + `]}`,
	"pairDevice":    `{"kind":"kiosk","name":"Kiosk"}`, "reportHealth": `{"state":"paper_out"}`, "lookUpSeeker": `{"nik":"` + theNIK + `"}`,
	"registerSeeker": `{"nik":"5202014503010002","data":` + theData + `}`, "updateSeeker": theData,
	"searchRegister": `{"text":"Baiq"}`,
	"openVisit":      `{"ticket":"{ticket}"}`, "setVisitSeeker": `{"seeker":"{seeker}"}`, "startActivity": `{"activity":"submit"}`,
	"finishActivity": `{"activity":"submit"}`, "skipActivity": `{"activity":"counsel"}`, "endVisit": `{"ending":"left"}`, "saveDraft": `{"draft":"x"}`,
	"markAbsent": `{"reason":"rapat","deputy":"{section_head}"}`,
	"reportCard": `{"day":"2026-11-23"}`, "replaceCard": `{"reason":"lost"}`, "renewCard": `{"ticket":"nowhere"}`, "placeCard": `{"day":"2026-11-23"}`,
	"legaliseCard": `{"copies":1}`,
	"issueCard":    `{"seeker":"{seeker}"}`, "checkCard": `{"card":"{jws}"}`,
}

// may is what the table says of a principal.
func may(principal string, act access.Act) bool {
	roles := access.Table()[act]
	return slices.Contains(roles, access.Public) ||
		principal != anonymous && principal != revoked && principal != expired && slices.Contains(roles, roleOf(principal))
}

// refusalOf is the status and code for a principal who may not do an act.
func refusalOf(principal string) (status int, code string) {
	switch principal {
	case anonymous, expired:
		return 401, "session.signed_out"
	case revoked:
		return 401, "device.unknown"
	}
	return 403, "session.forbidden"
}

// TestRoles asks for every operation as everybody.
func TestRoles(t *testing.T) {
	r := start(t)
	carded(r)
	r.vars["device"], r.vars["number"] = r.ids[revoked], r.vars["cardNumber"]
	operations := contract(t)
	// Who signs out can do nothing after.
	slices.SortStableFunc(operations, func(a, b operation) int { return strings.Compare(last(a.id), last(b.id)) })

	before, mark := r.tables(), r.mark()
	ask := func(o operation, as string) answer {
		path := o.path
		if o.id == "live" {
			path += "?topic=board"
		}
		return r.call(as, o.method, path, bodies[o.id], key, fmt.Sprintf("roles-%s-%s", o.id, as))
	}
	for _, o := range operations {
		if o.body != (bodies[o.id] != "") {
			t.Fatalf("the test's own body for %s", o.id)
		}
		for _, as := range principals {
			if may(as, o.act) {
				continue
			}
			wantStatus, wantCode := refusalOf(as)
			if a := ask(o, as); a.status != wantStatus || a.problem().Code != wantCode {
				t.Errorf("%s as %q: status %d, want %d: %s", o.id, as, a.status, wantStatus, a.body)
			}
		}
	}
	r.unchanged(before)
	if entries := r.since(mark); len(entries) > 0 {
		t.Errorf("the journal got %v", typesOf(entries))
	}
	for _, as := range principals {
		for _, o := range operations {
			if !may(as, o.act) {
				continue
			}
			if a := ask(o, as); (a.status == 401 || a.status == 403) && o.id != "signIn" {
				t.Errorf("%s as %q is refused: %d %s", o.id, as, a.status, a.body)
			} else if a.status >= 500 {
				t.Errorf("%s as %q: %d %s", o.id, as, a.status, a.body)
			}
		}
	}
}

func last(id string) string {
	if id == "signOut" {
		return "z"
	}
	return ""
}

// TestDeskTopicNeedsStaff holds the topic desk to its own act, whatever the route's is.
func TestDeskTopicNeedsStaff(t *testing.T) {
	r := start(t)
	for _, as := range principals {
		conn, res, err := r.dial(as, "desk", nil)
		if may(as, access.LiveDesk) {
			if err != nil {
				t.Errorf("%q: %v", as, err)
				continue
			}
			_ = conn.Close()
			continue
		}
		want, _ := refusalOf(as)
		if err == nil || res.StatusCode != want || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%q: error %v, answer %+v; want %d", as, err, res, want)
		}
	}
}

// TestOddCredentials are none.
func TestOddCredentials(t *testing.T) {
	r := start(t)
	for _, test := range []struct {
		name   string
		header [2]string
		code   string
	}{
		{"empty token", [2]string{"Authorization", "Bearer "}, "session.signed_out"},
		{"unknown token", [2]string{"Authorization", "Bearer x"}, "device.unknown"},
		{"a cookie as a token", [2]string{"Authorization", "Bearer " + r.secrets["registrar"]}, "device.unknown"},
		{"a name and a password", [2]string{"Authorization", "Basic cmVnaXN0cmFyOng="}, "session.signed_out"},
		{"empty cookie", [2]string{"Cookie", "loket_session="}, "session.signed_out"},
		{"unknown cookie", [2]string{"Cookie", "loket_session=x"}, "session.signed_out"},
		{"a token as a cookie", [2]string{"Cookie", "loket_session=" + r.secrets["kiosk"]}, "session.signed_out"},
		{"another cookie", [2]string{"Cookie", "session=" + r.secrets["registrar"]}, "session.signed_out"},
	} {
		for _, path := range []string{"/session", "/counters", "/tickets", "/devices"} {
			a := r.call(anonymous, http.MethodGet, path, "", test.header[0], test.header[1])
			if a.status != 401 || a.problem().Code != test.code {
				t.Errorf("%s at %s: status %d: %s", test.name, path, a.status, a.body)
			}
		}
	}
	// A device that also carries a person's cookie is the device.
	a := r.call("kiosk", http.MethodGet, "/session", "", "Cookie", "loket_session="+r.secrets["registrar"])
	if a.status != 403 {
		t.Errorf("a device with a cookie: status %d", a.status)
	}
}
