package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"loket/server/aki"
	"loket/server/office"
)

// later is nine o'clock of a day; the office's people sign in.
func later(day office.Day, then ...func(*running)) func(*running) {
	return func(r *running) {
		r.t.Helper()
		if r.vars["card"] == "" {
			carded(r)
		}
		r.clock.add(day.Time().Add(time.Hour).Sub(r.clock.Now()))
		for _, name := range []string{"registrar", "placement_officer", "section_head"} {
			token, _, err := r.Staff.SignIn(r.t.Context(), name, password, "192.0.2.1")
			r.must(err)
			r.secrets[name] = token
		}
		for _, do := range then {
			do(r)
		}
	}
}

func replaced(reason string) func(*running) {
	return func(r *running) {
		r.t.Helper()
		c, err := r.AKI.Replace(r.t.Context(), r.ids["registrar"], r.vars["card"], reason, "")
		r.must(err)
		r.vars["after"], r.vars["afterNumber"] = c.ID, c.Number
	}
}

func renewed(r *running) {
	r.t.Helper()
	c, err := r.AKI.Renew(r.t.Context(), r.ids["registrar"], r.vars["card"], "")
	r.must(err)
	r.vars["after"] = c.ID
}

func reported(r *running) {
	r.t.Helper()
	_, err := r.AKI.Report(r.t.Context(), r.ids["registrar"], r.vars["card"], "")
	r.must(err)
}

func placed(r *running) {
	r.t.Helper()
	_, err := r.AKI.Place(r.t.Context(), r.ids["placement_officer"], r.vars["card"], "", aki.Work{})
	r.must(err)
}

func legalised(r *running) {
	r.t.Helper()
	_, err := r.AKI.Legalise(r.t.Context(), r.ids["placement_officer"], r.vars["card"], 2)
	r.must(err)
}

