package main

import (
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"strings"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/printer"
)

//go:embed demofaults
var faultFiles embed.FS

var faultPage = template.Must(template.New("page.html").Option("missingkey=error").ParseFS(faultFiles, "demofaults/page.html"))

// faultPanel is the demo's page about its emulated printer: how it is, what can go wrong with it at the
// press of a button, and the last paper. It is served as /demo/printer; below /demo/paper/ are the papers.
type faultPanel struct {
	printer *emulator.Printer
	profile escpos.Profile
	state   func() printer.State // as the kiosk's driver knows it
	papers  *papers
}

// faultView is what the page shows.
type faultView struct {
	Lang, Other string
	Words       map[string]string // of panelWords
	Model       string
	State, Said string // the state's name and its words
	Fine        bool
	Faults      []faultButton
	Paper       string
}

type faultButton struct {
	Name, Said string
	On         bool
}

func (p *faultPanel) handler() http.Handler {
	files, err := fs.Sub(faultFiles, "demofaults")
	if err != nil {
		panic(err) // the folder is in the program
	}
	mux := http.NewServeMux()
	mux.Handle("GET /demo/paper/", p.papers)
	mux.HandleFunc("GET /demo/printer", p.show)
	mux.HandleFunc("POST /demo/printer", p.toggle)
	mux.Handle("GET /demo/printer/", http.StripPrefix("/demo/printer/", http.FileServerFS(files)))
	return mux
}

func (p *faultPanel) show(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = faultPage.Execute(w, p.view(panelLanguage(r))) // a browser that has gone
}

// toggle switches one fault on or off and shows the page again.
func (p *faultPanel) toggle(w http.ResponseWriter, r *http.Request) {
	name, on := r.PostFormValue("fault"), r.PostFormValue("on") == "true"
	if err := p.printer.Set(name, on); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, "/demo/printer?lang="+panelLanguage(r), http.StatusSeeOther)
}

func (p *faultPanel) view(lang string) faultView {
	other := "en"
	if lang == "en" {
		other = "id"
	}
	words := map[string]string{}
	for key, word := range panelWords {
		words[key] = word.in(lang)
	}
	state := p.state()
	v := faultView{
		Lang: lang, Other: other, Words: words, Model: p.profile.Vendor + " " + p.profile.Model,
		State: string(state), Said: stateNames[state].in(lang), Fine: state.CanPrint(), Paper: p.papers.latest(),
	}
	for _, f := range emulator.Faults() {
		if f.Applies(p.profile) {
			v.Faults = append(v.Faults, faultButton{f.Name, faultNames[f.Name].in(lang), p.printer.Has(f.Name)})
		}
	}
	return v
}

// panelLanguage is "en" where the address or the browser wants English, else "id".
func panelLanguage(r *http.Request) string {
	lang := r.FormValue("lang")
	if lang == "en" || lang == "" && strings.HasPrefix(r.Header.Get("Accept-Language"), "en") {
		return "en"
	}
	return "id"
}
