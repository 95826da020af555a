package web

import (
	"embed"
	"io/fs"
)

//go:embed assets/*.css assets/*.js assets/*.svg assets/fonts assets/lit-html assets/pages assets/phone/*.js assets/phone/*.css
var assets embed.FS

// Assets returns the browser modules, styles and fonts that all pages share, to be served under /assets/.
func Assets() fs.FS { return sub(assets, "assets") }

// sub panics only for a folder that is not embedded, which the first test would see.
func sub(files fs.FS, dir string) fs.FS {
	inner, err := fs.Sub(files, dir)
	if err != nil {
		panic(err)
	}
	return inner
}
