package staff_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/staff"
	"loket/server/store"
	"loket/server/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

const (
	password = "kopi lombok enak"
	address  = "192.0.2.1"
)

// room is the staff of an office with one officer, "sri".
type room struct {
	*staff.Service
	store   *store.Store
	journal *journal.Journal
	clock   *storetest.Clock
	sri     staff.Member
}

func forEachEngine(t *testing.T, test func(t *testing.T, r *room)) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) { test(t, newRoom(t, s)) })
}

func newRoom(t *testing.T, s *store.Store) *room {
	t.Helper()
	r := &room{store: s, clock: storetest.At("2026-11-23T08:00:00+08:00")}
	s.Now = r.clock.Now
	var err error
	if r.journal, err = journal.Open(t.Context(), s, "5202", func([]journal.Entry) {}); err != nil {
		t.Fatal(err)
	}
	r.Service = staff.New(r.journal)
	r.sri, err = r.Add(t.Context(), "system", staff.Member{
		Username: " Sri ", Name: "Baiq Sri Wahyuni", NIP: "198703122010012001", Roles: []access.Role{access.Registrar, access.SectionHead},
	}, password)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) signIn(t *testing.T) string {
	t.Helper()
	token, _, err := r.SignIn(t.Context(), "sri", password, address)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func wantCode(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != kind || e.Code != code {
		t.Errorf("the error is %v, want %s", err, code)
	}
}

func TestSignInAndOut(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		token, session, err := r.SignIn(t.Context(), "  SRI", password, address)
		if err != nil || !reflect.DeepEqual(session.Member, r.sri) {
			t.Fatalf("%+v, %v; want %+v", session, err, r.sri)
		}
		if r.sri.Username != "sri" || !r.sri.Active {
			t.Errorf("the account is %+v", r.sri)
		}
		want := access.Principal{Kind: access.Staff, ID: r.sri.ID, Roles: r.sri.Roles}
		if got := session.Principal(); !reflect.DeepEqual(got, want) || got.Actor() != "staff:"+r.sri.ID {
			t.Errorf("the principal is %+v", got)
		}
		found, err := r.Session(t.Context(), token)
		if err != nil || !reflect.DeepEqual(found.Member, r.sri) || !found.ExpiresAt.Equal(session.ExpiresAt) {
			t.Errorf("%+v, %v", found, err)
		}
		second := r.signIn(t)
		if second == token {
			t.Error("two sessions have one cookie")
		}
		if err := r.SignOut(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		_, err = r.Session(t.Context(), token)
		wantCode(t, err, fault.SignedOut, "session.signed_out")
		if _, err := r.Session(t.Context(), second); err != nil {
			t.Errorf("signing out of one session ended the other: %v", err)
		}
		if err := r.SignOut(t.Context(), token); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
		wantJournal(t, r, staff.EventAdded, staff.EventSignedIn, staff.EventSignedIn, staff.EventSignedOut)
	})
}

// wantJournal wants entries of these types and nothing about the person in them.
func wantJournal(t *testing.T, r *room, kinds ...string) {
	t.Helper()
	entries, err := r.journal.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Type)
		if want := fmt.Sprintf(`{"staff":%q}`, r.sri.ID); string(e.Data) != want {
			t.Errorf("the entry %s says %s, want %s", e.Type, e.Data, want)
		}
	}
	if !reflect.DeepEqual(got, kinds) {
		t.Errorf("the journal is %v, want %v", got, kinds)
	}
}

func TestWrongSignInDoesNotSayWhatIsWrong(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		for name, c := range map[string][2]string{
			"password": {"sri", "kopi lombok pahit"}, "case": {"sri", strings.ToUpper(password)}, "empty": {"sri", ""},
			"unknown": {"nobody", password}, "no name": {"", password}, "long": {strings.Repeat("x", 1000), password},
			"long password": {"sri", strings.Repeat("x", 10_000)},
		} {
			_, _, err := r.SignIn(t.Context(), c[0], c[1], name)
			t.Run(name, func(t *testing.T) { wantCode(t, err, fault.SignedOut, "session.wrong") })
		}
		for _, token := range []string{"", "x", strings.Repeat("A", 43)} {
			_, err := r.Session(t.Context(), token)
			wantCode(t, err, fault.SignedOut, "session.signed_out")
		}
		wantJournal(t, r, staff.EventAdded)
	})
}

func TestSessionLastsAWorkingDay(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		token, session, err := r.SignIn(t.Context(), "sri", password, address)
		if err != nil || !session.ExpiresAt.Equal(r.clock.Now().Add(12*time.Hour)) {
			t.Fatalf("the session ends at %s, %v", session.ExpiresAt, err)
		}
		r.clock.Add(12*time.Hour - time.Millisecond)
		if _, err := r.Session(t.Context(), token); err != nil {
			t.Errorf("just before its end: %v", err)
		}
		r.clock.Add(time.Millisecond)
		_, err = r.Session(t.Context(), token)
		wantCode(t, err, fault.SignedOut, "session.signed_out")
		r.clock.Add(time.Millisecond)
		r.signIn(t)
		if n := strings.Count(storetest.Dump(t, r.store), "sessions hash="); n != 1 {
			t.Errorf("%d sessions are kept, want the new one alone", n)
		}
	})
}

