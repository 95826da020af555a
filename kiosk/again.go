package kiosk

import (
	"context"

	"loket/server/api"
)

// maxCopies is how many marked copies a press may have.
const maxCopies = 3

// mayRepeat says whether a press's ticket can be printed again.
func (p press) mayRepeat() bool {
	return p.settled() && (p.Stage == failed || p.Paper.Copy < maxCopies)
}

// repeated is a settled press that is to be printed again: as what it was where surely nothing came out, else as the
// next copy, marked so.
func (p press) repeated() press {
	paper := *p.Paper
	if p.Stage != failed {
		paper.Copy++
	}
	p.Best, p.Stage, p.Paper, p.Cause, p.Reported = p.told(), issued, &paper, "", false
	return p
}

// again prints a press's ticket once more and waits as take does. A press whose paper is not settled yet is only
// waited for.
func (k *Kiosk) again(ctx context.Context, key string, language api.Language) (press, *problem) {
	select {
	case <-k.started:
	default:
		return press{}, newProblem("kiosk.starting", language)
	}
	e := k.find(key)
	if e == nil {
		return press{}, newProblem("kiosk.unknown_press", language)
	}
	var begun, used bool
	err := k.change(e, func(p *press) {
		if used = p.settled() && !p.mayRepeat(); used || !p.settled() {
			return
		}
		begun = true
		*p = p.repeated()
		p.AskedAt = k.config.Now()
	})
	switch {
	case err != nil:
		k.log.Error("another paper cannot be noted, so it is not printed", "number", k.read(e).number(), "err", err)
		return press{}, newProblem("kiosk.spool", language)
	case used:
		return press{}, newProblem("kiosk.copies_used", language)
	case begun:
		select {
		case k.work <- task{e, lay}:
		case <-k.stopped:
			return press{}, newProblem("kiosk.starting", language)
		}
	}
	return k.wait(ctx, e, k.limits.settle)
}
