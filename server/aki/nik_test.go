package aki

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func date(year int, month time.Month, dayOfMonth int) time.Time {
	return time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
}

var today = date(2026, time.November, 23)

func TestParseNIKRefuses(t *testing.T) {
	for input, want := range map[string]error{
		"":                  ErrNIKLength,
		"520201120399000":   ErrNIKLength,
		"52020112039900011": ErrNIKLength,
		"52020112039900O1":  ErrNIKDigits,
		"5202 0112 0399 01": ErrNIKDigits,
		"٥٢٠٢٠١١٢٠٣٩٩٠٠٠١":  ErrNIKDigits,
		"5202010003990001":  ErrNIKDate, // day 0
		"5202014003990001":  ErrNIKDate, // day 40 is neither a man's nor a woman's
		"5202013203990001":  ErrNIKDate,
		"5202017203990001":  ErrNIKDate, // woman, day 32
		"5202011200990001":  ErrNIKDate,
		"5202011213990001":  ErrNIKDate,
		"5202013104990001":  ErrNIKDate,
		"5202012902990001":  ErrNIKDate, // neither 1999 nor 2099
		"5202013002960001":  ErrNIKDate,
		"5202011203990000":  ErrNIKSerial,
	} {
		if nik, err := ParseNIK(input); !errors.Is(err, want) || nik != "" {
			t.Errorf("ParseNIK(%q): %v, want %v", input, err, want)
		}
	}
}

func TestNIKParts(t *testing.T) {
	tests := []struct {
		input string
		birth time.Time
		sex   Sex
	}{
		{"5202011203990001", date(1999, 3, 12), Male},
		{"5202015203990001", date(1999, 3, 12), Female},
		{"5202012902000001", date(2000, 2, 29), Male}, // 1900 had no 29 February
		{"5202016902960003", date(1996, 2, 29), Female},
		{"5202012311260001", date(2026, 11, 23), Male}, // born today
		{"5202012411260001", date(1926, 11, 24), Male}, // tomorrow lies in the future
	}
	for _, test := range tests {
		nik, err := ParseNIK(test.input)
		if err != nil {
			t.Fatalf("%s: %v", test.input, err)
		}
		if got := nik.BirthDate(today); !got.Equal(test.birth) {
			t.Errorf("%s: born %s, want %s", test.input, got.Format(time.DateOnly), test.birth.Format(time.DateOnly))
		}
		if nik.Sex() != test.sex {
			t.Errorf("%s: sex %s, want %s", test.input, nik.Sex(), test.sex)
		}
		if nik.Province() != "52" || nik.Regency() != "5202" || nik.District() != "520201" {
			t.Errorf("%s: region %s %s %s", test.input, nik.Province(), nik.Regency(), nik.District())
		}
	}
}

func TestNIKBirthDateUsesTheOfficesDay(t *testing.T) {
	nik, _ := ParseNIK("5202012411260001")
	// Half past midnight on the 24th in Makassar is still the 23rd in UTC.
	makassar := time.FixedZone("WITA", 8*60*60)
	if got := nik.BirthDate(time.Date(2026, 11, 24, 0, 30, 0, 0, makassar)); got.Year() != 2026 {
		t.Errorf("born %s, want 2026", got.Format(time.DateOnly))
	}
}

func drawNIK(t *rapid.T) (nik NIK, birth time.Time, sex Sex) {
	birth = date(1930, 1, 1).AddDate(0, 0, rapid.IntRange(0, 33000).Draw(t, "days"))
	sex = rapid.SampledFrom([]Sex{Male, Female}).Draw(t, "sex")
	dayOfMonth := birth.Day()
	if sex == Female {
		dayOfMonth += 40
	}
	text := fmt.Sprintf("%06d%02d%s%04d", rapid.IntRange(110101, 999999).Draw(t, "region"), dayOfMonth,
		birth.Format("0106"), rapid.IntRange(1, 9999).Draw(t, "serial"))
	nik, err := ParseNIK(text)
	if err != nil {
		t.Fatalf("ParseNIK(%s): %v", text, err)
	}
	return nik, birth, sex
}

func TestNIKReadsBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nik, birth, sex := drawNIK(t)
		moment := birth.AddDate(0, 0, rapid.IntRange(0, 36000).Draw(t, "age in days"))
		if got := nik.BirthDate(moment); !got.Equal(birth) {
			t.Fatalf("born %v, want %v", got, birth)
		}
		facts := NIKFacts{BirthDate: birth, Sex: sex, OfficeRegency: nik.Regency()}
		if warnings := CompareNIK(nik, facts); warnings != nil {
			t.Fatalf("warnings %v for equal facts", warnings)
		}
	})
}

func TestCompareNIKWarns(t *testing.T) {
	nik, _ := ParseNIK("5202015203990001")
	same := NIKFacts{BirthDate: date(1999, 3, 12), Sex: Female, OfficeRegency: "5202"}
	change := func(f func(*NIKFacts)) NIKFacts { facts := same; f(&facts); return facts }
	for name, test := range map[string]struct {
		facts NIKFacts
		want  []Warning
	}{
		"same":       {same, nil},
		"nothing":    {NIKFacts{}, nil},
		"birth date": {change(func(f *NIKFacts) { f.BirthDate = date(1999, 3, 13) }), []Warning{WarnNIKBirthDate}},
		"birth year": {change(func(f *NIKFacts) { f.BirthDate = date(1998, 3, 12) }), []Warning{WarnNIKBirthDate}},
		"sex":        {change(func(f *NIKFacts) { f.Sex = Male }), []Warning{WarnNIKSex}},
		"region":     {change(func(f *NIKFacts) { f.OfficeRegency = "5201" }), []Warning{WarnNIKRegion}},
		"all": {NIKFacts{date(1990, 1, 1), Male, "1101"},
			[]Warning{WarnNIKBirthDate, WarnNIKSex, WarnNIKRegion}},
	} {
		if got := CompareNIK(nik, test.facts); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestNIKIsNeverShownByAccident(t *testing.T) {
	const digits = "5202015203990001"
	nik, _ := ParseNIK(digits)
	holder := struct{ NIK NIK }{nik}
	var logged bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)} {
		slog.New(handler).Info("seeker", "nik", nik, "holder", holder)
	}
	encoded, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	shown := logged.String() + string(encoded) + nik.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		shown += fmt.Sprintf(verb, nik) + fmt.Sprintf(verb, &nik) + fmt.Sprintf(verb, holder)
	}
	for _, secret := range []string{digits, "520399", "0001", fmt.Sprintf("%x", digits)} {
		if strings.Contains(shown, secret) {
			t.Errorf("%q is shown in %s", secret, shown)
		}
	}
	if _, err := nik.Value(); !errors.Is(err, ErrNIKPlain) {
		t.Errorf("a database would take the plain number: %v", err)
	}
	if nik.Masked() != "5202••••••••••••" || nik.Digits() != digits {
		t.Errorf("masked %s, digits %s", nik.Masked(), nik.Digits())
	}
}