func TestSetPassword(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		token := r.signIn(t)
		wantCode(t, r.SetPassword(t.Context(), "system", "sri", "short"), fault.Invalid, "password.length")
		wantCode(t, r.SetPassword(t.Context(), "system", "nobody", "a new password"), fault.NotFound, "staff.not_found")
		if _, err := r.Session(t.Context(), token); err != nil {
			t.Errorf("a refused change ended the session: %v", err)
		}
		if err := r.SetPassword(t.Context(), "system", "SRI", "a new password"); err != nil {
			t.Fatal(err)
		}
		_, err := r.Session(t.Context(), token)
		wantCode(t, err, fault.SignedOut, "session.signed_out")
		_, _, err = r.SignIn(t.Context(), "sri", password, address)
		wantCode(t, err, fault.SignedOut, "session.wrong")
		if _, _, err := r.SignIn(t.Context(), "sri", "a new password", address); err != nil {
			t.Error(err)
		}
	})
}

func TestDatabaseLetsNobodyIn(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		token := r.signIn(t)
		dump := storetest.Dump(t, r.store)
		if strings.Contains(dump, password) || strings.Contains(dump, token) {
			t.Errorf("the password or the cookie stands in the data:\n%s", dump)
		}
		if !strings.Contains(dump, "password=$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("no argon2id hash stands in the data:\n%s", dump)
		}
	})
}

func TestAddRefuses(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		good := staff.Member{Username: "ali", Name: "Lalu Ali", Roles: []access.Role{access.Administrator}}
		before := storetest.Dump(t, r.store)
		for name, c := range map[string]struct {
			change   func(*staff.Member)
			password string
			code     string
			field    string
		}{
			"exists":        {func(m *staff.Member) { m.Username = "SRI" }, password, "staff.exists", "user"},
			"no name":       {func(m *staff.Member) { m.Name = " " }, password, "field.required", "name"},
			"no user":       {func(m *staff.Member) { m.Username = "" }, password, "field.required", "user"},
			"long user":     {func(m *staff.Member) { m.Username = strings.Repeat("x", 65) }, password, "field.too_long", "user"},
			"long name":     {func(m *staff.Member) { m.Name = strings.Repeat("x", 101) }, password, "field.too_long", "name"},
			"no role":       {func(m *staff.Member) { m.Roles = nil }, password, "field.required", "roles"},
			"device's role": {func(m *staff.Member) { m.Roles = []access.Role{access.Kiosk} }, password, "field.not_in_list", "roles"},
			"everybody":     {func(m *staff.Member) { m.Roles = []access.Role{access.Public} }, password, "field.not_in_list", "roles"},
			"short":         {func(*staff.Member) {}, "1234567", "password.length", "password"},
			"long":          {func(*staff.Member) {}, strings.Repeat("x", 201), "password.length", "password"},
		} {
			t.Run(name, func(t *testing.T) {
				m := good
				c.change(&m)
				_, err := r.Add(t.Context(), "system", m, c.password)
				e, ok := errors.AsType[*fault.Error](err)
				if !ok || e.Code != c.code || e.Field != c.field {
					t.Errorf("the error is %v, want %s at %s", err, c.code, c.field)
				}
			})
		}
		_, err := r.Add(t.Context(), "system", staff.Member{}, "")
		if e, ok := errors.AsType[*fault.Error](err); !ok || len(e.Fields) != 4 {
			t.Errorf("an empty account: %v, want all four fields", err)
		}
		if after := storetest.Dump(t, r.store); after != before {
			t.Errorf("refused accounts changed the data to\n%s", after)
		}
		ali, err := r.Add(t.Context(), "system", good, strings.Repeat("é", 200)) // 200 characters, not bytes
		if err != nil {
			t.Fatal(err)
		}
		members, err := r.Members(t.Context())
		if err != nil || !reflect.DeepEqual(members, []staff.Member{ali, r.sri}) {
			t.Errorf("%+v, %v", members, err)
		}
	})
}

func TestOneUserNameIsOneAccount(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		var (
			wg   sync.WaitGroup
			errs [4]error
		)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = r.Add(context.Background(), "system", staff.Member{Username: "ali", Name: "Ali", Roles: []access.Role{access.Registrar}}, password)
			})
		}
		wg.Wait()
		added := 0
		for _, err := range errs {
			if err == nil {
				added++
			} else {
				wantCode(t, err, fault.Conflict, "staff.exists")
			}
		}
		if added != 1 {
			t.Errorf("%d accounts were added", added)
		}
	})
}
