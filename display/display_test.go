package display_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/gorilla/websocket"

	"loket/display"
)

// fakeOffice serves the board page and plays the server's part of the topic `board`.
type fakeOffice struct {
	*httptest.Server
	joined chan joined

	mu   sync.Mutex
	away bool
}

type joined struct {
	*websocket.Conn
	since string
}

func newOffice(t *testing.T) *fakeOffice {
	o := &fakeOffice{joined: make(chan joined, 10)}
	mux := http.NewServeMux()
	mux.Handle("/display/", http.StripPrefix("/display/", http.FileServerFS(display.Pages())))
	mux.Handle("/assets/", http.StripPrefix("/assets/", http.FileServerFS(os.DirFS("../server/web/assets"))))
	mux.HandleFunc("/api/v1/live", func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		away := o.away
		o.mu.Unlock()
		if away {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		o.joined <- joined{conn, r.URL.Query().Get("since")}
	})
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:")
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(o.Close)
	return o
}

func (o *fakeOffice) setAway(away bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.away = away
}

// say sends one message as the server would.
func (j joined) say(t *testing.T, message map[string]any) {
	t.Helper()
	text, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.WriteMessage(websocket.TextMessage, text); err != nil {
		t.Fatal(err)
	}
}

func call(seq int) map[string]any {
	return map[string]any{
		"type": "ticket.called", "seq": seq, "prev": seq - 1, "at": "2026-11-23T08:00:00+08:00", "number": fmt.Sprintf("A-%03d", seq),
		"service": "a", "counter": "3", "counterName": "Loket 3", "call": 1, "from": "waiting", "to": "called",
	}
}

// recovered greets a client to which the missed messages follow.
func recovered(seq int) map[string]any {
	return map[string]any{"type": "hello", "epoch": "e1", "seq": seq, "recovered": true}
}

// hello greets with a snapshot that holds these calls, latest first.
func hello(calls ...int) map[string]any {
	var held []any
	for _, seq := range calls {
		held = append(held, call(seq))
	}
	return map[string]any{
		"type": "hello", "epoch": "e1", "seq": calls[0], "recovered": false,
		"snapshot": map[string]any{
			"office": "Kantor", "day": "2026-11-23", "now": "2026-11-23T08:14:05+08:00", "notice": "Gratis", "calls": held,
			"services": []any{map[string]any{"id": "a", "letter": "A", "name": map[string]string{"id": "AK/I baru", "en": "New"}, "waiting": 9}},
			"counters": []any{map[string]any{"id": "3", "name": "Loket 3", "open": true}},
		},
	}
}

// browser opens the office's board in a real browser.
func (o *fakeOffice) browser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1280, 720))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, chromedp.Navigate(o.URL+"/display/")); err != nil {
		t.Fatal(err)
	}
	ctx, stop = context.WithTimeout(ctx, time.Minute) // not before the first action: it would end the browser itself
	t.Cleanup(stop)
	return ctx
}

// until waits for a condition of the page, written in its own language.
func until(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](condition, chromedp.WithPollingInterval(20*time.Millisecond))); err != nil {
		t.Fatalf("%s: %v", condition, err)
	}
}

func read(t *testing.T, ctx context.Context, expression string) string {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return text
}

const (
	shown   = `[...document.querySelectorAll('[data-testid=calls] li')].map(li => li.dataset.seq).join(' ')`
	present = `document.querySelector('[data-testid=present-number]').textContent`
	state   = `document.querySelector('[data-testid=connection]').dataset.state`
	band    = `document.querySelector('[data-testid=connection]').innerText`
	recents = `[...document.querySelectorAll('[data-testid=recent]')].map(li => li.firstChild.textContent).join(' ')`
	yellow  = `String(document.querySelector('[data-testid=present]').classList.contains('fresh'))`
	waiting = `document.querySelector('[data-service=a] .count').textContent`
)

