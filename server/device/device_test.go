package device_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"loket/server/access"
	"loket/server/device"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"
	"loket/server/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

type room struct {
	*device.Service
	store   *store.Store
	journal *journal.Journal
	clock   *storetest.Clock
}

func forEachEngine(t *testing.T, test func(t *testing.T, r *room)) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		r := &room{store: s, clock: storetest.At("2026-11-23T08:00:00+08:00")}
		s.Now = r.clock.Now
		var err error
		if r.journal, err = journal.Open(t.Context(), s, "5202", func([]journal.Entry) {}); err != nil {
			t.Fatal(err)
		}
		r.Service = device.New(r.journal)
		test(t, r)
	})
}

func (r *room) pair(t *testing.T, kind access.Role, name string) (device.Device, string) {
	t.Helper()
	d, token, err := r.Pair(t.Context(), "staff:1", kind, name)
	if err != nil {
		t.Fatal(err)
	}
	return d, token
}

func (r *room) kinds(t *testing.T) []string {
	t.Helper()
	entries, err := r.journal.Read(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range entries {
		kinds = append(kinds, e.Type+" "+e.Actor)
	}
	return kinds
}

func wantCode(t *testing.T, err error, kind fault.Kind, code, field string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != kind || e.Code != code || e.Field != field {
		t.Errorf("the error is %v, want %s at %q", err, code, field)
	}
}

func TestPairReportRevoke(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		kiosk, token := r.pair(t, access.Kiosk, "  Kiosk pintu masuk ")
		board, other := r.pair(t, access.Display, "TV")
		if kiosk.Name != "Kiosk pintu masuk" || kiosk.State != "" || !kiosk.SeenAt.IsZero() || token == other {
			t.Errorf("paired %+v", kiosk)
		}
		found, err := r.ByToken(t.Context(), token)
		if err != nil || found != kiosk {
			t.Errorf("by token: %+v, %v", found, err)
		}
		want := access.Principal{Kind: access.Device, ID: kiosk.ID, Roles: []access.Role{access.Kiosk}}
		if got := found.Principal(); !reflect.DeepEqual(got, want) || got.Actor() != "device:"+kiosk.ID {
			t.Errorf("the principal is %+v", got)
		}

		for _, state := range []string{"ready", "ready", "paper_out", "paper_out", "ready"} {
			r.clock.Add(time.Minute)
			if err := r.Report(t.Context(), kiosk.ID, state, nil); err != nil {
				t.Fatal(err)
			}
		}
		details := &device.Details{Waiting: 3, ClockOffset: -2000, Version: "v1.2.3"}
		if err := r.Report(t.Context(), kiosk.ID, "ready", details); err != nil {
			t.Fatal(err)
		}
		kiosk.State, kiosk.SeenAt, kiosk.Details = "ready", r.clock.Now().UTC(), details
		list, err := r.List(t.Context())
		if err != nil || !reflect.DeepEqual(list, []device.Device{kiosk, board}) {
			t.Errorf("the list is %+v, %v", list, err)
		}

		if err := r.Revoke(t.Context(), "staff:1", kiosk.ID); err != nil {
			t.Fatal(err)
		}
		_, err = r.ByToken(t.Context(), token)
		wantCode(t, err, fault.SignedOut, "device.unknown", "")
		if _, err := r.ByToken(t.Context(), other); err != nil {
			t.Errorf("the other device: %v", err)
		}
		wantCode(t, r.Revoke(t.Context(), "staff:1", kiosk.ID), fault.NotFound, "device.not_found", "")
		if list, err := r.List(t.Context()); err != nil || !list[0].Revoked || list[1].Revoked {
			t.Errorf("the list is %+v, %v", list, err)
		}
		by := "device:" + kiosk.ID
		if got, want := r.kinds(t), []string{
			"device.paired staff:1", "device.paired staff:1",
			"device.health " + by, "device.health " + by, "device.health " + by, // changes only
			"device.revoked staff:1",
		}; !reflect.DeepEqual(got, want) {
			t.Errorf("the journal is %v, want %v", got, want)
		}
	})
}

func TestRevokedDeviceReportsNothing(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		d, _ := r.pair(t, access.Kiosk, "Kiosk")
		if err := r.Revoke(t.Context(), "staff:1", d.ID); err != nil {
			t.Fatal(err)
		}
		before := storetest.Dump(t, r.store)
		wantCode(t, r.Report(t.Context(), d.ID, "ready", nil), fault.NotFound, "device.not_found", "")
		if after := storetest.Dump(t, r.store); after != before {
			t.Errorf("the data changed to\n%s", after)
		}
	})
}

func TestTokenIsKeptAsAHash(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		_, token := r.pair(t, access.CounterDevice, "Loket 1")
		if len(token) != 43 {
			t.Errorf("the token has %d characters, want 256 bits", len(token))
		}
		if dump := storetest.Dump(t, r.store); strings.Contains(dump, token) {
			t.Errorf("the token stands in the data:\n%s", dump)
		}
	})
}

func TestDeviceRefuses(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		d, _ := r.pair(t, access.Kiosk, strings.Repeat("é", 60))
		before := storetest.Dump(t, r.store)
		for _, c := range []struct {
			kind        access.Role
			name        string
			code, field string
		}{
			{access.Registrar, "Kiosk", "field.not_in_list", "kind"},
			{"", "Kiosk", "field.not_in_list", "kind"},
			{access.Kiosk, " ", "field.required", "name"},
			{access.Kiosk, strings.Repeat("x", 61), "field.too_long", "name"},
			{access.Kiosk, "Kiosk\x1b[2J", "field.characters", "name"},
			{access.Kiosk, "Kiosk\nTV", "field.characters", "name"},
		} {
			_, _, err := r.Pair(t.Context(), "staff:1", c.kind, c.name)
			wantCode(t, err, fault.Invalid, c.code, c.field)
		}
		for _, state := range []string{"", "Ready", "paper out", "1st", strings.Repeat("x", 33), "kertas\nhabis", "paper-out", "habis!"} {
			wantCode(t, r.Report(t.Context(), d.ID, state, nil), fault.Invalid, "field.characters", "state")
		}
		wantCode(t, r.Report(t.Context(), d.ID, "ready", &device.Details{Broken: -1}), fault.Invalid, "field.range", "details.broken")
		wantCode(t, r.Report(t.Context(), d.ID, "ready", &device.Details{Version: "v\n"}), fault.Invalid, "field.characters", "details.version")
		wantCode(t, r.Report(t.Context(), "nobody", "ready", nil), fault.NotFound, "device.not_found", "")
		wantCode(t, r.Revoke(t.Context(), "staff:1", "nobody"), fault.NotFound, "device.not_found", "")
		for _, token := range []string{"", "x"} {
			_, err := r.ByToken(t.Context(), token)
			wantCode(t, err, fault.SignedOut, "device.unknown", "")
		}
		if after := storetest.Dump(t, r.store); after != before {
			t.Errorf("refused acts changed the data to\n%s", after)
		}
		if err := r.Report(t.Context(), d.ID, strings.Repeat("x", 32), nil); err != nil {
			t.Errorf("a name of 32 letters: %v", err)
		}
	})
}
