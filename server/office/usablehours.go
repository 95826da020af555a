package office

import (
	"fmt"
	"strings"
	"time"
)

// checkHours refuses hours that no clock shows and holidays that no calendar has.
func (o *Office) checkHours(wrong func(format string, args ...any)) {
	o.Hours.check("hours", wrong)
	for i, s := range o.Services {
		s.Hours.check(fmt.Sprintf("services[%d].hours", i), wrong)
	}
	known := map[Day]bool{}
	for i, h := range o.Holidays {
		if day, err := ParseDay(string(h.Date)); err != nil || day != h.Date {
			wrong("holidays[%d].date: %q is not a date; write for example 2026-12-25", i, h.Date)
		} else if known[h.Date] {
			wrong("holidays[%d].date: %s stands twice", i, h.Date)
		}
		if h.Name.ID == "" || h.Name.EN == "" {
			wrong("holidays[%d].name: needs id and en", i)
		}
		known[h.Date] = true
	}
}

// check names every span that is wrong. Nil hours are right.
func (h *Hours) check(field string, wrong func(format string, args ...any)) {
	if h == nil {
		return
	}
	open := false
	for weekday := range time.Saturday + 1 {
		day, ends := field+"."+strings.ToLower(weekday.String()), 0
		for i, span := range h.on(weekday) {
			from, to, ok := span.minutes()
			switch {
			case !ok:
				wrong("%s[%d]: %q is not a part of a day; write for example 08:00-12:00", day, i, span)
			case i > 0 && from < ends:
				wrong("%s[%d]: %q begins before the one before it ends", day, i, span)
			}
			open, ends = true, to
		}
	}
	if !open {
		wrong("%s: no day is open; leave it out where there are no hours", field)
	}
}
