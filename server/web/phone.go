package web

import (
	"io"
	"time"

	"loket/server/api"
)

// PhonePage is a ticket as its holder sees it on the phone, at /t/{token}. The page's script takes the token from the
// address, so that it stands nowhere in the page.
type PhonePage struct {
	Lang   string
	Ticket api.FollowedTicket
	Now    time.Time // in the office's zone
}

// Phone writes the page. It tells the bare facts without script; with script it follows the topic `ticket`.
func Phone(w io.Writer, p PhonePage) error {
	return render(w, "phone", p.Lang, phoneView{PhonePage: p, words: wordsOf("phone", language(p.Lang))})
}

// phoneView chooses the words for the ticket's state; assets/phone/wording.js does the same as the state changes.
type phoneView struct {
	PhonePage
	words words
}

// Status is the ticket's status, or "expired" on any day but its own.
func (v phoneView) Status() string {
	if v.Ticket.Day != v.Now.Format(time.DateOnly) {
		return "expired"
	}
	return string(v.Ticket.Status)
}

// Headline is what the holder must know first.
func (v phoneView) Headline() string {
	switch status := v.Status(); {
	case status != string(api.TicketStatusWaiting):
		return v.words.T(status, "counter", v.counterName())
	case v.Ticket.Ahead == 0:
		return v.words.T("waitingNext")
	case v.Ticket.Ahead == 1:
		return v.words.T("waitingOne")
	default:
		return v.words.T("waiting", "count", v.Ticket.Ahead)
	}
}

// Detail stands below the headline.
func (v phoneView) Detail() string {
	switch status := v.Status(); status {
	case string(api.TicketStatusWaiting):
		if v.Ticket.EstimatedWait.High <= 0 {
			return v.words.T("minutesFew")
		}
		return v.words.T("minutes", "low", v.Ticket.EstimatedWait.Low, "high", v.Ticket.EstimatedWait.High)
	case "expired":
		day, _ := time.Parse(time.DateOnly, v.Ticket.Day) // made by the server
		return v.words.T("expiredDetail", "day", v.words.Date(day))
	default:
		return v.words.T(status+"Detail", "counter", v.counterName(), "call", v.Ticket.Calls, "limit", v.Ticket.CallLimit)
	}
}

func (v phoneView) counterName() string {
	if v.Ticket.CounterName == nil {
		return ""
	}
	return *v.Ticket.CounterName
}

// Script returns the words that the page's script needs.
func (v phoneView) Script() map[string]string {
	table := map[string]string{"clockSeparator": v.words["clockSeparator"]}
	for key, text := range dictionary["phone"][language(v.Lang)] {
		table[key] = text
	}
	return table
}

// Say returns a text of the contract in the page's language.
func (v phoneView) Say(text api.Text) string {
	if language(v.Lang) == "en" && text.En != "" {
		return text.En
	}
	return text.ID
}
