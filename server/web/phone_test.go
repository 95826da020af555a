package web_test

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"loket/server/api"
	"loket/server/web"
)

func ticket(lang string, status api.TicketStatus) web.PhonePage {
	counter := "Loket 3"
	f := api.FollowedTicket{
		Number: "A-012", Service: "ak1-baru", ServiceName: api.Text{ID: "AK/I baru", En: "New AK/I card"}, Status: status,
		Ahead: 3, AheadNumbers: []string{"A-009", "A-010", "A-011"}, EstimatedWait: api.Minutes{Low: 10, High: 20},
		CounterName: &counter, Calls: 2, CallLimit: 3, Office: "Disnaker <Loteng>",
		Papers: []api.Paper{{Key: "ktp", Name: api.Text{ID: "KTP asli", En: "Identity card"}, Note: &api.Text{ID: "Asli", En: "Original"}}},
	}
	f.Day = now.Format(time.DateOnly)
	return web.PhonePage{Lang: lang, Ticket: f, Now: now}
}

func TestPhoneTellsTheFactsWithoutScript(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*web.PhonePage)
		want   []string
	}{
		{"waiting", func(*web.PhonePage) {}, []string{"A-012", "3 orang lagi", "± 10–20 menit", "pukul 08.14", "KTP asli", "Disnaker &lt;Loteng&gt;", `data-status="waiting"`}},
		{"one ahead", func(p *web.PhonePage) { p.Ticket.Ahead, p.Lang = 1, "en" }, []string{"1 person ahead", "As of 08:14", "Identity card", "New AK/I card"}},
		{"next", func(p *web.PhonePage) { p.Ticket.Ahead, p.Ticket.EstimatedWait = 0, api.Minutes{} }, []string{"Anda berikutnya", "Sebentar lagi"}},
		{"called", func(p *web.PhonePage) { p.Ticket.Status = api.TicketStatusCalled }, []string{"Silakan ke Loket 3", "Panggilan ke-2 dari 3", `<body data-status="called">`}},
		{"no show", func(p *web.PhonePage) { p.Ticket.Status = api.TicketStatusNoShow }, []string{"Nomor Anda sudah dipanggil", "menunggu lagi dengan nomor yang sama"}},
		{"another day", func(p *web.PhonePage) { p.Now = now.AddDate(0, 0, 1) }, []string{`data-status="expired"`, "Nomor hanya berlaku pada 23 November 2026"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := ticket("id", api.TicketStatusWaiting)
			c.change(&p)
			html := page(t, func(w *bytes.Buffer) error { return web.Phone(w, p) })
			for _, want := range c.want {
				if !strings.Contains(html, want) {
					t.Errorf("%q is missing", want)
				}
			}
		})
	}
}

// The page, its style, fonts, icon and every module that its script imports, uncompressed.
func TestPhoneFirstViewIsSmall(t *testing.T) {
	html := page(t, func(w *bytes.Buffer) error { return web.Phone(w, ticket("id", api.TicketStatusWaiting)) })
	total := len(html)
	reference := regexp.MustCompile(`(?:src|href)="/assets/([^"]+)"|from '([^']+)'|url\("([^"]+)"\)`)
	seen := map[string]bool{}
	var load func(dir, text string)
	load = func(dir, text string) {
		for _, match := range reference.FindAllStringSubmatch(text, -1) {
			name := match[1]
			if name == "" {
				name = path.Join(dir, match[2]+match[3])
			}
			if seen[name] {
				continue
			}
			seen[name] = true
			content, err := fs.ReadFile(web.Assets(), name)
			if err != nil {
				t.Fatal(err)
			}
			total += len(content)
			t.Logf("%6d %s", len(content), name)
			load(path.Dir(name), string(content))
		}
	}
	load(".", html)
	t.Logf("%6d in %d files", total, len(seen)+1)
	if total > 60_000 || !seen["live.js"] || !seen["fonts/atkinson-hyperlegible-next-700.woff2"] {
		t.Errorf("the first view takes %d bytes in %d files; 60 kB are allowed", total, len(seen)+1)
	}
}
