package server_test

import (
	"fmt"
	"time"

	"loket/server/access"
	"loket/server/aki"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/visit"
)

// nik is a woman's of Praya, born on 5 March 2001; theName is hers. No log and no public answer may hold either.
const (
	theNIK  = "5202014503010001"
	theName = "Baiq Nurhaliza Rahmawati"
)

// theData is her record as JSON.
const theData = `{"name":"` + theName + `","birthPlace":"Praya","birthDate":"2001-03-05","sex":"P","marital":"single",` +
	`"religion":"islam","address":"Jl. Gajah Mada 7, Praya","phone":"0812 3456 7890",` +
	`"education":[{"level":"slta","school":"SMAN 1 Praya","major":"IPA","year":2019}],"experience":"Menjahit"}`

// issue takes a number; the last one's id, token and number are variables.
func (r *running) issue(service string) queue.Issued {
	r.t.Helper()
	r.vars["serial"] += "i"
	t, err := r.Queue.Issue(r.t.Context(), "device:"+r.ids["kiosk"], queue.Request{
		Service: service, Language: "id", Key: fmt.Sprintf("key-%08d", len(r.vars["serial"])),
	})
	r.must(err)
	r.vars["ticket"], r.vars["token"], r.vars["number"] = t.ID, t.Token, t.Number
	return t
}

// The states that scenarios start from: each holds the one before.

// waiting: A-001 waits.
func waiting(r *running) { r.t.Helper(); r.issue("ak1-baru") }

// open: the registrar holds counter 1.
func open(r *running) {
	r.t.Helper()
	_, err := r.Queue.Open(r.t.Context(), "1", r.ids["registrar"])
	r.must(err)
}

// ready: A-001 waits and the registrar holds counter 1.
func ready(r *running) { r.t.Helper(); waiting(r); open(r) }

// called: A-001 was called to counter 1.
func called(r *running) {
	r.t.Helper()
	ready(r)
	_, err := r.Queue.CallNext(r.t.Context(), "1", r.ids["registrar"])
	r.must(err)
}

// calledOut: it was called three times.
func calledOut(r *running) {
	r.t.Helper()
	called(r)
	for range 2 {
		_, err := r.Queue.Recall(r.t.Context(), "1", r.ids["registrar"])
		r.must(err)
	}
}

// missed: A-001 did not come.
func missed(r *running) {
	r.t.Helper()
	called(r)
	_, err := r.Queue.NoShow(r.t.Context(), "1", r.ids["registrar"])
	r.must(err)
}

// parked: A-001 was set aside.
func parked(r *running) {
	r.t.Helper()
	called(r)
	_, err := r.Queue.Park(r.t.Context(), "1", r.ids["registrar"])
	r.must(err)
}

// serving: A-001 is at the counter.
func serving(r *running) {
	r.t.Helper()
	called(r)
	_, err := r.Queue.Serve(r.t.Context(), "1", r.ids["registrar"])
	r.must(err)
}

// known: the seeker is registered and her ticket is being served.
func known(r *running) {
	r.t.Helper()
	serving(r)
	s, err := r.AKI.Register(r.t.Context(), "staff:"+r.ids["registrar"], theNIK, aki.SeekerData{
		Name: theName, BirthPlace: "Praya", BirthDate: "2001-03-05", Sex: "P", Marital: "single", Religion: "islam",
		Address: "Jl. Gajah Mada 7, Praya",
	})
	r.must(err)
	r.vars["seeker"] = s.ID
}

// carded: she has her card.
func carded(r *running) {
	r.t.Helper()
	known(r)
	c, err := r.AKI.IssueCard(r.t.Context(), r.ids["registrar"], r.vars["seeker"], r.vars["ticket"])
	r.must(err)
	r.vars["card"], r.vars["jws"], r.vars["cardNumber"] = c.ID, c.JWS, c.Number
}

// as is a person with her one role.
func (r *running) as(principal string) visit.Officer {
	return visit.Officer{ID: r.ids[principal], Roles: []access.Role{roleOf(principal)}}
}

// visiting: her visit has come to an activity, and her card is printed.
func visiting(activity string) func(*running) {
	return func(r *running) {
		r.t.Helper()
		carded(r)
		ctx := r.t.Context()
		v, err := r.Visits.Open(ctx, r.as("registrar"), r.vars["ticket"])
		r.must(err)
		r.vars["visit"], r.vars["section_head"] = v.ID, r.ids["section_head"]
		for due, ok := v.Due(); ok && due.Key != activity; due, ok = v.Due() {
			r.clock.add(30 * time.Second)
			switch due.Gives {
			case office.GivesSeeker:
				_, err = r.Visits.SetSeeker(ctx, r.as("registrar"), v.ID, r.vars["seeker"])
				r.must(err)
			case office.GivesPrint:
				_, err = r.AKI.Print(ctx, "staff:"+r.ids["registrar"], r.vars["card"])
				r.must(err)
			}
			by := "registrar"
			if due.Actor == "placement_officer" {
				by = "placement_officer"
			}
			v, err = r.Visits.Finish(ctx, r.as(by), v.ID, due.Key, visit.Done, "", "")
			r.must(err)
		}
	}
}

// absent: her visit waits for the signature of the placement officer, who is absent.
func absent(r *running) {
	r.t.Helper()
	visiting("officer-sign")(r)
	_, err := r.Visits.MarkAbsent(r.t.Context(), r.ids["section_head"], "rapat dinas", r.ids["section_head"])
	r.must(err)
}

// nextDay is the next morning; the registrar signs in.
func nextDay(r *running) {
	r.t.Helper()
	r.clock.add(24 * time.Hour)
	token, _, err := r.Staff.SignIn(r.t.Context(), "registrar", password, "192.0.2.1")
	r.must(err)
	r.secrets["registrar"] = token
}

// configured changes the office before a scenario.
func configured(change func(*office.Office), then func(*running)) func(*running) {
	return func(r *running) {
		r.t.Helper()
		o := *r.Office.Office()
		o.Services = append([]office.Service{}, o.Services...)
		change(&o)
		r.must(r.Office.Apply(r.t.Context(), "system", &o))
		if then != nil {
			then(r)
		}
	}
}
