package office

import (
	"time"
	_ "time/tzdata" // the zones, for a computer that has none
)

// Day is a day of the office's calendar, "2026-11-23". It changes at midnight in the office's zone.
type Day string

const dayLayout = "2006-01-02"

// DayOf returns the office's day at t, whatever zone t is in.
func (o *Office) DayOf(t time.Time) Day { return Day(t.In(o.location).Format(dayLayout)) }

// ParseDay reads "2026-11-23".
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil {
		return "", err
	}
	return Day(t.Format(dayLayout)), nil
}

// Time is the day's midnight in UTC, for arithmetic with dates.
func (d Day) Time() time.Time {
	t, _ := time.Parse(dayLayout, string(d)) // a Day is made by DayOf or ParseDay only
	return t
}

// AddMonths returns the same date n months on; a date that the month lacks becomes its last day
// (31 August + 6 months is 28 February), as people expect of a card's validity.
func (d Day) AddMonths(n int) Day {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Day(first.AddDate(0, 0, min(t.Day(), last)-1).Format(dayLayout))
}

// AddDays returns the day n days on.
func (d Day) AddDays(n int) Day { return Day(d.Time().AddDate(0, 0, n).Format(dayLayout)) }
