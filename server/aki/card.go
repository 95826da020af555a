package aki

import (
	"strings"
	"time"

	"loket/server/office"
)

// Card is one AK/I card.
type Card struct {
	ID     string
	Number string // registration number
	Seeker string // id
	Ticket string // id of the ticket with which it was issued, "" without
	Life
	Replaces   string // id of the card before, "" for the first
	ReplacedBy string // id
	Legalised  int    // copies that were certified
	JWS        string
	CreatedAt  time.Time
}

// claims is what the card's QR says.
func (c Card) claims(name, officeCode string) CardClaims {
	return CardClaims{
		Number: c.Number, Initials: Initials(name), Office: officeCode,
		IssuedOn: c.IssuedOn.Time(), ExpiresOn: c.ExpiresOn.Time(),
	}
}

// sheet lays the card, its holder and the office's words out for RenderCard.
func (c Card) sheet(s Seeker, o *office.Office, groups []string, qr string) CardSheet {
	d := s.Data
	sheet := CardSheet{
		Letterhead: Letterhead{Government: o.Agency, Office: o.Name, Address: o.Address},
		Provisions: o.Card.Provisions,
		LegalBasis: nonEmpty(o.Card.LegalBasis),
		Number:     groups,
		NIK:        s.NIK,
		Name:       d.Name, BirthPlace: d.BirthPlace, BirthDate: d.BirthDate.Time(),
		Sex: d.Sex, Marital: d.Marital, Religion: d.Religion, Address: d.Address, Phone: d.Phone,
		Skills:    nonEmpty(strings.Split(d.Experience, "\n")...),
		Signatory: Signatory{Title: nonEmpty(o.Card.Signatory), Name: o.Card.Officer, NIP: o.Card.OfficerNIP},
		IssuedAt:  o.City,
		IssuedOn:  c.IssuedOn.Time(), ExpiresOn: c.ExpiresOn.Time(),
		QR: qr,
	}
	for _, row := range d.Education {
		sheet.Education = append(sheet.Education, EducationRow(row))
	}
	for n := range c.Reports {
		due, _ := c.ReportDue(n + 1)
		sheet.ReportsDue = append(sheet.ReportsDue, due.Time())
	}
	return sheet
}

func nonEmpty(lines ...string) []string {
	var kept []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}
