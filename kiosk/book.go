package kiosk

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"time"

	"loket/server/api"
)

// book is what the kiosk knows for when the server is away: the office, its services, their hours and the numbers that the
// server reserved for it. It stands on the disk beside the presses.
//
// A number is free as long as no press has it. It leaves the book on the disk before its press leaves the
// spool, and only the server, which knows what became of it, brings it back.
type book struct {
	Name      string           `json:"name"` // made with the spool; the server keeps the numbers under it
	Office    *api.Office      `json:"office,omitempty"`
	Services  []api.Service    `json:"services,omitempty"`
	Timetable []api.Timetable  `json:"timetable,omitempty"`
	Day       string           `json:"day"` // of the numbers
	TicketURL string           `json:"ticketUrl"`
	CallLimit int              `json:"callLimit"`
	Offset    time.Duration    `json:"offset"` // by which the server's clock is ahead
	Numbers   []api.HeldNumber `json:"numbers"`
	Stale     bool             `json:"stale"` // the server may know more free numbers than the book
}

// newBook is an empty one.
func newBook() book {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return book{Name: hex.EncodeToString(b[:])}
}

// own is the number of a press, with the secret of its ticket's link.
type own struct {
	Day      string `json:"day"`
	Sequence int    `json:"sequence"`
	Number   string `json:"number"`
	Token    string `json:"token"`
}

// newOwn gives a number to a press and makes its ticket's secret: 96 random bits, as the server makes them.
func newOwn(day string, n api.HeldNumber) *own {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return &own{Day: day, Sequence: n.Sequence, Number: n.Number, Token: base64.RawURLEncoding.EncodeToString(b[:])}
}

func (o own) reserved() api.ReservedNumber {
	return api.ReservedNumber{Day: o.Day, Sequence: o.Sequence, Token: o.Token}
}

// has says whether a press has a number of a day.
func (p press) has(day string, n api.HeldNumber) bool {
	return p.Own != nil && p.Service == n.Service && p.Own.Day == day && p.Own.Sequence == n.Sequence
}

// free are the numbers of a service on a day that none of the presses has, in order.
func (b book) free(service, day string, presses []press) []api.HeldNumber {
	var free []api.HeldNumber
	for _, n := range b.Numbers {
		if b.Day == day && n.Service == service && !slices.ContainsFunc(presses, func(p press) bool { return p.has(day, n) }) {
			free = append(free, n)
		}
	}
	slices.SortFunc(free, func(a, b api.HeldNumber) int { return a.Sequence - b.Sequence })
	return free
}

// without is the book less the numbers of presses that leave the spool; changed: it held some of them.
func (b book) without(presses ...press) (rest book, changed bool) {
	before := len(b.Numbers)
	b.Numbers = slices.DeleteFunc(slices.Clone(b.Numbers), func(n api.HeldNumber) bool {
		return slices.ContainsFunc(presses, func(p press) bool { return p.has(b.Day, n) })
	})
	changed = len(b.Numbers) != before
	return b, changed
}

// plain are services without what changes by the minute: all that a kiosk may say of them while the server is away.
func plain(services []api.Service) []api.Service {
	services = slices.Clone(services)
	for i := range services {
		services[i].Waiting, services[i].CountersOpen, services[i].EstimatedWait = 0, nil, api.Minutes{}
	}
	return services
}
