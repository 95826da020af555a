package aki

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"loket/server/fault"
	"loket/server/office"
)

// Seeker is a person who is registered with the office.
type Seeker struct {
	ID        string
	NIK       NIK
	Data      SeekerData
	Warnings  []Warning // where the NIK and the data disagree
	Card      *Card     // the latest, nil if none
	UpdatedAt time.Time
}

// SeekerData is what the card says of its holder (DOMAIN: AK/I, AK/II).
type SeekerData struct {
	Name       string        `json:"name"`
	BirthPlace string        `json:"birthPlace"`
	BirthDate  office.Day    `json:"birthDate"` // as it was typed, until it is checked
	Sex        Sex           `json:"sex"`
	Marital    MaritalStatus `json:"marital"`
	Religion   Religion      `json:"religion"`
	Address    string        `json:"address"`
	Phone      string        `json:"phone,omitempty"`
	Education  []School      `json:"education,omitempty"`
	Experience string        `json:"experience,omitempty"` // skills and work, one to a line
}

// Highest is the level of the highest education, "" without any.
func (d SeekerData) Highest() EducationLevel {
	highest := -1
	for _, row := range d.Education {
		highest = max(highest, slices.Index(EducationLevels, row.Level))
	}
	if highest < 0 {
		return ""
	}
	return EducationLevels[highest]
}

// School is one row of formal education.
type School struct {
	Level  EducationLevel `json:"level"`
	School string         `json:"school"`
	Major  string         `json:"major,omitempty"`
	Year   int            `json:"year,omitempty"` // of graduation, 0 unknown
}

// The limits of the fields, in characters.
const (
	maxName       = 100
	maxPlace      = 60
	maxAddress    = 250
	maxPhone      = 20
	maxSchool     = 120
	maxMajor      = 80
	maxExperience = 1000
	maxSchools    = 20
	oldest        = 110 // years
)

// tidy trims and folds white space in what was typed.
func (d SeekerData) tidy() SeekerData {
	fold := func(s *string) { *s = strings.Join(strings.Fields(*s), " ") }
	for _, s := range []*string{&d.Name, &d.BirthPlace, &d.Address, &d.Phone} {
		fold(s)
	}
	schools := make([]School, len(d.Education))
	for i, row := range d.Education {
		fold(&row.School)
		fold(&row.Major)
		schools[i] = row
	}
	d.Education = schools
	d.Experience = strings.TrimSpace(strings.ReplaceAll(d.Experience, "\r\n", "\n"))
	return d
}

// check names every field that breaks a rule.
func (d SeekerData) check(today office.Day) error {
	c := &checker{}
	c.text("name", d.Name, maxName, true)
	if d.Name != "" && Initials(d.Name) == "" { // a card's QR says nothing of its holder but these
		c.wrong("name", fault.New(fault.Invalid, "field.characters"))
	}
	c.text("birthPlace", d.BirthPlace, maxPlace, true)
	c.text("address", d.Address, maxAddress, true)
	c.text("phone", d.Phone, maxPhone, false)
	c.birthDate(d.BirthDate, today)
	c.code("sex", string(d.Sex), d.Sex.Valid())
	c.code("marital", string(d.Marital), d.Marital.Valid())
	c.code("religion", string(d.Religion), d.Religion.Valid())
	if strings.Trim(d.Phone, "0123456789+-() ") != "" {
		c.wrong("phone", fault.New(fault.Invalid, "field.characters"))
	}
	if len(d.Education) > maxSchools {
		c.wrong("education", fault.New(fault.Invalid, "field.too_many", "limit", strconv.Itoa(maxSchools)))
	}
	for i, row := range d.Education {
		c.school(fmt.Sprintf("education[%d]", i), row, d.BirthDate, today)
	}
	c.text("experience", strings.ReplaceAll(d.Experience, "\n", " "), maxExperience, false)
	return fault.Join(c.found)
}

// checker gathers what is wrong.
type checker struct{ found []*fault.Error }

func (c *checker) wrong(field string, e *fault.Error) { c.found = append(c.found, e.At(field)) }

// text refuses what the card could not print: once the person is at the counter for it, it is late to ask again.
func (c *checker) text(field, value string, limit int, required bool) {
	_, printable := typeset(value)
	switch {
	case value == "" && required:
		c.wrong(field, fault.New(fault.Invalid, "field.required"))
	case utf8.RuneCountInString(value) > limit:
		c.wrong(field, fault.New(fault.Invalid, "field.too_long", "limit", strconv.Itoa(limit)))
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		c.wrong(field, fault.New(fault.Invalid, "field.characters"))
	case !printable:
		c.wrong(field, fault.New(fault.Invalid, string(ErrCardCharacter)))
	}
}

func (c *checker) code(field, value string, valid bool) {
	switch {
	case value == "":
		c.wrong(field, fault.New(fault.Invalid, "field.required"))
	case !valid:
		c.wrong(field, fault.New(fault.Invalid, "field.not_in_list", "value", value))
	}
}

func (c *checker) birthDate(birth, today office.Day) {
	switch {
	case birth == "":
		c.wrong("birthDate", fault.New(fault.Invalid, "field.required"))
	case !isDay(birth):
		c.wrong("birthDate", fault.New(fault.Invalid, "field.date"))
	case birth > today:
		c.wrong("birthDate", fault.New(fault.Invalid, "field.date_future"))
	case birth.Time().Year() < today.Time().Year()-oldest:
		c.wrong("birthDate", fault.New(fault.Invalid, "field.date_past"))
	}
}

func isDay(d office.Day) bool {
	_, err := office.ParseDay(string(d))
	return err == nil
}

func (c *checker) school(at string, row School, birth, today office.Day) {
	c.code(at+".level", string(row.Level), row.Level.Valid())
	c.text(at+".school", row.School, maxSchool, true)
	c.text(at+".major", row.Major, maxMajor, false)
	switch {
	case row.Year == 0:
	case row.Year < 1900 || row.Year > today.Time().Year():
		c.wrong(at+".year", fault.New(fault.Invalid, "field.year"))
	case isDay(birth) && row.Year <= birth.Time().Year():
		c.wrong(at+".year", fault.New(fault.Invalid, "field.year_birth"))
	}
}
