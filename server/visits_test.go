package server_test

import (
	"fmt"
	"loket/server/aki"
	"net/http"
	"strings"
	"testing"
	"time"

	"loket/server/office"
	"loket/server/queue"
	"loket/server/visit"
)

func TestVisits(t *testing.T) {
	const post, get, put = http.MethodPost, http.MethodGet, http.MethodPut
	const begin, one = `{"ticket":"{ticket}"}`, "/visits/{visit}"
	step := []string{visit.EventStep}
	play(t, []scenario{
		{
			name: "begin", as: "registrar", method: post, path: "/visits", body: begin, given: serving, status: 200, events: []string{visit.EventOpened},
			want: `{"number":"A-001","procedure":"online","due":"submit","mine":true,"misprints":0,` +
				`"missing":["submit","enter","print","check","photo","seeker-sign","officer-sign","receive"],` +
				`"steps":[{"activity":"wait","officer":"Petugas registrar","role":"registrar","result":"done"},{"activity":"call","result":"done"}]}`,
		},
		{name: "begin again", as: "placement_officer", method: post, path: "/visits", body: begin, given: visiting("check"), status: 200, want: `{"id":"{visit}","due":"check"}`},
		{name: "begin without a ticket", as: "registrar", method: post, path: "/visits", body: `{"ticket":""}`, status: 422, code: "field.required", field: "ticket"},
		{name: "begin for a number that is only called", as: "registrar", method: post, path: "/visits", body: begin, given: called, status: 409, code: "card.ticket", field: "ticket"},
		{name: "begin at another's counter", as: "registrar2", method: post, path: "/visits", body: begin, given: serving, status: 409, code: "card.ticket", field: "ticket"},
		{
			name: "begin where there is no procedure", as: "registrar", method: post, path: "/visits", body: begin,
			given:  configured(func(o *office.Office) { o.Services[0].Procedure = "" }, serving),
			status: 409, code: "visit.no_procedure", field: "ticket",
		},
		{name: "a visit", as: "section_head", method: get, path: one, given: visiting("print"), status: 200, want: `{"id":"{visit}","seeker":"{seeker}","due":"print"}`, check: noNIK},
		{name: "no visit", as: "section_head", method: get, path: "/visits/nowhere", status: 404, code: "visit.not_found"},
		{name: "today's visits", as: "placement_officer", method: get, path: "/visits", given: visiting("officer-sign"), status: 200, want: `[{"id":"{visit}","due":"officer-sign","mine":true}]`, check: noNIK},
		{name: "whose it is", as: "registrar", method: get, path: one, given: visiting("officer-sign"), status: 200, check: holdsNot(`"mine"`)},
		{name: "her seeker", as: "registrar", method: put, path: one + "/seeker", body: `{"seeker":"{seeker}"}`, given: visiting("enter"), status: 200, want: `{"seeker":"{seeker}"}`, events: []string{visit.EventSeeker}},
		{name: "no such seeker", as: "registrar", method: put, path: one + "/seeker", body: `{"seeker":"nobody"}`, given: visiting("enter"), status: 404, code: "seeker.not_found", field: "seeker"},
		{name: "start", as: "registrar", method: post, path: one + "/start", body: `{"activity":"enter"}`, given: visiting("enter"), status: 200, want: `{"due":"enter"}`, events: step},
		{name: "finish", as: "registrar", method: post, path: one + "/finish", body: `{"activity":"check"}`, given: visiting("check"), status: 200, want: `{"due":"photo","misprints":0}`, events: step},
		{
			name: "a wrong card", as: "registrar", method: post, path: one + "/finish", given: visiting("check"),
			body: `{"activity":"check","result":"wrong","reason":"name","note":"huruf terakhir"}`, status: 200, want: `{"due":"enter","misprints":1}`, events: step,
		},
		{name: "a wrong card without a reason", as: "registrar", method: post, path: one + "/finish", body: `{"activity":"check","result":"wrong"}`, given: visiting("check"), status: 422, code: "field.required", field: "reason"},
		{name: "an endless note", as: "registrar", method: post, path: one + "/finish", body: `{"activity":"check","result":"wrong","reason":"name","note":"` + strings.Repeat("x", 201) + `"}`, given: visiting("check"), status: 422, code: "field.too_long", field: "note"},
		{name: "print before the printer", as: "registrar", method: post, path: one + "/finish", body: `{"activity":"print"}`, given: unprinted, status: 409, code: "visit.without_print", field: "activity"},
		{name: "out of turn", as: "registrar", method: post, path: one + "/finish", body: `{"activity":"photo"}`, given: visiting("check"), status: 409, code: "visit.out_of_turn", field: "activity"},
		{name: "no such activity", as: "registrar", method: post, path: one + "/start", body: `{"activity":"dance"}`, given: visiting("check"), status: 404, code: "visit.no_activity", field: "activity"},
		{name: "the registrar signs", as: "registrar", method: post, path: one + "/finish", body: `{"activity":"officer-sign"}`, given: visiting("officer-sign"), status: 403, code: "visit.not_yours"},
		{name: "the placement officer signs", as: "placement_officer", method: post, path: one + "/finish", body: `{"activity":"officer-sign"}`, given: visiting("officer-sign"), status: 200, want: `{"due":"receive"}`, events: step},
		{name: "the section head signs unasked", as: "section_head", method: post, path: one + "/finish", body: `{"activity":"officer-sign"}`, given: visiting("officer-sign"), status: 403, code: "visit.not_absent"},
		{name: "the deputy signs", as: "section_head", method: post, path: one + "/finish", body: `{"activity":"officer-sign"}`, given: absent, status: 200, want: `{"due":"receive"}`, events: step, check: holds(`"role":"section_head"`, `"reason":"rapat dinas"`)},
		{name: "one's own card", as: "placement_officer", method: post, path: one + "/finish", body: `{"activity":"officer-sign"}`, given: ownCard, status: 403, code: "visit.own_card"},
		{name: "no counselling", as: "registrar", method: post, path: one + "/skip", body: `{"activity":"counsel"}`, given: visiting("counsel"), status: 200, want: `{"due":"copies"}`, events: step},
		{name: "no copies", as: "registrar", method: post, path: one + "/skip", body: `{"activity":"copies"}`, given: visiting("copies"), status: 200, check: holdsNot(`"due"`), events: step},
		{name: "no signature", as: "registrar", method: post, path: one + "/skip", body: `{"activity":"officer-sign"}`, given: visiting("officer-sign"), status: 422, code: "visit.required", field: "activity"},
		{name: "papers missing", as: "registrar", method: post, path: one + "/end", body: `{"ending":"papers_missing","note":"ijazah"}`, given: visiting("enter"), status: 200, want: `{"ending":"papers_missing"}`, events: []string{visit.EventEnded}},
		{name: "complete too early", as: "registrar", method: post, path: one + "/end", body: `{"ending":"completed"}`, given: visiting("photo"), status: 409, code: "visit.incomplete"},
		{name: "no such ending", as: "registrar", method: post, path: one + "/end", body: `{"ending":"bored"}`, given: visiting("photo"), status: 422, code: "field.not_in_list", field: "ending"},
		{name: "finish the number too early", as: "registrar", method: post, path: "/counters/1/finish", given: visiting("photo"), status: 409, code: "visit.incomplete", field: "counter"},
		{name: "finish the number", as: "registrar", method: post, path: "/counters/1/finish", given: visiting("counsel"), status: 200, events: []string{visit.EventEnded, queue.EventFinished}},
	})
}

