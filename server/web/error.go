package web

import (
	"io"
	"strconv"
)

// ErrorPage tells a person at a browser what went wrong. Pages only: the API answers problem+json.
type ErrorPage struct {
	Lang      string
	Status    int
	Title     string // what happened; empty for the usual words of the status
	Advice    string // what to do now; empty for the usual words of the status
	Reference string // what the staff can find the error by in the log; may be empty
}

// Error writes the page; the caller sets the status of the answer.
func Error(w io.Writer, p ErrorPage) error {
	known := wordsOf("error", language(p.Lang))
	key := strconv.Itoa(p.Status)
	if known["title"+key] == "" {
		key = ""
	}
	if p.Title == "" {
		p.Title = known.T("title" + key)
	}
	if p.Advice == "" {
		p.Advice = known.T("advice" + key)
	}
	return render(w, "error", p.Lang, p)
}
