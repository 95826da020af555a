package office

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// checkLengths refuses more words than a screen, a ticket or a card has room for.
func (o *Office) checkLengths(wrong func(format string, args ...any)) {
	short := func(field, text string, limit int) {
		if utf8.RuneCountInString(text) > limit {
			wrong("%s: longer than %d characters", field, limit)
		}
	}
	both := func(field string, text Text, limit int) {
		short(field+".id", text.ID, limit)
		short(field+".en", text.EN, limit)
	}
	few := func(field string, n, limit int) {
		if n > limit {
			wrong("%s: more than %d", field, limit)
		}
	}
	few("card.provisions", len(o.Card.Provisions), 20)
	short("agency", o.Agency, 120)
	short("name", o.Name, 120)
	short("address", o.Address, 250)
	short("phone", o.Phone, 40)
	short("city", o.City, 60)
	short("notice", o.Notice, 500)
	for i, text := range o.Card.Provisions {
		short(fmt.Sprintf("card.provisions[%d]", i), text, 500)
	}
	short("card.legalBasis", o.Card.LegalBasis, 500)
	short("card.signatory", o.Card.Signatory, 120)
	short("card.officer", o.Card.Officer, 120)
	short("card.officerNIP", o.Card.OfficerNIP, 40)
	for i, s := range o.Services {
		field := fmt.Sprintf("services[%d]", i)
		both(field+".name", s.Name, 60)
		both(field+".description", s.Description, 200)
		few(field+".papers", len(s.Papers), 20)
		for at, p := range s.Papers {
			short(fmt.Sprintf("%s.papers[%d].key", field, at), p.Key, 32)
			both(fmt.Sprintf("%s.papers[%d].name", field, at), p.Name, 100)
			both(fmt.Sprintf("%s.papers[%d].note", field, at), p.Note, 200)
		}
	}
	for i, h := range o.Holidays {
		both(fmt.Sprintf("holidays[%d].name", i), h.Name, 80)
	}
	for i, c := range o.Counters {
		short(fmt.Sprintf("counters[%d].name", i), c.Name, 40)
	}
}

// checkServed refuses an office in which somebody would wait for nobody.
func (o *Office) checkServed(wrong func(format string, args ...any)) {
	if len(o.Services) == 0 {
		wrong("services: there is none")
	}
	if len(o.Counters) == 0 {
		wrong("counters: there is none")
	}
	for i, s := range o.Services {
		serves := func(c Counter) bool { return slices.Contains(c.Services, s.ID) }
		if !s.Closed && !slices.ContainsFunc(o.Counters, serves) {
			wrong("services[%d]: no counter serves %q; name it at one, or write closed: true", i, s.ID)
		}
	}
}
