package kiosk

import (
	"strings"
	"time"
	"unicode/utf8"

	"loket/hardware/escpos"
	"loket/server/api"
)

// Ticket is what stands on the paper, and nothing else does: no personal data.
type Ticket struct {
	Office   string       `json:"office"`
	Service  string       `json:"service"`
	Number   string       `json:"number"`
	IssuedAt time.Time    `json:"issuedAt"` // in the office's zone
	Ahead    int          `json:"ahead"`
	Wait     api.Minutes  `json:"wait"`
	URL      string       `json:"url"` // what the QR holds: the ticket's phone page
	Calls    int          `json:"calls"`
	Papers   []string     `json:"papers,omitempty"`  // what to have at hand
	Copy     int          `json:"copy,omitempty"`    // 1: the first copy; 0: the first paper
	Offline  bool         `json:"offline,omitempty"` // given without the server: Ahead and Wait are not known
	Language api.Language `json:"language"`
}

const (
	numberMM = 12 // the least height of the number's digits
	qrDots   = 6  // of one module: 0.75 mm at 203 dpi, which cheap phones read from 20 cm
	// digitPart is the least part of a resident font's cell that a digit fills in height.
	digitPart  = 0.66
	paperLines = 2
)

// newTicket is the first paper of a ticket that the server has given.
func newTicket(office api.Office, service api.Service, issued api.IssuedTicket) Ticket {
	zone, err := time.LoadLocation(office.Timezone)
	if err != nil {
		zone = issued.IssuedAt.Location()
	}
	t := Ticket{
		Office:   office.Name,
		Service:  pick(issued.Language, issued.ServiceName.ID, issued.ServiceName.En),
		Number:   issued.Number,
		IssuedAt: issued.IssuedAt.In(zone),
		Ahead:    issued.Ahead,
		Wait:     issued.EstimatedWait,
		URL:      issued.URL,
		Calls:    issued.CallLimit,
		Language: issued.Language,
	}
	for _, p := range service.Papers {
		t.Papers = append(t.Papers, pick(issued.Language, p.Name.ID, p.Name.En))
	}
	return t
}

// Lay lays a ticket out for a printer and returns the job's bytes. A character that the printer
// lacks is drawn; an error means that the ticket cannot be printed at all, such as a number wider than the paper.
func Lay(p escpos.Profile, t Ticket) ([]byte, error) {
	columns := p.Fonts.A.Columns
	w := wordsOf(t.Language)
	e := escpos.NewEncoder(p).Align(escpos.Center)
	e.Bold(true).Line(t.Office)
	if t.Copy > 0 {
		e.Size(2, 2).Line(w.copy(t.Copy))
	}
	e.Size(1, 2).Line(t.Service)
	width, height := numberSize(p, t.Number)
	e.Size(1, 1).Feed(1).Size(width, height).Line(t.Number).Size(1, 1).Feed(1)
	for _, line := range joined(w.date(t.IssuedAt), w.clock(t.IssuedAt), columns) {
		e.Line(line)
	}
	if t.Offline {
		e.Line(w.offline)
	} else {
		for _, line := range joined(w.ahead(t.Ahead), w.wait(t.Wait), columns) {
			e.Line(line)
		}
	}
	e.QR(t.URL, qrDots)
	e.Line(w.calls(t.Calls))
	for _, line := range fill(w.bring, t.Papers, w.more, columns) {
		e.Line(strings.TrimSpace(line))
	}
	return e.Cut().Bytes()
}

// numberSize is the least magnification with digits of numberMM, narrower where the paper is.
func numberSize(p escpos.Profile, number string) (width, height int) {
	font := p.Fonts.A
	height = 1
	for height < 8 && float64(height*font.Height)*digitPart < float64(numberMM*p.DotsPerMM) {
		height++
	}
	fits := p.WidthDots / (font.Width * max(utf8.RuneCountInString(number), 1))
	return max(1, min(height, fits)), height
}

// joined puts two facts on one line with a dot between them, or on two where one is too short.
func joined(a, b string, columns int) []string {
	if a == "" || b == "" {
		return []string{a + b}
	}
	if one := a + " · " + b; utf8.RuneCountInString(one) <= columns {
		return []string{one}
	}
	return []string{a, b}
}

// fill lists items after a lead on at most paperLines lines, breaking between items; where not all
// fit, it ends with more. A single item that is longer than a line is left to the printer's own wrapping.
func fill(lead string, items []string, more string, columns int) []string {
	if len(items) == 0 {
		return nil
	}
	lines := []string{lead + " "}
	for i, item := range items {
		last := &lines[len(lines)-1]
		tail := ", "
		if i == len(items)-1 {
			tail = "."
		}
		room := columns
		if len(lines) == paperLines && i < len(items)-1 {
			room -= utf8.RuneCountInString(more)
		}
		switch {
		case utf8.RuneCountInString(*last+item+tail) <= room, i == 0:
			*last += item + tail
		case len(lines) < paperLines:
			lines = append(lines, item+tail)
		default:
			*last += more
			return lines
		}
	}
	return lines
}
