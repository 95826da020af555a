package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/gorilla/websocket"

	"loket/server/api"
	"loket/server/web"
)

// phoneOffice serves one ticket's page and plays the server's part of the topic `ticket`.
type phoneOffice struct {
	*httptest.Server
	joined chan *websocket.Conn
	asked  chan string // addresses of GET /api/v1/follow/…
	away   atomic.Bool
}

func newPhoneOffice(t *testing.T) *phoneOffice {
	o := &phoneOffice{joined: make(chan *websocket.Conn, 10), asked: make(chan string, 10)}
	mux := http.NewServeMux()
	mux.HandleFunc("/t/{token}", func(w http.ResponseWriter, r *http.Request) {
		if err := web.Phone(w, ticket(r.URL.Query().Get("lang"), api.TicketStatusWaiting)); err != nil {
			t.Error(err)
		}
	})
	mux.Handle("/assets/", http.StripPrefix("/assets/", http.FileServerFS(web.Assets())))
	mux.HandleFunc("/api/v1/follow/{token}", func(w http.ResponseWriter, r *http.Request) {
		o.asked <- r.URL.Path
		_, _ = w.Write([]byte(`{"number":"A-012","service":"ak1-baru","status":"waiting","ahead":7,"aheadNumbers":["P-1","P-2","P-3","P-4","P-5","P-6","P-7"],
			"estimatedWait":{"low":30,"high":50},"calls":0,"callLimit":3,"day":"2026-11-23"}`))
	})
	mux.HandleFunc("/api/v1/live", func(w http.ResponseWriter, r *http.Request) {
		if o.away.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		if got := r.URL.Query().Get("topic") + " " + r.URL.Query().Get("token"); got != "ticket s3cret" {
			t.Errorf("the phone follows %q", got)
		}
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		o.joined <- conn
	})
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:")
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(o.Close)
	return o
}

const phoneHello = `{"type":"hello","epoch":"e1","seq":10,"recovered":false,"snapshot":{"number":"A-012","service":"ak1-baru","status":"waiting",
	"ahead":3,"aheadNumbers":["A-009","A-010","A-011"],"estimatedWait":{"low":12,"high":24},"calls":0,"callLimit":3,"day":"2026-11-23"}}`

func say(t *testing.T, conn *websocket.Conn, message string) {
	t.Helper()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		t.Fatal(err)
	}
}

func openPhone(t *testing.T, url string) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 740), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	ctx, stop = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	return ctx
}

func untilPhone(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	poll := chromedp.Poll[bool](condition, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(10*time.Second))
	if _, err := chromedp.Run(ctx, poll); err != nil {
		text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
		t.Fatalf("%s: %v; the page says:\n%s", condition, err, text)
	}
}

const (
	headline   = `document.querySelector('[data-testid=headline]').textContent`
	detail     = `document.querySelector('[data-testid=detail]').textContent`
	connection = `document.querySelector('[data-testid=connection]')`
	background = `getComputedStyle(document.body).backgroundColor`
)

func TestPhoneFollowsItsTicket(t *testing.T) {
	o := newPhoneOffice(t)
	ctx := openPhone(t, o.URL+"/t/s3cret?lang=en")
	feed := <-o.joined
	say(t, feed, phoneHello)
	untilPhone(t, ctx, connection+`.dataset.state === 'live' && `+headline+` === '3 people ahead'`)

	say(t, feed, `{"type":"ticket.called","seq":11,"prev":10,"number":"A-009","service":"ak1-baru","from":"waiting","to":"called","call":1}`)
	untilPhone(t, ctx, headline+` === '2 people ahead' && `+detail+` === '± 9–18 minutes'`)
	select {
	case path := <-o.asked:
		t.Errorf("the phone asked %s although the message said everything", path)
	default:
	}

	say(t, feed, `{"type":"ticket.issued","seq":12,"prev":11,"number":"A-020","service":"ak1-baru","priority":true,"from":"","to":"waiting"}`)
	untilPhone(t, ctx, headline+` === '7 people ahead'`)

	say(t, feed, `{"type":"ticket.called","seq":13,"prev":12,"number":"A-012","service":"ak1-baru","from":"waiting","to":"called","counterName":"Loket 3","call":1}`)
	untilPhone(t, ctx, headline+` === 'Please go to Loket 3' && `+detail+` === 'Call 1 of 3' && `+background+` === 'rgb(245, 183, 0)'`)
	untilPhone(t, ctx, `document.title === 'A-012 · Please go to Loket 3'`)

	say(t, feed, `{"type":"ticket.finished","seq":14,"prev":13,"number":"A-012","service":"ak1-baru","from":"serving","to":"done"}`)
	untilPhone(t, ctx, headline+` === 'Done' && `+background+` !== 'rgb(245, 183, 0)'`)
}

func TestPhoneMarksWhatIsOld(t *testing.T) {
	o := newPhoneOffice(t)
	ctx := openPhone(t, o.URL+"/t/s3cret?lang=id")
	feed := <-o.joined
	say(t, feed, phoneHello)
	untilPhone(t, ctx, connection+`.dataset.state === 'live'`)
	o.away.Store(true)
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	untilPhone(t, ctx, connection+`.innerText.startsWith('Sambungan terputus. Ini keadaan pukul ') && `+headline+` === '3 orang lagi' && document.body.dataset.old === 'true'`)
	o.away.Store(false)
	say(t, <-o.joined, `{"type":"hello","epoch":"e1","seq":10,"recovered":true}`)
	untilPhone(t, ctx, connection+`.dataset.state === 'live' && document.body.dataset.old === 'false'`)
}
