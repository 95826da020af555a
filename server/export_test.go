package server

import (
	"maps"

	"loket/server/access"
)

// For the tests outside of the package.

// Operations is a copy of operations.
func Operations() map[string]access.Act { return maps.Clone(operations) }

// Forget takes an operation out of operations, until undo.
func Forget(operation string) (undo func()) {
	act := operations[operation]
	delete(operations, operation)
	return func() { operations[operation] = act }
}

// Route is a method and a path of the router.
type Route struct{ Method, Path string }

// Routes returns every route of the server.
func (s *Server) Routes() []Route {
	var routes []Route
	for _, r := range s.echo.Routes() {
		routes = append(routes, Route{r.Method, r.Path})
	}
	return routes
}

// Pages returns the paths of the routes outside of the contract with their acts.
func (s *Server) Pages() map[string]access.Act {
	acts := map[string]access.Act{}
	for _, p := range s.pages() {
		acts[p.path] = p.act
	}
	return acts
}
