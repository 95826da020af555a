package aki_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"loket/server/aki"
	"loket/server/fault"
	"loket/server/office"
	"loket/server/store/storetest"
)

func TestEachFieldIsChecked(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	seeker := r.register(t)
	school := func(change func(*aki.School)) func(*aki.SeekerData) {
		return func(d *aki.SeekerData) {
			row := aki.School{Level: aki.Primary, School: "SDN 1 Praya"}
			change(&row)
			d.Education = append(slices.Clone(d.Education), row)
		}
	}
	for name, c := range map[string]struct {
		change      func(*aki.SeekerData)
		code, field string
	}{
		"no name":           {func(d *aki.SeekerData) { d.Name = " \t" }, "field.required", "name"},
		"long name":         {func(d *aki.SeekerData) { d.Name = strings.Repeat("é", 101) }, "field.too_long", "name"},
		"control":           {func(d *aki.SeekerData) { d.Name = "Sri\x00" }, "field.characters", "name"},
		"broken letters":    {func(d *aki.SeekerData) { d.Name = "Sri\xff" }, "field.characters", "name"},
		"name of signs":     {func(d *aki.SeekerData) { d.Name = "- 5 ." }, "field.characters", "name"},
		"another script":    {func(d *aki.SeekerData) { d.Name = "李小龙" }, "card.character", "name"},
		"turned around":     {func(d *aki.SeekerData) { d.Name = "Sri\u202eWahyuni" }, "card.character", "name"},
		"script of place":   {func(d *aki.SeekerData) { d.BirthPlace = "مكة" }, "card.character", "birthPlace"},
		"script of address": {func(d *aki.SeekerData) { d.Address = "Jl. 漢字 5" }, "card.character", "address"},
		"script of work":    {func(d *aki.SeekerData) { d.Experience = "Sopir\n运输" }, "card.character", "experience"},
		"no place":          {func(d *aki.SeekerData) { d.BirthPlace = "" }, "field.required", "birthPlace"},
		"long place":        {func(d *aki.SeekerData) { d.BirthPlace = strings.Repeat("x", 61) }, "field.too_long", "birthPlace"},
		"no address":        {func(d *aki.SeekerData) { d.Address = "" }, "field.required", "address"},
		"long address":      {func(d *aki.SeekerData) { d.Address = strings.Repeat("x", 251) }, "field.too_long", "address"},
		"no birth":          {func(d *aki.SeekerData) { d.BirthDate = "" }, "field.required", "birthDate"},
		"born tomorrow":     {func(d *aki.SeekerData) { d.BirthDate = "2026-11-24" }, "field.date_future", "birthDate"},
		"born long ago":     {func(d *aki.SeekerData) { d.BirthDate = "1915-12-31" }, "field.date_past", "birthDate"},
		"no sex":            {func(d *aki.SeekerData) { d.Sex = "" }, "field.required", "sex"},
		"other sex":         {func(d *aki.SeekerData) { d.Sex = "W" }, "field.not_in_list", "sex"},
		"no marital":        {func(d *aki.SeekerData) { d.Marital = "" }, "field.required", "marital"},
		"other marital":     {func(d *aki.SeekerData) { d.Marital = "engaged" }, "field.not_in_list", "marital"},
		"no religion":       {func(d *aki.SeekerData) { d.Religion = "" }, "field.required", "religion"},
		"other religion":    {func(d *aki.SeekerData) { d.Religion = "x" }, "field.not_in_list", "religion"},
		"phone's letters":   {func(d *aki.SeekerData) { d.Phone = "nol delapan" }, "field.characters", "phone"},
		"long phone":        {func(d *aki.SeekerData) { d.Phone = strings.Repeat("1", 21) }, "field.too_long", "phone"},
		"long experience":   {func(d *aki.SeekerData) { d.Experience = strings.Repeat("x", 1001) }, "field.too_long", "experience"},
		"many schools": {func(d *aki.SeekerData) {
			d.Education = slices.Repeat([]aki.School{{Level: aki.Primary, School: "SD"}}, 21)
		}, "field.too_many", "education"},
		"no level":         {school(func(s *aki.School) { s.Level = "" }), "field.required", "education[1].level"},
		"other level":      {school(func(s *aki.School) { s.Level = "s3" }), "field.not_in_list", "education[1].level"},
		"no school":        {school(func(s *aki.School) { s.School = "" }), "field.required", "education[1].school"},
		"long school":      {school(func(s *aki.School) { s.School = strings.Repeat("x", 121) }), "field.too_long", "education[1].school"},
		"long major":       {school(func(s *aki.School) { s.Major = strings.Repeat("x", 81) }), "field.too_long", "education[1].major"},
		"script of school": {school(func(s *aki.School) { s.School = "中学" }), "card.character", "education[1].school"},
		"script of major":  {school(func(s *aki.School) { s.Major = "Teknik 🛠" }), "card.character", "education[1].major"},
		"early year":       {school(func(s *aki.School) { s.Year = 1899 }), "field.year", "education[1].year"},
		"late year":        {school(func(s *aki.School) { s.Year = 2027 }), "field.year", "education[1].year"},
		"year of birth":    {school(func(s *aki.School) { s.Year = 1999 }), "field.year_birth", "education[1].year"},
		"year before it":   {school(func(s *aki.School) { s.Year = 1980 }), "field.year_birth", "education[1].year"},
	} {
		t.Run(name, func(t *testing.T) {
			data := sri()
			c.change(&data)
			r.refused(t, c.code, c.field, func() error {
				_, err := r.Register(t.Context(), "staff:1", aliNIK, data)
				return err
			})
			r.refused(t, c.code, c.field, func() error {
				_, err := r.Update(t.Context(), "staff:1", seeker.ID, data)
				return err
			})
		})
	}
}

