package kiosk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"loket/hardware/printer"
)

// browse opens a kiosk's page in a browser, with the pages' shared assets beside it as in life.
func browse(t *testing.T, k *rig, query string) context.Context {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/kiosk/", k.Handler())
	mux.Handle("/assets/", http.StripPrefix("/assets/", http.FileServerFS(os.DirFS("../server/web/assets"))))
	page := httptest.NewServer(mux)
	t.Cleanup(page.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1080, 1920))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("no browser (apt-get install chromium): %v", err)
	}
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	do(t, ctx, chromedp.Navigate(page.URL+"/kiosk/"+query))
	return ctx
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// at finds an element by its data-testid.
func at(name string) chromedp.CSS { return chromedp.CSS(`[data-testid="` + name + `"]`) }

// text waits for an element and reads it.
func text(t *testing.T, ctx context.Context, selector chromedp.CSS) string {
	t.Helper()
	do(t, ctx, chromedp.WaitVisible(selector))
	s, err := chromedp.Run(ctx, chromedp.TextContent(selector))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(s), " ")
}

func click(name string) chromedp.Action[chromedp.Void] { return chromedp.Click(at(name)) }

func TestPageTakesANumber(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	k := startKiosk(t, server, paper, t.TempDir(), quick())
	ctx := browse(t, k, "")
	if got := text(t, ctx, at("service-ak1-baru")); !strings.Contains(got, "Belum ada yang menunggu") {
		t.Errorf("the card says %q", got)
	}
	do(t, ctx, click("service-ak1-baru"))
	if got := text(t, ctx, ".papers"); !strings.Contains(got, "KTP asli") {
		t.Errorf("the papers are %q", got)
	}
	do(t, ctx, click("papers-complete"))
	if got := text(t, ctx, at("number")); got != "A-001" {
		t.Errorf("number %q", got)
	}
	if got := text(t, ctx, at("paper-state")); got != "Silakan ambil tiket Anda" {
		t.Errorf("paper %q", got)
	}
	do(t, ctx, click("back"), chromedp.WaitVisible(at("service-ak1-baru")))
	if server.count() != 1 || paper.printed() != 1 {
		t.Errorf("%d tickets, %d papers", server.count(), paper.printed())
	}
}

func TestPageByKeysInEnglish(t *testing.T) {
	server := newFakeServer(t)
	k := startKiosk(t, server, &fakePrinter{}, t.TempDir(), quick())
	ctx := browse(t, k, "?lang=en")
	do(t, ctx, chromedp.WaitVisible(at("service-ak1-baru")), chromedp.KeyEvent("0"))
	if got := text(t, ctx, at("priority")); !strings.Contains(got, "You will be served first") || !strings.Contains(got, "victims of disasters") {
		t.Errorf("priority %q", got)
	}
	do(t, ctx, chromedp.KeyEvent("1"), chromedp.WaitVisible(at("papers-complete")), chromedp.KeyEvent("\r"))
	if got := text(t, ctx, at("number")); got != "A-001" {
		t.Errorf("number %q", got)
	}
	for _, request := range server.requests() {
		if !*request.Priority || *request.Language != "en" {
			t.Errorf("asked for %+v", request)
		}
	}
	do(t, ctx, chromedp.KeyEvent("\x1b"), chromedp.WaitVisible(at("service-ak1-baru")))
	if got := text(t, ctx, at("priority")); strings.Contains(got, "first") {
		t.Errorf("the next person finds %q", got)
	}
}

func TestDoublePressIsOneTicket(t *testing.T) {
	server, paper := newFakeServer(t), &fakePrinter{}
	k := startKiosk(t, server, paper, t.TempDir(), quick())
	ctx := browse(t, k, "")
	do(t, ctx,
		chromedp.WaitVisible(at("service-ak1-baru")), click("service-ak1-baru"),
		chromedp.WaitVisible(at("papers-complete")),
		chromedp.Evaluate[chromedp.Void](`for (let i = 0, b = document.querySelector('[data-testid="papers-complete"]'); i < 5; i++) b.click()`),
		chromedp.KeyEvent("\r"))
	if got := text(t, ctx, at("number")); got != "A-001" {
		t.Errorf("number %q", got)
	}
	if server.count() != 1 || paper.printed() != 1 {
		t.Errorf("%d tickets, %d papers", server.count(), paper.printed())
	}
}

func TestPageSaysThatPaperIsOut(t *testing.T) {
	paper := &fakePrinter{state: printer.PaperOut, print: func(context.Context, printer.Job) (printer.Outcome, error) {
		return printer.Failed, &printer.StateError{State: printer.PaperOut}
	}}
	k := startKiosk(t, newFakeServer(t), paper, t.TempDir(), quick())
	ctx := browse(t, k, "")
	if got := text(t, ctx, at("printer-state")); !strings.Contains(got, "Kertas tiket habis") {
		t.Errorf("before the press: %q", got)
	}
	do(t, ctx, click("service-ak1-baru"), click("papers-complete"))
	want := "Kertas habis. Nomor Anda A-001 tetap berlaku. Foto layar ini atau catat nomornya."
	if got := text(t, ctx, at("paper-state")); got != want {
		t.Errorf("after the press: %q", got)
	}
}

// New paper while the person still stands there: the ticket comes by itself, and is no copy.
func TestPagePrintsAfterNewPaper(t *testing.T) {
	paper := &fakePrinter{state: printer.PaperOut}
	paper.print = func(context.Context, printer.Job) (printer.Outcome, error) {
		if state := paper.Status().State; state != printer.Ready {
			return printer.Failed, &printer.StateError{State: state}
		}
		return printer.Printed, nil
	}
	k := startKiosk(t, newFakeServer(t), paper, t.TempDir(), quick())
	ctx := browse(t, k, "")
	do(t, ctx, chromedp.WaitVisible(at("service-ak1-baru")), click("service-ak1-baru"), click("papers-complete"), chromedp.WaitVisible(chromedp.CSS(`[data-paper="failed"]`)))
	paper.set(printer.Ready)
	do(t, ctx, chromedp.WaitVisible(chromedp.CSS(`[data-paper="printed"]`)))
	if paper.printed() != 2 {
		t.Errorf("%d jobs", paper.printed())
	}
}

func TestPageSaysThatTheServerIsAway(t *testing.T) {
	server := newFakeServer(t)
	var away atomic.Bool
	away.Store(true)
	server.before = func(http.ResponseWriter, *http.Request) bool {
		if away.Load() {
			panic(http.ErrAbortHandler)
		}
		return false
	}
	k := startKiosk(t, server, &fakePrinter{}, t.TempDir(), quick())
	ctx := browse(t, k, "")
	if got := text(t, ctx, at("offline")); !strings.Contains(got, "minta nomor kepada petugas") {
		t.Errorf("offline: %q", got)
	}
	away.Store(false)
	do(t, ctx, chromedp.WaitVisible(at("service-ak1-baru"))) // comes back by itself
}
