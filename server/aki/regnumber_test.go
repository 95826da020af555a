package aki

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func mustTemplate(t interface{ Fatal(...any) }, text string) RegTemplate {
	template, err := ParseRegTemplate(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return template
}

func TestDefaultRegNumber(t *testing.T) {
	template := mustTemplate(t, DefaultRegTemplate)
	number, err := template.Format(RegNumber{"5202", today, 1})
	if err != nil || number != "5202231126000001" {
		t.Fatalf("%s, %v", number, err)
	}
	groups, err := template.Groups(number)
	if err != nil || !slices.Equal(groups, []string{"5202", "231126", "000001"}) {
		t.Errorf("groups %q, %v", groups, err)
	}
	if back, err := template.Parse("5202 231126 000001"); err != nil || back != (RegNumber{"5202", today, 1}) {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestRegNumberReadsBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template := mustTemplate(t, rapid.SampledFrom([]string{
			DefaultRegTemplate, "AK/{run:4}/{ddmmyy}/{office}", "{office}.{run:9}-{ddmmyy}", "1{ddmmyy}2{run:3}3{office}4",
		}).Draw(t, "template"))
		n := RegNumber{
			Office:  rapid.StringMatching(`[0-9]{4}`).Draw(t, "office"),
			Day:     date(2000, 1, 1).AddDate(0, 0, rapid.IntRange(0, 36524).Draw(t, "day")),
			Running: rapid.IntRange(1, 999).Draw(t, "running"),
		}
		text, err := template.Format(n)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := template.Parse(text); err != nil || back != n {
			t.Fatalf("%s: %+v, %v; want %+v", text, back, err, n)
		}
		other, _ := template.Format(RegNumber{n.Office, n.Day, n.Running + 1})
		if other == text {
			t.Fatal("two running numbers, one registration number")
		}
	})
}

func TestRegNumberRefuses(t *testing.T) {
	for _, text := range []string{"", "{run:6}", "{office}{ddmmyy}", "{office}{ddmmyy}{run}", "{office}{ddmmyy}{run:2}",
		"{office}{office}{ddmmyy}{run:6}", "{office:4}{ddmmyy}{run:6}", "{office:}{ddmmyy}{run:6}", "{nik}{office}{ddmmyy}{run:6}",
		"{office} {ddmmyy}{run:6}", "{office}{ddmmyy}{run:6"} {
		if _, err := ParseRegTemplate(text); !errors.Is(err, ErrRegTemplate) {
			t.Errorf("template %q: %v", text, err)
		}
	}
	template := mustTemplate(t, DefaultRegTemplate)
	for _, text := range []string{"", "520223112600001", "52022311260000011", "5202311126000000", "5202310226000001",
		"52O2231126000001", "5202231126-00001", "5202231126+00001"} {
		if n, err := template.Parse(text); !errors.Is(err, ErrRegNumber) {
			t.Errorf("number %q: %+v, %v", text, n, err)
		}
	}
	for _, test := range []struct {
		number RegNumber
		want   error
	}{
		{RegNumber{"5202", today, 1000000}, ErrRegFull},
		{RegNumber{"5202", today, 0}, ErrRegNumber},
		{RegNumber{"520", today, 1}, ErrRegNumber},
		{RegNumber{"52o2", today, 1}, ErrRegNumber},
		{RegNumber{"5202", date(1999, 1, 1), 1}, ErrRegNumber},
	} {
		if _, err := template.Format(test.number); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", test.number, err, test.want)
		}
	}
}
