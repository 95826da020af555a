package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"loket/server/api"
	"loket/server/fault"
	"loket/server/web"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

var statusOf = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Malformed:   http.StatusBadRequest,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.SignedOut:   http.StatusUnauthorized,
	fault.Forbidden:   http.StatusForbidden,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// statusOfCode has the two refusals of the router that are no kind of the rooms'.
var statusOfCode = map[string]int{
	"request.method":       http.StatusMethodNotAllowed,
	"request.content_type": http.StatusUnsupportedMediaType,
}

func statusFor(e *fault.Error) int {
	if status, ok := statusOfCode[e.Code]; ok {
		return status
	}
	return statusOf[e.Kind]
}

// statusGone is the log's and the metrics' word for a request whose client did not wait for the answer; the number is
// nginx's.
const statusGone = 499

// gone tells whether a request failed for no other reason than that its client went away.
func gone(r *http.Request, err error) bool {
	return r.Context().Err() != nil && errors.Is(err, context.Canceled)
}

// problem is the one place that turns an error into an answer: problem+json for programs, a page for a
// person at a browser. What is internal is not shown; measure logs it.
func (s *Server) problem(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if gone(c.Request(), err) {
		c.Response().WriteHeader(statusGone)
		return
	}
	e := s.faultOf(err)
	status, lang := statusFor(e), languageOf(c.Request())
	h := c.Response().Header()
	h.Set("Vary", "Accept-Language")
	if wantsPage(c.Request()) {
		h.Set(echo.HeaderContentType, "text/html; charset=utf-8")
		c.Response().WriteHeader(status)
		if c.Request().Method != http.MethodHead {
			_ = web.Error(c.Response(), web.ErrorPage{Lang: lang, Status: status, Title: e.Words(lang)})
		}
		return
	}
	h.Set(echo.HeaderContentType, "application/problem+json")
	h.Set("Content-Language", lang)
	c.Response().WriteHeader(status)
	if c.Request().Method != http.MethodHead {
		_ = json.NewEncoder(c.Response()).Encode(problemOf(e, status, lang))
	}
}

func problemOf(e *fault.Error, status int, lang string) api.Problem {
	p := api.Problem{Type: "about:blank", Title: e.Words(lang), Status: status, Code: e.Code}
	if e.Field != "" {
		p.Field = &e.Field
	}
	if len(e.Fields) > 0 {
		var fields []api.FieldProblem
		for _, f := range e.Fields {
			fields = append(fields, api.FieldProblem{Field: f.Field, Code: f.Code, Title: f.Words(lang)})
		}
		p.Fields = &fields
	}
	return p
}

// faultOf finds what an error says to people. The router's own errors have codes too.
func (s *Server) faultOf(err error) *fault.Error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		switch h.Code {
		case http.StatusNotFound:
			return fault.New(fault.NotFound, "request.not_found")
		case http.StatusMethodNotAllowed:
			return fault.New(fault.NotFound, "request.method")
		case http.StatusRequestEntityTooLarge:
			return fault.New(fault.TooLarge, "request.too_large", "limit", bodyLimit+"B")
		case http.StatusUnsupportedMediaType:
			return fault.New(fault.Malformed, "request.content_type")
		case http.StatusBadRequest:
			return parameterFault(h)
		}
	}
	return fault.New(fault.Internal, "internal")
}

// parameterFault reads which parameter the generated code could not bind.
func parameterFault(h *echo.HTTPError) *fault.Error {
	text, _ := h.Message.(string)
	if text == "" {
		return fault.New(fault.Malformed, "request.malformed")
	}
	name := "?"
	if _, rest, ok := strings.Cut(text, "parameter "); ok {
		name, _, _ = strings.Cut(strings.TrimLeft(rest, " "), ":")
		name, _, _ = strings.Cut(name, " ")
		name = strings.TrimRight(name, ",")
	}
	if name == "Idempotency-Key" {
		return fault.New(fault.Invalid, "request.key_missing").At(name)
	}
	return fault.New(fault.Malformed, "request.parameter", "name", name).At(name)
}

// languages are those that there are, the first for whoever asks for none of them.
var languages = language.NewMatcher([]language.Tag{language.Indonesian, language.English})

// languageOf is the one of languages that the request weighs highest. Malay readers get Indonesian.
func languageOf(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang == "id" || lang == "en" {
		return lang
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return "id"
	}
	for i, tag := range wanted {
		if base, _ := tag.Base(); base.String() == "ms" {
			wanted[i] = language.Indonesian
		}
	}
	if _, index, _ := languages.Match(wanted...); index == 1 {
		return "en"
	}
	return "id"
}

// wantsPage tells whether a person at a browser asks, and not a program.
func wantsPage(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, api.BaseURL+"/") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
