package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a page or the server may take for anything that a test waits for.
const patience = time.Minute

var stopBrowser = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

// browser is one Chromium for all tests of the package; each tab has cookies of its own.
var browser = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		return nil, fmt.Errorf("no Chromium in PATH (Debian: apt-get install chromium)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("accept-lang", "id-ID"), chromedp.Flag("disable-extensions", false), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1366, 768))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, leave := chromedp.NewContext(ctx)
	stopBrowser = func() { leave(); stop() }
	return ctx, chromedp.Do(ctx)
})

// tab is one page and all that it asked for and complained about.
type tab struct {
	*testing.T
	ctx  context.Context
	host string // where all its requests may go

	mu       sync.Mutex
	urls     []string
	troubles []string
}

// openTab opens an address in a window of a size. When the test ends, the page must have spoken with its own
// host only and have put no error on its console, but for those that contain one of the expected texts.
func openTab(t *testing.T, address string, width, height int64, expected ...string) *tab {
	t.Helper()
	chrome, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{T: t, host: u.Host}
	var stop context.CancelFunc
	p.ctx, stop = chromedp.NewContext(chrome, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.note))
	t.Cleanup(func() {
		stop()
		p.judge(expected)
	})
	if err := chromedp.Do(p.ctx); err != nil { // the tab lives as long as the context of its first command
		t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(address))
	return p
}

func (p *tab) note(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.urls = append(p.urls, e.Request.URL)
	case *network.EventWebSocketCreated:
		p.urls = append(p.urls, e.URL)
	case *runtime.EventExceptionThrown:
		p.troubles = append(p.troubles, fmt.Sprintf("exception %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			p.troubles = append(p.troubles, fmt.Sprintf("console.error %+v", e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.troubles = append(p.troubles, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (p *tab) judge(expected []string) {
	for _, trouble := range p.troubles {
		if !slices.ContainsFunc(expected, func(text string) bool { return strings.Contains(trouble, text) }) {
			p.Errorf("on the console: %s", trouble)
		}
	}
	for _, address := range p.asked() {
		u, err := url.Parse(address)
		local := err == nil && (u.Host == p.host || slices.Contains([]string{"data", "blob", "about", "chrome-extension", "chrome"}, u.Scheme))
		if !local {
			p.Errorf("the page asked a foreign host: %s", address)
		}
	}
}

// asked returns the addresses of all requests so far.
func (p *tab) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.urls)
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.fail("%v", err)
	}
}

// fail ends the test and shows what the page says.
func (p *tab) fail(format string, values ...any) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Second)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	p.Fatalf(format+"\nthe page says:\n%s", append(values, text)...)
}

// until waits for a condition in JavaScript.
func (p *tab) until(condition string) { p.Helper(); p.within(patience, condition) }

// within fails if the condition does not hold in time.
func (p *tab) within(limit time.Duration, condition string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, limit+2*time.Second)
	defer cancel()
	poll := chromedp.Poll[bool]("Boolean("+condition+")", chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(limit))
	if _, err := chromedp.Run(ctx, poll); err != nil {
		p.fail("%s: %v", condition, err)
	}
}

// value evaluates an expression, or a promise.
func value[T any](p *tab, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.fail("%s: %v", expression, err)
	}
	return v
}

// at finds an element by its data-testid.
func at(name string) chromedp.CSS { return chromedp.CSS(`[data-testid="` + name + `"]`) }

// el is the same in JavaScript; without such an element it is an empty one.
func el(name string) string {
	return fmt.Sprintf(`(document.querySelector('[data-testid="%s"]') ?? document.createElement('i'))`, name)
}

// says is the condition that an element's text contains a part.
func says(name, part string) string {
	return fmt.Sprintf("%s.textContent.includes(%q)", el(name), part)
}

// shows is the condition that an element is in the page.
func shows(name string) string {
	return fmt.Sprintf(`document.querySelector('[data-testid="%s"]')`, name)
}

// text returns an element's text, its spaces made single.
func (p *tab) text(name string) string {
	p.Helper()
	p.until(shows(name))
	return strings.Join(strings.Fields(value[string](p, el(name)+".textContent")), " ")
}

// open goes to another address.
func (p *tab) open(address string) {
	p.Helper()
	p.do(chromedp.Navigate(address))
}

func (p *tab) click(name string) {
	p.Helper()
	p.do(chromedp.Click(at(name)))
}

// clickTwice is a trembling hand: two clicks at the same place, whatever the first one has put there.
func (p *tab) clickTwice(name string) {
	p.Helper()
	p.until(shows(name))
	middle := value[[]float64](p, `(({x, y, width, height}) => [x + width / 2, y + height / 2])(`+el(name)+`.getBoundingClientRect())`)
	p.do(chromedp.MouseClickXY(middle[0], middle[1], chromedp.ClickCount(1)), chromedp.MouseClickXY(middle[0], middle[1], chromedp.ClickCount(2)))
}

// press presses keys on the keyboard, whatever has the focus.
func (p *tab) press(keys string, held ...chromedp.Modifier) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(held...)))
}

// focused is the data-testid of what has the focus.
const focused = `(document.activeElement?.dataset.testid ?? '')`

// tabTo presses Tab until an element has the focus, as somebody without a mouse does.
func (p *tab) tabTo(name string) {
	p.Helper()
	p.until(shows(name))
	for range 60 {
		if value[string](p, focused) == name {
			return
		}
		p.press(kb.Tab)
	}
	p.fail("%s cannot be reached with the Tab key", name)
}

// moving is what moves on a page for a moment, not for as long as it is open.
const moving = `document.getAnimations().filter((a) => a.effect.getComputedTiming().endTime < 2000)`

// still waits until the page has its letters and nothing moves any more; the kiosk's slow ring may.
func (p *tab) still() {
	p.Helper()
	value[chromedp.Void](p, `document.fonts.ready.then(() => Promise.allSettled(`+moving+`.map((a) => a.finished))).then(() => undefined)`)
}

// picture is the page as PNG.
func (p *tab) picture() []byte {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.fail("%v", err)
	}
	return png
}
