package kiosk

import (
	"context"
)

// take makes a press, or joins the one that has its key, and waits until there is something to tell the
// person. The press goes on even if the page stops waiting.
func (k *Kiosk) take(ctx context.Context, r PressRequest) (press, *problem) {
	select {
	case <-k.started:
	default:
		return press{}, newProblem("kiosk.starting", r.Language)
	}
	wish := press{
		Key: r.Key, Service: r.Service, Priority: r.Priority, Language: r.Language,
		AskedAt: k.config.Now(), Stage: asked,
	}
	e, fresh, refused := k.hold(wish)
	if refused != nil {
		return press{}, refused
	}
	if fresh {
		if err := k.change(e, func(*press) {}); err != nil {
			k.log.Error("a press cannot be stored", "err", err)
			k.end(e, newProblem("kiosk.spool", r.Language))
		} else {
			select {
			case k.work <- task{e, ask}:
			case <-k.stopped:
				k.end(e, newProblem("kiosk.starting", r.Language))
			}
		}
	}
	return k.wait(ctx, e, k.limits.settle)
}
