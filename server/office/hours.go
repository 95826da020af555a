package office

import (
	"slices"
	"time"
)

// Hours are the parts of each weekday in which numbers are given out; a day without any is closed.
type Hours struct {
	Monday    []Span `yaml:"monday,omitempty"`
	Tuesday   []Span `yaml:"tuesday,omitempty"`
	Wednesday []Span `yaml:"wednesday,omitempty"`
	Thursday  []Span `yaml:"thursday,omitempty"`
	Friday    []Span `yaml:"friday,omitempty"`
	Saturday  []Span `yaml:"saturday,omitempty"`
	Sunday    []Span `yaml:"sunday,omitempty"`
}

// Span is a part of a day by the office's clock, "08:00-12:00": its last minute is 11:59. It may end at 24:00.
type Span string

// Holiday is a day on which the whole office is closed.
type Holiday struct {
	Date Day  `yaml:"date"`
	Name Text `yaml:"name"` // why, as people read it
}

// wholeDay are the hours of an office that has set none.
var wholeDay = []Span{"00:00-24:00"}

// on returns the parts of a weekday; nil hours are always.
func (h *Hours) on(weekday time.Weekday) []Span {
	if h == nil {
		return wholeDay
	}
	return [...][]Span{h.Sunday, h.Monday, h.Tuesday, h.Wednesday, h.Thursday, h.Friday, h.Saturday}[weekday]
}

// minutes are the span's bounds in minutes of the day; ok: it is well formed.
func (s Span) minutes() (from, to int, ok bool) {
	if len(s) != len("08:00-12:00") || s[5] != '-' {
		return 0, 0, false
	}
	from, okFrom := minuteOf(string(s[:5]))
	to, okTo := minuteOf(string(s[6:]))
	return from, to, okFrom && okTo && from < to
}

// minuteOf reads "08:30"; "24:00" is the day's end.
func minuteOf(clock string) (int, bool) {
	if clock == "24:00" {
		return 24 * 60, true
	}
	t, err := time.Parse("15:04", clock)
	return t.Hour()*60 + t.Minute(), err == nil
}

// hoursOf are the service's own hours, or else the office's.
func (o *Office) hoursOf(s Service) *Hours {
	if s.Hours != nil {
		return s.Hours
	}
	return o.Hours
}

// holiday is the holiday on a day, if it is one.
func (o *Office) holiday(day Day) (Holiday, bool) {
	i := slices.IndexFunc(o.Holidays, func(h Holiday) bool { return h.Date == day })
	if i < 0 {
		return Holiday{}, false
	}
	return o.Holidays[i], true
}

// spans are the parts of a day in which a service is open.
func (o *Office) spans(s Service, day Day) []Span {
	if _, closed := o.holiday(day); closed {
		return nil
	}
	return o.hoursOf(s).on(day.Time().Weekday())
}

// OpenAt tells whether t is within the service's hours and on no holiday, by the office's clock.
func (o *Office) OpenAt(s Service, t time.Time) bool {
	local := t.In(o.location)
	now := local.Hour()*60 + local.Minute()
	return slices.ContainsFunc(o.spans(s, o.DayOf(t)), func(span Span) bool {
		from, to, _ := span.minutes()
		return from <= now && now < to
	})
}

// openingDays is how far ahead an opening is looked for: beyond every closure that an office announces.
const openingDays = 400

// NextOpening returns the first moment from t on at which the service is open; false if there is none in the
// next 400 days.
func (o *Office) NextOpening(s Service, t time.Time) (time.Time, bool) {
	if o.OpenAt(s, t) {
		return t, true
	}
	today := o.DayOf(t).Time()
	for n := range openingDays {
		first, day := time.Time{}, Day(today.AddDate(0, 0, n).Format(dayLayout))
		for _, c := range o.bounds(s, day) {
			if c.After(t) && o.DayOf(c) == day && o.OpenAt(s, c) && (first.IsZero() || c.Before(first)) {
				first = c
			}
		}
		if !first.IsZero() {
			return first, true
		}
	}
	return time.Time{}, false
}

// bounds are the moments of a day at which the service may begin or cease to be open: where a span begins or ends by
// one of the offsets that the zone has on that day, and where the zone's clock jumps.
func (o *Office) bounds(s Service, day Day) []time.Time {
	var jumps, all []time.Time
	date := day.Time()
	begin := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, o.location).Add(-time.Hour)
	offsets := []int{offset(begin)}
	for at := begin; ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Sub(begin) > 27*time.Hour {
			break
		}
		jumps, offsets, at = append(jumps, end), append(offsets, offset(end)), end
	}
	for _, span := range o.spans(s, day) {
		from, to, _ := span.minutes()
		for _, seconds := range offsets {
			midnight := date.Add(-time.Duration(seconds) * time.Second)
			all = append(all, midnight.Add(time.Duration(from)*time.Minute), midnight.Add(time.Duration(to)*time.Minute))
		}
	}
	return append(all, jumps...)
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// nextDay is the moment at which the office's next day begins.
func (o *Office) nextDay(t time.Time) time.Time {
	local := t.In(o.location)
	next := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, o.location)
	if next.Day() == local.Day() { // a zone that skips this midnight
		_, next = next.ZoneBounds()
	}
	return next
}
