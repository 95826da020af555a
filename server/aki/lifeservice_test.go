package aki_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"loket/server/aki"
	"loket/server/fault"
	"loket/server/office"
	"loket/server/store"

	"pgregory.net/rapid"
)

// on sets the clock to nine o'clock of a day.
func (r *room) on(day office.Day) {
	r.clock.Add(day.Time().Add(time.Hour).Sub(r.clock.Now())) // 01:00 UTC is nine in Praya
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestACardsWholeLife(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		ctx, card := t.Context(), must[aki.Card](t)
		first := r.issue(t, r.register(t).ID, "")
		check := func(c aki.Card, standing aki.Standing, since office.Day) {
			t.Helper()
			answer, err := r.Check(ctx, c.JWS)
			if err != nil || answer.Result != aki.Result(standing) || answer.Since != since {
				t.Errorf("the check says %+v, %v; want %s since %s", answer, err, standing, since)
			}
			read, err := r.Card(ctx, c.ID)
			if state := read.StateOn(r.office.DayOf(r.clock.Now())); err != nil || state.Standing != standing || state.Since != since {
				t.Errorf("the register says %+v, %v", state, err)
			}
		}
		r.on("2027-05-30")
		check(first, aki.StandingReportDue, "2027-05-23")
		reported := card(r.Report(ctx, "2", first.ID, ""))
		if reported.Reports[0] != (aki.Report{On: "2027-05-30", Officer: "2"}) {
			t.Errorf("%+v", reported.Reports)
		}
		check(first, aki.StandingValid, "2027-05-30")

		r.on("2027-08-01")
		second := card(r.Replace(ctx, "2", first.ID, "lost", ""))
		if second.Number == first.Number || second.JWS == first.JWS || second.ExpiresOn != first.ExpiresOn || second.Reports != reported.Reports || second.Replaces != first.ID {
			t.Errorf("%+v was replaced by %+v", first, second)
		}
		if old := card(r.Card(ctx, first.ID)); old.ReplacedBy != second.ID || old.Ending.Officer != "2" {
			t.Errorf("the lost one is %+v", old)
		}
		check(first, aki.StandingLost, "2027-08-01")
		check(second, aki.StandingValid, "2027-08-01")

		r.on("2029-01-10")
		check(second, aki.StandingExpired, "2028-11-24")
		third := card(r.Renew(ctx, "1", second.ID, ""))
		if third.ExpiresOn != "2031-01-10" || third.Reports != [3]aki.Report{} || third.Replaces != second.ID {
			t.Errorf("renewed: %+v", third)
		}
		check(second, aki.StandingReplaced, "2029-01-10")
		if l, err := r.Legalise(ctx, "3", third.ID, 2); err != nil || l.Copies != 2 || !l.At.Equal(r.clock.Now()) {
			t.Errorf("legalised %+v, %v", l, err)
		}
		must[aki.Legalisation](t)(r.Legalise(ctx, "3", third.ID, 3))
		list := must[[]aki.Legalisation](t)(r.Legalisations(ctx, third.ID))
		if read := card(r.CardByNumber(ctx, third.Number[:4]+" "+third.Number[4:])); read.Legalised != 5 || read.ID != third.ID || len(list) != 2 || list[1].Officer != "3" {
			t.Errorf("legalised %d: %+v", read.Legalised, list)
		}

		r.on("2029-03-01")
		work := aki.Work{Employer: "PT  Mandalika ", Sector: "I", Returned: true}
		placed := card(r.Place(ctx, "3", third.ID, "2029-02-15", work))
		if read := card(r.Card(ctx, third.ID)); read.Ending != placed.Ending || read.Ending.Employer != "PT Mandalika" || !read.Ending.Returned {
			t.Errorf("placed %+v, read %+v", placed.Ending, read.Ending)
		}
		check(third, aki.StandingPlaced, "2029-02-15")
		page, err := r.RegisterPage(ctx, "2026-01-01", "2029-12-31", "")
		if err != nil || len(page.Entries) != 3 {
			t.Fatalf("%d entries, %v", len(page.Entries), err)
		}
		for _, e := range page.Entries {
			if whole := card(r.Card(ctx, e.ID)); e.Card != whole {
				t.Errorf("in the book %+v, in the register %+v", e.Card, whole)
			}
		}
		want := []string{
			"seeker.registered staff:1", "card.issued staff:1", "card.reported staff:2", "card.replaced staff:2", "card.renewed staff:1",
			"card.legalised staff:3", "card.legalised staff:3", "card.placed staff:3",
		}
		if got := r.kinds(t); !slices.Equal(got, want) {
			t.Errorf("the journal is %v", got)
		}
		entries, err := r.journal.Read(ctx, 0, 100)
		for _, e := range entries {
			if text := string(e.Data); err != nil || strings.Contains(text, "Mandalika") || strings.Contains(text, "Wahyuni") {
				t.Errorf("the journal tells %s, %v", text, err)
			}
		}
		for at, part := range map[int]string{2: `"late":7`, 3: `"reason":"lost"`, 4: `"renewal":"new"`, 5: `"copies":2`, 7: `"returned":true`} {
			if !strings.Contains(string(entries[at].Data), part) {
				t.Errorf("%s says %s without %s", entries[at].Type, entries[at].Data, part)
			}
		}
	})
}

