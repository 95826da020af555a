package server_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"loket/server/aki"

	"github.com/xuri/excelize/v2"
)

func TestRegister(t *testing.T) {
	const get, post, days = http.MethodGet, http.MethodPost, "?from=2026-11-01&to=2026-11-30"
	entry := `{"card":{"number":"{cardNumber}","checkUrl":"https://loket.example/v/{jws}"},"name":"` + theName + `","nikMasked":"5202••••••••••••","issuedBy":"Petugas registrar"}`
	search := func(text string) string { return `{"text":"` + text + `"}` }
	play(t, []scenario{
		{name: "a month", as: "section_head", method: get, path: "/register" + days, given: carded, status: 200, want: `{"entries":[` + entry + `]}`, check: noNIK},
		{name: "another month", as: "registrar", method: get, path: "/register?from=2026-10-01&to=2026-10-31", given: carded, status: 200, check: holdsNot(theName)},
		{name: "no day", as: "registrar", method: get, path: "/register?from=2026-02-30&to=2026-11-30", status: 422, code: "field.date", field: "from"},
		{name: "backwards", as: "registrar", method: get, path: "/register?from=2026-11-30&to=2026-11-01", status: 422, code: "register.range", field: "to"},
		{name: "a place of nobody's", as: "registrar", method: get, path: "/register" + days + "&after=x", status: 422, code: "register.place", field: "after"},
		{name: "by a part of the name", as: "placement_officer", method: post, path: "/register-searches", body: search("HALIZA"), given: carded, status: 200, want: `{"entries":[` + entry + `],"more":false}`, check: noNIK},
		{name: "by the NIK", as: "registrar", method: post, path: "/register-searches", body: search(theNIK), given: carded, status: 200, want: `{"entries":[` + entry + `]}`, check: noNIK},
		{name: "by the number", as: "registrar", method: post, path: "/register-searches", body: search("{cardNumber}"), given: carded, status: 200, want: `{"entries":[` + entry + `]}`},
		{name: "by the number's beginning", as: "registrar", method: post, path: "/register-searches", body: search("5202 2311"), given: carded, status: 200, want: `{"entries":[` + entry + `]}`},
		{name: "by a pattern", as: "registrar", method: post, path: "/register-searches", body: search("%a%"), given: carded, status: 200, check: holdsNot(theName)},
		{name: "by another's name", as: "registrar", method: post, path: "/register-searches", body: search("hidayat"), given: carded, status: 200, check: holdsNot(theName)},
		{name: "by too little", as: "registrar", method: post, path: "/register-searches", body: search(" ab "), status: 422, code: "register.short", field: "text"},
		{name: "a spreadsheet", as: "section_head", method: get, path: "/register.xlsx" + days, given: carded, status: 200, events: []string{aki.EventRegisterExported}, check: registerBook},
		{name: "a spreadsheet of no days", as: "section_head", method: get, path: "/register.xlsx?from=&to=", status: 422, code: "field.date", field: "from", fields: []string{"from", "to"}},
		{name: "a spreadsheet for the registrar", as: "registrar", method: get, path: "/register.xlsx" + days, status: 403, code: "session.forbidden"},
	})
}

// registerBook opens the spreadsheet: her NIK and number stand in it whole, as texts.
func registerBook(t *testing.T, r *running, a answer) {
	book, err := excelize.OpenReader(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Buku Register")
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := strings.Join(rows[5], "|"); !strings.HasPrefix(got, "1|"+r.vars["cardNumber"]+"|2026-11-23|"+theNIK+"|"+theName+"|P|Praya|2001-03-05|") || !strings.HasSuffix(got, "|Petugas registrar") {
		t.Errorf("the row is %s", got)
	}
}

// TestRegisterPages reads more cards than a page holds, in number order and each once.
func TestRegisterPages(t *testing.T) {
	r := start(t)
	known(r)
	for i := range 120 {
		s, err := r.AKI.Register(t.Context(), "staff:1", "52020145030"+string(rune('0'+i/100))+"1"+twoDigits(i)+"1", aki.SeekerData{
			Name: "Lalu Contoh " + twoDigits(i), BirthPlace: "Praya", BirthDate: "2001-03-05", Sex: "P", Marital: "single", Religion: "islam", Address: "Praya",
		})
		r.must(err)
		_, err = r.AKI.IssueCard(t.Context(), r.ids["registrar"], s.ID, "")
		r.must(err)
	}
	var numbers []string
	for after, pages := "", 0; ; pages++ {
		page, err := r.AKI.RegisterPage(t.Context(), "2026-11-23", "2026-11-23", after)
		r.must(err)
		for _, e := range page.Entries {
			numbers = append(numbers, e.Number)
		}
		if after = page.Next; after == "" {
			break
		}
		if pages > 3 {
			t.Fatal("the register has no end")
		}
	}
	for i, number := range numbers {
		if i > 0 && number <= numbers[i-1] {
			t.Errorf("%s stands behind %s", number, numbers[i-1])
		}
	}
	found, more, err := r.AKI.Find(t.Context(), "lalu contoh")
	if len(numbers) != 120 || len(found) != 50 || !more || err != nil {
		t.Errorf("%d in the register, %d found, more: %v, %v", len(numbers), len(found), more, err)
	}
}

func twoDigits(i int) string { return string(rune('0'+i/10%10)) + string(rune('0'+i%10)) }
