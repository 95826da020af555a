package aki

import (
	"strings"
	"time"

	"loket/server/fault"
	"loket/server/office"
)

// Standing is what a card is worth on a day.
type Standing string

// The standings. The last four are how a card ends, and it stays so.
const (
	StandingValid     Standing = "valid"
	StandingReportDue Standing = "report_due" // a report is due, or late by six months at most; the card holds
	StandingLapsed    Standing = "lapsed"     // a report is late by more than that
	StandingExpired   Standing = "expired"
	StandingReplaced  Standing = "replaced"
	StandingLost      Standing = "lost"
	StandingDamaged   Standing = "damaged"
	StandingPlaced    Standing = "placed" // its holder has found work
)

// Holds tells whether a card with this standing proves a registration.
func (s Standing) Holds() bool { return s == StandingValid || s == StandingReportDue }

// reportMonths is after how many months the holder reports (card, provision 4).
var reportMonths = [...]int{6, 12, 18}

const (
	earlyMonths = 1 // a report may be made so long before its day
	lapseMonths = 6 // and so long after it
)

// Life is a card's days, from its issue to its end.
type Life struct {
	From      office.Day // its months count from here: the issue, of a replacement that of the card before
	IssuedOn  office.Day
	ExpiresOn office.Day // the last day on which it is valid
	Reports   [len(reportMonths)]Report
	Ending    Ending
}

// Report is one row of the card's back; zero while it is empty.
type Report struct {
	On      office.Day
	Officer string // id
}

// Ending is why a card's life is over; zero while it is not.
type Ending struct {
	As      Standing
	On      office.Day
	Officer string // id
	Work
}

// Work is what is known of the work that a card's holder has found.
type Work struct {
	Employer string
	Sector   string // letter of the KBLI 2020 category, "A" to "U"
	Returned bool   // the card was given back
}

// State is a card's standing, since when, and with StandingReportDue which report it is.
type State struct {
	Standing Standing
	Since    office.Day
	Report   int
}

// Begin is the life of a new card that is valid for some months.
func Begin(today office.Day, months int) Life {
	return Life{From: today, IssuedOn: today, ExpiresOn: today.AddMonths(months)}
}

// ReportDue is the day of the nth report, from 1; false if the card expires before.
func (l Life) ReportDue(n int) (office.Day, bool) {
	due := l.From.AddMonths(reportMonths[n-1])
	return due, due < l.ExpiresOn
}

// ReportOpens is the first day on which the report of a day is taken.
func ReportOpens(due office.Day) office.Day { return due.AddMonths(-earlyMonths) }

// DaysLate is by how many days a report came after its day; 0 for one in time.
func DaysLate(on, due office.Day) int { return max(0, int(on.Time().Sub(due.Time())/(24*time.Hour))) }

// next is the report that is to be made next; 0 if there is none.
func (l Life) next() (n int, due office.Day) {
	for i, r := range l.Reports {
		if r.On == "" {
			if due, ok := l.ReportDue(i + 1); ok {
				return i + 1, due
			}
			break
		}
	}
	return 0, ""
}

// LastReport is the latest report's day, "" without one.
func (l Life) LastReport() office.Day {
	var last office.Day
	for _, r := range l.Reports {
		last = max(last, r.On)
	}
	return last
}

// StateOn is the standing on a day.
func (l Life) StateOn(day office.Day) State {
	if l.Ending.As != "" {
		return State{Standing: l.Ending.As, Since: l.Ending.On}
	}
	if day > l.ExpiresOn {
		return State{Standing: StandingExpired, Since: l.ExpiresOn.AddDays(1)}
	}
	n, due := l.next()
	switch {
	case n > 0 && day > due.AddMonths(lapseMonths):
		return State{Standing: StandingLapsed, Since: due.AddMonths(lapseMonths).AddDays(1)}
	case n > 0 && day >= due:
		return State{Standing: StandingReportDue, Since: due, Report: n}
	}
	since := l.IssuedOn
	for i, r := range l.Reports {
		if due, _ := l.ReportDue(i + 1); r.On > due {
			since = max(since, r.On)
		}
	}
	return State{Standing: StandingValid, Since: since}
}

// Due is what its holder is to come for.
type Due struct {
	Report int // which report; 0 if it is a new card
	On     office.Day
}

// DueNext tells what the holder of a card is to come for next; false if its life is over.
func (l Life) DueNext(today office.Day) (Due, bool) {
	state := l.StateOn(today)
	n, due := l.next()
	switch {
	case l.Ending.As != "":
		return Due{}, false
	case state.Standing == StandingLapsed:
		return Due{On: state.Since}, true
	case n > 0 && state.Standing != StandingExpired:
		return Due{Report: n, On: due}, true
	}
	return Due{On: l.ExpiresOn}, true
}

