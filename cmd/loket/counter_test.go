package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"loket/server/api"
	"loket/server/store"
)

// deskShows is the condition that the desk's present number has a status.
func deskShows(number, status string) string {
	return says("present-number", number) + "&&" + says("present-status", status)
}

// act presses a function key at the desk, which takes one at a time.
func (p *tab) act(key string) {
	p.Helper()
	p.until(`document.querySelector('.acts[aria-busy="false"]')`)
	p.press(key)
}

// TestCounterByKeyboard walks through everything that becomes of a number, without a mouse.
func TestCounterByKeyboard(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	for range 3 {
		o.take("ak1-baru")
	}
	board := openTab(t, o.url+"/display/", 1366, 768)
	desk := signInAt(o, "sari", "1")
	is := func(number string, want api.TicketStatus, service string) {
		t.Helper()
		eventually(t, fmt.Sprintf("%s is %s at %s", number, want, service), func() bool {
			for _, ticket := range o.tickets() {
				if ticket.Number == number {
					return ticket.Status == want && ticket.Service == service
				}
			}
			return false
		})
	}

	desk.act(kb.F2)
	desk.until(deskShows("A-001", "1 dari 3"))
	desk.act(kb.F3)
	desk.until(deskShows("A-001", "2 dari 3") + "&&" + says("recall", "2/3"))
	desk.act(kb.F3)
	desk.until(deskShows("A-001", "3 dari 3") + "&&" + el("recall") + ".disabled")
	board.until(`[...document.querySelectorAll('[data-testid=calls] li')].map((li) => li.dataset.number + li.dataset.call).join() === 'A-0011,A-0012,A-0013'`)

	desk.act(kb.F3) // nobody is called for the fourth time
	desk.until(shows("notice"))
	desk.act(kb.F2) // the next number makes this one a no-show
	desk.until(deskShows("A-002", "1 dari 3"))
	is("A-001", api.TicketStatusNoShow, "ak1-baru")

	desk.tabTo("return-A-001")
	desk.press(kb.Enter)
	desk.until(el("waiting-count") + ".textContent === '2'")
	is("A-001", api.TicketStatusWaiting, "ak1-baru")

	desk.act(kb.F9) // set A-002 aside
	desk.until(el("present-number") + ".textContent === '–' &&" + shows("call-A-002"))
	is("A-002", api.TicketStatusParked, "ak1-baru")
	desk.act(kb.F7)
	desk.until(focused + " === 'call-number-input'")
	desk.press("a2" + kb.Enter)
	desk.until(deskShows("A-002", "2 dari 3"))
	is("A-002", api.TicketStatusCalled, "ak1-baru")

	desk.act(kb.F10)
	desk.until(shows("transfer-legalisir"))
	desk.press(value[string](desk, el("transfer-legalisir")+".dataset.digit"))
	desk.until(el("present-number") + ".textContent === '–'")
	is("A-002", api.TicketStatusWaiting, "legalisir")

	desk.act(kb.F2) // the one who came back stands behind those who were there
	desk.until(deskShows("A-003", "1 dari 3"))
	desk.act(kb.F6)
	desk.until(el("present-number") + ".textContent === '–' &&" + shows("return-A-003"))
	is("A-003", api.TicketStatusNoShow, "ak1-baru")
	desk.act(kb.F2)
	desk.until(deskShows("A-001", "1 dari 3"))
	desk.act(kb.F4)
	desk.until(focused + " === 'nik'")
	desk.act(kb.F8)
	desk.until(focused + " === 'end-papers_missing'")
	desk.press("2") // the seeker has gone
	desk.until(el("present-number") + ".textContent === '–'")
	is("A-001", api.TicketStatusDone, "ak1-baru")
	desk.until(el("waiting-count") + ".textContent === '0'")

	other := signInAt(o, "budi", "2")
	other.until(el("waiting-count") + ".textContent === '1'")
	other.act(kb.F2)
	other.until(deskShows("A-002", ""))
	board.until(says("present-number", "A-002") + "&&" + says("present-counter", "2"))
}

// TestCounterWithoutItsSessionAsksToSignIn ends an idle desk's session behind its back: the live messages end with 4401,
// and the page asks its officer to sign in.
func TestCounterWithoutItsSessionAsksToSignIn(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	desk := signInAt(o, "sari", "1", "401")
	if status := value[int](desk, "fetch('/api/v1/session', {method: 'DELETE'}).then(({status}) => status)"); status != 204 {
		t.Fatalf("signing out was answered %d", status)
	}
	desk.until(focused + " === 'user' && !" + shows("call-next"))
}

// TestWhatIsTypedOutlivesThePage signs in from another computer while the first still shows the form.
func TestWhatIsTypedOutlivesThePage(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	o.take("ak1-baru")
	desk := signInAt(o, "sari", "1")
	desk.act(kb.F2)
	desk.until(deskShows("A-001", "1 dari 3"))
	desk.act(kb.F4)
	desk.until(focused + " === 'nik'")
	desk.press(seekerNIK)
	desk.until(el("birthDate") + ".value === '05-03-2001'")
	desk.click("name")
	desk.press(seekerName)
	desk.until("!" + says("saved", "belum"))
	eventually(t, "the server has the draft", func() bool {
		var at int64
		err := o.demo.server.Store.View(o.Context(), func(tx *store.Tx) error {
			return tx.Row(`SELECT COALESCE(MAX(saved_at), 0) FROM visit_drafts`).Scan(&at)
		})
		return err == nil && at > 0
	})

	other := signIn(o, "sari")
	other.until(fmt.Sprintf("%s?.value === %q && %s.value === '05-03-2001'", el("name"), seekerName, el("birthDate")))
}