func TestDrafts(t *testing.T) {
	const get, put, draft = http.MethodGet, http.MethodPut, "/visits/{visit}/draft"
	typed := `{"draft":"` + theNIK + ` ` + theName + `"}`
	saved := func(then func(*running)) func(*running) {
		return func(r *running) {
			r.t.Helper()
			visiting("enter")(r)
			_, err := r.Visits.SaveDraft(r.t.Context(), r.as("registrar"), r.vars["visit"], theNIK)
			r.must(err)
			if then != nil {
				then(r)
			}
		}
	}
	play(t, []scenario{
		{name: "save", as: "registrar", method: put, path: draft, body: typed, given: visiting("enter"), status: 200, check: sealed},
		{name: "save again", as: "registrar", method: put, path: draft, body: typed, given: saved(nil), status: 200, check: sealed},
		{name: "save nothing", as: "registrar", method: put, path: draft, body: `{}`, given: visiting("enter"), status: 422, code: "field.required", field: "draft"},
		{name: "save too much", as: "registrar", method: put, path: draft, body: `{"draft":"` + strings.Repeat("x", 33<<10) + `"}`, given: visiting("enter"), status: 422, code: "field.too_long", field: "draft"},
		{name: "save for no visit", as: "registrar", method: put, path: "/visits/nowhere/draft", body: typed, status: 404, code: "visit.not_found"},
		{name: "save after the end", as: "registrar", method: put, path: draft, body: typed, given: saved(left), status: 409, code: "visit.ended"},
		{name: "read", as: "placement_officer", method: get, path: draft, given: saved(nil), status: 200, want: `{"draft":"` + theNIK + `"}`, events: []string{visit.EventDraftRead}},
		{name: "read where nothing is", as: "registrar", method: get, path: draft, given: visiting("enter"), status: 200, check: holdsNot(`"draft"`)},
		{name: "read after the end", as: "registrar", method: get, path: draft, given: saved(left), status: 200, check: holdsNot(`"draft"`)},
		{name: "read for no visit", as: "registrar", method: get, path: "/visits/nowhere/draft", status: 404, code: "visit.not_found"},
	})
}

