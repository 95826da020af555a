package main

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"maps"
	"math/bits"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// axe is Deque's checker of the rules of WCAG, as testdata/VENDORED.md tells.
//
//go:embed testdata/axe.min.js
var axe string

// axeRun asks for the levels A and AA and returns what is broken, one line for each element.
const axeRun = `axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false})
	.then(({violations}) => violations.flatMap(({id, help, nodes}) => nodes.map(({html, any, all, none}) =>
		id + ': ' + help + '\n    ' + html.slice(0, 200) + '\n    ' + [...any, ...all, ...none].map(({message}) => message).join('; '))))`

// accessible fails for each element that breaks a rule.
func (p *tab) accessible(screen string) {
	p.Helper()
	p.still()
	if !value[bool](p, "'axe' in window") {
		p.do(chromedp.Evaluate[chromedp.Void](axe))
	}
	for _, violation := range value[[]string](p, axeRun) {
		p.Errorf("%s: %s", screen, violation)
	}
}

func TestAxeIsAsPublished(t *testing.T) {
	note, err := os.ReadFile("testdata/VENDORED.md")
	if sum := fmt.Sprintf("%x  axe.min.js", sha256.Sum256([]byte(axe))); err != nil || !strings.Contains(string(note), sum) {
		t.Errorf("testdata/VENDORED.md does not tell of %s, %v", sum, err)
	}
}

// axeStrict is axeRun with the contrast of 7:1 (4.5:1 for large words) that a kiosk's readers need.
var axeStrict = strings.Replace(axeRun, "iframes: false", "iframes: false, rules: {'color-contrast-enhanced': {enabled: true}}", 1)

// axeLooks asks only for the rules that size and colour decide; all others read what no tool but the language changes.
var axeLooks = strings.Replace(axeStrict, "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']",
	"runOnly: {type: 'rule', values: ['color-contrast', 'color-contrast-enhanced', 'target-size']}", 1)

// settle has the page's letters there and ends what moves, without waiting for it.
const settle = `document.fonts.ready.then(() => ` + moving + `.forEach((a) => a.finish()))`

// kioskTools are what changes a kiosk's page for whoever stands before it.
var kioskTools = []string{"language", "large", "contrast", "reach"}

// TestEveryKioskScreenIsAccessible looks at all canned screens in each of the sixteen pages that the tools make of one,
// pressing one of them for each.
func TestEveryKioskScreenIsAccessible(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/", 1080, 1920)
	screens := value[[]string](p, "import('/kiosk/screens.js').then(({screens}) => Object.keys(screens))")
	if len(screens) < 25 {
		t.Fatalf("the canned screens are %v", screens)
	}
	for _, screen := range screens {
		p.open(o.url + "/kiosk/?lang=id&reach&screen=" + screen)
		p.until("document.querySelector('h1')")
		p.do(chromedp.Evaluate[chromedp.Void](axe))
		seen := map[string]bool{}
		for i := range uint(1) << len(kioskTools) {
			if i > 0 {
				tool := kioskTools[bits.TrailingZeros(i)]
				p.do(chromedp.Evaluate[chromedp.Void](el(tool) + ".click()"))
			}
			value[chromedp.Void](p, settle)
			page := value[string](p, "(({lang, dataset}) => [lang, dataset.text, dataset.contrast, dataset.reach].join(' '))(document.documentElement)")
			seen[page] = true
			rules := axeLooks
			if i < 2 { // the first page in each language
				rules = axeStrict
			}
			for _, violation := range value[[]string](p, rules) {
				t.Errorf("%s, %s: %s", screen, page, violation)
			}
		}
		if len(seen) != 1<<len(kioskTools) {
			t.Errorf("%s was seen as %v only", screen, slices.Sorted(maps.Keys(seen)))
		}
	}
}

func TestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	ticket := o.take("ak1-baru")
	budi := o.colleague("budi", "2")

	start := openTab(t, o.url+"/", 1366, 768)
	start.until(shows("demo"))
	start.accessible("start page")

	kiosk := openTab(t, o.url+"/kiosk/", 1080, 1920)
	kiosk.until(shows("service-ak1-baru"))
	kiosk.accessible("kiosk, services")
	kiosk.click("contrast")
	kiosk.accessible("kiosk, high contrast")
	kiosk.click("contrast")
	kiosk.click("service-ak1-baru")
	kiosk.until(shows("papers-complete"))
	kiosk.accessible("kiosk, papers")
	kiosk.click("papers-missing")
	kiosk.until("!" + shows("papers-complete"))
	kiosk.accessible("kiosk, papers are missing")
	kiosk.click("back")
	kiosk.click("papers-complete")
	kiosk.until(el("paper-state") + ".dataset.paper === 'printed'")
	kiosk.accessible("kiosk, number")

	phone := openTab(t, ticket.URL, 360, 740)
	phone.until(el("connection") + ".dataset.state === 'live'")
	phone.accessible("phone, waiting")
	board := openTab(t, o.url+"/display/", 1920, 1080)
	board.until(says("services", "Kartu AK/I baru"))
	board.accessible("board, no calls")
	budi.call()
	budi.finish()
	budi.call()
	board.until(says("present-number", "A-002"))
	board.accessible("board, called")
	phone.until("document.body.dataset.status === 'done'")
	phone.accessible("phone, done")

	desk := openTab(t, o.url+"/counter/", 1366, 768, signedOut)
	desk.until(focused + " === 'user'")
	desk.accessible("counter, sign in")
	desk.press("sari" + kb.Tab + "wrong" + kb.Enter)
	desk.until(shows("problem"))
	desk.accessible("counter, wrong password")
	desk.tabTo("password")
	desk.press(demoPassword + kb.Enter)
	desk.until(shows("counter-1"))
	desk.accessible("counter, choose")
	desk.press("1")
	desk.until(shows("call-next"))
	desk.accessible("counter, idle")
	called := o.take("ak1-baru")
	desk.until(el("waiting-count") + ".textContent === '1'")
	desk.act(kb.F2)
	desk.until(says("present-number", called.Number))
	desk.accessible("counter, called")
	desk.act(kb.F10)
	desk.until(shows("transfer-legalisir"))
	desk.accessible("counter, transfer")
	desk.press(kb.Escape)
	desk.act(kb.F4)
	desk.until(focused + " === 'nik'")
	desk.accessible("counter, empty form")
	desk.press(kb.Enter, chromedp.ModifierCtrl)
	desk.until(shows("notice"))
	desk.accessible("counter, incomplete form")
	desk.until(focused + " === 'nik'")
	typePapers(desk, seekerPapers)
	desk.accessible("counter, complete form")
	issueCard(desk)
	desk.accessible("counter, card")

	address := readCard(desk)
	check := openTab(t, address, 360, 740)
	check.until(el("check") + ".dataset.result === 'valid'")
	check.accessible("check, valid")
	forged := openTab(t, forge(address), 360, 740)
	forged.until(el("check") + ".dataset.result === 'forged'")
	forged.accessible("check, forged")
	lost := openTab(t, o.url+"/nowhere", 1366, 768, "404")
	lost.until(shows("error"))
	lost.accessible("error page")
	contract := openTab(t, o.url+"/api/v1", 1366, 768)
	contract.until(shows("operation"))
	contract.accessible("contract")
}

// TestVisitsAndRegisterAreAccessible looks at the officers' canned screens of the visit and the register.
func TestVisitsAndRegisterAreAccessible(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/counter/?screen=idle", 1366, 768)
	for _, screen := range []string{"check", "misprint", "signing", "counsel", "end", "signatures", "absent", "register", "register-empty"} {
		for _, language := range []string{"id", "en"} {
			p.open(o.url + "/counter/?screen=" + screen + "&lang=" + language)
			p.until("document.querySelector('h1')")
			p.accessible("counter, " + screen + ", " + language)
		}
	}
}
