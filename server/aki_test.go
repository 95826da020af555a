package server_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"loket/server/aki"
)

func TestSeekers(t *testing.T) {
	post, get, put := http.MethodPost, http.MethodGet, http.MethodPut
	record := `{"nik":"` + theNIK + `","data":` + theData + `}`
	masked := `"nikMasked":"5202••••••••••••"`
	play(t, []scenario{
		{
			name: "what a NIK says", as: "registrar", method: post, path: "/seekers/lookup", body: `{"nik":" ` + theNIK + ` "}`,
			status: 200, want: `{"birthDate":"2001-03-05","sex":"P","warnings":[]}`, check: noNIK,
		},
		{
			name: "what a NIK from elsewhere says", as: "registrar", method: post, path: "/seekers/lookup", body: `{"nik":"5271010503010001"}`,
			status: 200, want: `{"birthDate":"2001-03-05","sex":"L","warnings":[{"code":"nik.region_elsewhere","field":"nik"}]}`,
		},
		{
			name: "who a NIK is", as: "placement_officer", method: post, path: "/seekers/lookup", body: `{"nik":"` + theNIK + `"}`, given: carded,
			status: 200, want: `{"seeker":{"id":"{seeker}",` + masked + `,"data":{"name":"` + theName + `"},"card":{"id":"{card}"}}}`, check: noNIK,
		},
		{
			name: "register", as: "registrar", method: post, path: "/seekers", body: record, status: 201, events: []string{aki.EventRegistered},
			want: `{` + masked + `,"warnings":[],"updatedAt":"2026-11-23T08:00:00+08:00","data":` + theData + `}`, check: noNIK,
		},
		{
			name: "register with doubts", as: "registrar", method: post, path: "/seekers", status: 201, events: []string{aki.EventRegistered},
			body:   strings.NewReplacer("2001-03-05", "2001-03-06", `"sex":"P"`, `"sex":"L"`).Replace(record),
			header: []string{"Accept-Language", "en"},
			want: `{"warnings":[{"code":"nik.birth_date_differs","field":"birthDate","title":"The birth date differs from the NIK."},
				{"code":"nik.sex_differs","field":"sex"}]}`,
		},
		{name: "register twice", as: "registrar", method: post, path: "/seekers", body: record, given: known, status: 409, code: "nik.known", field: "nik", check: noNIK},
		{
			name: "register nobody", as: "registrar", method: post, path: "/seekers", body: `{"nik":"","data":{}}`, status: 422, code: "nik.length", field: "nik",
			fields: []string{"nik", "data.name", "data.birthPlace", "data.address", "data.birthDate", "data.sex", "data.marital", "data.religion"},
		},
		{
			name: "register with wrong choices", as: "registrar", method: post, path: "/seekers", status: 422, code: "field.not_in_list", field: "data.sex",
			body:   strings.NewReplacer(`"sex":"P"`, `"sex":"X"`, `"islam"`, `"jedi"`, `"slta"`, `"s9"`, "2019", "1999").Replace(record),
			fields: []string{"data.sex", "data.religion", "data.education[0].level", "data.education[0].year"},
		},
		{name: "a seeker", as: "section_head", method: get, path: "/seekers/{seeker}", given: carded, status: 200, want: `{"id":"{seeker}",` + masked + `,"card":{"number":"{cardNumber}"}}`, check: noNIK},
		{name: "no seeker", as: "registrar", method: get, path: "/seekers/nowhere", status: 404, code: "seeker.not_found"},
		{
			name: "correct", as: "registrar", method: put, path: "/seekers/{seeker}", body: strings.Replace(theData, "Praya", "Kopang", 1), given: known,
			status: 200, events: []string{aki.EventUpdated}, want: `{"id":"{seeker}","data":{"birthPlace":"Kopang"}}`, check: noNIK,
		},
		{name: "correct with no name", as: "registrar", method: put, path: "/seekers/{seeker}", body: strings.Replace(theData, theName, "  ", 1), given: known, status: 422, code: "field.required", field: "name"},
		{name: "correct with a long name", as: "registrar", method: put, path: "/seekers/{seeker}", body: strings.Replace(theData, theName, strings.Repeat("x", 101), 1), given: known, status: 422, code: "field.too_long", field: "name"},
		{name: "correct nobody", as: "registrar", method: put, path: "/seekers/nowhere", body: theData, status: 404, code: "seeker.not_found"},
		{name: "the full NIK", as: "section_head", method: post, path: "/seekers/{seeker}/nik", given: known, status: 200, events: []string{aki.EventNIKRead}, want: `{"nik":"` + theNIK + `"}`},
		{name: "nobody's NIK", as: "registrar", method: post, path: "/seekers/nowhere/nik", status: 404, code: "seeker.not_found"},
	})
}

func noNIK(t *testing.T, _ *running, a answer) {
	if strings.Contains(string(a.body), theNIK) {
		t.Errorf("the full NIK is told: %s", a.body)
	}
}

