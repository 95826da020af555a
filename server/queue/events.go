package queue

// The journal's entries of this room. TicketEvent is the data of those about a ticket, CounterEvent
// of those about a counter, ReservedEvent of the reservations. They hold numbers only: the board shows them as
// they are.
const (
	EventIssued      = "ticket.issued"
	EventCalled      = "ticket.called"
	EventServing     = "ticket.serving"
	EventFinished    = "ticket.finished"
	EventNoShow      = "ticket.no_show"
	EventReturned    = "ticket.returned"
	EventTransferred = "ticket.transferred"
	EventParked      = "ticket.parked"
	EventPaper       = "ticket.paper"
	EventReserved    = "numbers.reserved"
	EventOpened      = "counter.opened"
	EventClosed      = "counter.closed"
)

// TicketEvent tells what happened to a ticket.
type TicketEvent struct {
	Ticket      string `json:"ticket,omitempty"` // id; not for the public
	Number      string `json:"number"`
	Service     string `json:"service"`
	FromService string `json:"fromService,omitempty"` // before a transfer
	Priority    bool   `json:"priority"`
	From        Status `json:"from"` // "" for a new ticket
	To          Status `json:"to"`
	Counter     string `json:"counter,omitempty"`
	CounterName string `json:"counterName,omitempty"`
	Call        int    `json:"call,omitempty"`    // 1 for the first
	Paper       Paper  `json:"paper,omitempty"`   // ticket.paper only
	Offline     bool   `json:"offline,omitempty"` // ticket.issued only: given before, while the server was away
}

// CounterEvent tells that a counter was taken or left.
type CounterEvent struct {
	Counter     string `json:"counter"`
	CounterName string `json:"counterName"`
}

// ReservedEvent tells that a device holds the numbers of a service from the first to the last.
type ReservedEvent struct {
	Service string `json:"service"`
	First   string `json:"first"`
	Last    string `json:"last"`
}
