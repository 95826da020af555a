package server_test

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"loket/server"
)

// logged keeps what the server logs.
type logged struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *logged) everything(c *server.Config) {
	c.Log = slog.New(slog.NewJSONHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
}

// TestNothingPersonalIsLogged goes through a visit with the log at its most talkative and then looks for what
// it must not hold: in the log, in the metrics and in the journal.
func TestNothingPersonalIsLogged(t *testing.T) {
	log := &logged{}
	r := start(t, log.everything, withPages)
	must := func(status int, a answer) answer {
		t.Helper()
		if a.status != status {
			t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
		}
		return a
	}
	var session, ticket, seeker, card, paired map[string]any
	as, post, get := "registrar", http.MethodPost, http.MethodGet
	in := must(200, r.call("", post, "/session", `{"user":"registrar","password":"`+password+`"}`))
	in.json(&session)
	r.secrets["registrar"] = cookieOf(t, in).Value
	must(401, r.call("", post, "/session", `{"user":"registrar","password":"`+password+`-wrong"}`))
	must(200, r.call(as, post, "/counters/1/open", ""))
	must(201, r.call("kiosk", post, "/tickets", `{"service":"ak1-baru"}`, key, "press-0001")).json(&ticket)
	r.vars["ticket"], r.vars["token"] = ticket["id"].(string), ticket["token"].(string)
	must(404, r.call("", get, "/follow/{token}x", ""))
	must(404, r.request("", get, "/t/{token}/x", "", "Accept", "text/html"))
	must(404, r.request("", get, "/tt/{token}", "", "Accept", "text/html"))
	must(405, r.request("", post, "/t/{token}", "", "Accept", "text/html"))
	must(200, r.call("", get, "/follow/{token}", ""))
	must(200, r.request("", get, "/t/{token}", "", "Accept", "text/html"))
	follower := r.follow("", "ticket", "token", r.vars["token"])
	follower.hello()
	_, _, _ = r.dial("", "ticket", nil, "token", r.vars["token"]+"x")
	_, _, _ = r.dial("", "ticket", nil, "token", r.vars["token"], "since", r.vars["token"])
	must(200, r.call(as, post, "/counters/1/call-next", ""))
	follower.next()
	must(200, r.call(as, post, "/counters/1/serve", ""))
	must(200, r.call(as, post, "/seekers/lookup", `{"nik":"`+theNIK+`"}`))
	must(422, r.call(as, post, "/seekers/lookup", `{"nik":"`+theNIK[:15]+`"}`))
	must(422, r.call(as, post, "/seekers/lookup", `{"`+theNIK+`":"`+theName+`"}`))
	must(422, r.call(as, post, "/seekers", `{"nik":"`+theNIK+`","data":{"name":"`+theName+`"}}`))
	must(201, r.call(as, post, "/seekers", `{"nik":"`+theNIK+`","data":`+theData+`}`)).json(&seeker)
	must(409, r.call(as, post, "/seekers", `{"nik":"`+theNIK+`","data":`+theData+`}`))
	r.vars["seeker"] = seeker["id"].(string)
	must(200, r.call(as, post, "/seekers/{seeker}/nik", ""))
	must(200, r.call(as, http.MethodPut, "/seekers/{seeker}", theData))
	must(201, r.call(as, post, "/cards", `{"seeker":"{seeker}","ticket":"{ticket}"}`)).json(&card)
	r.vars["card"] = card["id"].(string)
	must(200, r.call(as, get, "/cards/{card}/pdf", ""))
	address := strings.TrimPrefix(card["checkUrl"].(string), "https://loket.example")
	must(200, r.request("", get, address, "", "Accept", "text/html"))
	must(200, r.call("", post, "/card-checks", `{"card":"`+card["checkUrl"].(string)+`"}`))
	must(201, r.call("administrator", post, "/devices", bodies["pairDevice"])).json(&paired)
	must(404, r.call(as, get, "/seekers/"+theNIK, ""))
	must(404, r.call(as, get, "/"+theNIK, ""))

	secrets := map[string]string{
		"the NIK": theNIK, "most of the NIK": theNIK[4:15], "the name": theName, "a part of the name": "Nurhaliza", "the address": "Gajah Mada",
		"the telephone": "3456 7890", "the password": password, "the ticket's token": r.vars["token"], "the card": address[len("/v/"):],
		"the session's cookie": r.secrets["registrar"], "the kiosk's token": r.secrets["kiosk"], "the new device's token": paired["token"].(string),
	}
	var journal strings.Builder
	for _, e := range r.since(0) {
		journal.WriteString(e.Actor + string(e.Data) + "\n")
	}
	tables := r.tables()
	for place, text := range map[string]string{
		"log": log.text(), "journal": journal.String(), "metrics": string(r.request("", get, "/metrics", "").body),
		"seekers' table": strings.Join(noNames(tables["seekers"]), " "), "cards' table": noJWS(tables["cards"]), "staff's table": tables["staff"], "devices' table": tables["devices"],
	} {
		if text == "" {
			t.Errorf("the %s is empty", place)
		}
		for what, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("the %s holds %s", place, what)
			}
		}
	}
	if !strings.Contains(log.text(), "/api/v1/seekers/lookup") {
		t.Error("the log does not even name the routes")
	}
	// No address that the server makes holds more than a random token or the card's signed words.
	for _, made := range []string{ticket["url"].(string), card["checkUrl"].(string)} {
		for what, secret := range secrets {
			if what != "the ticket's token" && what != "the card" && strings.Contains(made, secret) {
				t.Errorf("the address %s holds %s", made, what)
			}
		}
	}
}

// noNames leaves of the rows of seekers the columns that must not show a NIK; name and address stand there by design.
func noNames(rows string) []string {
	var kept []string
	for row := range strings.Lines(rows) {
		before, _, _ := strings.Cut(row, "{")
		kept = append(kept, before)
	}
	return kept
}

// noJWS leaves out the column of cards that is the signed card.
func noJWS(rows string) string {
	var kept []string
	for word := range strings.FieldsSeq(rows) {
		if !strings.HasPrefix(word, "eyJ") {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// TestMetricsStayFew has strangers ask for what there is not: no address and no method of theirs becomes a series.
func TestMetricsStayFew(t *testing.T) {
	r := start(t)
	for _, strange := range []string{"/aaa1", "/t/aaa1", "/api/v1/aaa1"} {
		r.request("", http.MethodGet, strange, "")
		r.request("", "AAA1", strange, "")
	}
	if metrics := string(r.request("", http.MethodGet, "/metrics", "").body); strings.Contains(strings.ToLower(metrics), "aaa1") {
		t.Error("a stranger's word is in the metrics")
	} else if !strings.Contains(metrics, `loket_http_request_seconds_count{`) {
		t.Error("requests are not measured")
	}
}