func TestBoardShowsEveryCallInOrder(t *testing.T) {
	office := newOffice(t)
	ctx := office.browser(t)
	feed := <-office.joined
	feed.say(t, hello(10))
	until(t, ctx, present+" === 'A-010'")
	if got := read(t, ctx, yellow); got != "false" {
		t.Error("a call that is not new turned the field yellow")
	}
	if got := read(t, ctx, `document.querySelector('[data-testid=clock]').textContent`); got != "08.14" {
		t.Errorf("the clock shows %s, not the office's time", got)
	}
	for seq := 11; seq <= 14; seq++ {
		feed.say(t, call(seq))
	}
	until(t, ctx, present+" === 'A-011' && "+yellow+" === 'true'")
	until(t, ctx, present+" === 'A-014'")
	if got := read(t, ctx, shown); got != "10 11 12 13 14" {
		t.Errorf("shown were %s", got)
	}
	if got := read(t, ctx, recents); got != "A-013 A-012 A-011" {
		t.Errorf("recent are %s", got)
	}
	if got := read(t, ctx, waiting); got != "5" {
		t.Errorf("%s wait", got)
	}
	if got := read(t, ctx, `document.querySelector('[data-testid=present-counter]').innerText.replace(/\s+/g, ' ')`); got != "Loket 3" {
		t.Errorf("the counter is %q", got)
	}
}

func TestBoardNeverShowsAStaleScreenAsFresh(t *testing.T) {
	office := newOffice(t)
	ctx := office.browser(t)
	feed := <-office.joined
	feed.say(t, hello(10))
	until(t, ctx, state+" === 'live' && "+present+" === 'A-010'")
	if got := read(t, ctx, band); got != "" {
		t.Errorf("the band says %q while all is well", got)
	}

	office.setAway(true)
	lostAt := time.Now()
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	until(t, ctx, state+" === 'lost'")
	if took := time.Since(lostAt); took > 3*time.Second {
		t.Errorf("the board noticed after %v", took)
	}
	if got := read(t, ctx, band); got != "Sambungan terputus: dengarkan panggilan petugas" {
		t.Errorf("the band says %q", got)
	}

	office.setAway(false)
	feed = <-office.joined
	if feed.since != "e1:10" {
		t.Errorf("the board asks since %q", feed.since)
	}
	feed.say(t, recovered(12))
	feed.say(t, call(11))
	feed.say(t, call(12))
	until(t, ctx, state+" === 'live' && "+present+" === 'A-012'")
	feed.say(t, map[string]any{"type": "office.changed", "seq": 13, "prev": 12})
	feed = <-office.joined
	if feed.since != "" {
		t.Errorf("the board wants what it has of the old office: since %q", feed.since)
	}
	feed.say(t, hello(15, 14, 12))
	until(t, ctx, present+" === 'A-015'")
	if got := read(t, ctx, shown); got != "10 11 12 14 15" {
		t.Errorf("shown were %s", got)
	}
}

func TestBoardFitsItsScreen(t *testing.T) {
	office := newOffice(t)
	ctx := office.browser(t)
	for _, screen := range []string{"empty", "normal", "recall", "crowd", "offline", "closed"} {
		for _, size := range [][2]int64{{1920, 1080}, {1280, 720}, {1024, 768}} {
			err := chromedp.Do(ctx, chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(office.URL+"/display/?screen="+screen))
			if err != nil {
				t.Fatal(err)
			}
			const leaving = `[...document.querySelectorAll('.board *:not(.visually-hidden):not([data-testid=calls] *)')].filter(e => {
				const box = e.getBoundingClientRect();
				const clipped = e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden' && e.clientWidth > 0;
				return box.width > 0 && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || clipped);
			}).map(e => e.className || e.tagName).join(' ')`
			// The letters may come after the page; then everything is fitted again.
			settled := state + ` !== 'connecting' && document.fonts.check('1em "Atkinson Hyperlegible Next"') && ` + leaving + ` === ''`
			if _, err := chromedp.Run(ctx, chromedp.Poll[bool](settled, chromedp.WithPollingTimeout(5*time.Second))); err != nil {
				t.Errorf("%s at %dx%d: these leave their place: %s", screen, size[0], size[1], read(t, ctx, leaving))
			}
		}
	}
}

func TestPagesHoldNoTests(t *testing.T) {
	names, err := fs.Glob(display.Pages(), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".mjs") {
			t.Errorf("%s is served", name)
		}
	}
	if !slices.Contains(names, "index.html") {
		t.Errorf("no page among %v", names)
	}
}
