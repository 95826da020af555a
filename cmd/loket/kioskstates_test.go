package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loket/server/api"
	"loket/server/office"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestTicketByNineKeys takes a whole ticket with the keys 1 to 9 alone, each of them pressed by a trembling hand.
func TestTicketByNineKeys(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/", 1024, 600)
	p.until(shows("service-ak1-baru"))
	p.pressTwice("8")
	p.until("document.documentElement.lang === 'en'")
	p.pressTwice("9")
	p.until(el("priority") + ".getAttribute('aria-pressed') === 'true'")
	p.pressTwice("1")
	p.until(shows("papers-complete"))
	p.pressTwice("2")
	p.until(says("home", "Back to the start"))
	p.pressTwice("1")
	p.until(shows("papers-complete"))
	p.pressTwice("3")
	p.until(shows("service-ak1-baru"))
	p.pressTwice("1")
	p.until(shows("papers-complete"))
	p.until(rested)
	p.pressTwice("1")
	if got := p.text("number"); got != "A-001" {
		t.Errorf("the number is %s", got)
	}
	p.until(el("paper-state") + ".dataset.paper === 'printed'")
	p.until(rested)
	p.pressTwice("1")
	p.until(shows("service-ak1-baru"))
	if tickets := o.tickets(); len(tickets) != 1 || !tickets[0].Priority {
		t.Errorf("the tickets are %+v", tickets)
	}
}

// pressTwice is a trembling hand on a key.
func (p *tab) pressTwice(key string) {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`[1, 2].map(() => new KeyboardEvent('keydown', {key: %q})).forEach((event) => dispatchEvent(event))`, key)))
}

// rested waits as long as two presses of a key count as one.
const rested = `(globalThis.rest ??= performance.now(), performance.now() - rest > 1100) && (globalThis.rest = undefined, true)`

// TestIdleScreenGreetsTheNext leaves a kiosk alone in English, large, with a service chosen.
func TestIdleScreenGreetsTheNext(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/?screen=papers&large&contrast&idle=1", 1080, 1920)
	p.click("language")
	p.until("document.documentElement.lang === 'en'")
	p.until(shows("service-ak1-baru") + `&& document.documentElement.lang === 'id' &&
		document.documentElement.dataset.text === 'normal' && document.documentElement.dataset.contrast === 'normal'`)
}

// TestWithoutPaperTheScreenTellsAndTheCounterKnows empties the printer before a number is taken, and refills it.
func TestWithoutPaperTheScreenTellsAndTheCounterKnows(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	desk := signInAt(o, "sari", "1")
	o.printer.PaperOut()
	p := openTab(t, o.url+"/kiosk/", 1080, 1920)
	p.until(says("printer-state", "Kertas tiket habis"))
	p.click("service-ak1-baru")
	p.click("papers-complete")
	p.until(el("paper-state") + ".dataset.paper === 'failed'")
	if got, want := p.text("paper-state"), "Kertas habis. Nomor Anda A-001 tetap berlaku. Foto layar ini atau catat nomornya."; got != want {
		t.Errorf("the screen says %q", got)
	}
	if link := scanBytes(t, p.picture()); !strings.HasPrefix(link, o.url+"/t/") {
		t.Errorf("the screen's QR says %q", link)
	}
	badge := `document.querySelector('%s .mark.no-paper')?.textContent === 'Tanpa kertas'`
	desk.until(fmt.Sprintf(badge, ".next .tickets"))
	desk.click("call-next")
	desk.until(says("present-number", "A-001") + "&&" + fmt.Sprintf(badge, ".present"))

	o.printer.Refill() // the kiosk prints by itself while the person stands there
	p.until(el("paper-state") + ".dataset.paper === 'printed'")
	desk.until("!(" + fmt.Sprintf(badge, ".present") + ")")
	o.paper("1")
}

// TestListsOfTheCounterTellWhoHasNoPaper sets somebody without paper aside, and calls somebody else without paper in vain.
func TestListsOfTheCounterTellWhoHasNoPaper(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	desk := signInAt(o, "sari", "1")
	for range 2 {
		ticket := o.take("ak1-baru")
		r, err := o.atKiosk().ReportPaperWithResponse(t.Context(), ticket.ID, api.PaperReport{State: api.PaperReportStateFailed})
		if err != nil || r.StatusCode() != http.StatusNoContent {
			t.Fatalf("the paper of %s is not noted: %v", ticket.Number, err)
		}
	}
	desk.until(el("waiting-count") + ".textContent === '2'")
	badge := `document.querySelector('[data-testid="%s"] .mark.no-paper')?.textContent === 'Tanpa kertas'`
	desk.act(kb.F2)
	desk.until(deskShows("A-001", "1 dari 3"))
	desk.act(kb.F9)
	desk.until(shows("call-A-001") + "&&" + fmt.Sprintf(badge, "parked"))
	desk.act(kb.F2)
	desk.until(deskShows("A-002", "1 dari 3"))
	desk.act(kb.F6)
	desk.until(shows("return-A-002") + "&&" + fmt.Sprintf(badge, "no-shows"))
}

