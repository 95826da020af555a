// Package counter is the counter of the office: the page at which a registrar calls, serves and issues cards.
package counter

import (
	"embed"
	"io/fs"
)

// The tests that lie beside the modules are not served.
//
//go:embed web/*.html web/*.css web/*.js web/*.svg web/views/*.js web/visit/*.js
var web embed.FS

// Pages returns the staff app's files, to be served under /counter/. Among them, screens.js holds canned
// data for looking at each state; only the demo serves it.
func Pages() fs.FS {
	pages, err := fs.Sub(web, "web")
	if err != nil {
		panic(err) // only for a folder that is not embedded
	}
	return pages
}
