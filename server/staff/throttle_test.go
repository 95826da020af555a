package staff_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/store/storetest"
)

func (r *room) wrong(t *testing.T, user, from string) string {
	t.Helper()
	_, _, err := r.SignIn(t.Context(), user, "not the password", from)
	return fault.CodeOf(err)
}

func TestAFewWrongTriesOfOneNameFromOneAddress(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	for i := range 8 {
		if code := r.wrong(t, "sri", address); code != "session.wrong" {
			t.Fatalf("try %d: %s", i+1, code)
		}
		r.clock.Add(time.Minute)
	}
	_, _, err := r.SignIn(t.Context(), "SRI", password, address) // the right one, by another spelling
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.TooMany || e.Code != "session.too_many" || e.Args["minutes"] != "8" {
		t.Fatalf("the ninth: %v %+v", err, e)
	}
	if _, _, err := r.SignIn(t.Context(), "sri", password, "the office"); err != nil {
		t.Errorf("the officer is locked out elsewhere: %v", err)
	}
	if code := r.wrong(t, "ali", address); code != "session.wrong" {
		t.Errorf("another name: %s", code)
	}
	r.clock.Add(7 * time.Minute) // 15 since the first
	r.signIn(t)
	if code := r.wrong(t, "sri", address); code != "session.wrong" {
		t.Errorf("after a right one the count begins anew: %s", code)
	}
}

func TestManyWrongTriesOfOneName(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	r.SpendName("sri", 59)
	if code := r.wrong(t, "sri", "somewhere"); code != "session.wrong" {
		t.Errorf("the 60th: %s", code)
	}
	if code := r.wrong(t, "sri", "elsewhere"); code != "session.too_many" {
		t.Errorf("the 61st: %s", code)
	}
	if code := r.wrong(t, "ali", "elsewhere"); code != "session.wrong" {
		t.Errorf("another name: %s", code)
	}
}

func TestManyWrongTriesFromOneAddress(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	r.Spend(address, 39)
	if code := r.wrong(t, "ali", address); code != "session.wrong" {
		t.Errorf("the 40th: %s", code)
	}
	if code := r.wrong(t, "sri", address); code != "session.too_many" {
		t.Errorf("the 41st: %s", code)
	}
	if _, _, err := r.SignIn(t.Context(), "sri", password, "the office"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	r.clock.Add(15*time.Minute + time.Second)
	r.signIn(t)
}

// Tries that come together count as those that come one after the other.
func TestTriesAtOnceAreCounted(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	var (
		wg    sync.WaitGroup
		codes [12]string
	)
	for i := range codes {
		wg.Go(func() {
			_, _, err := r.SignIn(context.Background(), "sri", "not the password", address)
			codes[i] = fault.CodeOf(err)
		})
	}
	wg.Wait()
	count := map[string]int{}
	for _, code := range codes {
		count[code]++
	}
	if count["session.wrong"] != 8 || count["session.too_many"] != 4 {
		t.Errorf("%v, want 8 tries and 4 refusals", count)
	}
}

// Officers who sign in at once from one address are no attack.
func TestRightSignInsAreNotCounted(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	r.Spend(address, 38)
	for range 3 {
		r.signIn(t)
	}
	if code := r.wrong(t, "ali", address); code != "session.wrong" {
		t.Errorf("the 39th wrong one: %s", code)
	}
	r.signIn(t)
}