// TestEveryCauseHasItsWords reads what the screen says for each cause, in both languages.
func TestEveryCauseHasItsWords(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/", 1024, 600)
	keeps := map[string]string{
		"id": " Nomor Anda A-012 tetap berlaku. Foto layar ini atau catat nomornya.",
		"en": " Your number A-012 is still valid. Take a photo of this screen or write the number down.",
	}
	for screen, words := range map[string][2]string{
		"paper-out":  {"Kertas habis.", "Out of paper."},
		"stuck":      {"Kertas habis.", "Out of paper."},
		"cover-open": {"Tutup mesin cetak terbuka.", "The printer’s cover is open."},
		"cutter":     {"Pemotong kertas macet.", "The paper cutter is jammed."},
		"hot":        {"Mesin cetak terlalu panas.", "The printer is too hot."},
		"silent":     {"Mesin cetak tidak menjawab.", "The printer does not answer."},
		"not-found":  {"Mesin cetak tidak terhubung.", "The printer is not connected."},
		"failed":     {"Tiket tidak tercetak.", "The ticket was not printed."},
		"unknown":    {"Tiket mungkin tidak tercetak.", "The ticket may not have been printed."},
	} {
		for i, language := range []string{"id", "en"} {
			p.open(o.url + "/kiosk/?screen=number-" + screen + "&lang=" + language)
			if got := p.text("paper-state"); got != words[i]+keeps[language] {
				t.Errorf("%s in %s: %q", screen, language, got)
			}
			if value[bool](p, "Boolean("+shows("print-again")+")") {
				t.Errorf("%s offers paper while the printer cannot print", screen)
			}
		}
	}
	p.open(o.url + "/kiosk/?screen=number-not-again")
	if got := p.text("paper-state"); !strings.HasSuffix(got, "dicetak ulang tiga kali. Silakan foto nomor di layar atau bertanya kepada petugas.") {
		t.Errorf("a refused copy: %q", got)
	}
	p.open(o.url + "/kiosk/?screen=number-again")
	p.until(shows("print-again"))
	p.press("2")
	p.until(el("paper-state") + ".dataset.paper === 'printed'")
	if got := p.text("paper-state"); got != "Silakan ambil salinan tiket Anda" || value[bool](p, "Boolean("+shows("print-again")+")") {
		t.Errorf("the copy: %q", got)
	}
}

// TestKioskWithoutServerGivesWhatItHolds sees that nothing is said that only the server knows.
func TestKioskWithoutServerGivesWhatItHolds(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/?screen=held", 1024, 600)
	p.until(says("held", "Anda tetap dapat mengambil nomor"))
	if got := p.text("service-ak1-baru"); strings.Contains(got, "menunggu") || strings.Contains(got, "menit") {
		t.Errorf("a card says %q", got)
	}
	if got := p.text("service-legalisir"); !strings.Contains(got, "Nomor cadangan sudah habis.") {
		t.Errorf("a card without a number says %q", got)
	}
	p.click("service-konsultasi")
	p.text("number")
	p.open(o.url + "/kiosk/?screen=held-night")
	p.until(says("service-ak1-baru", "Di luar jam pelayanan. Buka kembali besok,") + "&& !" + shows("held"))
	p.open(o.url + "/kiosk/?screen=number-held")
	p.until("document.querySelector('.ahead')?.textContent === 'Waktu tunggu belum diketahui. Nomor Anda akan dipanggil.'")
}