func TestCards(t *testing.T) {
	post, get := http.MethodPost, http.MethodGet
	issue := `{"seeker":"{seeker}","ticket":"{ticket}"}`
	play(t, []scenario{
		{
			name: "issue", as: "registrar", method: post, path: "/cards", body: issue, given: known, status: 201, events: []string{aki.EventCardIssued},
			want: `{"number":"5202231126000001","seeker":"{seeker}","ticket":"{ticket}","issuedOn":"2026-11-23","expiresOn":"2028-11-23","status":"valid"}`,
		},
		{name: "issue twice", as: "registrar", method: post, path: "/cards", body: issue, given: carded, status: 201, want: `{"id":"{card}","number":"{cardNumber}"}`},
		{name: "issue without a ticket", as: "placement_officer", method: post, path: "/cards", body: `{"seeker":"{seeker}"}`, given: known, status: 201, events: []string{aki.EventCardIssued}},
		{name: "issue to nobody", as: "registrar", method: post, path: "/cards", body: `{"seeker":"nowhere"}`, status: 404, code: "seeker.not_found", field: "seeker"},
		{name: "issue without saying to whom", as: "registrar", method: post, path: "/cards", body: `{"seeker":""}`, status: 422, code: "field.required", field: "seeker"},
		{name: "issue for no ticket", as: "registrar", method: post, path: "/cards", body: `{"seeker":"{seeker}","ticket":"nowhere"}`, given: known, status: 404, code: "ticket.not_found", field: "ticket"},
		{name: "issue for another's ticket", as: "registrar2", method: post, path: "/cards", body: issue, given: known, status: 409, code: "card.ticket", field: "ticket"},
		{
			name: "issue after the service", as: "registrar", method: post, path: "/cards", body: issue, status: 409, code: "card.ticket", field: "ticket",
			given: func(r *running) {
				known(r)
				_, err := r.Queue.Finish(r.t.Context(), "1", r.ids["registrar"])
				r.must(err)
			},
		},
		{name: "a card", as: "section_head", method: get, path: "/cards/{card}", given: carded, status: 200, want: `{"id":"{card}","status":"valid","checkUrl":"https://loket.example/v/{jws}"}`},
		{name: "no card", as: "registrar", method: get, path: "/cards/nowhere", status: 404, code: "card.not_found"},
		{
			name: "print", as: "registrar", method: get, path: "/cards/{card}/pdf", given: carded, status: 200, events: []string{aki.EventCardPrinted},
			check: func(t *testing.T, _ *running, a answer) {
				if !bytes.HasPrefix(a.body, []byte("%PDF-")) || a.header.Get("Content-Type") != "application/pdf" {
					t.Errorf("no PDF: %.40q", a.body)
				}
			},
		},
		{name: "print no card", as: "registrar", method: get, path: "/cards/nowhere/pdf", status: 404, code: "card.not_found"},
	})
}

func TestCardChecks(t *testing.T) {
	check := func(name, card, want string, given func(*running)) scenario {
		return scenario{
			name: name, method: http.MethodPost, path: "/card-checks", body: `{"card":"` + card + `"}`, given: given, status: 200, want: want,
			check: func(t *testing.T, r *running, a answer) {
				for _, secret := range []string{theName, theNIK, "Baiq", r.vars["seeker"]} {
					if secret != "" && strings.Contains(string(a.body), secret) {
						t.Errorf("%q is told: %s", secret, a.body)
					}
				}
				if strings.Contains(want, "forged") && (bytes.Contains(a.body, []byte("2028")) || bytes.Contains(a.body, []byte("B.N.R."))) {
					t.Errorf("a forged card says of itself: %s", a.body)
				}
			},
		}
	}
	genuine := `{"genuine":true,"result":"valid","number":"{cardNumber}","initials":"B.N.R.","issuedOn":"2026-11-23","expiresOn":"2028-11-23","office":"5202"}`
	forged := `{"genuine":false,"result":"forged","code":"card.forged","title":"Kode ini bukan kartu AK/I yang sah: isinya tidak ditandatangani oleh dinas."}`
	with := func(change func(jws string) string) func(*running) {
		return func(r *running) { carded(r); r.vars["jws"] = change(r.vars["jws"]) }
	}
	unread := func(name, card, code string) scenario {
		return scenario{
			name: name, method: http.MethodPost, path: "/card-checks", body: `{"card":"` + card + `"}`,
			given: carded, status: 422, code: code, field: "card",
		}
	}
	play(t, []scenario{
		check("a genuine card", "{jws}", genuine, carded),
		check("a genuine card's address", "https://anywhere.example/v/{jws}", genuine, carded),
		check("an expired card", "{jws}", `{"genuine":true,"result":"expired"}`, func(r *running) { carded(r); r.clock.add(3 * 365 * 24 * 3600e9) }),
		check("a card of another office's key", "{jws}", forged, with(func(string) string { return foreignCard(t) })),
		check("a card with one letter changed", "{jws}", forged, with(func(jws string) string {
			at := strings.LastIndex(jws, ".") - 9
			return jws[:at] + map[bool]string{true: "B", false: "A"}[jws[at] == 'A'] + jws[at+1:]
		})),
		check("a card with white space around", ` \t{jws}\r\n`, genuine, carded),
		{
			name: "a cut card", method: http.MethodPost, path: "/card-checks", body: `{"card":"{jws}"}`,
			given:  with(func(jws string) string { return jws[:len(jws)-10] }),
			status: 422, code: "card.cut", field: "card",
		},
		unread("a card with more behind", "{jws}x", "card.malformed"),
		unread("white space", "  ", "card.malformed"),
		unread("dots", "..", "card.malformed"),
		unread("a shopping list", "susu, telur", "card.malformed"),
		unread("a novel", strings.Repeat("a", 5000), "card.malformed"),
		{name: "nothing", method: http.MethodPost, path: "/card-checks", body: `{"card":""}`, status: 422, code: "field.required", field: "card"},
	})
}

// foreignCard is a card that another office signed.
func foreignCard(t *testing.T) string {
	t.Helper()
	signer, err := aki.LoadOrCreateSigner(t.TempDir() + "/card.jwk")
	if err != nil {
		t.Fatal(err)
	}
	jws, err := signer.Sign(aki.CardClaims{
		Number: "5202231126000001", Initials: "B.N.R.", Office: "5202", IssuedOn: morning, ExpiresOn: morning.AddDate(2, 0, 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	return jws
}
