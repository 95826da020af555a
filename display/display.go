// Package display is the waiting room: the board page that shows and remembers the calls.
package display

import (
	"embed"
	"io/fs"
)

// Tests (*.mjs) stay out of the program.
//
//go:embed web/*.html web/*.css web/*.js
var pages embed.FS

// Pages returns the board page, to be served under /display/. It asks for the shared assets under /assets/ and the
// API under /api/v1 of the same origin. screens.js holds canned states and is served only in the demo.
func Pages() fs.FS {
	web, err := fs.Sub(pages, "web")
	if err != nil {
		panic(err) // only for a folder that is not embedded
	}
	return web
}
