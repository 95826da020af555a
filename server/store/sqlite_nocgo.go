//go:build !cgo

package store

import (
	"net/url"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Without a C compiler mattn builds and then fails at run time, so the program carries the
// translated SQLite instead.
const sqliteDriver = "sqlite"

func sqliteDSN(path string, pragmas map[string]string, query url.Values) string {
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	for name, value := range pragmas {
		q.Add("_pragma", name+"("+value+")")
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: q.Encode()}).String()
}
