package server

import (
	"context"
	"errors"
	"net/http"

	"loket/server/access"
)

// caller is who makes a request. The contract's handlers get only a context, so it travels in it.
type caller struct {
	access.Principal
	request *http.Request
}

type callerKey struct{}

// withCaller returns the request with its caller in its context.
func withCaller(r *http.Request, p access.Principal) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), callerKey{}, caller{p, r}))
}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// principal returns who makes the request; nobody where the route is everybody's.
func principal(ctx context.Context) access.Principal { return callerOf(ctx).Principal }

// languageIn is the language of the request's answer.
func languageIn(ctx context.Context) string { return languageOf(callerOf(ctx).request) }

var errNoOfficer = errors.New("server: an act of an officer without one")

// officer returns the id of the staff member who makes the request.
func officer(ctx context.Context) (string, error) {
	p := principal(ctx)
	if p.Kind != access.Staff {
		return "", errNoOfficer
	}
	return p.ID, nil
}