func TestCardLife(t *testing.T) {
	const post, get, one = http.MethodPost, http.MethodGet, "/cards/{card}"
	lost := later("2027-02-01", replaced("lost"))
	play(t, []scenario{
		{
			name: "a new card", as: "section_head", method: get, path: one, given: carded, status: 200, check: holdsNot("madeOn"),
			want: `{"status":"valid","since":"2026-11-23","legalised":0,"reports":[{"n":1,"opensOn":"2027-04-23","dueOn":"2027-05-23"},{"n":2,"dueOn":"2027-11-23"},{"n":3,"dueOn":"2028-05-23"}]}`,
		},
		{name: "a report is due", as: "registrar", method: get, path: one, given: later("2027-06-01"), status: 200, want: `{"status":"report_due","since":"2027-05-23"}`},
		{
			name: "report", as: "registrar", method: post, path: one + "/reports", given: later("2027-06-01"), status: 201, events: []string{aki.EventCardReported},
			want: `{"id":"{card}","status":"valid","since":"2027-06-01","reports":[{"n":1,"madeOn":"2027-06-01","late":9,"officer":"Petugas registrar"},{"n":2},{"n":3}]}`,
		},
		{name: "report of another day", as: "placement_officer", method: post, path: one + "/reports", body: `{"day":"2027-05-20"}`, given: later("2027-06-01"), status: 201, events: []string{aki.EventCardReported}, want: `{"since":"2026-11-23","reports":[{"madeOn":"2027-05-20","officer":"Petugas placement_officer"},{},{}]}`},
		{name: "report twice on one day", as: "registrar", method: post, path: one + "/reports", given: later("2027-06-01", reported), status: 409, code: "card.report_twice"},
		{name: "report too early", as: "registrar", method: post, path: one + "/reports", given: later("2027-04-22"), status: 409, code: "card.report_early"},
		{name: "report in the future", as: "registrar", method: post, path: one + "/reports", body: `{"day":"2027-06-02"}`, given: later("2027-06-01"), status: 422, code: "card.day_future", field: "day"},
		{name: "report before the issue", as: "registrar", method: post, path: one + "/reports", body: `{"day":"2026-11-22"}`, given: later("2027-06-01"), status: 422, code: "card.day_before_issue", field: "day"},
		{name: "report on no day", as: "registrar", method: post, path: one + "/reports", body: `{"day":"2027-06-31"}`, given: later("2027-07-01"), status: 422, code: "field.date", field: "day"},
		{name: "report on a lost card", as: "registrar", method: post, path: one + "/reports", given: lost, status: 409, code: "card.ended"},
		{name: "report on a lapsed card", as: "registrar", method: post, path: one + "/reports", given: later("2027-12-01"), status: 409, code: "card.lapsed"},
		{name: "report on an expired card", as: "registrar", method: post, path: one + "/reports", given: later("2028-12-01"), status: 409, code: "card.over"},
		{name: "report on a placed card", as: "registrar", method: post, path: one + "/reports", given: later("2027-06-01", placed), status: 409, code: "card.ended"},
		{name: "report on no card", as: "registrar", method: post, path: "/cards/nowhere/reports", status: 404, code: "card.not_found"},

		{
			name: "replace", as: "registrar", method: post, path: one + "/replace", body: `{"reason":"lost"}`, given: later("2027-02-01"), status: 201, events: []string{aki.EventCardReplaced},
			want: `{"number":"5202010227000001","seeker":"{seeker}","replaces":"{card}","issuedOn":"2027-02-01","expiresOn":"2028-11-23","status":"valid","since":"2027-02-01"}`,
		},
		{name: "the lost card", as: "registrar", method: get, path: one, given: lost, status: 200, want: `{"status":"lost","since":"2027-02-01","replacedBy":"{after}"}`},
		{name: "replace a void card", as: "registrar", method: post, path: one + "/replace", body: `{"reason":"damaged"}`, given: lost, status: 409, code: "card.ended"},
		{name: "replace for fun", as: "registrar", method: post, path: one + "/replace", body: `{"reason":"fun"}`, given: carded, status: 422, code: "field.not_in_list", field: "reason"},
		{name: "replace without a reason", as: "registrar", method: post, path: one + "/replace", given: carded, status: 422, code: "field.required", field: "reason"},
		{name: "replace for another's ticket", as: "registrar2", method: post, path: one + "/replace", body: `{"reason":"lost","ticket":"{ticket}"}`, given: carded, status: 409, code: "card.ticket", field: "ticket"},
		{name: "replace an expired card", as: "registrar", method: post, path: one + "/replace", body: `{"reason":"lost"}`, given: later("2029-01-01"), status: 409, code: "card.over"},

		{name: "renew", as: "placement_officer", method: post, path: one + "/renew", given: later("2028-12-01"), status: 201, events: []string{aki.EventCardRenewed}, want: `{"replaces":"{card}","issuedOn":"2028-12-01","expiresOn":"2030-12-01","status":"valid"}`},
		{name: "renew for the ticket", as: "registrar", method: post, path: one + "/renew", body: `{"ticket":"{ticket}"}`, given: carded, status: 201, events: []string{aki.EventCardRenewed}, want: `{"ticket":"{ticket}"}`},
		{name: "the renewed card", as: "registrar", method: get, path: one, given: later("2028-11-01", renewed), status: 200, want: `{"status":"replaced","since":"2028-11-01","replacedBy":"{after}"}`},
		{name: "renew twice", as: "registrar", method: post, path: one + "/renew", given: later("2028-12-01", renewed), status: 409, code: "card.ended"},

		{
			name: "place", as: "placement_officer", method: post, path: one + "/place", body: `{"day":"2027-01-15","employer":" PT Mandalika ","sector":"I","returned":true}`, given: later("2027-02-01"),
			status: 200, events: []string{aki.EventCardPlaced}, want: `{"status":"placed","since":"2027-01-15","employer":"PT Mandalika","sector":"I","returned":true}`,
		},
		{name: "place twice", as: "registrar", method: post, path: one + "/place", given: later("2027-02-01", placed), status: 409, code: "card.ended"},
		{name: "place in the future", as: "registrar", method: post, path: one + "/place", body: `{"day":"2027-02-02"}`, given: later("2027-02-01"), status: 422, code: "card.day_future", field: "day"},
		{name: "place before the issue", as: "registrar", method: post, path: one + "/place", body: `{"day":"2026-11-22"}`, given: later("2027-02-01"), status: 422, code: "card.day_before_issue", field: "day"},
		{name: "place in a trade that there is not", as: "registrar", method: post, path: one + "/place", body: `{"sector":"perhotelan"}`, given: carded, status: 422, code: "field.not_in_list", field: "sector"},
		{name: "place with an endless employer", as: "registrar", method: post, path: one + "/place", body: `{"employer":"` + strings.Repeat("x", 121) + `"}`, given: carded, status: 422, code: "field.too_long", field: "employer"},

		{name: "find", as: "section_head", method: get, path: "/cards/by-number/5202%20231126%20000001", given: carded, status: 200, want: `{"id":"{card}"}`, check: noNIK},
		{name: "find nothing", as: "section_head", method: get, path: "/cards/by-number/5202231126000002", given: carded, status: 404, code: "card.not_found", field: "number"},
		{
			name: "who is due", as: "section_head", method: get, path: "/cards/due", given: later("2027-06-01"), status: 200, check: noNIK,
			want: `[{"card":"{card}","number":"{cardNumber}","name":"` + theName + `","what":"report","report":1,"dueOn":"2027-05-23","status":"report_due","since":"2027-05-23"}]`,
		},
		{name: "who is due to renew", as: "registrar", method: get, path: "/cards/due?within=5", given: later("2028-11-27"), status: 200, want: `[{"what":"renewal","dueOn":"2028-11-23","status":"expired","since":"2028-11-24"}]`},
		{name: "nobody is due", as: "registrar", method: get, path: "/cards/due?within=92", given: carded, status: 200, want: `[]`},
		{name: "who is due in a year", as: "registrar", method: get, path: "/cards/due?within=366", status: 422, code: "field.range", field: "within"},
		{name: "who is due some day", as: "registrar", method: get, path: "/cards/due?within=soon", status: 400, code: "request.parameter", field: "within"},
	})
}

