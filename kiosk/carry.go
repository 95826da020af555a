package kiosk

import (
	"context"
	"time"

	"loket/server/api"
)

// carry takes a press through all that is left to do for it. Where ctx ends first, the spool says how far it came.
func (k *Kiosk) carry(ctx context.Context, e *entry, next deed) {
	if next == ask && !k.askNumber(ctx, e) {
		return
	}
	if next == ask || next == lay {
		k.printPaper(ctx, e)
	}
	if next != rest {
		k.reportPaper(ctx, e)
	}
}

// askNumber gets the press its number: from the server, or out of the book while the server does not answer.
// False: it has ended without, or ctx is over.
func (k *Kiosk) askNumber(ctx context.Context, e *entry) bool {
	wish := k.read(e)
	office, err := k.knownOffice(ctx)
	if err != nil {
		k.log.Warn("the server does not tell who the office is", "err", err)
		return k.noNumber(ctx, e, newProblem("kiosk.server_away", wish.Language))
	}
	ticket, refused, err := k.issue(ctx, wish)
	for ; refused.aboutNumber(); ticket, refused, err = k.issue(ctx, wish) {
		if wish, err = k.otherNumber(e, refused); err != nil {
			k.log.Error("a press cannot be stored", "err", err)
			return k.noNumber(ctx, e, newProblem("kiosk.spool", wish.Language))
		}
	}
	switch {
	case err != nil && ctx.Err() == nil && wish.Own != nil:
		return k.issueOffline(ctx, e, office)
	case err != nil:
		if s := k.offlineService(wish.Service); !k.online() && s.ClosedWords != nil {
			refused = closedProblem(s, wish.Language)
		}
		return k.noNumber(ctx, e, refused)
	case refused != nil:
		return k.noNumber(ctx, e, refused)
	}
	k.lookAgain()
	paper := newTicket(office, k.serviceOf(ticket.Service), *ticket)
	err = k.change(e, func(p *press) { p.Stage, p.Issued, p.Paper = issued, ticket, &paper })
	if err == nil {
		return true
	}
	// The number is the person's all the same; without the spool there is no safe way to print it.
	k.log.Error("a number that is not in the spool is not printed", "number", ticket.Number, "err", err)
	k.tell(e, func() {
		e.press.Stage, e.press.Issued, e.press.Paper = failed, ticket, &paper
		e.press.Cause = causeSpool
	})
	return true
}

// noNumber ends a press, except where the program itself is ending: then it is taken up at the next start.
func (k *Kiosk) noNumber(ctx context.Context, e *entry, why *problem) bool {
	if ctx.Err() == nil {
		k.end(e, why)
	}
	return false
}

// reportPaper tells the server what became of the paper, as long as it takes, and again if that changes meanwhile.
func (k *Kiosk) reportPaper(ctx context.Context, e *entry) {
	if p := k.read(e); p.waits() {
		k.lookAgain() // it is handed in together with its paper
		return
	}
	for p := k.read(e); p.settled() && !p.Reported && p.Refused == ""; p = k.read(e) {
		if !k.persist(ctx, "report of the paper of "+p.number(), func(ctx context.Context) error {
			return k.sendPaper(ctx, p.Issued.ID, api.PaperReportState(p.told()))
		}) {
			return
		}
		note := func(now *press) { now.Reported = now.settled() && now.told() == p.told() }
		if err := k.change(e, note); err != nil {
			// The spool says not reported, so the next start reports it once more: no harm.
			k.log.Error("noting a report", "number", p.number(), "err", err)
			k.tell(e, func() { note(&e.press) })
		}
	}
}

// persist tries until it succeeds or ctx ends, with pauses that grow to half a minute. True: it succeeded.
func (k *Kiosk) persist(ctx context.Context, what string, try func(context.Context) error) bool {
	for pause := k.limits.pause; ; pause = min(2*pause, 30*time.Second) {
		err := try(ctx)
		if err == nil {
			return true
		}
		k.log.Warn(what+" did not reach the server", "err", err)
		if !sleep(ctx, pause) {
			return false
		}
	}
}

// sleep waits; false: ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
