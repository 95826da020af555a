package aki

import (
	"errors"
	"strings"
	"testing"

	"loket/server/fault"
	"loket/server/office"

	"pgregory.net/rapid"
)

const issued office.Day = "2026-11-23"

// reported is a card of issued with reports on days, each on its own day.
func reported(t *testing.T, days ...office.Day) Life {
	t.Helper()
	l := Begin(issued, 24)
	for _, day := range days {
		var err error
		if l, _, _, err = l.Report(day, day, "rina"); err != nil {
			t.Fatalf("%s: %v", day, err)
		}
	}
	return l
}

func TestStandings(t *testing.T) {
	first := reported(t, "2027-05-23")
	late := reported(t, "2027-08-01")
	all := reported(t, "2027-05-23", "2027-11-01", "2028-05-23")
	lost, replacement, err := first.Replace(StandingLost, "2027-06-01", "rina")
	if err != nil {
		t.Fatal(err)
	}
	placed, err := first.Place("2027-06-02", "2027-07-01", Work{Sector: "C"}, "hadi")
	if err != nil {
		t.Fatal(err)
	}
	renewed, _, _, err := all.Renew("2028-11-01", 24, "rina")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		life Life
		on   office.Day
		want State
	}{
		{"new", Begin(issued, 24), "2027-05-22", State{StandingValid, issued, 0}},
		{"on the first report's day", Begin(issued, 24), "2027-05-23", State{StandingReportDue, "2027-05-23", 1}},
		{"six months late", Begin(issued, 24), "2027-11-23", State{StandingReportDue, "2027-05-23", 1}},
		{"a day more", Begin(issued, 24), "2027-11-24", State{StandingLapsed, "2027-11-24", 0}},
		{"reported in time", first, "2027-11-22", State{StandingValid, issued, 0}},
		{"the second is due", first, "2027-11-23", State{StandingReportDue, "2027-11-23", 2}},
		{"reported late", late, "2027-08-01", State{StandingValid, "2027-08-01", 0}},
		{"all reported, last day", all, "2028-11-23", State{StandingValid, issued, 0}},
		{"all reported, the day after", all, "2028-11-24", State{StandingExpired, "2028-11-24", 0}},
		{"never reported, expired", Begin(issued, 24), "2030-01-01", State{StandingExpired, "2028-11-24", 0}},
		{"lost", lost, "2027-06-01", State{StandingLost, "2027-06-01", 0}},
		{"lost, long after", lost, "2030-06-01", State{StandingLost, "2027-06-01", 0}},
		{"its replacement", replacement, "2027-06-01", State{StandingValid, "2027-06-01", 0}},
		{"its replacement's second report", replacement, "2027-11-23", State{StandingReportDue, "2027-11-23", 2}},
		{"placed", placed, "2027-07-01", State{StandingPlaced, "2027-06-02", 0}},
		{"renewed", renewed, "2028-11-01", State{StandingReplaced, "2028-11-01", 0}},
		{"a year's card reports once", Begin(issued, 12), "2027-11-23", State{StandingReportDue, "2027-05-23", 1}},
	} {
		if got := test.life.StateOn(test.on); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestReportsOfTheCard(t *testing.T) {
	early, third := Begin(issued, 24), reported(t, "2027-05-23", "2027-11-23", "2028-05-23")
	lost, _, _ := early.Replace(StandingLost, "2027-01-01", "rina")
	for _, test := range []struct {
		name      string
		life      Life
		on, today office.Day
		code      string
		n, late   int
	}{
		{"a month early", early, "2027-04-23", "2027-04-23", "", 1, 0},
		{"a day more", early, "2027-04-22", "2027-04-22", "card.report_early", 0, 0},
		{"in time", early, "2027-05-23", "2027-05-23", "", 1, 0},
		{"late", early, "2027-05-26", "2027-05-26", "", 1, 3},
		{"as late as can be", early, "2027-11-23", "2027-11-23", "", 1, 184},
		{"too late", early, "2027-11-24", "2027-11-24", "card.lapsed", 0, 0},
		{"noted afterwards", early, "2027-05-23", "2028-01-01", "", 1, 0},
		{"twice on one day", reported(t, "2027-05-23"), "2027-05-23", "2027-05-23", "card.report_twice", 0, 0},
		{"before the last", reported(t, "2027-05-23"), "2027-05-22", "2027-05-23", "card.report_order", 0, 0},
		{"a second at once", reported(t, "2027-05-23"), "2027-05-24", "2027-05-24", "card.report_early", 0, 0},
		{"a fourth", third, "2028-11-01", "2028-11-01", "card.reports_done", 0, 0},
		{"on an expired card", reported(t, "2027-05-23", "2027-11-23"), "2028-11-24", "2028-11-24", "card.over", 0, 0},
		{"on a void card", lost, "2027-05-23", "2027-05-23", "card.ended", 0, 0},
		{"in the future", early, "2027-05-24", "2027-05-23", "card.day_future", 0, 0},
		{"before the issue", early, "2026-11-22", "2027-05-23", "card.day_before_issue", 0, 0},
	} {
		after, n, late, err := test.life.Report(test.on, test.today, "rina")
		if fault.CodeOf(err) != test.code || n != test.n || late != test.late {
			t.Errorf("%s: report %d, %d days late, %v", test.name, n, late, err)
		}
		if err != nil && after != test.life {
			t.Errorf("%s: refused, and changed to %+v", test.name, after)
		}
		if err == nil && after.Reports[n-1] != (Report{test.on, "rina"}) {
			t.Errorf("%s: %+v", test.name, after.Reports)
		}
	}
}

func TestWhatEndsACard(t *testing.T) {
	l := Begin(issued, 24)
	old, replacement, err := reported(t, "2027-05-01").Replace(StandingDamaged, "2027-06-01", "rina")
	if err != nil || replacement.ExpiresOn != l.ExpiresOn || replacement.IssuedOn != "2027-06-01" || replacement.Reports != old.Reports {
		t.Errorf("replaced by %+v, %v", replacement, err)
	}
	for today, want := range map[office.Day]Renewal{"2027-05-30": RenewalKept, "2027-12-30": RenewalNew, "2029-01-01": RenewalNew} {
		old, renewed, of, err := l.Renew(today, 24, "rina")
		if err != nil || of != want || renewed != Begin(today, 24) || old.Ending.As != StandingReplaced {
			t.Errorf("renewed on %s: %s, %+v, %v; want %s", today, of, renewed, err, want)
		}
	}
	place := func(l Life, on, today office.Day, sector string) error {
		_, err := l.Place(on, today, Work{Sector: sector}, "hadi")
		return err
	}
	replace := func(l Life, reason Standing, today office.Day) error {
		_, _, err := l.Replace(reason, today, "rina")
		return err
	}
	renew := func(l Life) error { _, _, _, err := l.Renew("2027-06-02", 24, "rina"); return err }
	placed, _ := l.Place("2027-06-01", "2027-06-01", Work{}, "hadi")
	for name, test := range map[string]struct {
		err  error
		code string
	}{
		"replace a void card":           {replace(old, StandingLost, "2027-06-02"), "card.ended"},
		"replace for fun":               {replace(l, "placed", "2027-05-02"), "field.not_in_list"},
		"replace an expired card":       {replace(l, StandingLost, "2029-01-01"), "card.over"},
		"replace on the last day":       {replace(reported(t, "2027-05-23", "2027-11-23", "2028-05-23"), StandingLost, "2028-11-23"), "card.over"},
		"replace a lapsed card":         {replace(l, StandingLost, "2027-12-30"), "card.lapsed"},
		"renew a void card":             {renew(old), "card.ended"},
		"renew a placed card":           {renew(placed), "card.ended"},
		"place twice":                   {place(placed, "2027-06-02", "2027-06-02", ""), "card.ended"},
		"place a void card":             {place(old, "2027-06-02", "2027-06-02", ""), "card.ended"},
		"place in the future":           {place(l, "2027-06-02", "2027-06-01", ""), "card.day_future"},
		"place before the issue":        {place(l, "2026-11-22", "2027-06-01", ""), "card.day_before_issue"},
		"place after the expiry":        {place(l, "2028-11-24", "2028-11-24", ""), "card.over"},
		"place before the expiry":       {place(l, "2028-11-23", "2028-11-30", "U"), ""},
		"place where there is no trade": {place(l, "2027-06-01", "2027-06-01", "V"), "field.not_in_list"},
		"place in two trades":           {place(l, "2027-06-01", "2027-06-01", "AB"), "field.not_in_list"},
		"legalise":                      {l.Legalise("2027-06-01"), ""},
		"legalise a void card":          {old.Legalise("2027-06-01"), "card.ended"},
		"legalise a lapsed card":        {l.Legalise("2027-12-30"), "card.lapsed"},
		"legalise an expired card":      {l.Legalise("2029-01-01"), "card.over"},
	} {
		if fault.CodeOf(test.err) != test.code {
			t.Errorf("%s: %v, want %s", name, test.err, test.code)
		}
	}
}

func TestEveryEndingHasWords(t *testing.T) {
	for _, as := range []Standing{StandingReplaced, StandingLost, StandingDamaged, StandingPlaced} {
		err := Life{Ending: Ending{As: as}}.notEnded()
		if e, ok := errors.AsType[*fault.Error](err); !ok || strings.Contains(e.Words("id")+e.Words("en"), "@") {
			t.Errorf("%s: %v", as, err)
		}
	}
}

func TestWhatIsDueNext(t *testing.T) {
	l := Begin(issued, 24)
	lost, _, _ := l.Replace(StandingLost, "2027-01-01", "rina")
	for _, test := range []struct {
		name string
		life Life
		on   office.Day
		want Due
		ok   bool
	}{
		{"new", l, issued, Due{1, "2027-05-23"}, true},
		{"late", l, "2027-09-01", Due{1, "2027-05-23"}, true},
		{"lapsed", l, "2027-12-01", Due{0, "2027-11-24"}, true},
		{"reported twice", reported(t, "2027-05-23", "2027-11-23"), "2027-12-01", Due{3, "2028-05-23"}, true},
		{"all reported", reported(t, "2027-05-23", "2027-11-23", "2028-05-23"), "2028-06-01", Due{0, "2028-11-23"}, true},
		{"expired", reported(t, "2027-05-23", "2027-11-23"), "2028-12-01", Due{0, "2028-11-23"}, true},
		{"lost", lost, "2027-01-02", Due{}, false},
	} {
		if due, ok := test.life.DueNext(test.on); due != test.want || ok != test.ok {
			t.Errorf("%s: %+v, %v", test.name, due, ok)
		}
	}
}

// TestNobodyHasTwoCards does any acts on any cards of one seeker, in any order and on any days.
func TestNobodyHasTwoCards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := issued
		months := rapid.SampledFrom([]int{1, 6, 12, 24, 36}).Draw(t, "months")
		cards := []Life{Begin(today, months)}
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			today = today.AddDays(rapid.SampledFrom([]int{0, 0, 1, 30, 120, 181, 200, 800}).Draw(t, "days"))
			i := rapid.IntRange(0, len(cards)-1).Draw(t, "card")
			before, c := cards[i], cards[i]
			var (
				next Life
				err  error
			)
			act := rapid.SampledFrom([]string{"issue", "report", "replace", "renew", "place"}).Draw(t, "act")
			switch act {
			case "issue":
				for j := range cards {
					cards[j] = cards[j].Supersede(today, "rina")
				}
				cards = append(cards, Begin(today, months))
				continue
			case "report":
				c, _, _, err = c.Report(today.AddDays(-rapid.IntRange(-1, 40).Draw(t, "ago")), today, "rina")
			case "replace":
				c, next, err = c.Replace(rapid.SampledFrom([]Standing{StandingLost, StandingDamaged}).Draw(t, "reason"), today, "rina")
			case "renew":
				c, next, _, err = c.Renew(today, months, "rina")
			case "place":
				c, err = c.Place(today.AddDays(-rapid.IntRange(-1, 400).Draw(t, "ago")), today, Work{}, "hadi")
			}
			if err != nil && c != before || before.Ending.As != "" && c != before {
				t.Fatalf("%s changed %+v to %+v (%v)", act, before, c, err)
			}
			cards[i] = c
			if next != (Life{}) {
				cards = append(cards, next)
			}
			if act == "replace" && err == nil && next.ExpiresOn != before.ExpiresOn {
				t.Fatalf("%+v was replaced by %+v", before, next)
			}
			standing, last := 0, office.Day("")
			for _, c := range cards {
				if c.StateOn(today).Standing.Holds() {
					standing++
				}
				if c.ExpiresOn <= c.IssuedOn {
					t.Fatalf("a card of no day: %+v", c)
				}
			}
			if standing > 1 {
				t.Fatalf("%d cards hold on %s: %+v", standing, today, cards)
			}
			for _, r := range cards[i].Reports {
				if r.On != "" && r.On <= last {
					t.Fatalf("reports out of order: %+v", cards[i].Reports)
				}
				last = max(last, r.On)
			}
		}
	})
}
