package office_test

import (
	"strings"
	"testing"

	"loket/server/office"
)

// An office that could not work is refused before it opens.
func TestOfficeMustBeUsable(t *testing.T) {
	sample := string(office.SampleYAML())
	change := func(from, to string) string { return strings.Replace(sample, from, to, 1) }
	without, _, _ := strings.Cut(sample, "counters:")
	for name, c := range map[string]struct{ text, want string }{
		"empty":       {"", "the file is empty"},
		"comment":     {"# nothing\n", "the file is empty"},
		"two":         {sample + "---\ncode: x\n", "a second document"},
		"months":      {change("validMonths: 24", "validMonths: 121"), "card.validMonths: 121"},
		"name":        {change("name: DINAS", "name: "+strings.Repeat("D", 120)), "name: longer than 120"},
		"notice":      {change("notice: ", "notice: "+strings.Repeat("n", 500)), "notice: longer than 500"},
		"provision":   {change("- BERLAKU", "- "+strings.Repeat("B", 500)), "card.provisions[0]: longer than 500"},
		"counter":     {change("name: Loket 2", "name: "+strings.Repeat("L", 41)), "counters[1].name: longer than 40"},
		"no counter":  {without, "counters: there is none"},
		"no service":  {"code: x\n", "services: there is none"},
		"nobody's":    {change(", konsultasi]", "]"), `services[3]: no counter serves "konsultasi"`},
		"description": {change("Career", strings.Repeat("C", 200)), "services[3].description.en: longer than 200"},
	} {
		if _, err := office.Parse(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	closed := strings.Replace(change(", konsultasi]", "]"), "letter: D", "letter: D\n    closed: true", 1)
	if _, err := office.Parse(strings.NewReader(closed)); err != nil {
		t.Errorf("a closed service without a counter: %v", err)
	}
}
