package server

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"loket/server/access"
	"loket/server/api"
	"loket/server/staff"
	"loket/server/store"
)

// SignIn starts a session.
func (s *Server) SignIn(ctx context.Context, r api.SignInRequestObject) (api.SignInResponseObject, error) {
	if err := required("user", r.Body.User, "password", r.Body.Password); err != nil {
		return nil, err
	}
	address, _, _ := net.SplitHostPort(callerOf(ctx).request.RemoteAddr)
	token, session, err := s.Staff.SignIn(ctx, r.Body.User, r.Body.Password, address)
	if err != nil {
		return nil, err
	}
	body, err := s.session(ctx, session)
	cookie := s.cookie(token, session.ExpiresAt)
	return api.SignIn200JSONResponse{
		Body: body, Headers: api.SignIn200ResponseHeaders{SetCookie: known(cookie.String())},
	}, err
}

// cookie is out of scripts' reach and is not sent by pages of other sites.
func (s *Server) cookie(token string, expires time.Time) *http.Cookie {
	return &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", Expires: expires,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: strings.HasPrefix(s.config.PublicURL, "https://"),
	}
}

func (s *Server) session(ctx context.Context, session staff.Session) (api.Session, error) {
	view := api.Session{
		User: session.Username, Name: session.Name, Roles: []api.Role{},
		ExpiresAt: session.ExpiresAt.In(s.Office.Office().Location()),
	}
	for _, r := range session.Roles {
		view.Roles = append(view.Roles, api.Role(r))
	}
	counters, err := s.Queue.Counters(ctx)
	for _, c := range counters {
		if c.Staff == session.ID {
			view.Counter = &c.ID
		}
	}
	return view, err
}

// GetSession tells who is signed in.
func (s *Server) GetSession(ctx context.Context, _ api.GetSessionRequestObject) (api.GetSessionResponseObject, error) {
	session, err := s.Staff.Session(ctx, sessionToken(ctx))
	if err != nil {
		return nil, err
	}
	view, err := s.session(ctx, session)
	return api.GetSession200JSONResponse(view), err
}

// SignOut ends the session. An officer who has no other one leaves the counter too, unless a number is open there.
func (s *Server) SignOut(ctx context.Context, _ api.SignOutRequestObject) (api.SignOutResponseObject, error) {
	defer s.revoked()
	if err := s.Staff.SignOut(ctx, sessionToken(ctx)); err != nil {
		return nil, err
	}
	if err := s.leave(ctx, principal(ctx).ID); err != nil {
		return nil, err
	}
	gone := s.cookie("", time.Unix(1, 0))
	gone.MaxAge = -1
	return api.SignOut204Response{Headers: api.SignOut204ResponseHeaders{SetCookie: known(gone.String())}}, nil
}

// revoked has nobody believed, nor followed further, who has no right to it any more.
func (s *Server) revoked() {
	s.recent.forget()
	s.Hub.Recheck()
}

func (s *Server) leave(ctx context.Context, staff string) error {
	present := true
	err := s.Store.Glance(ctx, func(tx *store.Tx) (err error) {
		present, err = s.Staff.Present(tx, staff)
		return err
	})
	if err != nil || present {
		return err
	}
	return s.Queue.Leave(ctx, staff)
}

func sessionToken(ctx context.Context) string {
	if principal(ctx).Kind != access.Staff {
		return ""
	}
	cookie, err := callerOf(ctx).request.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}
