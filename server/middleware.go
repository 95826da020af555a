package server

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"loket/server/access"
	"loket/server/api"
	"loket/server/fault"

	"github.com/labstack/echo/v4"
)

// bodyLimit is the largest request: a seeker's whole record is far below it.
const bodyLimit = "256K"

const sessionCookie = "loket_session"

// require lets a request pass whose maker may do the act. It asks for a session or a token only where the
// act is not everybody's.
func (s *Server) require(act access.Act) echo.MiddlewareFunc {
	public := access.Principal{}.May(act)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			var p access.Principal
			if !public {
				if p, err = s.identify(c.Request()); err != nil {
					return err
				}
				if !p.May(act) {
					return fault.New(fault.Forbidden, "session.forbidden")
				}
			}
			c.SetRequest(withCaller(c.Request(), p))
			return next(c)
		}
	}
}

// guarded refuses requests for an operation that no act stands before, because it was forgotten.
func guarded(next api.StrictHandlerFunc, _ string) api.StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		if _, ok := c.Request().Context().Value(callerKey{}).(caller); !ok {
			return nil, fault.New(fault.Forbidden, "session.forbidden")
		}
		return next(c, request)
	}
}

// bodyless refuses what a request says to an operation that asks for nothing.
func bodyless(next api.StrictHandlerFunc, _ string) api.StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		if _, asks := reflect.TypeOf(request).FieldByName("Body"); !asks {
			if err := bindNothing(c); err != nil {
				return nil, err
			}
		}
		return next(c, request)
	}
}

// identify finds who makes a request: a device by its token, staff by their session.
func (s *Server) identify(r *http.Request) (access.Principal, error) {
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return s.recent.find("bearer "+bearer, s.Store.Now(), func() (access.Principal, time.Time, error) {
			d, err := s.Devices.ByToken(r.Context(), bearer)
			return d.Principal(), time.Time{}, err
		})
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return access.Principal{}, fault.New(fault.SignedOut, "session.signed_out")
	}
	return s.recent.find("cookie "+cookie.Value, s.Store.Now(), func() (access.Principal, time.Time, error) {
		session, err := s.Staff.Session(r.Context(), cookie.Value)
		return session.Principal(), session.ExpiresAt, err
	})
}

// sameOrigin refuses requests that change something and come from a page of another site.
func (s *Server) sameOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if protection.Check(c.Request()) != nil {
				return fault.New(fault.Forbidden, "request.cross_origin")
			}
			return next(c)
		}
	}
}

const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; " +
	"object-src 'self'; frame-src 'self' blob:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"

// secure sets the headers that every answer has. Addresses of tickets and cards are secrets of their
// holders: no other site may learn them as a referrer.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		if strings.HasPrefix(c.Request().URL.Path, api.BaseURL+"/") {
			h.Set("Cache-Control", "no-store")
		}
		return next(c)
	}
}

// readable refuses addresses with what is no text. PostgreSQL would refuse it too, but as an internal error.
func readable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		query, err := url.QueryUnescape(c.Request().URL.RawQuery)
		if text := c.Request().URL.Path + query; err != nil || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return fault.New(fault.NotFound, "request.not_found")
		}
		return next(c)
	}
}

// recoverPanics turns a panic into an internal error of this one request.
func (s *Server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return next(c)
	}
}

// measure counts and logs a request by its route, never by its address: addresses hold tokens. Each failure of ours
// is one line of the log.
func (s *Server) measure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		took, status := time.Since(start), c.Response().Status
		observe(c.Request().Method, c.Path(), status, took)
		log := s.log.With("method", c.Request().Method, "route", c.Path(), "status", status, "took", took)
		if err != nil && status >= http.StatusInternalServerError {
			log.Error("request failed", "error", err)
		} else {
			log.Debug("request")
		}
		return nil
	}
}
