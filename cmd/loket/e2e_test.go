package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"loket/server/store"
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

	printCard(desk)
	handOver(desk, func() {
		budi := signInAt(o, "budi", "2")
		budi.until(shows("sign-A-001"))
		budi.click("sign-A-001")
		budi.until("!" + shows("sign-A-001"))
	})
	answer(desk, "Penyuluhan", "1")
	answer(desk, "salinan", "1")
	desk.act(kb.F8)
	desk.until(el("present-number") + ".textContent === '–' && " + el("waiting-count") + ".textContent === '0'")
	board.until(`[...document.querySelectorAll('[data-counter="1"] .at')].some((at) => at.textContent === '–')`)
	board.until(`[...document.querySelectorAll('[data-service] .count')].every((count) => count.textContent === '0')`)
	phone.until("document.body.dataset.status === 'done'")

	desk.click("register")
	desk.until(shows("register-text") + "&& document.querySelectorAll('.register tbody tr').length === 1")
	desk.press("contoh ang" + kb.Enter)
	desk.until(says("register-what", "contoh ang") + "&&" + `document.querySelector('.register tbody').textContent.includes("` + seekerName + `")`)
	desk.press(kb.Escape)
	desk.until(shows("call-next"))
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

// signIn opens the counter's page and signs in, by keyboard.
func signIn(o *sampleOffice, user string, expected ...string) *tab {
	o.Helper()
	p := openTab(o.T, o.url+"/counter/", 1366, 768, append(expected, signedOut)...)
	p.until(focused + " === 'user'")
	p.press(user + kb.Tab + demoPassword + kb.Enter)
	return p
}

// signInAt signs in and takes a counter, by keyboard.
func signInAt(o *sampleOffice, user, counter string, expected ...string) *tab {
	o.Helper()
	p := signIn(o, user, expected...)
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

// printCard sends the card to the printer.
func printCard(p *tab) {
	p.Helper()
	p.press("p", chromedp.ModifierCtrl)
	p.until(says("step-name", "Meneliti") + "&&" + focused + " === 'step'")
}

// answer answers an activity of the visit by its digit, once it is due.
func answer(p *tab, activity, digit string) {
	p.Helper()
	p.until(says("step-name", activity) + "&& !" + el("step") + "?.disabled")
	p.press(digit)
}

// handOver goes on from the printed card until the seeker has it; sign puts the office's signature under it.
func handOver(p *tab, sign func()) {
	p.Helper()
	answer(p, "Meneliti", "1")
	answer(p, "foto", "1")
	answer(p, "pencaker", "1")
	p.until(shows("step-waits"))
	sign()
	answer(p, "Menerima", "1")
}

// TestACardGoesBackAndTheDeputySigns is a visit by the SOP with its turns: a misprint, the section head's signature
// while the placement officer is absent, counselling at the placement officer's counter, and copies.
func TestACardGoesBackAndTheDeputySigns(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	o.take("ak1-baru")
	desk := signInAt(o, "sari", "1")
	desk.act(kb.F2)
	desk.until(says("present-status", "1"))
	desk.act(kb.F4)
	typePapers(desk, seekerPapers)
	issueCard(desk)
	printCard(desk)

	desk.press("2") // something is wrong
	desk.until(shows("wrong-address"))
	desk.press("3")
	desk.until(shows("address") + "&&" + `document.querySelector('[data-activity="enter"]').ariaCurrent === 'step'`)
	desk.click("address")
	desk.press("a", chromedp.ModifierCtrl)
	desk.press("Jl. Contoh No. 13, Praya")
	issueCard(desk)
	printCard(desk)

	head := signIn(o, "rahma")
	head.until(shows("absence"))
	handOver(desk, func() {
		if value[bool](head, shows("sign-A-001")+" !== null") {
			t.Error("the section head is asked to sign although nobody is absent")
		}
		head.click("absence")
		head.until(shows("absence-reason"))
		head.click("absence-reason")
		head.press("rapat dinas" + kb.Enter)
		head.until(shows("absent") + "&&" + shows("sign-A-001"))
		head.click("sign-A-001")
		head.until("!" + shows("sign-A-001"))
	})
	desk.until(says("step-name", "Penyuluhan"))
	desk.act(kb.F10) // to the placement officer, with the same number
	desk.until(shows("transfer-konsultasi"))
	desk.press(value[string](desk, el("transfer-konsultasi")+".dataset.digit"))
	desk.until(el("present-number") + ".textContent === '–'")

	dewi := signInAt(o, "dewi", "3")
	dewi.act(kb.F2)
	dewi.until(says("present-number", "A-001"))
	dewi.act(kb.F4)
	answer(dewi, "Penyuluhan", "2") // wanted
	dewi.until(el("step") + ".textContent.includes('Selesai')")
	answer(dewi, "Penyuluhan", "1")
	answer(dewi, "salinan", "2")
	dewi.until(el("step") + ".textContent.includes('Selesai')")
	answer(dewi, "Menyerahkan salinan", "1")
	answer(dewi, "Legalisasi", "1")
	dewi.until("!" + shows("step"))
	dewi.act(kb.F8)
	dewi.until(el("present-number") + ".textContent === '–'")

	visits := o.steps("A-001")
	if want := "submit enter print check enter print check photo seeker-sign officer-sign receive counsel copies legalise"; visits.done != want {
		t.Errorf("the steps were\n%s, want\n%s", visits.done, want)
	}
	if visits.signed != "section_head rapat dinas" {
		t.Errorf("signed as %q", visits.signed)
	}
}

// stepsOf is what the office keeps of a visit.
type stepsOf struct{ done, signed string }

func (o *sampleOffice) steps(number string) stepsOf {
	o.Helper()
	var got stepsOf
	err := o.demo.server.Store.View(o.Context(), func(tx *store.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var activity, role, reason string
			err := rows.Scan(&activity, &role, &reason)
			if activity != "wait" && activity != "call" {
				got.done = strings.TrimSpace(got.done + " " + activity)
			}
			if activity == "officer-sign" {
				got.signed = role + " " + reason
			}
			return err
		}, `SELECT s.activity, s.role, s.reason FROM visit_steps s JOIN visits v ON v.id = s.visit WHERE v.number = $1 ORDER BY s.n`, number)
	})
	if err != nil {
		o.Fatal(err)
	}
	return got
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
