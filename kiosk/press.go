package kiosk

import (
	"time"

	"loket/server/api"
)

// stage is how far a press has come.
type stage string

const (
	asked    stage = "asked"    // the server may or may not have given a number
	issued   stage = "issued"   // the number is known, nothing was sent to the printer
	printing stage = "printing" // the printer may or may not have printed
	printed  stage = "printed"  // the printer said that the paper is out
	failed   stage = "failed"   // surely not printed
	unknown  stage = "unknown"  // nobody can say
)

// press is one wish for a number, as it stands in the spool.
type press struct {
	Key      string            `json:"key"`
	Service  string            `json:"service"`
	Priority bool              `json:"priority"`
	Language api.Language      `json:"language"`
	AskedAt  time.Time         `json:"askedAt"`
	Stage    stage             `json:"stage"`
	Own      *own              `json:"own,omitempty"` // the number that the kiosk took for it; nil: the server's next
	Issued   *api.IssuedTicket `json:"issued,omitempty"`
	Paper    *Ticket           `json:"paper,omitempty"`
	Job      uint32            `json:"job,omitempty"`
	Cause    string            `json:"cause,omitempty"`   // the printer's state where the paper failed
	Best     stage             `json:"best,omitempty"`    // what became of the best of the papers before this one
	Reported bool              `json:"reported"`          // the server knows what became of the paper
	Offline  bool              `json:"offline,omitempty"` // the number was given without the server
	Refused  string            `json:"refused,omitempty"` // why the server did not take it; it stays for staff to see
}

// settled says whether it is decided what became of the paper, as far as it ever will be.
func (p press) settled() bool {
	return p.Stage == printed || p.Stage == failed || p.Stage == unknown
}

// whole says whether the press holds what its stage needs, as every press that was spooled does.
func (p press) whole() bool {
	switch p.Stage {
	case asked:
		return true
	case issued, printing, printed, failed, unknown:
		return p.Issued != nil && p.Paper != nil
	}
	return false
}

// sameWish says whether two presses ask for the same.
func (p press) sameWish(o press) bool {
	return p.Service == o.Service && p.Priority == o.Priority && p.Language == o.Language
}

// told is what the server hears of the paper: a copy that fails takes no paper out of anybody's hand.
func (p press) told() stage {
	for _, s := range []stage{printed, unknown} {
		if p.Best == s || p.Stage == s {
			return s
		}
	}
	return failed
}

// waits says whether the ticket is given and the server does not have it yet.
func (p press) waits() bool {
	return p.Offline && p.Issued != nil && p.Issued.ID == "" && p.Refused == ""
}

// paper is what the page is told of the paper.
func (p press) paper() api.PaperState {
	if p.settled() {
		return api.PaperState(p.Stage)
	}
	return api.PaperStatePending
}

// number is what is called, or nothing while it is not known.
func (p press) number() string {
	if p.Issued == nil {
		return ""
	}
	return p.Issued.Number
}

// deed is what is left to do for a press.
type deed int

const (
	ask    deed = iota // ask the server, with the same key
	lay                // print
	report             // tell the server what became of the paper
	rest               // nothing, until it is pruned
	drop               // forget it: nobody waits for it any more
)

// takeUp says how a press that a former run of the program left behind goes on, without ever risking
// a second paper or a number for a person who has gone. A press is recent as long as it is younger
// than `recent`.
func takeUp(p press, now time.Time, recent time.Duration) (press, deed) {
	old := now.Sub(p.AskedAt) >= recent || now.Before(p.AskedAt.Add(-recent))
	switch p.Stage {
	case asked:
		if old {
			return p, drop
		}
		return p, ask
	case issued:
		if old {
			p.Stage = failed
			return p, report
		}
		return p, lay
	case printing:
		p.Stage = unknown
		return p, report
	}
	if p.Reported || p.Refused != "" {
		return p, rest
	}
	return p, report
}