// left: her visit has ended before its time.
func left(r *running) {
	r.t.Helper()
	_, err := r.Visits.End(r.t.Context(), r.as("registrar"), r.vars["visit"], visit.Left, "")
	r.must(err)
}

// sealed fails if the database holds her name or number as they were typed.
func sealed(t *testing.T, r *running, _ answer) {
	row := fmt.Sprint(r.tables()["visit_drafts"])
	if len(row) < 50 || strings.Contains(row, theNIK) || strings.Contains(row, theName) {
		t.Errorf("the draft is kept as %s", row)
	}
}

func TestAbsence(t *testing.T) {
	const get, put, remove = http.MethodGet, http.MethodPut, http.MethodDelete
	play(t, []scenario{
		{name: "there", as: "registrar", method: get, path: "/absence", given: visiting("print"), status: 200, want: `{"absent":false,"deputies":[{"id":"{section_head}","name":"Petugas section_head"}]}`},
		{name: "absent", as: "registrar", method: get, path: "/absence", given: absent, status: 200, want: `{"absent":true,"reason":"rapat dinas","deputy":"Petugas section_head"}`},
		{name: "mark", as: "section_head", method: put, path: "/absence", body: `{"reason":"  sakit "}`, status: 200, want: `{"absent":true,"reason":"sakit"}`, events: []string{visit.EventAbsent}},
		{name: "mark for another", as: "placement_officer", method: put, path: "/absence", body: `{"reason":"cuti","deputy":"{section_head}"}`, given: visiting("print"), status: 200, want: `{"deputy":"Petugas section_head"}`, events: []string{visit.EventAbsent}},
		{name: "mark without a reason", as: "section_head", method: put, path: "/absence", body: `{"reason":" "}`, status: 422, code: "absence.reason", field: "reason"},
		{name: "mark with an endless reason", as: "section_head", method: put, path: "/absence", body: `{"reason":"` + strings.Repeat("x", 201) + `"}`, status: 422, code: "field.too_long", field: "reason"},
		{name: "mark oneself as deputy", as: "placement_officer", method: put, path: "/absence", body: `{"reason":"cuti"}`, status: 422, code: "absence.deputy", field: "deputy"},
		{name: "back", as: "placement_officer", method: remove, path: "/absence", given: absent, status: 200, want: `{"absent":false}`, events: []string{visit.EventPresent}},
		{name: "back without having gone", as: "placement_officer", method: remove, path: "/absence", status: 200, want: `{"absent":false}`},
		{name: "over the next day", as: "registrar", method: get, path: "/absence", given: func(r *running) { absent(r); nextDay(r) }, status: 200, want: `{"absent":false}`},
	})
}

// TestStepsAreTimed has the clock of each activity begin where the one before ended.
func TestStepsAreTimed(t *testing.T) {
	r := start(t)
	visiting("officer-sign")(r)
	v, err := r.Visits.Visit(t.Context(), r.vars["visit"])
	r.must(err)
	for i, s := range v.Steps {
		took := s.EndedAt.Sub(s.StartedAt)
		if want := 30 * time.Second; took != want && s.Activity != "wait" && s.Activity != "call" {
			t.Errorf("%s took %v, want %v", s.Activity, took, want)
		}
		if i > 0 && !s.StartedAt.Equal(v.Steps[i-1].EndedAt) {
			t.Errorf("%s began at %v, the one before ended at %v", s.Activity, s.StartedAt, v.Steps[i-1].EndedAt)
		}
	}
}

// unprinted: the card is to be printed.
func unprinted(r *running) {
	r.t.Helper()
	visiting("enter")(r)
	_, err := r.Visits.SetSeeker(r.t.Context(), r.as("registrar"), r.vars["visit"], r.vars["seeker"])
	r.must(err)
	_, err = r.Visits.Finish(r.t.Context(), r.as("registrar"), r.vars["visit"], "enter", visit.Done, "", "")
	r.must(err)
}

// ownCard: the placement officer is the seeker.
func ownCard(r *running) {
	r.t.Helper()
	visiting("officer-sign")(r)
	mark, err := aki.MarkNIK(r.AKI.NIKs, theNIK)
	r.must(err)
	r.must(r.Staff.SetNIKMark(r.t.Context(), "system", "placement_officer", mark))
}

func holds(parts ...string) func(*testing.T, *running, answer) {
	return func(t *testing.T, _ *running, a answer) {
		for _, part := range parts {
			if !strings.Contains(string(a.body), part) {
				t.Errorf("the answer has no %s: %s", part, a.body)
			}
		}
	}
}

func holdsNot(part string) func(*testing.T, *running, answer) {
	return func(t *testing.T, _ *running, a answer) {
		if strings.Contains(string(a.body), part) {
			t.Errorf("the answer has %s: %s", part, a.body)
		}
	}
}
