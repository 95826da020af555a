package aki

import "testing"

func TestEveryCodeHasWords(t *testing.T) {
	type code interface {
		Words(language string) string
		Valid() bool
	}
	var codes []code
	for _, c := range []Sex{Male, Female} {
		codes = append(codes, c)
	}
	for _, c := range MaritalStatuses {
		codes = append(codes, c)
	}
	for _, c := range Religions {
		codes = append(codes, c)
	}
	for _, c := range EducationLevels {
		codes = append(codes, c)
	}
	if len(codes) != 2+len(maritalWords)+len(religionWords)+len(educationWords) {
		t.Errorf("the lists hold %d codes, the words %d", len(codes), 2+len(maritalWords)+len(religionWords)+len(educationWords))
	}
	for _, c := range codes {
		if !c.Valid() || c.Words("id") == "" || c.Words(English) == "" {
			t.Errorf("%v: valid %v, words %q and %q", c, c.Valid(), c.Words("id"), c.Words(English))
		}
	}
	if Sex("X").Valid() || Sex("X").Words("id") != "" {
		t.Error("an unknown code has a word")
	}
}
