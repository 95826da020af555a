package kiosk

import (
	"context"
	"time"

	"loket/server/api"
)

// issueOffline gives a press the number that it has of the book: the server did not answer in time, and may or may not
// have given the ticket. The paper is the truth from here on. False: it has ended without.
func (k *Kiosk) issueOffline(ctx context.Context, e *entry, office api.Office) bool {
	k.goOffline()
	p := k.read(e)
	service := k.offlineService(p.Service)
	if !service.Open {
		return k.noNumber(ctx, e, closedProblem(service, p.Language))
	}
	k.mu.Lock()
	ticket, today := k.offlineTicket(p, service), k.today()
	k.mu.Unlock()
	if p.Own.Day != today {
		return k.noNumber(ctx, e, newProblem("kiosk.server_away", p.Language))
	}
	paper := newTicket(office, service, ticket)
	paper.Offline = true
	err := k.change(e, func(p *press) { p.Stage, p.Issued, p.Paper, p.Offline = issued, &ticket, &paper, true })
	if err != nil {
		// Nobody else knows of it, so it is not given.
		k.log.Error("a number that is not in the spool is not given", "number", ticket.Number, "err", err)
		return k.noNumber(ctx, e, newProblem("kiosk.spool", p.Language))
	}
	k.log.Warn("a number was given without the server", "number", ticket.Number)
	return true
}

// offlineTicket is a press's ticket as the server would make it, issued now and after every other. Kiosk.mu is held.
func (k *Kiosk) offlineTicket(p press, service api.Service) api.IssuedTicket {
	at := k.now()
	for _, other := range k.list() {
		if other.Issued != nil && !other.Issued.IssuedAt.Before(at) {
			at = other.Issued.IssuedAt.Add(time.Millisecond)
		}
	}
	return api.IssuedTicket{
		Number: p.Own.Number, Sequence: p.Own.Sequence, Service: p.Service, ServiceName: service.Name, Day: p.Own.Day,
		IssuedAt: at, Priority: p.Priority, Language: p.Language,
		URL: k.book.TicketURL + p.Own.Token, Token: p.Own.Token, CallLimit: k.book.CallLimit,
	}
}

// owed is how many tickets the server does not have yet, and how many it refused. Kiosk.mu is held.
func (k *Kiosk) owed() (waiting, refused int) {
	for _, e := range k.presses {
		switch {
		case e.press.waits():
			waiting++
		case e.press.Refused != "":
			refused++
		}
	}
	return waiting, refused
}

// details are what the kiosk says of itself in its health report.
func (k *Kiosk) details() api.KioskDetails {
	broken, err := k.spool.broken()
	if err != nil {
		broken++
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	waiting, refused := k.owed()
	return api.KioskDetails{
		Waiting: waiting, Refused: refused, Broken: broken + int(k.unwritten.Load()),
		ClockOffset: int(k.book.Offset.Milliseconds()), Version: k.config.Version,
	}
}
