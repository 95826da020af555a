// Package fault is the one kind of error that people get to see: a kind that decides the HTTP status,
// a stable code, the field that is wrong, and words in Indonesian and English (messages.go).
// Every other error is internal: it is logged and shown as "internal".
package fault

import (
	"errors"
	"maps"
	"strings"
)

// Kind says what sort of failure it is; exactly one place (server/problem.go) turns it into a status.
type Kind int

// The kinds.
const (
	Internal    Kind = iota // ours; the details are logged, never shown
	Malformed               // the request cannot be read
	Invalid                 // a field breaks a rule
	SignedOut               // nobody is signed in
	Forbidden               // signed in, but not allowed
	NotFound                // there is no such thing
	Conflict                // the thing is in another state
	TooLarge                // the body is larger than the limit
	TooMany                 // too many tries from one place
	Unavailable             // not now; try again
)

// Error is a failure with words for a person. Code names its entry in messages.go; Args fill the
// braces of its words; Field is the member of the request that is wrong, "" when none is.
type Error struct {
	Kind   Kind
	Code   string
	Field  string
	Args   map[string]string
	Both   map[string]Message // arguments that are words themselves
	Fields []*Error           // further wrong fields of the same request
}

// New makes an error of kind with code. Args are pairs: name, value, name, value.
func New(kind Kind, code string, args ...string) *Error {
	e := &Error{Kind: kind, Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = args[i+1]
	}
	return e
}

// At returns a copy of the error that names the wrong field.
func (e *Error) At(field string) *Error {
	c := *e
	c.Args, c.Both = maps.Clone(e.Args), maps.Clone(e.Both)
	c.Field = field
	return &c
}

// With returns a copy of the error that has words as a further argument.
func (e *Error) With(name, id, en string) *Error {
	c := e.At(e.Field)
	if c.Both == nil {
		c.Both = map[string]Message{}
	}
	c.Both[name] = Message{id, en}
	return c
}

// At names the wrong field in err, if err is an Error without one.
func At(err error, field string) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Field == "" {
		return e.At(field)
	}
	return err
}

// Error gives the code and the field, for logs: no words, no values, so nothing personal.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Field != "" {
		b.WriteString(" at " + e.Field)
	}
	for _, f := range e.Fields {
		b.WriteString("; " + f.Error())
	}
	return b.String()
}

// Is makes errors.Is match any error with the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Join makes one error of the wrong fields of a request: nil for none, the error itself for one.
func Join(fields []*Error) error {
	switch len(fields) {
	case 0:
		return nil
	case 1:
		return fields[0]
	}
	first := fields[0].At(fields[0].Field)
	first.Fields = fields
	return first
}

// CodeOf returns the code of err, "internal" for an error that is not ours and "" for nil.
func CodeOf(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return "internal"
}
