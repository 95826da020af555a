package store

import "strings"

// numbered turns $N into ?N. The mattn driver binds $N by the order of first appearance, not by N,
// so "$2, $1" would silently swap its arguments; ?N means what it says on both SQLite drivers.
func numbered(query string) string {
	var b strings.Builder
	b.Grow(len(query))
	quoted := false
	for i := 0; i < len(query); i++ {
		c := query[i]
		switch {
		case c == '\'':
			quoted = !quoted
		case c == '$' && !quoted && i+1 < len(query) && query[i+1] >= '0' && query[i+1] <= '9':
			c = '?'
		}
		b.WriteByte(c)
	}
	return b.String()
}