// Report notes that the holder reported on a day. It returns which report it is and by how many days it is late.
// Conflict if the card has ended, lapsed or expired by then, if all reports are made or one is of that day, or if it
// is more than a month early; Invalid at "day" for one in the future, before the issue or before the last report.
func (l Life) Report(on, today office.Day, officer string) (reported Life, n, late int, err error) {
	if err := l.dayWithin(on, today); err != nil {
		return l, 0, 0, err
	}
	if err := l.stillUsable(on); err != nil {
		return l, 0, 0, err
	}
	n, due := l.next()
	switch last := l.LastReport(); {
	case on == last:
		return l, 0, 0, fault.New(fault.Conflict, "card.report_twice")
	case n == 0:
		return l, 0, 0, fault.New(fault.Conflict, "card.reports_done")
	case on < last:
		return l, 0, 0, fault.New(fault.Invalid, "card.report_order").At("day")
	case on < ReportOpens(due):
		return l, 0, 0, fault.New(fault.Conflict, "card.report_early", "day", ReportOpens(due).Time().Format("02-01-2006"))
	}
	l.Reports[n-1] = Report{On: on, Officer: officer}
	return l, n, DaysLate(on, due), nil
}

// Replace makes a lost or damaged card void and begins that of its replacement, which ends on the same day and has
// the reports that were made. Conflict if the card has ended, lapsed or expired, or does so today.
func (l Life) Replace(reason Standing, today office.Day, officer string) (old, replacement Life, err error) {
	if reason != StandingLost && reason != StandingDamaged {
		return l, Life{}, fault.New(fault.Invalid, "field.not_in_list", "value", string(reason)).At("reason")
	}
	if err := l.stillUsable(today); err != nil {
		return l, Life{}, err
	}
	if today >= l.ExpiresOn { // a card of no day
		return l, Life{}, fault.New(fault.Conflict, "card.over")
	}
	replacement = l
	replacement.IssuedOn = today
	l.Ending = Ending{As: reason, On: today, Officer: officer}
	return l, replacement, nil
}

// Renewal is what a renewal is made of.
type Renewal string

// The renewals.
const (
	RenewalKept Renewal = "kept" // the reports were kept: the registration goes on
	RenewalNew  Renewal = "new"  // lapsed or expired: it is a new registration
)

// Renew ends a card for one that is valid for some months from today. Conflict if it has ended.
func (l Life) Renew(today office.Day, months int, officer string) (old, renewed Life, of Renewal, err error) {
	if err := l.notEnded(); err != nil {
		return l, Life{}, "", err
	}
	of = RenewalNew
	if l.StateOn(today).Standing.Holds() {
		of = RenewalKept
	}
	return l.Supersede(today, officer), Begin(today, months), of, nil
}

// Supersede ends a card because its holder gets another one; one that has ended stays as it is.
func (l Life) Supersede(today office.Day, officer string) Life {
	if l.Ending.As == "" {
		l.Ending = Ending{As: StandingReplaced, On: today, Officer: officer}
	}
	return l
}

// Place ends a card because its holder works since a day. Conflict if it has ended or had expired by then; Invalid at
// "day" for one in the future or before the issue, at "sector" for no category of KBLI.
func (l Life) Place(on, today office.Day, work Work, officer string) (Life, error) {
	if err := l.dayWithin(on, today); err != nil {
		return l, err
	}
	if err := l.notEnded(); err != nil {
		return l, err
	}
	if on > l.ExpiresOn {
		return l, fault.New(fault.Conflict, "card.over")
	}
	if work.Sector != "" && (len(work.Sector) != 1 || !strings.Contains("ABCDEFGHIJKLMNOPQRSTU", work.Sector)) {
		return l, fault.New(fault.Invalid, "field.not_in_list", "value", work.Sector).At("sector")
	}
	l.Ending = Ending{As: StandingPlaced, On: on, Officer: officer, Work: work}
	return l, nil
}

// Legalise fails with Conflict unless a copy of the card may be certified on a day.
func (l Life) Legalise(today office.Day) error { return l.stillUsable(today) }

// stillUsable fails with Conflict unless the card holds on a day.
func (l Life) stillUsable(day office.Day) error {
	switch l.StateOn(day).Standing {
	case StandingValid, StandingReportDue:
		return nil
	case StandingLapsed:
		return fault.New(fault.Conflict, "card.lapsed")
	case StandingExpired:
		return fault.New(fault.Conflict, "card.over")
	}
	return l.notEnded()
}

func (l Life) notEnded() error {
	if l.Ending.As == "" {
		return nil
	}
	return fault.New(fault.Conflict, "card.ended", "standing", "@standing."+string(l.Ending.As))
}

func (l Life) dayWithin(day, today office.Day) error {
	switch {
	case day > today:
		return fault.New(fault.Invalid, "card.day_future").At("day")
	case day < l.IssuedOn:
		return fault.New(fault.Invalid, "card.day_before_issue").At("day")
	}
	return nil
}
