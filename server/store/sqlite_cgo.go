//go:build cgo

package store

import (
	"net/url"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

const sqliteDriver = "sqlite3"

// sqliteDSN writes pragmas as mattn reads them: "_name=value". It ignores a key that it does not know
// without a word, so a test asks each connection for the effect.
func sqliteDSN(path string, pragmas map[string]string, query url.Values) string {
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	for name, value := range pragmas {
		q.Set("_"+name, value)
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: q.Encode()}).String()
}
