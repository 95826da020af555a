package aki

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Reasons for which ParseNIK refuses a number.
const (
	ErrNIKDigits Refusal = "nik.digits" // a character that is not 0 to 9
	ErrNIKLength Refusal = "nik.length" // not 16 digits
	ErrNIKDate   Refusal = "nik.date"   // no such day in any century
	ErrNIKSerial Refusal = "nik.serial" // the serial is 0000
	ErrNIKPlain  Refusal = "nik.plain"  // on its way into a database unsealed
)

// NIK is a national identity number (Nomor Induk Kependudukan): province 2,
// regency 2, district 2, birth date DDMMYY with 40 added to a woman's day,
// serial 4. It has no check digit. Only ParseNIK makes a good one.
//
// Printing, logging and encoding a NIK in any way shows Masked; only Digits
// gives the number, so that each full read is a deliberate one.
type NIK string

// ParseNIK checks the 16 digits. It returns ErrNIKDigits, ErrNIKLength,
// ErrNIKDate or ErrNIKSerial, the first that holds.
func ParseNIK(s string) (NIK, error) {
	for _, character := range []byte(s) {
		if character < '0' || character > '9' {
			return "", ErrNIKDigits
		}
	}
	if len(s) != 16 {
		return "", ErrNIKLength
	}
	nik := NIK(s)
	// 1900 was no leap year and 2000 was: where the two centuries differ, the
	// later one admits more.
	if _, ok := nik.birthDateIn(2000); !ok {
		return "", ErrNIKDate
	}
	if s[12:] == "0000" {
		return "", ErrNIKSerial
	}
	return nik, nil
}

// birthDateIn reads the date with the given century (1900 or 2000).
func (n NIK) birthDateIn(century int) (date time.Time, ok bool) {
	dayOfMonth, month, year := n.dayOfMonth(), n.number(8), century+n.number(10)
	date = time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	return date, date.Day() == dayOfMonth && int(date.Month()) == month
}

// dayOfMonth returns the day without the 40 that marks a woman.
func (n NIK) dayOfMonth() int {
	written := n.number(6)
	if written > 40 {
		written -= 40
	}
	return written
}

// number reads the two digits at the offset.
func (n NIK) number(offset int) int {
	return int(n[offset]-'0')*10 + int(n[offset+1]-'0')
}

// BirthDate returns the birth date that the number states. The number has no
// century: the latest one is taken that does not put the birth after today,
// so the person is under 100 years old.
func (n NIK) BirthDate(today time.Time) time.Time {
	if date, ok := n.birthDateIn(2000); ok && !date.After(day(today)) {
		return date
	}
	date, _ := n.birthDateIn(1900)
	return date
}

// Sex returns the sex that the number states.
func (n NIK) Sex() Sex {
	if n.number(6) > 40 {
		return Female
	}
	return Male
}

// Province returns the two-digit code of the province of first registration.
func (n NIK) Province() string { return string(n[:2]) }

// Regency returns the four-digit code of the regency or city of first registration.
func (n NIK) Regency() string { return string(n[:4]) }

// District returns the six-digit code of the district of first registration.
func (n NIK) District() string { return string(n[:6]) }

// Digits returns the full number. Each call is a full read in the sense of the
// personal data law: the caller records it.
func (n NIK) Digits() string { return string(n) }

// Masked returns the number with only the regency readable,
// "5202••••••••••••". The serial stays hidden as well: it is nearly always
// 0001 to 0009, so it tells two people apart no better than chance, while
// district, birth date and serial together are the number.
func (n NIK) Masked() string {
	if len(n) != 16 {
		return strings.Repeat("•", 16)
	}
	return n.Regency() + strings.Repeat("•", 12)
}

// String returns Masked.
func (n NIK) String() string { return n.Masked() }

// Format prints Masked for every verb, also for those that would show the
// bytes (%x, %d, %#v).
func (n NIK) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(n.Masked())) }

// LogValue returns Masked.
func (n NIK) LogValue() slog.Value { return slog.StringValue(n.Masked()) }

// MarshalText returns Masked, so that no JSON carries the number by accident.
func (n NIK) MarshalText() ([]byte, error) { return []byte(n.Masked()), nil }

// Value returns ErrNIKPlain: a database gets what NIKBox.Seal returns.
func (n NIK) Value() (driver.Value, error) { return nil, ErrNIKPlain }

// NIKFacts is what the papers and the seeker say; a zero field is not compared.
type NIKFacts struct {
	BirthDate     time.Time
	Sex           Sex
	OfficeRegency string // four digits, "5202"
}

// Warning is a doubt that the officer sees and may pass over, as a stable code.
type Warning string

// Warnings of CompareNIK.
const (
	WarnNIKBirthDate Warning = "nik.birth_date_differs"
	WarnNIKSex       Warning = "nik.sex_differs"
	WarnNIKRegion    Warning = "nik.region_elsewhere"
)

// CompareNIK returns where the number disagrees with the facts. It only warns:
// people move and old numbers stay, and some numbers were issued with a slip.
// Of the birth date's year the last two digits are compared, for the number
// has no more.
func CompareNIK(nik NIK, facts NIKFacts) []Warning {
	var warnings []Warning
	written := fmt.Sprintf("%02d", nik.dayOfMonth()) + string(nik[8:12])
	if !facts.BirthDate.IsZero() && facts.BirthDate.Format("020106") != written {
		warnings = append(warnings, WarnNIKBirthDate)
	}
	if facts.Sex != "" && facts.Sex != nik.Sex() {
		warnings = append(warnings, WarnNIKSex)
	}
	if facts.OfficeRegency != "" && facts.OfficeRegency != nik.Regency() {
		warnings = append(warnings, WarnNIKRegion)
	}
	return warnings
}
