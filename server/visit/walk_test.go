package visit

import (
	"errors"
	"slices"
	"testing"
	"time"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/office"

	"pgregory.net/rapid"
)

var (
	nine      = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	registrar = Officer{"rina", []access.Role{access.Registrar}}
	placement = Officer{"hadi", []access.Role{access.PlacementOfficer}}
	head      = Officer{"made", []access.Role{access.SectionHead}}
	both      = Officer{"sari", []access.Role{access.PlacementOfficer, access.Registrar}}
)

func walkOf(t interface{ Fatalf(string, ...any) }, procedure string) Walk {
	p, ok := new(office.Office).Procedure(procedure)
	if !ok {
		t.Fatalf("no procedure %s", procedure)
	}
	return Walk{Activities: p.AtCounter(), Began: nine}
}

func has(...office.Gives) func(office.Gives) bool { return func(office.Gives) bool { return true } }

// done walks on to the activity with a key.
func (w Walk) done(t *testing.T, until string) Walk {
	t.Helper()
	for at, due := 1, ""; ; at++ {
		a, ok := w.Due()
		if due = a.Key; !ok || due == until {
			return w
		}
		by := registrar
		if a.Actor == string(access.PlacementOfficer) {
			by = placement
		}
		var err error
		if w, err = w.Finish(a.Key, by, Done, "", "", Circumstances{Now: nine.Add(time.Duration(at) * time.Minute), Has: has()}); err != nil {
			t.Fatalf("%s: %v", a.Key, err)
		}
	}
}

func TestAWrongCardLeadsBackAndCounts(t *testing.T) {
	w := walkOf(t, "online").done(t, "check")
	c := Circumstances{Now: nine.Add(time.Hour), Has: has()}
	w, err := w.Finish("check", registrar, Wrong, "name", "Siti, bukan Sitti", c)
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := w.Due(); a.Key != "enter" || w.Misprints() != 1 {
		t.Errorf("due is %s with %d misprints", a.Key, w.Misprints())
	}
	if a, _ := w.done(t, "photo").Due(); a.Key != "photo" {
		t.Errorf("after the second round %s is due", a.Key)
	}
}

