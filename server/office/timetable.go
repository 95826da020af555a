package office

import (
	"slices"
	"time"
)

// Change is a moment from which on a service gives numbers by its hours, or gives none.
type Change struct {
	From    time.Time // in the office's zone
	Closing *Closing  // nil: it gives numbers
}

// Timetable tells when the service gives numbers by its hours, from the beginning of the day of t and for so many days:
// what Closing says at any moment of them, with no number given and nobody waiting, it says since the last change.
// The first is the beginning of the day; the words change at each midnight.
func (o *Office) Timetable(s Service, t time.Time, days int) []Change {
	day, _ := time.ParseInLocation(dayLayout, string(o.DayOf(t)), o.location)
	var moments []time.Time
	for range days {
		next := o.nextDay(day)
		moments = append(moments, day)
		for _, m := range o.bounds(s, o.DayOf(day)) {
			if m.After(day) && m.Before(next) {
				moments = append(moments, m)
			}
		}
		day = next
	}
	slices.SortFunc(moments, time.Time.Compare)
	var table []Change
	for _, m := range moments {
		c := o.Closing(s, m, 0, 0)
		if n := len(table); n == 0 || !sameClosing(table[n-1].Closing, c) {
			table = append(table, Change{m.In(o.location), c})
		}
	}
	return table
}

func sameClosing(a, b *Closing) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Words == b.Words && a.Reason == b.Reason && a.Opens.Equal(b.Opens)
}
