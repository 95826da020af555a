// Package aki is the room of the AK/I card (Kartu Tanda Bukti Pendaftaran
// Pencari Kerja, "kartu kuning"): its seekers, numbers, papers and checks.
//
// Pure rules, one file per thing:
//
//   - nik.go: the national identity number; nikbox.go: its encryption at rest
//   - regnumber.go: the card's registration number
//   - cardtoken.go, cardverify.go: what the card's QR says, and its check
//   - life.go: what becomes of a card, and what it is worth on a day
//   - cardpdf.go and its neighbours: the printed card
//   - codes.go: the words for sex, marital status, religion and education
//
// A day is a time.Time of which only year, month and day in its own location
// are read. Days that this package returns stand at midnight UTC.
package aki

import "time"

// Refusal is why an input was not taken, as a stable code that another layer
// turns into words. It never carries the input itself.
type Refusal string

// Error returns the code with the package's name before it.
func (r Refusal) Error() string { return "aki: " + string(r) }

// day drops the hour and the location of a moment and keeps its calendar day.
func day(t time.Time) time.Time {
	year, month, date := t.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
}
