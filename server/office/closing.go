package office

import (
	"fmt"
	"time"
)

// Reason is why a service gives out no numbers.
type Reason string

// The reasons.
const (
	ByHand      Reason = "closed"     // its own switch
	OnHoliday   Reason = "holiday"    // the office is closed for the day
	OutOfHours  Reason = "hours"      // before the day's opening or after its end
	OnBreak     Reason = "break"      // between two parts of the day
	QuotaIsOut  Reason = "quota"      // all of the day's numbers are taken
	QueueIsFull Reason = "queue_full" // as many wait as may
)

// Closing is why a service gives out no numbers, and until when.
type Closing struct {
	Reason Reason
	Opens  time.Time // in the office's zone; zero: nobody can say
	Words  Text      // both, for people
}

// Closing tells why the service gives out no number at t, where it has given so many today and so many wait;
// nil: it gives one.
func (o *Office) Closing(s Service, t time.Time, given, waiting int) *Closing {
	switch {
	case s.Closed:
		return &Closing{Reason: ByHand, Words: Text{
			"Nomor tidak diberikan saat ini. Silakan bertanya kepada petugas.",
			"No numbers are given out now. Please ask a staff member.",
		}}
	case !o.OpenAt(s, t):
		return o.outside(s, t)
	case s.DailyQuota > 0 && given >= s.DailyQuota:
		return o.until(s, t, o.nextDay(t), QuotaIsOut, Text{"Nomor untuk hari ini sudah habis.", "All of today's numbers are taken."})
	case s.MaxWaiting > 0 && waiting >= s.MaxWaiting:
		return &Closing{Reason: QueueIsFull, Words: Text{
			"Tempat menunggu sudah penuh. Silakan coba lagi nanti.",
			"The waiting room is full. Please try again later.",
		}}
	}
	return nil
}

// outside is the Closing of a moment that is not within the service's hours.
func (o *Office) outside(s Service, t time.Time) *Closing {
	today := o.DayOf(t)
	if h, ok := o.holiday(today); ok {
		return o.until(s, t, t, OnHoliday, Text{"Libur: " + h.Name.ID + ".", "Holiday: " + h.Name.EN + "."})
	}
	local := t.In(o.location)
	now, before, after := local.Hour()*60+local.Minute(), false, false
	for _, span := range o.spans(s, today) {
		from, to, _ := span.minutes()
		before, after = before || to <= now, after || now < from
	}
	if before && after {
		return o.until(s, t, t, OnBreak, Text{"Jam istirahat.", "Closed for a break."})
	}
	return o.until(s, t, t, OutOfHours, Text{"Di luar jam pelayanan.", "Outside opening hours."})
}

// until completes a Closing with the first opening from a moment on.
func (o *Office) until(s Service, now, from time.Time, reason Reason, why Text) *Closing {
	c := &Closing{Reason: reason, Words: why}
	if opens, ok := o.NextOpening(s, from); ok {
		c.Opens = opens.In(o.location)
		again := o.again(now, c.Opens)
		c.Words = Text{why.ID + " " + again.ID, why.EN + " " + again.EN}
	}
	return c
}

// again says when it opens again, as people say it on the day of now.
func (o *Office) again(now, opens time.Time) Text {
	today, day := o.DayOf(now).Time(), o.DayOf(opens)
	weekday := WeekdayName(opens.Weekday())
	switch day {
	case o.DayOf(now):
		return Text{"Buka kembali hari ini pukul " + opens.Format("15.04") + ".", "Opens again today at " + opens.Format("15:04") + "."}
	case Day(today.AddDate(0, 0, 1).Format(dayLayout)):
		return Text{
			fmt.Sprintf("Buka kembali besok, %s pukul %s.", weekday.ID, opens.Format("15.04")),
			fmt.Sprintf("Opens again tomorrow, %s, at %s.", weekday.EN, opens.Format("15:04")),
		}
	}
	month, year := MonthName(opens.Month()), ""
	if opens.Year() != today.Year() {
		year = fmt.Sprintf(" %d", opens.Year())
	}
	return Text{
		fmt.Sprintf("Buka kembali %s, %d %s%s pukul %s.", weekday.ID, opens.Day(), month.ID, year, opens.Format("15.04")),
		fmt.Sprintf("Opens again on %s, %d %s%s, at %s.", weekday.EN, opens.Day(), month.EN, year, opens.Format("15:04")),
	}
}
