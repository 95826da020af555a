package office

import "time"

var weekdayNames = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}

var monthNames = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni",
	"Juli", "Agustus", "September", "Oktober", "November", "Desember"}

// WeekdayName is a weekday's name in both languages.
func WeekdayName(d time.Weekday) Text { return Text{weekdayNames[d], d.String()} }

// MonthName is a month's name in both languages.
func MonthName(m time.Month) Text { return Text{monthNames[m-1], m.String()} }
