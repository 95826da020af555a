package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// An invented seeker, as her papers say it; birth date and sex come from the NIK.
const (
	seekerNIK  = "5202014503010001"
	seekerName = "Baiq Contoh Anggraini"
)

var seekerPapers = map[string]string{
	"nik": seekerNIK, "name": seekerName, "birthPlace": "Praya", "address": "Jl. Contoh No. 3, Praya", "religion": "Islam",
	"marital": "Belum", "education.0.level": "SLTA", "education.0.school": "SMKN 1 Praya", "education.0.major": "Akuntansi", "education.0.year": "2019",
}

// signedOut is what Chromium notes when the counter's page asks who is signed in and nobody is.
const signedOut = "/api/v1/session"

// TestADay follows one seeker through the whole office, every page in a browser, every paper as it came out.
func TestADay(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	board := openTab(t, o.url+"/display/", 1366, 768)
	board.until(says("services", "Kartu AK/I baru"))

	kioskPage := openTab(t, o.url+"/kiosk/", 1080, 1920)
	link := takeTicket(o, kioskPage)

	phone := openTab(t, link, 360, 740)
	if got := phone.text("number"); got != "A-001" {
		t.Errorf("the phone shows %q", got)
	}
	phone.until("document.body.dataset.status === 'waiting' && " + el("connection") + ".dataset.state === 'live'")

	desk := signInAt(o, "sari", "1")
	desk.until(el("waiting-count") + ".textContent === '1'")
	desk.act(kb.F2)
	board.until(says("present-number", "A-001") + "&&" + says("present-counter", "Loket") + "&&" + says("present-counter", "1"))
	phone.until("document.body.dataset.status === 'called' && getComputedStyle(document.body).backgroundColor === 'rgb(245, 183, 0)'")
	phone.until(says("headline", "Loket 1"))

	desk.until(says("present-status", "1"))
	desk.act(kb.F4)
	typePapers(desk, seekerPapers)
	issueCard(desk)
	checkURL := readCard(desk)
	checkCard(o, checkURL)

	desk.act(kb.F8)
	desk.until(el("present-number") + ".textContent === '–' && " + el("waiting-count") + ".textContent === '0'")
	board.until(`[...document.querySelectorAll('[data-counter="1"] .at')].some((at) => at.textContent === '–')`)
	board.until(`[...document.querySelectorAll('[data-service] .count')].every((count) => count.textContent === '0')`)
	phone.until("document.body.dataset.status === 'done'")
	keepsSecrets(o, desk, board, phone, kioskPage)
}

// takeTicket takes a number with its papers at the kiosk and returns the link on the paper ticket.
func takeTicket(o *sampleOffice, p *tab) string {
	p.Helper()
	p.until(shows("service-ak1-baru"))
	p.click("service-ak1-baru")
	p.until(shows("papers-complete"))
	p.click("papers-complete")
	if got := p.text("number"); got != "A-001" {
		p.Errorf("the kiosk gives %q", got)
	}
	p.until(el("paper-state") + ".dataset.paper === 'printed'")
	link := scanBytes(p.T, o.paper("1"))
	if !strings.HasPrefix(link, o.url+"/t/") {
		p.Fatalf("the ticket's QR says %q", link)
	}
	if onScreen := scanBytes(p.T, p.picture()); onScreen != link {
		p.Errorf("the paper's QR says %s, the screen's %s", link, onScreen)
	}
	return link
}

// signInAt opens the counter's page and takes a counter, by keyboard.
func signInAt(o *sampleOffice, user, counter string) *tab {
	o.Helper()
	p := openTab(o.T, o.url+"/counter/", 1366, 768, signedOut)
	p.until(focused + " === 'user'")
	p.press(user + kb.Tab + demoPassword + kb.Enter)
	p.until(shows("counter-" + counter))
	p.press(counter)
	p.until(shows("call-next"))
	return p
}

// typePapers fills in the form as the focus leads through it, by keyboard.
func typePapers(p *tab, papers map[string]string) {
	p.Helper()
	p.until(focused + " !== ''")
	for left := len(papers); ; {
		field := value[string](p, focused)
		if text, ok := papers[field]; ok {
			p.press(text)
			left--
		}
		if field == "nik" {
			p.until(el("birthDate") + ".value === '05-03-2001' && " + el("sex") + ".value === 'P'")
		}
		if left == 0 {
			break
		}
		p.press(kb.Enter)
		p.until(focused + ` !== "` + field + `"`)
	}
}

