package server_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"loket/server"
	"loket/server/access"
	"loket/server/journal"
	"loket/server/staff"
	"loket/server/store"
)

// The principals of the tests. Each staff member has one role; "registrar2" is a second registrar.
const (
	anonymous = ""
	revoked   = "revoked" // a kiosk whose token was taken away
	expired   = "expired" // a registrar whose session is over
)

var (
	staffNames  = []string{"registrar", "registrar2", "placement_officer", "section_head", "administrator"}
	deviceNames = []string{"kiosk", "display", "counter"}
	principals  = append(append([]string{anonymous, revoked, expired}, staffNames...), deviceNames...)
)

const password = "kata sandi rahasia"

// morning is when each test begins: a Monday, eight o'clock in Praya.
var morning = time.Date(2026, 11, 23, 8, 0, 0, 0, time.FixedZone("WITA", 8*60*60))

// roleOf is the one role of a principal.
func roleOf(principal string) access.Role { return access.Role(strings.TrimRight(principal, "2")) }

// clock is the server's clock, which stands until a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// template is a data folder with an office, its staff and its devices. Passwords cost time to hash, so it is made
// once and copied for each test.
type template struct {
	folder  string
	secrets map[string]string // principal → cookie or token
	ids     map[string]string // principal → id
}

var templateOnce = sync.OnceValues(func() (template, error) {
	t := template{folder: filepath.Join(testFolder, "template"), secrets: map[string]string{}, ids: map[string]string{}}
	c := &clock{now: morning}
	ctx := context.Background()
	s, err := server.New(ctx, server.Config{Data: t.folder, Log: slog.New(slog.DiscardHandler), Now: c.Now})
	if err != nil {
		return t, err
	}
	if err := t.fill(ctx, s, c); err != nil {
		return t, err
	}
	return t, s.Close()
})

func (t template) fill(ctx context.Context, s *server.Server, c *clock) error {
	signIn := func(name string, role access.Role) error {
		m := staff.Member{Username: name, Name: "Petugas " + name, Roles: []access.Role{role}}
		m, err := s.Staff.Add(ctx, "system", m, password)
		if err != nil {
			return err
		}
		t.ids[name] = m.ID
		t.secrets[name], _, err = s.Staff.SignIn(ctx, name, password, "192.0.2.1")
		return err
	}
	for _, name := range staffNames {
		if err := signIn(name, roleOf(name)); err != nil {
			return err
		}
	}
	// Last, for each sign-in throws old sessions away.
	c.add(-13 * time.Hour)
	if err := signIn(expired, access.Registrar); err != nil {
		return err
	}
	for _, name := range append([]string{revoked}, deviceNames...) {
		kind := roleOf(name)
		if name == revoked {
			kind = access.Kiosk
		}
		d, token, err := s.Devices.Pair(ctx, "system", kind, "Perangkat "+name)
		if err != nil {
			return err
		}
		t.secrets[name], t.ids[name] = token, d.ID
	}
	return s.Devices.Revoke(ctx, "system", t.ids[revoked])
}

var testFolder string

func TestMain(m *testing.M) {
	var err error
	if testFolder, err = os.MkdirTemp("", "loket-server"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(testFolder)
	os.Exit(code)
}

// running is a real server behind a real listener.
type running struct {
	*server.Server
	t       *testing.T
	clock   *clock
	web     *httptest.Server
	secrets map[string]string
	ids     map[string]string
	vars    map[string]string // what "{name}" in a path or body stands for
}

// start starts a server on a copy of the template.
func start(t *testing.T, options ...func(*server.Config)) *running {
	t.Helper()
	made, err := templateOnce()
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	copyFolder(t, data, made.folder)
	r := &running{
		t: t, clock: &clock{now: morning}, secrets: maps.Clone(made.secrets), ids: made.ids, vars: map[string]string{"counter": "1"},
	}
	config := server.Config{
		Data: data, PublicURL: "https://loket.example", Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: r.clock.Now,
	}
	for _, option := range options {
		option(&config)
	}
	if r.Server, err = server.New(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	r.web = httptest.NewServer(r.Handler())
	t.Cleanup(func() {
		r.Hub.Close()
		r.web.Close()
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// copyFolder copies a data folder. The server reads no key that others could read.
func copyFolder(t *testing.T, to, from string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	keys, err := filepath.Glob(filepath.Join(to, "keys", "*"))
	for _, key := range keys {
		err = errors.Join(err, os.Chmod(key, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// mark returns the number of the journal's last entry.
func (r *running) mark() int64 {
	r.t.Helper()
	var seq int64
	r.must(r.Store.View(r.t.Context(), func(tx *store.Tx) (err error) {
		seq, err = journal.Last(tx, server.OfficeID)
		return err
	}))
	return seq
}

// since returns the entries that the journal got after a mark.
func (r *running) since(mark int64) []journal.Entry {
	r.t.Helper()
	entries, err := r.Journal.Read(r.t.Context(), mark, 100_000)
	r.must(err)
	return entries
}

func typesOf(entries []journal.Entry) []string {
	types := []string{}
	for _, e := range entries {
		types = append(types, e.Type)
	}
	return types
}

func (r *running) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// tables returns every row of every table, by table. Sessions are left out: they say nothing of the office.
func (r *running) tables() map[string]string {
	r.t.Helper()
	dump := map[string]string{}
	r.must(r.Store.View(r.t.Context(), func(tx *store.Tx) error {
		var names []string
		err := tx.Each(func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		}, `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions'`)
		if err != nil {
			return err
		}
		for _, name := range names {
			var b strings.Builder
			err := tx.Each(func(rows *sql.Rows) error {
				columns, err := rows.Columns()
				if err != nil {
					return err
				}
				values, into := make([]any, len(columns)), make([]any, len(columns))
				for i := range values {
					into[i] = &values[i]
				}
				err = rows.Scan(into...)
				fmt.Fprintln(&b, values...)
				return err
			}, `SELECT * FROM `+name+` ORDER BY 1, 2`)
			if err != nil {
				return err
			}
			dump[name] = b.String()
		}
		return nil
	}))
	return dump
}

// unchanged fails the test if a table differs from a dump.
func (r *running) unchanged(before map[string]string) {
	r.t.Helper()
	after := r.tables()
	for name := range maps.Keys(before) {
		if before[name] != after[name] {
			r.t.Errorf("table %s changed:\n%s", name, differing(before[name], after[name]))
		}
	}
	if len(after) != len(before) || len(after) < 10 {
		r.t.Errorf("%d tables before, %d after", len(before), len(after))
	}
}

// differing returns the rows that only one of two dumps has.
func differing(before, after string) string {
	var b strings.Builder
	only := func(sign, these, those string) {
		for row := range strings.Lines(these) {
			if !strings.Contains(those, row) {
				b.WriteString(sign + row)
			}
		}
	}
	only("-", before, after)
	only("+", after, before)
	return b.String()
}
