package office_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"loket/server/office"

	"go.yaml.in/yaml/v3"
)

// Every text that is shown or printed may have its limit of characters and not one more.
func TestEveryTextHasItsLimit(t *testing.T) {
	for field, c := range map[string]struct {
		limit int
		of    func(*office.Office) *string
	}{
		"agency":                        {120, func(o *office.Office) *string { return &o.Agency }},
		"name":                          {120, func(o *office.Office) *string { return &o.Name }},
		"address":                       {250, func(o *office.Office) *string { return &o.Address }},
		"phone":                         {40, func(o *office.Office) *string { return &o.Phone }},
		"city":                          {60, func(o *office.Office) *string { return &o.City }},
		"notice":                        {500, func(o *office.Office) *string { return &o.Notice }},
		"card.provisions[1]":            {500, func(o *office.Office) *string { return &o.Card.Provisions[1] }},
		"card.legalBasis":               {500, func(o *office.Office) *string { return &o.Card.LegalBasis }},
		"card.signatory":                {120, func(o *office.Office) *string { return &o.Card.Signatory }},
		"card.officer":                  {120, func(o *office.Office) *string { return &o.Card.Officer }},
		"card.officerNIP":               {40, func(o *office.Office) *string { return &o.Card.OfficerNIP }},
		"services[0].name.id":           {60, func(o *office.Office) *string { return &o.Services[0].Name.ID }},
		"services[1].name.en":           {60, func(o *office.Office) *string { return &o.Services[1].Name.EN }},
		"services[0].description.id":    {200, func(o *office.Office) *string { return &o.Services[0].Description.ID }},
		"services[0].papers[0].key":     {32, func(o *office.Office) *string { return &o.Services[0].Papers[0].Key }},
		"services[0].papers[1].name.id": {100, func(o *office.Office) *string { return &o.Services[0].Papers[1].Name.ID }},
		"services[0].papers[1].note.en": {200, func(o *office.Office) *string { return &o.Services[0].Papers[1].Note.EN }},
		"counters[0].name":              {40, func(o *office.Office) *string { return &o.Counters[0].Name }},
	} {
		for extra, want := range map[int]string{0: "", 1: fmt.Sprintf("office: %s: longer than %d characters", field, c.limit)} {
			wantParse(t, want, func(o *office.Office) { *c.of(o) = strings.Repeat("é", c.limit+extra) })
		}
	}
	for extra, want := range map[int][2]string{0: {}, 1: {"office: card.provisions: more than 20", "office: services[2].papers: more than 20"}} {
		wantParse(t, want[0], func(o *office.Office) { o.Card.Provisions = make([]string, 20+extra) })
		wantParse(t, want[1], func(o *office.Office) { o.Services[2].Papers = make([]office.Paper, 20+extra) })
	}
}

// wantParse reads a changed sample and wants that error and no other, or none.
func wantParse(t *testing.T, want string, change func(*office.Office)) {
	t.Helper()
	o := office.Sample()
	change(o)
	text, err := yaml.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = office.Parse(bytes.NewReader(text)); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
		t.Errorf("%v, want %q", err, want)
	}
}
