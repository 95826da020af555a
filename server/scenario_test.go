package server_test

import (
	"net/http"
	"slices"
	"testing"

	"loket/server/office"
)

// scenario is one request and all that comes of it.
type scenario struct {
	name   string
	given  func(*running) // what was done before
	as     string
	method string
	path   string
	body   string
	header []string

	status int
	code   string   // of a refusal: "" where the request is done
	field  string   // the member that a refusal names
	fields []string // all members that it names, where there are several
	want   string   // JSON that the answer must hold
	events []string // exactly what the journal gets; a refusal gets nothing
	check  func(*testing.T, *running, answer)
}

func play(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, sc := range scenarios {
		t.Run(sc.name, func(t *testing.T) {
			r := start(t)
			if sc.code != "" {
				refused(t, r, sc)
				return
			}
			sc.prepare(r)
			done(t, r, sc)
		})
	}
}

func (sc scenario) prepare(r *running) {
	if sc.given != nil {
		sc.given(r)
	}
}

func done(t *testing.T, r *running, sc scenario) {
	t.Helper()
	mark := r.mark()
	before := r.tables()
	a := r.call(sc.as, sc.method, sc.path, sc.body, sc.header...)
	if a.status != sc.status {
		t.Fatalf("status %d, want %d: %s", a.status, sc.status, a.body)
	}
	if sc.want != "" {
		a.holds(r.filled(sc.want))
	}
	if sc.status == http.StatusNoContent && len(a.body) > 0 {
		t.Errorf("204 with a body: %s", a.body)
	}
	if got := typesOf(r.since(mark)); !slices.Equal(got, append([]string{}, sc.events...)) {
		t.Errorf("the journal got %v, want %v", got, sc.events)
	}
	if sc.method == http.MethodGet && len(sc.events) == 0 {
		r.unchanged(before)
	}
	if sc.check != nil {
		sc.check(t, r, a)
	}
}

// refused plays a refusal in both languages and sees that it left no trace: not in the tables, not in the journal,
// not on a board and not at a desk.
func refused(t *testing.T, r *running, sc scenario) {
	t.Helper()
	board, desk := r.follow("", "board"), r.follow("registrar", "desk")
	board.hello()
	desk.hello()
	sc.prepare(r)
	mark := r.mark()
	before := r.tables()
	titles := map[string]string{}
	for _, lang := range []string{"id", "en"} {
		a := r.call(sc.as, sc.method, sc.path, sc.body, append(sc.header, "Accept-Language", lang+";q=0.9, fr;q=0.1")...)
		if a.status != sc.status {
			t.Fatalf("status %d, want %d: %s", a.status, sc.status, a.body)
		}
		if got := a.header.Get("Content-Language"); got != lang {
			t.Errorf("language %q, want %q", got, lang)
		}
		p := a.problem()
		titles[lang] = p.Title
		if field := value(p.Field); p.Code != sc.code || field != sc.field {
			t.Errorf("%s at %q, want %s at %q: %s", p.Code, field, sc.code, sc.field, a.body)
		}
		var fields []string
		if p.Fields != nil {
			for _, f := range *p.Fields {
				fields = append(fields, f.Field)
				if f.Title == "" || f.Code == "" {
					t.Errorf("field %s without words", f.Field)
				}
			}
		}
		if !slices.Equal(fields, sc.fields) {
			t.Errorf("names the fields %q, want %q", fields, sc.fields)
		}
		if sc.check != nil {
			sc.check(t, r, a)
		}
	}
	if titles["id"] == titles["en"] {
		t.Errorf("the same words in both languages: %q", titles["id"])
	}
	r.unchanged(before)
	if entries := r.since(mark); len(entries) > 0 {
		t.Errorf("the journal got %v", typesOf(entries))
	}
	// The next message that either gets is this one.
	r.must(r.Office.Apply(t.Context(), "system", r.Office.Office()))
	for _, c := range []*client{board, desk} {
		heard := c.until(mark + 1)
		if m := heard[len(heard)-1]; m.Type != office.EventChanged || m.Seq != mark+1 {
			t.Errorf("topic %s heard %s with number %d", c.topic, m.Type, m.Seq)
		}
	}
}

func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
