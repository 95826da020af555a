package main

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"loket/hardware/emulator"
	"loket/hardware/printer"
)

// TestFaultPanel pulls the paper out at the panel: the panel tells the state, the kiosk prints nothing,
// and after the refill it does.
func TestFaultPanel(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	if _, start := get(t, o.url+"/"); !bytes.Contains(start, []byte(`href="/demo/printer"`)) {
		t.Error("the start page has no link to the panel")
	}
	p := openTab(t, o.url+"/demo/printer", 1366, 768)
	p.until(el("printer-state") + ".dataset.state === 'ready'")
	p.still()
	p.accessible("fault panel")
	p.click("fault-paper-end")
	p.until(el("printer-state") + ".dataset.state === 'paper_out'")
	p.until(says("printer-state", "Kertas habis") + "&&" + el("fault-paper-end") + ".getAttribute('aria-pressed') === 'true'")
	p.accessible("fault panel, paper out")
	kiosk := openTab(t, o.url+"/kiosk/", 1024, 600)
	kiosk.until(shows("service-konsultasi"))
	kiosk.click("service-konsultasi")
	kiosk.until(el("paper-state") + ".dataset.paper === 'failed'")
	if n := len(o.printer.Papers()); n > 0 {
		t.Errorf("%d papers without paper", n)
	}
	kiosk.press(kb.Enter)
	p.click("fault-paper-end")
	p.until(el("printer-state") + ".dataset.state === 'ready'")
	kiosk.until(shows("service-konsultasi"))
	kiosk.click("service-konsultasi")
	kiosk.until(el("paper-state") + ".dataset.paper === 'printed'")
	p.until("document.querySelector('#paper img')?.complete")
	english := openTab(t, o.url+"/demo/printer?lang=en", 1366, 768)
	english.until(says("printer-state", "Ready") + "&&" + says("fault-cover-open", "Cover open"))
}

// TestFaultPanelRefuses: no page of another site, no unknown fault, none that this printer cannot have.
func TestFaultPanelRefuses(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	post := func(fault string, header ...string) (int, string) {
		t.Helper()
		form := url.Values{"fault": {fault}, "on": {"true"}}.Encode()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.url+"/demo/printer", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Body.Close() }()
		var body bytes.Buffer
		_, _ = body.ReadFrom(a.Body)
		return a.StatusCode, body.String()
	}
	for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
		if status, _ := post("cover-open", foreign...); status != http.StatusForbidden || o.printer.Has("cover-open") {
			t.Errorf("%v: status %d", foreign, status)
		}
	}
	for _, bad := range []string{"", "fire", "gbk-mode"} { // an Epson has no Chinese mode
		if status, body := post(bad); status != http.StatusBadRequest || !strings.Contains(body, bad) {
			t.Errorf("fault %q: status %d, %s", bad, status, body)
		}
	}
	if status, _ := post("cover-open", "Sec-Fetch-Site", "same-origin"); status != http.StatusOK || !o.printer.Has("cover-open") {
		t.Errorf("our own page: status %d", status)
	}
	for _, gone := range []string{"/demo/other", "/demo/paper/9.png", "/demo/printer/none.css"} {
		if status, _ := get(t, o.url+gone); status != http.StatusNotFound {
			t.Errorf("%s: status %d", gone, status)
		}
	}
}

// TestFaultPanelHasWordsForAll: every fault and every state, in both languages.
func TestFaultPanelHasWordsForAll(t *testing.T) {
	for _, language := range []string{"id", "en"} {
		for _, f := range emulator.Faults() {
			if faultNames[f.Name].in(language) == "" {
				t.Errorf("%s: no words for the fault %s", language, f.Name)
			}
		}
		for _, s := range printer.States() {
			if stateNames[s].in(language) == "" {
				t.Errorf("%s: no words for the state %s", language, s)
			}
		}
		for key, word := range panelWords {
			if word.in(language) == "" {
				t.Errorf("%s: no words for %s", language, key)
			}
		}
	}
}
