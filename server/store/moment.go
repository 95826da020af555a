package store

import "time"

// Moment is the time that a column of milliseconds holds, in UTC; 0 is the zero time.
func Moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// Milli is a time as its column of milliseconds; the zero time is 0.
func Milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
