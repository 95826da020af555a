package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"loket/server/api"
)

func TestDoublePressAtTheKioskIsOneTicket(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	for round, service := range []string{"konsultasi", "ak1-baru"} {
		p := openTab(t, o.url+"/kiosk/", 1024, 600)
		p.until(shows("service-" + service))
		p.clickTwice("service-" + service)
		if service == "ak1-baru" { // has papers to ask for
			p.until(shows("papers-complete"))
			p.clickTwice("papers-complete")
		}
		p.text("number")
		p.until(el("paper-state") + ".dataset.paper === 'printed'")
		p.press(kb.Enter + kb.Enter) // done, and once more
		p.until(shows("service-" + service))
		if n := len(o.tickets()); n != round+1 {
			t.Errorf("%s: %d tickets after %d wishes", service, n, round+1)
		}
	}
}

// TestNervousFingerKeepsItsNumber presses Enter on and on: the number stays until the finger rests.
func TestNervousFingerKeepsItsNumber(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/", 1024, 600)
	p.until(shows("service-ak1-baru"))
	p.press("1")
	p.until(shows("papers-complete"))
	shown := value[bool](p, `new Promise((done) => {
		let seen = 0;
		const finger = setInterval(() => {
			dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
			const number = `+shows("number")+`;
			seen += number ? 1 : 0;
			if (seen < 5 && (number || !seen)) return;
			clearInterval(finger);
			done(Boolean(number));
		}, 50);
	})`)
	if !shown || len(o.tickets()) != 1 {
		t.Errorf("the number is shown: %v; %d tickets", shown, len(o.tickets()))
	}
	p.until(el("paper-state") + ".dataset.paper === 'printed'")
	p.until("(dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'})), !" + shows("number") + ")")
}

// TestNumberWithoutPaperStaysForItsReader presses "Selesai" on and on where the paper failed: for two seconds it is ignored,
// for it was meant for the step before, and then it is heard.
func TestNumberWithoutPaperStaysForItsReader(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	o.printer.PaperOut()
	p := openTab(t, o.url+"/kiosk/", 1024, 600)
	p.until(says("printer-state", "Kertas tiket habis"))
	p.click("service-konsultasi")
	stayed := value[float64](p, `new Promise((done) => {
		let since = 0;
		const finger = setInterval(() => {
			const failed = `+el("paper-state")+`.dataset.paper === 'failed';
			if (failed) since ||= performance.now();
			if (since && !`+shows("number")+`) {
				clearInterval(finger);
				done(performance.now() - since);
			}
			if (failed) `+el("back")+`.click();
		}, 20);
	})`)
	if stayed < 1500 || stayed > 10_000 {
		t.Errorf("the number stayed for %.0f ms", stayed)
	}
}

func TestKioskByKeysInEnglishWithPriority(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	waiting := o.take("ak1-baru")
	p := openTab(t, o.url+"/kiosk/", 1080, 1920)
	p.until(shows("service-ak1-baru"))
	p.click("language")
	p.until(says("service-ak1-baru", "New AK/I card") + "&& document.documentElement.lang === 'en'")
	p.press("0")
	p.until(el("priority") + ".getAttribute('aria-pressed') === 'true'")
	p.press("1")
	p.until(shows("papers-complete"))
	p.press(kb.Enter)
	if got := p.text("number"); got != "A-002" {
		t.Errorf("the kiosk gives %q", got)
	}
	p.until(el("paper-state") + ".dataset.paper === 'printed'")
	if link := scanBytes(t, o.paper("1")); !strings.HasPrefix(link, o.url+"/t/") {
		t.Errorf("the English ticket's QR says %q", link)
	}

	desk := signInAt(o, "sari", "1")
	desk.until(`[...document.querySelectorAll('.next .tickets b')].map((b) => b.textContent).join() === 'A-002,` + waiting.Number + `'`)
	desk.act(kb.F2)
	desk.until(says("present-number", "A-002") + "&& document.querySelector('.present .mark.priority')")
	for _, ticket := range o.tickets() {
		if ticket.Priority != (ticket.Number == "A-002") {
			t.Errorf("%s has priority: %v", ticket.Number, ticket.Priority)
		}
		if ticket.Number == "A-002" && ticket.Paper != api.PaperStatePrinted {
			t.Errorf("the paper is %s", ticket.Paper)
		}
	}
}