// TestClosedServicesSayWhyAndUntilWhen closes services of a running office and reads their cards.
func TestClosedServicesSayWhyAndUntilWhen(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	changed := *o.server.Office.Office()
	changed.Services = slices.Clone(changed.Services)
	changed.Services[1].DailyQuota, changed.Services[2].MaxWaiting = 1, 1
	days := []string{}
	for n := range 3 { // whatever midnight falls into the test
		day := changed.DayOf(time.Now().AddDate(0, 0, n))
		days = append(days, string(day))
		changed.Holidays = append(changed.Holidays, office.Holiday{Date: day, Name: office.Text{ID: "Cuti bersama", EN: "Collective leave"}})
	}
	o.take("ak1-perpanjangan")
	o.take("legalisir")
	p := openTab(t, o.url+"/kiosk/", 1080, 1920, "409")
	p.until(says("service-ak1-baru", "menunggu"))
	holidays := changed.Holidays
	changed.Holidays = nil
	if err := o.server.Office.Apply(t.Context(), "system", &changed); err != nil {
		t.Fatal(err)
	}
	p.until(says("service-ak1-perpanjangan", "Nomor untuk hari ini sudah habis. Buka kembali besok,") +
		"&&" + says("service-ak1-perpanjangan", "pukul 00.00.") + "&&" + says("service-legalisir", "Tempat menunggu sudah penuh."))
	p.click("service-ak1-baru")
	p.until(shows("papers-complete"))
	whole := changed
	whole.Holidays = holidays
	if err := o.server.Office.Apply(t.Context(), "system", &whole); err != nil {
		t.Fatal(err)
	}
	p.click("papers-complete")
	p.until(says("trouble", "Kartu AK/I baru: Libur: Cuti bersama. Buka kembali"))
	p.click("back")
	p.until(`document.querySelector('h1').textContent === 'Semua layanan sedang tutup'`)
	p.click("language")
	p.until(says("service-konsultasi", "Holiday: Collective leave. Opens again"))
	if n := len(o.tickets()); n != 2 {
		t.Errorf("%d tickets, holidays %v", n, days)
	}
}

// TestVoiceSaysThePagesWords holds the clips against the page, and hears nothing that nobody asked for.
func TestVoiceSaysThePagesWords(t *testing.T) {
	t.Parallel()
	o := startOffice(t)
	p := openTab(t, o.url+"/kiosk/", 1080, 1920)
	p.until(shows("service-ak1-baru"))
	heard := func() (clips []string) {
		for _, address := range p.asked() {
			if _, clip, ok := strings.Cut(address, "/kiosk/voice/"); ok && !slices.Contains(clips, clip) {
				clips = append(clips, clip)
			}
		}
		return clips
	}
	p.click("service-ak1-baru")
	p.click("back")
	p.until(shows("service-ak1-baru"))
	if clips := heard(); len(clips) != 0 {
		t.Errorf("it spoke unasked: %v", clips)
	}
	p.click("voice")
	p.click("service-konsultasi")
	p.text("number")
	want := []string{"id/choose.ogg", "id/number.ogg", "id/D.ogg", "id/0.ogg", "id/1.ogg", "id/take.ogg"}
	eventually(t, "the number is spoken", func() bool { return slices.Contains(heard(), "id/take.ogg") })
	if clips := heard(); !slices.Equal(clips, want) {
		t.Errorf("it said %v, want %v", clips, want)
	}

	var clips map[string]struct {
		Word   string
		Part   *int
		ID, EN string
	}
	folder := filepath.Join("..", "..", "kiosk")
	text, err := os.ReadFile(filepath.Join(folder, "voice", "clips.json"))
	if err == nil {
		err = json.NewDecoder(bytes.NewReader(text)).Decode(&clips)
	}
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, language := range []string{"id", "en"} {
		p.open(o.url + "/kiosk/?lang=" + language)
		p.until(shows("service-ak1-baru"))
		for _, name := range slices.Sorted(maps.Keys(clips)) {
			clip := clips[name]
			words := map[string]string{"id": clip.ID, "en": clip.EN}[language]
			info, err := os.Stat(filepath.Join(folder, "web", "voice", language, name+".ogg"))
			if err != nil {
				t.Fatal(err)
			}
			size += info.Size()
			if clip.Word == "" {
				continue
			}
			said := value[string](p, fmt.Sprintf("import('/kiosk/words.js').then(({t}) => t(%q))", clip.Word))
			if clip.Part != nil {
				said = strings.TrimSpace(strings.Split(said, "{number}")[*clip.Part])
			}
			if said != words {
				t.Errorf("%s in %s is spoken as %q and written as %q", name, language, words, said)
			}
		}
		broken := value[[]string](p, fmt.Sprintf(`Promise.all(%s.map((name) => new Promise((done) => {
			const clip = new Audio('voice/%s/' + name + '.ogg');
			clip.onloadedmetadata = () => done(clip.duration > 0.1 ? '' : name);
			clip.onerror = () => done(name);
		}))).then((names) => names.filter(Boolean))`, names(clips), language))
		if len(broken) != 0 {
			t.Errorf("clips in %s that cannot be played: %v", language, broken)
		}
	}
	if size > 300<<10 {
		t.Errorf("the clips have %d KB", size>>10)
	}
}

func names[T any](of map[string]T) string {
	list, _ := json.Marshal(slices.Sorted(maps.Keys(of))) // strings
	return string(list)
}
