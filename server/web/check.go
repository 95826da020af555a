package web

import (
	"html/template"
	"io"
	"strings"
	"time"

	"loket/server/api"
)

// CheckPage is the answer to whoever scans a card's QR, at /v/{jws}. Of the holder it shows initials only.
// For a forged code only Result, Office and CheckedAt are shown: nothing that it claims can be believed.
type CheckPage struct {
	Lang          string
	Result        api.CardCheckResult
	Unread        string    // of a code that could not be read: why, to the reader. It counts as forged
	Number        string    // 16 digits
	Initials      string    // of the holder
	Since         time.Time // since when a card in the register is what it is; zero where unknown, as the days below
	IssuedOn      time.Time // the office's day
	ExpiresOn     time.Time
	LastReportOn  time.Time
	Office        string
	OfficeAddress string
	OfficePhone   string
	CheckedAt     time.Time // in the office's zone
}

// Check writes the page. Any Result that the contract does not know is shown as forged.
func Check(w io.Writer, p CheckPage) error {
	if !p.Result.Valid() {
		p.Result = api.CardCheckResultForged
	}
	if p.Result == api.CardCheckResultForged || p.Result == api.CardCheckResultUnknownCard {
		p.Since = time.Time{}
	}
	return render(w, "check", p.Lang, p)
}

// Good reports whether the field is green: the card holds.
func (p CheckPage) Good() bool {
	return p.Result == api.CardCheckResultValid || p.Result == api.CardCheckResultReportDue
}

// Believed reports whether what the card says of itself may be shown.
func (p CheckPage) Believed() bool { return p.Result != api.CardCheckResultForged && p.Number != "" }

// Grouped is the number as it stands on the card, in groups 4-6-6.
func (p CheckPage) Grouped() string {
	if len(p.Number) != 16 {
		return p.Number
	}
	return strings.Join([]string{p.Number[:4], p.Number[4:10], p.Number[10:]}, " ")
}

// PhoneLink is the office's telephone number as an address of the scheme tel: digits and a plus, so safe in a page.
func (p CheckPage) PhoneLink() template.URL {
	digits := strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, p.OfficePhone)
	return template.URL("tel:" + digits) //nolint:gosec // nothing but digits and plus is left
}