func TestStepsAreTimedAndNamed(t *testing.T) {
	w := walkOf(t, "online")
	at := func(minutes int) Circumstances {
		return Circumstances{Now: nine.Add(time.Duration(minutes) * time.Minute), Has: has()}
	}
	w, err := w.Finish("submit", registrar, Done, "", "", at(1))
	if err != nil {
		t.Fatal(err)
	}
	if w, err = w.Start("enter", both, at(3)); err != nil {
		t.Fatal(err)
	}
	if w, err = w.Finish("enter", both, Done, "", "", at(5)); err != nil {
		t.Fatal(err)
	}
	want := []Step{
		{Activity: "submit", Officer: "rina", Role: access.Registrar, Standard: time.Minute, StartedAt: nine, EndedAt: at(1).Now, Result: Done},
		{Activity: "enter", Officer: "sari", Role: access.Registrar, Standard: 3 * time.Minute, StartedAt: at(3).Now, EndedAt: at(5).Now, Result: Done},
	}
	if !slices.Equal(w.Steps, want) {
		t.Errorf("steps %+v", w.Steps)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	sign := walkOf(t, "online").done(t, "officer-sign")
	enter := walkOf(t, "online").done(t, "enter")
	counsel := walkOf(t, "online").done(t, "counsel")
	for _, test := range []struct {
		name   string
		w      Walk
		by     Officer
		absent string
		role   access.Role
		code   string
	}{
		{"the placement officer signs", sign, placement, "", access.PlacementOfficer, ""},
		{"also while marked absent", sign, placement, "rapat", access.PlacementOfficer, ""},
		{"with two roles in the right one", sign, both, "", access.PlacementOfficer, ""},
		{"a registrar does not", sign, registrar, "", "", "visit.not_yours"},
		{"nor while the officer is absent", sign, registrar, "rapat", "", "visit.not_yours"},
		{"the section head not while the officer is there", sign, head, "", "", "visit.not_absent"},
		{"the section head as deputy", sign, head, "rapat", access.SectionHead, ""},
		{"a placement officer does not enter", enter, placement, "", "", "visit.not_yours"},
		{"no deputy counsels", counsel, head, "rapat", "", "visit.not_yours"},
	} {
		due, _ := test.w.Due()
		after, err := test.w.Finish(due.Key, test.by, Done, "", "", Circumstances{Now: nine, Absent: test.absent, Has: has()})
		if fault.CodeOf(err) != test.code {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if err != nil {
			continue
		}
		last := after.Steps[len(after.Steps)-1]
		reason := ""
		if test.role == access.SectionHead {
			reason = test.absent
		}
		if last.Role != test.role || last.Reason != reason {
			t.Errorf("%s: %+v", test.name, last)
		}
	}
}

func TestRefusedSteps(t *testing.T) {
	none := func(office.Gives) bool { return false }
	begin, sign := walkOf(t, "online"), walkOf(t, "online").done(t, "officer-sign")
	begun, err := sign.Start("officer-sign", placement, Circumstances{Now: nine, Has: has()})
	if err != nil {
		t.Fatal(err)
	}
	ended, err := begin.End(PapersMissing, nine)
	if err != nil {
		t.Fatal(err)
	}
	finish := func(w Walk, key string, r Result, reason string, has func(office.Gives) bool) func() (Walk, error) {
		return func() (Walk, error) {
			return w.Finish(key, both, r, reason, "", Circumstances{Now: nine, Has: has})
		}
	}
	for _, test := range []struct {
		name string
		do   func() (Walk, error)
		code string
		at   string
	}{
		{"out of turn", finish(begin, "print", Done, "", has()), "visit.out_of_turn", "activity"},
		{"unknown", finish(begin, "dance", Done, "", has()), "visit.no_activity", "activity"},
		{"after the end", finish(ended, "submit", Done, "", has()), "visit.ended", ""},
		{"entered without a seeker", finish(begin.done(t, "enter"), "enter", Done, "", none), "visit.without_seeker", "activity"},
		{"not printed", finish(begin.done(t, "print"), "print", Done, "", none), "visit.without_print", "activity"},
		{"no such result", finish(begin, "submit", "fine", "", has()), "field.not_in_list", "result"},
		{"wrong where nothing can be", finish(begin, "submit", Wrong, "name", has()), "visit.never_wrong", "result"},
		{"wrong without a reason", finish(begin.done(t, "check"), "check", Wrong, "", has()), "field.required", "reason"},
		{"wrong with an unknown reason", finish(begin.done(t, "check"), "check", Wrong, "mood", has()), "field.not_in_list", "reason"},
		{"skip a required one", func() (Walk, error) { return begin.Skip("submit", both, Circumstances{Now: nine}) }, "visit.required", "activity"},
		{"skip out of turn", func() (Walk, error) { return begin.Skip("counsel", both, Circumstances{Now: nine}) }, "visit.out_of_turn", "activity"},
		{"another has begun", func() (Walk, error) { return begun.Start("officer-sign", both, Circumstances{Now: nine}) }, "visit.begun", ""},
		{"complete too early", func() (Walk, error) { return sign.End(Completed, nine) }, "visit.incomplete", ""},
		{"no such ending", func() (Walk, error) { return sign.End("bored", nine) }, "field.not_in_list", "ending"},
		{"end twice", func() (Walk, error) { return ended.End(Left, nine) }, "visit.ended", ""},
	} {
		_, err := test.do()
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Code != test.code || e.Field != test.at || !fault.Known(e.Code) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// TestWalksOfAnyOrder tries random acts of random people: a completed visit has every required activity done after
// the last wrong result, in order and by those who may; nobody is stuck.
func TestWalksOfAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := walkOf(t, rapid.SampledFrom([]string{"online", "manual"}).Draw(t, "procedure"))
		people := []Officer{registrar, placement, head, both, {"udin", nil}}
		var keys []string
		for _, a := range w.Activities {
			keys = append(keys, a.Key)
		}
		now, entered, printed := nine, false, false
		for range rapid.IntRange(1, 60).Draw(t, "acts") {
			now = now.Add(time.Minute)
			by := rapid.SampledFrom(people).Draw(t, "by")
			absent := rapid.SampledFrom([]string{"", "rapat"}).Draw(t, "absent")
			c := Circumstances{Now: now, Absent: absent, Has: func(g office.Gives) bool {
				return g != office.GivesSeeker && g != office.GivesPrint || g == office.GivesSeeker && entered || g == office.GivesPrint && printed
			}}
			due, ok := w.Due()
			key := due.Key
			if !ok || rapid.IntRange(0, 4).Draw(t, "stray") == 0 {
				key = rapid.SampledFrom(keys).Draw(t, "key")
			}
			before := len(w.Steps)
			var after Walk
			var err error
			switch act := rapid.SampledFrom([]string{"finish", "finish", "finish", "start", "wrong", "skip", "world", "complete"}).Draw(t, "act"); act {
			case "finish":
				after, err = w.Finish(key, by, Done, "", "", c)
			case "wrong":
				after, err = w.Finish(key, by, Wrong, "name", "", c)
				entered, printed = entered && err != nil, printed && err != nil
			case "start":
				after, err = w.Start(key, by, c)
			case "skip":
				after, err = w.Skip(key, by, c)
			case "complete":
				after, err = w.End(Completed, now)
			default:
				after, entered, printed = w, rapid.Bool().Draw(t, "entered"), rapid.Bool().Draw(t, "printed")
			}
			if err != nil {
				if e, ok := errors.AsType[*fault.Error](err); !ok || !fault.Known(e.Code) {
					t.Fatalf("an error without words: %v", err)
				}
				if after.Ending != w.Ending || len(after.Steps) != before {
					t.Fatalf("refused with %v, and changed", err)
				}
				continue
			}
			w = after
			for _, s := range w.Steps {
				a := w.Activities[w.index(s.Activity)]
				deputised := a.Deputy != "" && s.Role == access.Role(a.Deputy) && s.Reason == "rapat" && s.Officer == head.ID
				right := s.Role == access.Role(a.Actor) || a.Actor == office.ActorSeeker && s.Role != access.SectionHead
				if s.Result != Skipped && s.Result != Stopped && !right && !deputised {
					t.Fatalf("%s was done by %s as %q", s.Activity, s.Officer, s.Role)
				}
				if s.Result == Skipped && a.Optional == nil {
					t.Fatalf("%s was skipped", s.Activity)
				}
				if !s.Open() && s.EndedAt.Before(s.StartedAt) {
					t.Fatalf("%s ended before it began", s.Activity)
				}
			}
			if w.Ending == Completed {
				completed(t, w)
				return
			}
		}
		finishable(t, w, now)
	})
}

// completed fails unless the steps since the last wrong result hold each required activity, in order.
func completed(t *rapid.T, w Walk) {
	next := 0
	for _, s := range w.Steps {
		i := w.index(s.Activity)
		if s.Result == Wrong {
			next = w.index(w.Activities[i].Wrong)
			continue
		}
		for ; next < i; next++ {
			if w.Activities[next].Optional == nil {
				t.Fatalf("%s was passed over", w.Activities[next].Key)
			}
		}
		next = i + 1
	}
	for ; next < len(w.Activities); next++ {
		if w.Activities[next].Optional == nil {
			t.Fatalf("%s was left out", w.Activities[next].Key)
		}
	}
}

// finishable fails unless the visit can be broken off, and be completed by those who are there.
func finishable(t *rapid.T, w Walk, now time.Time) {
	if _, err := w.End(Left, now); err != nil {
		t.Fatalf("cannot be left: %v", err)
	}
	for range len(w.Activities) + 1 {
		a, ok := w.Due()
		if !ok {
			break
		}
		if _, err := w.Finish(a.Key, both, Done, "", "", Circumstances{Now: now, Has: has()}); err != nil {
			t.Fatalf("%s cannot be done: %v", a.Key, err)
		}
		w, _ = w.Finish(a.Key, both, Done, "", "", Circumstances{Now: now, Has: has()})
	}
	if _, err := w.End(Completed, now); err != nil {
		t.Fatalf("cannot be completed: %v", err)
	}
}
