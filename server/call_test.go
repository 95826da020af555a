package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"loket/server/api"
)

// answer is what a request got.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// call makes a request as a principal to a path of the contract. "{name}" in path and body stands for a variable;
// headers are name, value pairs, of which an empty value takes a header away.
func (r *running) call(as, method, path, body string, headers ...string) answer {
	r.t.Helper()
	return r.request(as, method, api.BaseURL+path, body, headers...)
}

// request is call for any address of the server.
func (r *running) request(as, method, path, body string, headers ...string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.web.URL+r.filled(path), strings.NewReader(r.filled(body)))
	r.must(err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	r.identify(req.Header, as)
	for i := 0; i+1 < len(headers); i += 2 {
		if req.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			req.Header.Del(headers[i])
		}
	}
	return r.send(req)
}

// send makes a request as it is. Redirections are answers.
func (r *running) send(req *http.Request) answer {
	r.t.Helper()
	res, err := r.web.Client().Transport.RoundTrip(req)
	r.must(err)
	body, err := io.ReadAll(res.Body)
	r.must(err)
	r.must(res.Body.Close())
	return answer{r.t, res.StatusCode, res.Header, body}
}

// identify adds to a request's header what shows who makes it.
func (r *running) identify(h http.Header, as string) {
	switch {
	case as == anonymous:
	case as == expired || slices.Contains(staffNames, as):
		h.Set("Cookie", "loket_session="+r.secrets[as])
	case as == revoked || slices.Contains(deviceNames, as):
		h.Set("Authorization", "Bearer "+r.secrets[as])
	default:
		r.t.Fatalf("no principal %q", as)
	}
}

// filled puts variables in.
func (r *running) filled(text string) string {
	for name, value := range r.vars {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// problem reads a refusal and checks that it has everything that a problem must have.
func (a answer) problem() api.Problem {
	a.t.Helper()
	var p api.Problem
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		a.t.Fatalf("status %d, Content-Type %q: no problem: %s", a.status, got, a.body)
	}
	if err := json.Unmarshal(a.body, &p); err != nil {
		a.t.Fatalf("%v: %s", err, a.body)
	}
	if p.Type != "about:blank" || p.Title == "" || strings.ContainsAny(p.Title, "{}") || p.Status != a.status || p.Code == "" {
		a.t.Errorf("not a whole problem of status %d: %s", a.status, a.body)
	}
	return p
}

// json reads an answer into a value.
func (a answer) json(into any) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		a.t.Fatalf("status %d: %v: %.400s", a.status, err, a.body)
	}
}

// lacking tells what a JSON document lacks of another: each member of the wanted one must be in it with the same
// value, arrays must be of one length. "" if nothing.
func lacking(want, got any, at string) string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s is %v, no object", at, got)
		}
		for name, value := range want {
			member, ok := object[name]
			if !ok {
				return fmt.Sprintf("%s.%s is missing", at, name)
			}
			if lack := lacking(value, member, at+"."+name); lack != "" {
				return lack
			}
		}
		return ""
	case []any:
		array, ok := got.([]any)
		if !ok || len(array) != len(want) {
			return fmt.Sprintf("%s is %v, want %d elements", at, got, len(want))
		}
		for i, value := range want {
			if lack := lacking(value, array[i], fmt.Sprintf("%s[%d]", at, i)); lack != "" {
				return lack
			}
		}
		return ""
	}
	if want != got {
		return fmt.Sprintf("%s is %v, want %v", at, got, want)
	}
	return ""
}

// holds checks that the answer holds what wanted, a JSON document, says.
func (a answer) holds(wanted string) {
	a.t.Helper()
	var want, got any
	if err := json.Unmarshal([]byte(wanted), &want); err != nil {
		a.t.Fatalf("the test's own JSON: %v: %s", err, wanted)
	}
	a.json(&got)
	if lack := lacking(want, got, "answer"); lack != "" {
		a.t.Errorf("%s\n%s", lack, a.body)
	}
}
