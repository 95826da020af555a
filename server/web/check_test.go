package web_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"loket/server/api"
	"loket/server/web"
)

func checked(lang string, result api.CardCheckResult) web.CheckPage {
	return web.CheckPage{
		Lang: lang, Result: result, Number: "5202231126000001", Initials: "S. R.",
		Since:    time.Date(2027, time.May, 23, 0, 0, 0, 0, office),
		IssuedOn: time.Date(2026, time.November, 23, 0, 0, 0, 0, office), ExpiresOn: time.Date(2028, time.November, 23, 0, 0, 0, 0, office),
		LastReportOn: time.Date(2027, time.May, 2, 0, 0, 0, 0, office),
		Office:       "Disnakertrans", OfficeAddress: "Praya", OfficePhone: "(0370) 654-000", CheckedAt: now,
	}
}

func TestCheckAnswersWithOneWord(t *testing.T) {
	for _, c := range []struct {
		result         api.CardCheckResult
		lang, want     string
		field, believe string
	}{
		{"valid", "id", "ASLI · BERLAKU", "good", "5202 231126 000001"},
		{"expired", "id", "ASLI · KEDALUWARSA", "bad", "5202 231126 000001"},
		{"report_due", "id", "ASLI · BERLAKU", "good", "Wajib lapor sejak 23 Mei 2027"},
		{"lapsed", "id", "ASLI · TIDAK BERLAKU", "bad", "Sejak 23 Mei 2027"},
		{"replaced", "id", "ASLI · DIGANTI", "bad", "Sejak 23 Mei 2027"},
		{"lost", "id", "ASLI · DINYATAKAN HILANG", "bad", "Sejak 23 Mei 2027"},
		{"damaged", "id", "ASLI · DINYATAKAN RUSAK", "bad", "Sejak 23 Mei 2027"},
		{"placed", "id", "ASLI · SUDAH BEKERJA", "bad", "Sejak 23 Mei 2027"},
		{"lost", "en", "GENUINE · REPORTED LOST", "bad", "Since 23 May 2027"},
		{"unknown_card", "id", "TIDAK SAH", "bad", "5202 231126 000001"},
		{"forged", "id", "TIDAK SAH", "bad", ""},
		{"anything else", "id", "TIDAK SAH", "bad", ""},
		{"valid", "en", "GENUINE · VALID", "good", "23 November 2028"},
		{"forged", "en", "NOT VALID", "bad", ""},
	} {
		html := page(t, func(w *bytes.Buffer) error { return web.Check(w, checked(c.lang, c.result)) })
		for _, want := range []string{"<title>" + c.want + " – ", "<span>" + strings.Replace(c.want, " · ", "</span> <span><i>· </i>", 1) + "</span></h1>", `class="field ` + c.field + `"`, "Disnakertrans", `href="tel:0370654000"`, c.believe} {
			if !strings.Contains(html, want) {
				t.Errorf("%s (%s): %q is missing", c.result, c.lang, want)
			}
		}
		if strings.Contains(html, `class="since"`) != (c.want != "TIDAK SAH" && c.want != "NOT VALID") {
			t.Errorf("%s (%s): since when it is so", c.result, c.lang)
		}
		if shown := strings.Contains(html, "000001") || strings.Contains(html, "S. R."); shown != (c.believe != "") {
			t.Errorf("%s (%s): what the card claims is shown: %v", c.result, c.lang, shown)
		}
	}
}

func TestCheckOfACodeThatCannotBeRead(t *testing.T) {
	p := checked("id", api.CardCheckResultForged)
	p.Unread = "Kode tidak terbaca lengkap. Pindai lagi."
	html := page(t, func(w *bytes.Buffer) error { return web.Check(w, p) })
	for _, want := range []string{"<span>TIDAK SAH</span></h1>", `class="field bad"`, `data-result="forged"`, ">" + p.Unread + "</p>"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(html, "bukan dari kantor kami") || strings.Contains(html, "000001") {
		t.Error("it says more than it knows")
	}
}

func TestCheckMarksItsResult(t *testing.T) {
	for result, want := range map[api.CardCheckResult]string{"valid": "valid", "expired": "expired", "unknown_card": "unknown_card", "": "forged"} {
		html := page(t, func(w *bytes.Buffer) error { return web.Check(w, checked("id", result)) })
		if !strings.Contains(html, `data-result="`+want+`"`) {
			t.Errorf("%q is not marked as %s", result, want)
		}
	}
}