func TestActsOnCardsAreRefusedWhole(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		ctx := t.Context()
		first := r.issue(t, r.register(t).ID, "")
		r.clock.Add(24 * time.Hour)
		act := func(do func() (aki.Card, error)) func() error {
			return func() error { _, err := do(); return err }
		}
		report := func(id, day string) func() error {
			return act(func() (aki.Card, error) { return r.Report(ctx, "1", id, day) })
		}
		replace := func(id, reason, ticket string) func() error {
			return act(func() (aki.Card, error) { return r.Replace(ctx, "1", id, reason, ticket) })
		}
		place := func(id, day string, work aki.Work) func() error {
			return act(func() (aki.Card, error) { return r.Place(ctx, "1", id, day, work) })
		}
		renew := func(id, ticket string) func() error {
			return act(func() (aki.Card, error) { return r.Renew(ctx, "1", id, ticket) })
		}
		r.refused(t, "card.not_found", "", report("nowhere", ""))
		r.refused(t, "card.not_found", "", replace("nowhere", "lost", ""))
		r.refused(t, "card.not_found", "number", act(func() (aki.Card, error) { return r.CardByNumber(ctx, "1") }))
		r.refused(t, "field.date", "day", report(first.ID, "kemarin"))
		r.refused(t, "card.day_future", "day", report(first.ID, "2026-11-25"))
		r.refused(t, "card.report_early", "", report(first.ID, ""))
		r.refused(t, "field.not_in_list", "reason", replace(first.ID, "bored", ""))
		r.refused(t, "card.ticket", "ticket", replace(first.ID, "lost", "t1"))
		r.refused(t, "card.ticket", "ticket", renew(first.ID, "t1"))
		r.refused(t, "card.day_before_issue", "day", place(first.ID, "2026-11-22", aki.Work{}))
		r.refused(t, "field.too_long", "employer", place(first.ID, "", aki.Work{Employer: strings.Repeat("é", 121)}))
		r.refused(t, "field.not_in_list", "sector", place(first.ID, "", aki.Work{Sector: "Z"}))
		r.refused(t, "field.range", "copies", func() error { _, err := r.Legalise(ctx, "1", first.ID, 0); return err })
		r.refused(t, "field.range", "copies", func() error { _, err := r.Legalise(ctx, "1", first.ID, 21); return err })
		r.refused(t, "field.range", "within", func() error { _, err := r.DueWithin(ctx, 93); return err })
		r.serving["t1"] = "1"
		second := must[aki.Card](t)(r.Replace(ctx, "1", first.ID, "damaged", "t1"))
		if second.Ticket != "t1" {
			t.Errorf("%+v", second)
		}
		r.refused(t, "card.ended", "", replace(first.ID, "lost", ""))
		r.refused(t, "card.ended", "", renew(first.ID, ""))
		r.refused(t, "card.ended", "", place(first.ID, "", aki.Work{}))
		r.refused(t, "card.ended", "", func() error { _, err := r.Legalise(ctx, "1", first.ID, 1); return err })
		if again := r.issue(t, second.Seeker, "t1"); again.ID != second.ID {
			t.Errorf("a press after the replacement gave %+v", again)
		}
	})
}

// A second visit gets a new card, and the one before is no card any more.
func TestANewCardEndsTheOneBefore(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		first := r.issue(t, r.register(t).ID, "")
		r.clock.Add(24 * time.Hour)
		second := r.issue(t, first.Seeker, "")
		old := must[aki.Card](t)(r.Card(t.Context(), first.ID))
		if old.ReplacedBy != second.ID || second.Replaces != first.ID || old.StateOn("2026-11-24") != (aki.State{Standing: aki.StandingReplaced, Since: "2026-11-24"}) {
			t.Errorf("%+v and %+v", old, second)
		}
		must[aki.Card](t)(r.Place(t.Context(), "1", second.ID, "", aki.Work{}))
		third := r.issue(t, first.Seeker, "")
		if placed := must[aki.Card](t)(r.Card(t.Context(), second.ID)); third.ID == second.ID || third.Replaces != "" || placed.Ending.As != aki.StandingPlaced {
			t.Errorf("after work: %+v, the placed one %+v", third, placed)
		}
	})
}

