package main

import (
	"bytes"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"loket/server/api"
)

// album is the folder that the README's pictures go into.
type album string

// TestScreens takes the README's pictures of a morning in the sample office: make screens.
func TestScreens(t *testing.T) {
	folder := os.Getenv("LOKET_SCREENS")
	if folder == "" {
		t.Skip("takes the README's pictures where LOKET_SCREENS names a folder")
	}
	pictures := album(folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	o := startOffice(t)
	budi, dewi := o.colleague("budi", "2"), o.colleague("dewi", "3")
	for _, service := range []string{"ak1-baru", "legalisir", "ak1-baru", "konsultasi", "ak1-baru", "ak1-perpanjangan", "ak1-baru", "ak1-baru"} {
		o.take(service)
	}
	budi.call()
	dewi.call()
	budi.finish()
	budi.call()

	kiosk := openTab(t, o.url+"/kiosk/", 1080, 1920)
	kiosk.halfSize(1080, 1920)
	kiosk.until(shows("service-ak1-baru") + "&& !" + says("service-ak1-baru", "Belum ada") + "&& !" + says("service-ak1-baru", "belum dibuka"))
	pictures.keep(kiosk, "kiosk-services")
	kiosk.click("service-ak1-baru")
	kiosk.until(shows("papers-complete"))
	pictures.keep(kiosk, "kiosk-papers")
	kiosk.click("papers-complete")
	number := kiosk.text("number")
	kiosk.until(el("paper-state") + ".dataset.paper === 'printed'")
	pictures.keep(kiosk, "kiosk-number")
	pictures.write(t, "ticket", o.paper("1"))
	phone := openTab(t, scanBytes(t, o.paper("1")), 400, 860)
	phone.until(el("connection") + ".dataset.state === 'live'")
	pictures.keep(phone, "phone-waiting")
	o.take("ak1-perpanjangan")
	o.take("legalisir")

	board := openTab(t, o.url+"/display/", 1920, 1080)
	board.until(says("present-number", "-"))
	desk := signInAt(o, "sari", "1")
	desk.until(el("waiting-count") + ".textContent !== '0'")
	pictures.keep(desk, "counter-idle")
	desk.act(kb.F7)
	desk.until(focused + " === 'call-number-input'")
	desk.press(number + kb.Enter)
	board.until(says("present-number", number) + "&&" + el("present") + ".classList.contains('fresh')")
	pictures.keep(board, "board")
	phone.until("document.body.dataset.status === 'called'")
	pictures.keep(phone, "phone-called")

	desk.until(says("present-number", number))
	desk.act(kb.F4)
	first, rest := maps.Clone(seekerPapers), map[string]string{}
	for _, field := range []string{"education.0.major", "education.0.year"} {
		rest[field] = first[field]
		delete(first, field)
	}
	typePapers(desk, first)
	desk.until("!" + says("saved", "belum"))
	pictures.keep(desk, "counter-visit")
	typePapers(desk, rest)
	issueCard(desk)
	eventually(t, "the browser shows the card", func() bool { return white(desk.picture()) > 0.5 })
	pictures.keep(desk, "counter-card")
	sheet := pages(t, cardPDF(desk), 90)
	front, err := os.ReadFile(sheet[0])
	if err != nil {
		t.Fatal(err)
	}
	pictures.write(t, "card", front)
	check := openTab(t, readCard(desk), 400, 860)
	check.until(el("check") + ".dataset.result === 'valid'")
	pictures.keep(check, "check")
	start := openTab(t, o.url+"/", 1100, 980)
	start.until(shows("demo") + "&&" + el("paper") + ".complete")
	pictures.keep(start, "start")
}

// keep waits until a page has its letters and nothing moves any more, and takes its picture.
func (a album) keep(p *tab, name string) {
	p.Helper()
	p.still()
	a.write(p.T, name, p.picture())
}

func (a album) write(t *testing.T, name string, picture []byte) {
	t.Helper()
	if len(picture) > 200<<10 {
		t.Errorf("%s has %d KB", name, len(picture)>>10)
	}
	if err := os.WriteFile(filepath.Join(string(a), name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// white is the share of a picture that is white or nearly so.
func white(picture []byte) float64 {
	drawn, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return 0
	}
	bounds, light := drawn.Bounds(), 0
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			if r, g, b, _ := drawn.At(x, y).RGBA(); min(r, g, b) > 0xf000 {
				light++
			}
		}
	}
	return float64(light) / float64(bounds.Dx()*bounds.Dy())
}

// halfSize takes pictures of a large screen in half its size.
func (p *tab) halfSize(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height, chromedp.EmulateScale(0.5)))
}

// colleague is an officer at another counter.
type colleague struct {
	*sampleOffice
	desk    *api.ClientWithResponses
	counter string
}

func (o *sampleOffice) colleague(user, counter string) colleague {
	o.Helper()
	c := colleague{o, officer(o.T, o.url, user, demoPassword), counter}
	if r, err := c.desk.OpenCounterWithResponse(o.Context(), counter); err != nil || r.JSON200 == nil {
		o.Fatalf("no counter %s: %v", counter, err)
	}
	return c
}

// call calls the next number and serves whoever comes.
func (c colleague) call() {
	c.Helper()
	called, err := c.desk.CallNextWithResponse(c.Context(), c.counter)
	if err != nil || called.JSON200 == nil {
		c.Fatalf("nobody is called: %v", err)
	}
	if r, err := c.desk.ServeWithResponse(c.Context(), c.counter); err != nil || r.JSON200 == nil {
		c.Fatalf("%s is not served: %v", called.JSON200.Number, err)
	}
}

func (c colleague) finish() {
	c.Helper()
	if r, err := c.desk.FinishWithResponse(c.Context(), c.counter); err != nil || r.JSON200 == nil {
		c.Fatalf("counter %s cannot finish: %v", c.counter, err)
	}
}
