package kiosk

import (
	"fmt"
	"time"

	"loket/server/api"
)

// paperWords are a ticket's words in one language.
type paperWords struct {
	days, months     []string
	dateForm         string
	bring, more      string
	copyForm         string
	callsForm        string
	aheadForm, first string
	oneAhead         string
	minutes, atOnce  string
	clockForm        string
	offline          string
}

var indonesian = paperWords{
	days: []string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
	months: []string{"Januari", "Februari", "Maret", "April", "Mei", "Juni",
		"Juli", "Agustus", "September", "Oktober", "November", "Desember"},
	dateForm: "%s, %d %s %d", clockForm: "15.04",
	bring: "Siapkan:", more: "dan lainnya.",
	copyForm: "SALINAN %d", callsForm: "Panggilan maksimal %d kali",
	aheadForm: "%d orang di depan Anda", oneAhead: "1 orang di depan Anda", first: "Anda berikutnya",
	minutes: "menit", atOnce: "langsung dilayani",
	offline: "Dicetak luring (offline)",
}

var english = paperWords{
	days: []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months: []string{"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"},
	dateForm: "%s, %d %s %d", clockForm: "15:04",
	bring: "Have ready:", more: "and more.",
	copyForm: "COPY %d", callsForm: "Called at most %d times",
	aheadForm: "%d people before you", oneAhead: "1 person before you", first: "You are next",
	minutes: "minutes", atOnce: "served at once",
	offline: "Printed offline",
}

func wordsOf(language api.Language) paperWords {
	if language == api.En {
		return english
	}
	return indonesian
}

func (w paperWords) date(t time.Time) string {
	return fmt.Sprintf(w.dateForm, w.days[t.Weekday()], t.Day(), w.months[t.Month()-1], t.Year())
}

// clock is the time with the name of its zone: Indonesia has three, an hour apart.
func (w paperWords) clock(t time.Time) string {
	_, offset := t.Zone()
	zone := map[int]string{7 * 3600: "WIB", 8 * 3600: "WITA", 9 * 3600: "WIT"}[offset]
	if zone == "" {
		zone = t.Format("MST")
	}
	return t.Format(w.clockForm) + " " + zone
}

func (w paperWords) ahead(n int) string {
	switch {
	case n <= 0:
		return w.first
	case n == 1:
		return w.oneAhead
	}
	return fmt.Sprintf(w.aheadForm, n)
}

func (w paperWords) wait(m api.Minutes) string {
	switch {
	case m.High <= 0:
		return w.atOnce
	case m.Low == m.High:
		return fmt.Sprintf("± %d %s", m.High, w.minutes)
	}
	return fmt.Sprintf("± %d–%d %s", m.Low, m.High, w.minutes)
}

func (w paperWords) copy(n int) string  { return fmt.Sprintf(w.copyForm, n) }
func (w paperWords) calls(n int) string { return fmt.Sprintf(w.callsForm, n) }
