// Package web holds what browsers get from the server itself: the modules, styles and fonts that all pages share, and
// the pages that work without script (a ticket on the phone, the card check, the contract, the start page, errors).
//
// Every render function writes a whole page or nothing. None of the pages has inline script or style, so that they
// stand under `Content-Security-Policy: default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:`.
package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{"prose": prose, "dotted": dotted}).ParseFS(templateFiles, "templates/*.html"))

// view is what a template sees: the page's values and its words.
type view struct {
	words
	Lang string
	Page any
}

// dotted is what stands between middle dots.
func dotted(text string) []string { return strings.Split(text, " · ") }

// render writes the named template with the words of the same name.
func render(w io.Writer, name, lang string, page any) error {
	lang = language(lang)
	var out bytes.Buffer
	v := view{words: wordsOf(name, lang), Lang: lang, Page: page}
	if err := templates.ExecuteTemplate(&out, name+".html", v); err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	_, err := out.WriteTo(w)
	return err
}