func TestAllWrongFieldsAreNamedAtOnce(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	_, err := r.Register(t.Context(), "staff:1", "52", aki.SeekerData{Phone: "x", Education: []aki.School{{}}})
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatal(err)
	}
	var fields []string
	for _, f := range e.Fields {
		fields = append(fields, f.Field)
	}
	slices.Sort(fields)
	want := []string{
		"address", "birthDate", "birthPlace", "education[0].level", "education[0].school", "marital", "name", "nik", "phone", "religion", "sex",
	}
	if !slices.Equal(fields, want) {
		t.Errorf("named %v, want %v", fields, want)
	}
}

func TestTheLongestFieldsAreTaken(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	data := aki.SeekerData{
		Name: strings.Repeat("é", 100), BirthPlace: strings.Repeat("é", 60), BirthDate: "1916-01-01", Sex: aki.Male, Marital: aki.Widower,
		Religion: aki.OtherReligion, Address: strings.Repeat("é", 250), Phone: "+62 (0370) 615-8349",
		Experience: strings.Repeat("é\n", 500),
		Education: slices.Repeat([]aki.School{{
			Level: aki.University, School: strings.Repeat("é", 120), Major: strings.Repeat("é", 80), Year: 2026,
		}}, 20),
	}
	if _, err := r.Register(t.Context(), "staff:1", aliNIK, data); err != nil {
		t.Error(err)
	}
	data = sri()
	data.BirthDate, data.Education = office.Day("2026-11-23"), nil // today
	if _, err := r.Register(t.Context(), "staff:1", sriNIK, data); err != nil {
		t.Error(err)
	}
}

// TestAnEnteredNameCanBePrinted takes letters with their accents, composed or not, and puts them on a card.
func TestAnEnteredNameCanBePrinted(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	data := sri()
	data.Name, data.BirthPlace = "Łucja Núñez-Şükrü D’Arc Zoe\u0308 Ibrāhīm", "São\u00a0Tomé"
	seeker, err := r.Register(t.Context(), "staff:1", aliNIK, data)
	if err != nil {
		t.Fatal(err)
	}
	r.issue(t, seeker.ID, "")
}
