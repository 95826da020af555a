package server_test

import (
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loket/server"
	"loket/server/access"
	"loket/server/api"

	"go.yaml.in/yaml/v3"
)

// operation is one of the contract's.
type operation struct {
	id     string
	method string
	path   string
	act    access.Act
	body   bool
}

// contract reads the operations of openapi.yaml in its order.
func contract(t *testing.T) []operation {
	t.Helper()
	var spec struct{ Paths yaml.Node }
	if err := yaml.Unmarshal(api.Spec, &spec); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, item := range pairs(t, &spec.Paths) {
		for method, node := range pairs(t, item) {
			if method == "parameters" {
				continue
			}
			var o struct {
				ID   string     `yaml:"operationId"`
				Act  access.Act `yaml:"x-act"`
				Body yaml.Node  `yaml:"requestBody"`
			}
			if err := node.Decode(&o); err != nil {
				t.Fatal(err)
			}
			all = append(all, operation{o.ID, strings.ToUpper(method), path, o.Act, !o.Body.IsZero()})
		}
	}
	if len(all) < 30 {
		t.Fatalf("only %d operations", len(all))
	}
	return all
}

// pairs yields a mapping's keys and values in the order in which they are written.
func pairs(t *testing.T, node *yaml.Node) func(func(string, *yaml.Node) bool) {
	t.Helper()
	if node.Kind != yaml.MappingNode {
		t.Fatalf("line %d is no mapping", node.Line)
	}
	return func(yield func(string, *yaml.Node) bool) {
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i].Value, node.Content[i+1]) {
				return
			}
		}
	}
}

func TestOperationsHaveTheContractsActs(t *testing.T) {
	acts := server.Operations()
	for _, o := range contract(t) {
		if acts[o.id] != o.act {
			t.Errorf("%s is behind %q, the contract says %q", o.id, acts[o.id], o.act)
		}
		if _, ok := access.Table()[o.act]; !ok {
			t.Errorf("%s: the table has no act %q", o.id, o.act)
		}
		delete(acts, o.id)
	}
	if len(acts) > 0 {
		t.Errorf("the contract has no %v", slices.Collect(maps.Keys(acts)))
	}
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// TestEveryRouteIsKnown walks the router: each route is the contract's, a page with its act, or a mounted program's.
func TestEveryRouteIsKnown(t *testing.T) {
	r := start(t, func(c *server.Config) {
		c.Apps = map[string]fs.FS{"counter": fstest.MapFS{"index.html": {Data: []byte("counter")}}}
		c.Mounts = map[string]http.Handler{"kiosk": http.NotFoundHandler()}
	})
	known := map[server.Route]bool{}
	for _, o := range contract(t) {
		known[server.Route{Method: o.method, Path: api.BaseURL + parameter.ReplaceAllString(o.path, ":$1")}] = false
	}
	for path, act := range r.Pages() {
		if act != access.PublicRead {
			t.Errorf("page %s is behind %s: it needs a test of its own", path, act)
		}
		known[server.Route{Method: http.MethodGet, Path: path}] = false
		known[server.Route{Method: http.MethodHead, Path: path}] = false
	}
	for _, route := range r.Routes() {
		if route.Path == "/kiosk" || route.Path == "/kiosk/*" {
			continue
		}
		if _, ok := known[route]; !ok {
			t.Errorf("nobody knows of %s %s", route.Method, route.Path)
		}
		known[route] = true
	}
	for route, served := range known {
		if !served {
			t.Errorf("%s %s is not served", route.Method, route.Path)
		}
	}
}

// TestForgottenOperationIsShut holds that nothing is reached for want of an act.
func TestForgottenOperationIsShut(t *testing.T) {
	defer server.Forget("getOffice")()
	defer server.Forget("pairDevice")()
	r := start(t)
	before := r.tables()
	for _, as := range principals {
		if a := r.call(as, http.MethodGet, "/office", ""); a.status != 403 {
			t.Errorf("getOffice as %q: status %d", as, a.status)
		}
		if a := r.call(as, http.MethodPost, "/devices", bodies["pairDevice"]); a.status != 403 {
			t.Errorf("pairDevice as %q: status %d", as, a.status)
		}
	}
	r.unchanged(before)
}
