package kiosk

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"

	"loket/server/api"
)

//go:embed web
var webFiles embed.FS

// pageFiles are the page's files, index.html at the root.
func pageFiles() fs.FS {
	files, err := fs.Sub(webFiles, "web")
	if err != nil {
		panic(err) // the directory is part of the program
	}
	return files
}

// PressRequest is one wish for a number.
type PressRequest struct {
	Key      string       `json:"key"` // made by the page for this press: 8 to 64 letters, digits, "-" or "_"
	Service  string       `json:"service"`
	Priority bool         `json:"priority"`
	Language api.Language `json:"language"`
}

// PressAnswer is where a press stands.
type PressAnswer struct {
	Number        string         `json:"number"`
	ServiceName   api.Text       `json:"serviceName"`
	URL           string         `json:"url"` // the ticket's phone page
	QR            string         `json:"qr"`  // data URL of a picture of URL
	Ahead         int            `json:"ahead"`
	EstimatedWait api.Minutes    `json:"estimatedWait"`
	Paper         api.PaperState `json:"paper"`
	Cause         string         `json:"cause,omitempty"`   // the printer's state where the paper failed
	Offline       bool           `json:"offline,omitempty"` // given without the server: Ahead and EstimatedWait are not known
	Copy          int            `json:"copy,omitempty"`    // which copy Paper is about; 0: the first paper
	Again         bool           `json:"again"`             // it can be printed again
}

// Handler serves the page and its local API below /kiosk/, and the shared assets at /assets/ if Config.Shared is set.
// It may serve before Run runs; presses are refused until then.
func (k *Kiosk) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /kiosk/state", k.serveState)
	mux.HandleFunc("POST /kiosk/press", k.servePress)
	mux.HandleFunc("GET /kiosk/press/{key}", k.servePressState)
	mux.HandleFunc("POST /kiosk/press/{key}/print", k.serveAgain)
	page := http.StripPrefix("/kiosk/", http.FileServerFS(pageFiles()))
	mux.Handle("GET /kiosk/", page)
	if !k.config.Demo {
		mux.HandleFunc("GET /kiosk/screens.js", http.NotFound)
	}
	if k.config.Shared != nil {
		mux.Handle("GET /assets/", http.StripPrefix("/assets/", http.FileServerFS(k.config.Shared)))
	}
	return secure(http.NewCrossOriginProtection().Handler(mux))
}

// secure sets what every answer carries. Pages are asked for again each time, so that an update shows at once.
func secure(next http.Handler) http.Handler {
	const policy = "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

func (k *Kiosk) serveState(w http.ResponseWriter, _ *http.Request) {
	k.reply(w, k.State())
}

func (k *Kiosk) servePress(w http.ResponseWriter, r *http.Request) {
	wish, refused := readWish(w, r)
	if refused != nil {
		k.refuse(w, refused)
		return
	}
	p, refused := k.take(r.Context(), wish)
	if refused != nil {
		k.refuse(w, refused)
		return
	}
	k.answer(w, p)
}

func (k *Kiosk) servePressState(w http.ResponseWriter, r *http.Request) {
	e := k.find(r.PathValue("key"))
	if e == nil {
		k.refuse(w, newProblem("kiosk.unknown_press", api.Language(r.Header.Get("Accept-Language"))))
		return
	}
	// A limit of zero: the state as it stands, once there is a number.
	p, refused := k.wait(r.Context(), e, 0)
	if refused != nil {
		k.refuse(w, refused)
		return
	}
	k.answer(w, p)
}

func (k *Kiosk) serveAgain(w http.ResponseWriter, r *http.Request) {
	p, refused := k.again(r.Context(), r.PathValue("key"), api.Language(r.Header.Get("Accept-Language")))
	if refused != nil {
		k.refuse(w, refused)
		return
	}
	k.answer(w, p)
}

func (k *Kiosk) answer(w http.ResponseWriter, p press) {
	picture, err := qrPicture(p.Issued.URL)
	if err != nil {
		k.log.Error("the QR for the screen cannot be drawn", "number", p.number(), "err", err)
	}
	k.reply(w, PressAnswer{
		Number:        p.Issued.Number,
		ServiceName:   p.Issued.ServiceName,
		URL:           p.Issued.URL,
		QR:            picture,
		Ahead:         p.Issued.Ahead,
		EstimatedWait: p.Issued.EstimatedWait,
		Paper:         p.paper(),
		Cause:         p.Cause,
		Offline:       p.Offline,
		Copy:          p.Paper.Copy,
		Again:         p.mayRepeat(),
	})
}

func (k *Kiosk) reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		k.log.Debug("the page did not take its answer", "err", err)
	}
}

func (k *Kiosk) refuse(w http.ResponseWriter, p *problem) {
	if err := p.write(w); err != nil {
		k.log.Debug("the page did not take its answer", "err", err)
	}
}