func issueCard(p *tab) {
	p.Helper()
	p.press(kb.Enter, chromedp.ModifierCtrl)
	p.until(shows("card-number"))
}

// readCard prints the card on paper and returns what its QR says.
func readCard(p *tab) string {
	p.Helper()
	found := scan(p.T, pages(p.T, cardPDF(p), 200)...)
	if len(found) != 1 {
		p.Fatalf("the card's QR codes: %q", found)
	}
	return found[0]
}

// cardPDF gets the card through the page's session.
func cardPDF(p *tab) []byte {
	p.Helper()
	p.until(shows("card-pdf-link"))
	pdf, err := base64.StdEncoding.DecodeString(value[string](p, `fetch(`+el("card-pdf-link")+`.href).then((r) => r.bytes()).then((b) => b.toBase64())`))
	if err != nil {
		p.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		p.Fatalf("no PDF: %.200s", pdf)
	}
	return pdf
}

// checkCard checks a card as an employer does, and again without network.
func checkCard(o *sampleOffice, address string) {
	o.Helper()
	page := openTab(o.T, address, 360, 740)
	page.until(el("check") + ".dataset.result === 'valid'")
	if body := value[string](page, "document.documentElement.outerHTML"); strings.Contains(body, seekerName) || strings.Contains(body, seekerNIK) {
		o.Error("the check page tells more than initials")
	}
	keys := filepath.Join(o.TempDir(), "jwks.json")
	_, jwks := get(o.T, o.url+"/.well-known/jwks.json")
	if err := os.WriteFile(keys, jwks, 0o600); err != nil {
		o.Fatal(err)
	}
	out, err := loket(o.T, "", "verify", "card", "--keys", keys, address)
	if err != nil || !strings.Contains(out, "ASLI · BERLAKU") {
		o.Errorf("offline the card is %q, %v", out, err)
	}
	if out, err := loket(o.T, "", "verify", "card", "--keys", keys, forge(address)); err == nil || !strings.Contains(err.Error(), "TIDAK SAH") {
		o.Errorf("a forged card is %q, %v", out, err)
	}
	forged := openTab(o.T, forge(address), 360, 740)
	forged.until(el("check") + ".dataset.result === 'forged'")
}

// forge changes one character of what a card says of itself.
func forge(address string) string {
	parts := strings.Split(address, ".")
	said := []byte(parts[len(parts)-2])
	middle := len(said) / 2
	said[middle] = map[bool]byte{true: 'B', false: 'A'}[said[middle] == 'A']
	parts[len(parts)-2] = string(said)
	return strings.Join(parts, ".")
}

// loket runs the program with a command line and returns what it printed.
func loket(t *testing.T, in string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience) // a command that should have failed ends as if by Ctrl-C
	defer cancel()
	var out bytes.Buffer
	err := run(ctx, args, strings.NewReader(in), &out, &out)
	return out.String(), err
}

// keepsSecrets looks for the seeker where nobody may find her: in addresses, on what the public sees, in the
// log, and (her NIK) in the files.
func keepsSecrets(o *sampleOffice, desk *tab, public ...*tab) {
	o.Helper()
	for _, p := range append(public, desk) {
		for _, address := range p.asked() {
			if strings.Contains(address, seekerNIK) || strings.Contains(address, "Anggraini") {
				o.Errorf("personal data in the address %s", address)
			}
		}
	}
	for _, p := range public {
		body := value[string](p, "document.documentElement.outerHTML")
		if strings.Contains(body, seekerNIK) || strings.Contains(body, "Anggraini") {
			o.Errorf("personal data on the page %s", p.asked()[0])
		}
	}
	if log := o.logs.String(); strings.Contains(log, seekerNIK) || strings.Contains(log, "Anggraini") {
		o.Error("personal data in the log")
	}
	err := filepath.WalkDir(o.data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // the test's own folder
		if bytes.Contains(content, []byte(seekerNIK)) {
			o.Errorf("the NIK stands readable in %s", path)
		}
		return err
	})
	if err != nil {
		o.Error(err)
	}
}
