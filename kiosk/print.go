package kiosk

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"time"

	"loket/hardware/printer"
	"loket/server/api"
)

// causeSpool is the cause of a paper that was not printed because the disk took no mark of it.
const causeSpool = "spool"

// printPaper prints an issued press's ticket, once, and settles what became of it. One press prints at a time.
func (k *Kiosk) printPaper(ctx context.Context, e *entry) {
	if k.read(e).settled() {
		return
	}
	select {
	case k.paper <- struct{}{}:
		defer func() { <-k.paper }()
	case <-ctx.Done():
		return
	}
	job := newJob()
	data, err := Lay(k.config.Profile, *k.read(e).Paper)
	if err != nil {
		k.log.Error("a ticket cannot be laid out", "number", k.read(e).number(), "err", err)
		k.settle(e, failed, "layout")
		return
	}
	// Only what is marked on the disk is printed: a crash in between must not make a second paper.
	if err := k.change(e, func(p *press) { p.Stage, p.Job = printing, job }); err != nil {
		k.log.Error("a ticket is not printed: the spool takes no mark of it", "number", k.read(e).number(), "err", err)
		k.settle(e, failed, causeSpool)
		return
	}
	limited, cancel := context.WithTimeout(ctx, k.limits.print)
	defer cancel()
	outcome, err := k.config.Printer.Print(limited, printer.Job{ID: job, Data: data})
	cause := ""
	if outcome != printer.Printed {
		cause = k.causeOf(err)
		k.log.Warn("a ticket was not printed", "number", k.read(e).number(), "outcome", outcome, "err", err)
	}
	k.settle(e, stageOf(outcome), cause)
}

// settle notes what became of a paper. If the disk takes no note, the next start finds "printing" and says unknown.
func (k *Kiosk) settle(e *entry, s stage, cause string) {
	edit := func(p *press) { p.Stage, p.Cause = s, cause }
	if err := k.change(e, edit); err != nil {
		k.log.Error("what became of a paper is not in the spool", "number", k.read(e).number(), "err", err)
		k.tell(e, func() { edit(&e.press) })
	}
}

func stageOf(o printer.Outcome) stage {
	switch o {
	case printer.Printed:
		return printed
	case printer.Failed:
		return failed
	}
	return unknown
}

// causeOf is the printer's state that kept a ticket from being printed; empty if it does not seem to be its state.
func (k *Kiosk) causeOf(err error) string {
	var state *printer.StateError
	if errors.As(err, &state) {
		return string(state.State)
	}
	if now := k.config.Printer.Status().State; !now.CanPrint() && now != printer.Starting {
		return string(now)
	}
	return ""
}

// Late tells the kiosk that a job which the driver had settled as unknown is on paper after all. It
// is what printer.Config.OnLate is for. A job that the kiosk no longer holds is ignored.
func (k *Kiosk) Late(job uint32) {
	e := k.findJob(job)
	if e == nil || k.read(e).Stage != unknown {
		return
	}
	if err := k.change(e, func(p *press) { p.Stage, p.Cause, p.Reported = printed, "", false }); err != nil {
		k.log.Error("a late paper is not in the spool", "number", k.read(e).number(), "err", err)
		return
	}
	select {
	case k.work <- task{e, report}:
	case <-k.stopped: // the next start reports it
	}
}

// newJob is a number for a job that differs among recent ones, also over restarts.
func newJob() uint32 {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails
	return binary.BigEndian.Uint32(b[:])
}

// watchPrinter tells the server the printer's state and the kiosk's own at every change, and now and then without one,
// until ctx ends.
func (k *Kiosk) watchPrinter(ctx context.Context) {
	every := time.NewTicker(k.limits.look)
	defer every.Stop()
	var told printer.State
	var said api.KioskDetails
	var toldAt, failedAt time.Time
	for {
		state, details, now := k.config.Printer.Status().State, k.details(), k.config.Now()
		due := state != told || details != said || now.Sub(toldAt) >= k.limits.health
		if due && now.Sub(failedAt) >= k.limits.refresh {
			if err := k.sendHealth(ctx, string(state), details); err != nil {
				k.log.Debug("no health report", "err", err)
				failedAt = now
			} else {
				told, said, toldAt = state, details, now
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}
