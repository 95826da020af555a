package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"loket/server/api"
	"loket/server/web"
)

// TestCheckBreaksWithoutItsDot has the word on a narrow phone, where its parts stand on two lines and no dot is seen,
// and on a wide screen, where the dot stands between them.
func TestCheckBreaksWithoutItsDot(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/assets/", http.StripPrefix("/assets/", http.FileServerFS(web.Assets())))
	mux.HandleFunc("/v/{result}", func(w http.ResponseWriter, r *http.Request) {
		if err := web.Check(w, checked(r.URL.Query().Get("lang"), api.CardCheckResult(r.PathValue("result")))); err != nil {
			t.Error(err)
		}
	})
	office := httptest.NewServer(mux)
	t.Cleanup(office.Close)
	ctx := openPhone(t, office.URL+"/v/valid?lang=en")
	const (
		parts = `[...document.querySelectorAll('h1 span')].map((part) => part.getBoundingClientRect())`
		// Left of it the head is clipped.
		clip = `(() => { const h = document.querySelector('h1'); return h.getBoundingClientRect().left + parseFloat(getComputedStyle(h).fontSize) / 2; })()`
		dot  = `document.querySelector('h1 i').getBoundingClientRect()`
		word = `document.querySelector('h1').textContent`
	)
	const broken = `(([a, b]) => b.top >= a.bottom && Math.abs(a.left - b.left) < 1 && ` + dot + `.right <= ` + clip + `)(` + parts + `)`
	const whole = `(([a, b]) => Math.abs(a.top - b.top) < 1 && ` + dot + `.left >= a.right && ` + dot + `.left > ` + clip + `)(` + parts + `)`
	for _, page := range []struct {
		path, word string
		width      int64
		seen       string
	}{
		{"/v/valid?lang=en", "GENUINE · VALID", 360, broken},
		{"/v/expired?lang=en", "GENUINE · EXPIRED", 360, broken},
		{"/v/expired?lang=id", "ASLI · KEDALUWARSA", 320, broken},
		{"/v/lost?lang=id", "ASLI · DINYATAKAN HILANG", 320, broken},
		{"/v/damaged?lang=en", "GENUINE · REPORTED DAMAGED", 320, broken},
		{"/v/valid?lang=en", "GENUINE · VALID", 1000, whole},
	} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(page.width, 740), chromedp.Navigate(office.URL+page.path)); err != nil {
			t.Fatal(err)
		}
		untilPhone(t, ctx, word+` === '`+page.word+`' && getComputedStyle(document.querySelector('h1')).clipPath !== 'none' && `+
			`document.documentElement.scrollWidth <= innerWidth && `+page.seen)
	}
}