func TestLegalisations(t *testing.T) {
	const post, get, path = http.MethodPost, http.MethodGet, "/cards/{card}/legalisations"
	play(t, []scenario{
		{name: "legalise", as: "placement_officer", method: post, path: path, body: `{"copies":20}`, given: carded, status: 201, events: []string{aki.EventCardLegalised}, want: `{"copies":20,"officer":"Petugas placement_officer","at":"2026-11-23T08:00:00+08:00"}`},
		{name: "list", as: "section_head", method: get, path: path, given: later("2026-11-24", legalised), status: 200, want: `[{"copies":2,"officer":"Petugas placement_officer","at":"2026-11-24T09:00:00+08:00"}]`},
		{name: "count", as: "registrar", method: get, path: "/cards/{card}", given: later("2026-11-24", legalised, legalised), status: 200, want: `{"legalised":4}`},
		{name: "none", as: "registrar", method: get, path: path, given: carded, status: 200, want: `[]`},
		{name: "list of no card", as: "registrar", method: get, path: "/cards/nowhere/legalisations", status: 404, code: "card.not_found"},
		{name: "legalise as registrar", as: "registrar", method: post, path: path, body: `{"copies":1}`, given: carded, status: 403, code: "session.forbidden"},
		{name: "legalise as section head", as: "section_head", method: post, path: path, body: `{"copies":1}`, given: carded, status: 403, code: "session.forbidden"},
		{name: "legalise nothing", as: "placement_officer", method: post, path: path, body: `{"copies":0}`, given: carded, status: 422, code: "field.range", field: "copies"},
		{name: "legalise a pile", as: "placement_officer", method: post, path: path, body: `{"copies":21}`, given: carded, status: 422, code: "field.range", field: "copies"},
		{name: "legalise no card", as: "placement_officer", method: post, path: "/cards/nowhere/legalisations", body: `{"copies":1}`, status: 404, code: "card.not_found"},
		{name: "legalise a void card", as: "placement_officer", method: post, path: path, body: `{"copies":1}`, given: later("2027-02-01", replaced("damaged")), status: 409, code: "card.ended"},
		{name: "legalise an expired card", as: "placement_officer", method: post, path: path, body: `{"copies":1}`, given: later("2028-12-01"), status: 409, code: "card.over"},
		{name: "legalise a lapsed card", as: "placement_officer", method: post, path: path, body: `{"copies":1}`, given: later("2028-01-01"), status: 409, code: "card.lapsed"},
	})
}

// TestEveryStandingIsTold has whoever scans a card read its standing and since when, at the page and at the API, and
// of the holder the initials alone.
func TestEveryStandingIsTold(t *testing.T) {
	for _, test := range []struct {
		result, since, word, field string
		lastReport                 bool
		given                      func(*running)
	}{
		{"valid", "23 November 2026", "ASLI · BERLAKU", "good", false, carded},
		{"report_due", "23 Mei 2027", "ASLI · BERLAKU", "good", false, later("2027-06-01")},
		{"valid", "1 Juni 2027", "ASLI · BERLAKU", "good", true, later("2027-06-01", reported)},
		{"lapsed", "24 November 2027", "ASLI · TIDAK BERLAKU", "bad", false, later("2027-12-24")},
		{"expired", "24 November 2028", "ASLI · KEDALUWARSA", "bad", false, later("2028-12-01")},
		{"replaced", "1 November 2028", "ASLI · DIGANTI", "bad", false, later("2028-11-01", renewed)},
		{"lost", "1 Februari 2027", "ASLI · DINYATAKAN HILANG", "bad", false, later("2027-02-01", replaced("lost"))},
		{"damaged", "1 Februari 2027", "ASLI · DINYATAKAN RUSAK", "bad", false, later("2027-02-01", replaced("damaged"))},
		{"placed", "1 Juni 2027", "ASLI · SUDAH BEKERJA", "bad", true, later("2027-06-01", reported, placed)},
	} {
		t.Run(test.result+" "+test.since, func(t *testing.T) {
			r := start(t)
			test.given(r)
			page := string(r.request("", http.MethodGet, "/v/{jws}", "").body)
			for _, want := range []string{"<title>" + test.word + " – ", `class="field ` + test.field + `"`, test.since, "B.N.R.", `data-result="` + test.result + `"`} {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if strings.Contains(page, "Lapor terakhir") != test.lastReport {
				t.Errorf("the page tells of a last report: %v", !test.lastReport)
			}
			a := r.call("", http.MethodPost, "/card-checks", r.filled(`{"card":"{jws}"}`))
			a.holds(`{"genuine":true,"result":"` + test.result + `","initials":"B.N.R."}`)
			if strings.Contains(string(a.body), "lastReportOn") != test.lastReport || !strings.Contains(string(a.body), `"since":"20`) {
				t.Errorf("the API tells %s", a.body)
			}
			for _, secret := range []string{theName, "Nurhaliza", theNIK, r.vars["seeker"], r.vars["card"], "PT "} {
				if strings.Contains(page, secret) || strings.Contains(string(a.body), secret) {
					t.Errorf("%q is told", secret)
				}
			}
		})
	}
}