func TestWhoIsDue(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		card := r.issue(t, r.register(t).ID, "")
		due := func(day office.Day, within int) string {
			t.Helper()
			r.on(day)
			list, err := r.DueWithin(t.Context(), within)
			if err != nil {
				t.Fatal(err)
			}
			told := ""
			for _, m := range list {
				told += fmt.Sprintf("%s %s %d %s;", m.Card.Number, m.Name, m.Due.Report, m.Due.On)
			}
			return strings.ReplaceAll(told, card.Number+" Baiq Sri Wahyuni ", "")
		}
		for _, step := range []struct {
			day    office.Day
			within int
			want   string
		}{
			{"2026-11-23", 92, ""},
			{"2027-04-22", 30, ""},
			{"2027-04-23", 30, "1 2027-05-23;"},
			{"2027-06-22", 30, "1 2027-05-23;"},
			{"2027-06-23", 30, ""},
			{"2027-11-24", 0, "0 2027-11-24;"}, // lapsed
			{"2028-11-20", 3, ""},              // and long known to be
		} {
			if got := due(step.day, step.within); got != step.want {
				t.Errorf("on %s: %q, want %q", step.day, got, step.want)
			}
		}
		renewed := must[aki.Card](t)(r.Renew(t.Context(), "1", card.ID, ""))
		for _, day := range []office.Day{"2029-05-20", "2029-11-20", "2030-05-20"} {
			r.on(day)
			must[aki.Card](t)(r.Report(t.Context(), "1", renewed.ID, ""))
		}
		card = renewed
		if got := due("2030-11-01", 30); got != "0 2030-11-20;" {
			t.Errorf("before the expiry: %q", got)
		}
	})
}

// TestNobodyHasTwoCardsInTheRegister does any acts on any cards of a seeker.
func TestNobodyHasTwoCardsInTheRegister(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seekers, ctx := 0, t.Context()
		rapid.Check(t, func(t *rapid.T) {
			r.on("2026-11-23")
			seekers++
			s, err := r.Register(ctx, "staff:1", fmt.Sprintf("%s%04d", sriNIK[:12], seekers), sri())
			if err != nil {
				t.Fatal(err)
			}
			seeker := s.ID
			first, err := r.IssueCard(ctx, "1", seeker, "")
			if err != nil {
				t.Fatal(err)
			}
			cards := []aki.Card{first}
			for range rapid.IntRange(1, 6).Draw(t, "acts") {
				r.clock.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 40, 181, 800}).Draw(t, "days")) * 24 * time.Hour)
				id := cards[rapid.IntRange(0, len(cards)-1).Draw(t, "card")].ID
				var (
					card aki.Card
					err  error
				)
				switch act := rapid.SampledFrom([]string{"issue", "report", "replace", "renew", "place"}).Draw(t, "act"); act {
				case "issue":
					card, err = r.IssueCard(ctx, "1", seeker, "")
				case "report":
					card, err = r.Report(ctx, "1", id, "")
				case "replace":
					card, err = r.Replace(ctx, "1", id, rapid.SampledFrom([]string{"lost", "damaged"}).Draw(t, "reason"), "")
				case "renew":
					card, err = r.Renew(ctx, "1", id, "")
				case "place":
					card, err = r.Place(ctx, "1", id, "", aki.Work{})
				}
				if err != nil && fault.CodeOf(err) == "internal" {
					t.Fatal(err)
				}
				if err == nil && !slices.ContainsFunc(cards, func(c aki.Card) bool { return c.ID == card.ID }) {
					cards = append(cards, card)
				}
				valid := 0
				for _, c := range cards {
					if answer, err := r.Check(ctx, c.JWS); err != nil {
						t.Fatal(err)
					} else if aki.Standing(answer.Result).Holds() {
						valid++
					}
				}
				if valid > 1 || standing(t, r, seeker) > 1 {
					t.Fatalf("%d cards are valid, %d have not ended", valid, standing(t, r, seeker))
				}
			}
		})
	})
}

// standing counts a seeker's cards that have not ended.
func standing(t *rapid.T, r *room, seeker string) (n int) {
	err := r.store.View(t.Context(), func(tx *store.Tx) error {
		return tx.Each(func(rows *sql.Rows) error { return rows.Scan(&n) }, `SELECT COUNT(*) FROM cards WHERE ending = '' AND seeker = $1`, seeker)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
