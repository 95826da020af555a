package kiosk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"loket/server/api"
)

// maxHandIn is the most that the contract takes at once.
const maxHandIn = 100

// handIn tells the server of the tickets that were given without it and whose paper is settled, the oldest first. What
// it does not get done is done at the next look at the server.
func (k *Kiosk) handIn(ctx context.Context) {
	for batch := k.toHandIn(); len(batch) > 0 && ctx.Err() == nil; batch = k.toHandIn() {
		if err := k.handInBatch(ctx, batch); err != nil {
			k.log.Warn("tickets could not be handed in", "tickets", len(batch), "err", err)
			return
		}
	}
}

// toHandIn are the next tickets for the server.
func (k *Kiosk) toHandIn() []*entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	var batch []*entry
	for _, e := range k.presses {
		if e.press.waits() && e.press.settled() {
			batch = append(batch, e)
		}
	}
	slices.SortFunc(batch, func(a, b *entry) int { return a.press.Issued.IssuedAt.Compare(b.press.Issued.IssuedAt) })
	return batch[:min(len(batch), maxHandIn)]
}

// handInBatch hands tickets in and notes what became of each.
func (k *Kiosk) handInBatch(ctx context.Context, batch []*entry) error {
	var given []press
	for _, e := range batch {
		given = append(given, k.read(e))
	}
	results, refused, err := k.sendTickets(ctx, given)
	switch {
	case err != nil:
		return err
	case refused != "" && len(batch) > 1: // one of them spoils it for the others
		half := len(batch) / 2
		if err := k.handInBatch(ctx, batch[:half]); err != nil {
			return err
		}
		return k.handInBatch(ctx, batch[half:])
	case refused != "":
		return k.noteHandedIn(ctx, batch[0], given[0], "", refused)
	}
	for i, r := range results {
		id, why := "", ""
		if r.Problem != nil {
			why = r.Problem.Code
		} else if r.ID != nil {
			id = *r.ID
		}
		if err := k.noteHandedIn(ctx, batch[i], given[i], id, why); err != nil {
			return err
		}
	}
	return nil
}

// noteHandedIn notes that the server has a ticket, or why it refused it. A paper that changed meanwhile is reported.
func (k *Kiosk) noteHandedIn(ctx context.Context, e *entry, told press, id, refused string) error {
	if refused != "" {
		k.log.Error("the server refused a ticket that was given without it; it is set aside", "number", told.number(), "why", refused)
	}
	err := k.change(e, func(p *press) {
		p.Refused = refused
		if refused == "" {
			ticket := *p.Issued
			ticket.ID = id
			p.Issued = &ticket
			p.Reported = p.settled() && p.told() == told.told()
		}
	})
	if err != nil {
		return err
	}
	if p := k.read(e); refused == "" && p.settled() && !p.Reported {
		select {
		case k.work <- task{e, report}:
		case <-ctx.Done(): // the next start reports it
		}
	}
	return nil
}

// sendTickets hands tickets in. refused is the code of a refusal of the whole request; an error means that another
// try makes sense.
func (k *Kiosk) sendTickets(ctx context.Context, given []press) (results []api.HandedInTicket, refused string, err error) {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	var body api.HandIn
	for _, p := range given {
		body.Tickets = append(body.Tickets, api.GivenTicket{
			Key: p.Key, Service: p.Service, Priority: p.Priority, Language: p.Language, Reserved: p.Own.reserved(),
			IssuedAt: p.Issued.IssuedAt.UTC().Format(time.RFC3339Nano), Paper: api.PaperState(p.told()),
		})
	}
	answer, err := k.client.HandInTicketsWithResponse(ctx, body)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", errAway, err)
	}
	if answer.JSON200 != nil && len(answer.JSON200.Tickets) == len(given) {
		return answer.JSON200.Tickets, "", nil
	}
	switch status := answer.StatusCode(); status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return nil, (&problem{body: answer.Body}).code(), nil
	default:
		return nil, "", fmt.Errorf("%w: it answered %d", errAway, status)
	}
}
