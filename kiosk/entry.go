package kiosk

import (
	"context"
	"time"
)

// entry is a press that the running program holds, with everybody who waits for it. Kiosk.mu guards it.
type entry struct {
	press   press
	problem *problem // set where the press ended without a number
	changed chan struct{}
}

func newEntry(p press) *entry { return &entry{press: p, changed: make(chan struct{})} }

// hold finds the entry of a wish's key, or makes it and gives it a number of the book; fresh says which. One key
// with two wishes is refused.
func (k *Kiosk) hold(wish press) (e *entry, fresh bool, refused *problem) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, held := k.presses[wish.Key]
	if !held {
		if k.view.online || serviceIn(k.byHours(), wish.Service).Open {
			wish.Own = k.pick(wish.Service)
		}
		e = newEntry(wish)
		k.presses[wish.Key] = e
		return e, true, nil
	}
	if !e.press.sameWish(wish) {
		return nil, false, fieldProblem("request.key_reused", "key", wish.Language)
	}
	return e, false, nil
}

// find is the entry of a key, or nil.
func (k *Kiosk) find(key string) *entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.presses[key]
}

// findJob is the entry whose paper was printed as that job, or nil.
func (k *Kiosk) findJob(job uint32) *entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, e := range k.presses {
		if e.press.Job == job && e.press.Job != 0 {
			return e
		}
	}
	return nil
}

// read is a press as it stands now.
func (k *Kiosk) read(e *entry) press {
	k.mu.Lock()
	defer k.mu.Unlock()
	return e.press
}

// change stores what the press has become, first on the disk, then for those who wait.
// With an error nothing has changed.
func (k *Kiosk) change(e *entry, edit func(*press)) error {
	k.storing.Lock()
	defer k.storing.Unlock()
	next := k.read(e)
	edit(&next)
	if err := k.spool.put(next); err != nil {
		k.unwritten.Add(1)
		return err
	}
	k.tell(e, func() { e.press = next })
	return nil
}

// end closes a press that got no number. Its key may be used again: the server knows it.
func (k *Kiosk) end(e *entry, why *problem) {
	if err := k.forget(k.read(e)); err != nil {
		k.log.Error("a press without a number stays in the spool", "err", err)
	}
	k.tell(e, func() {
		e.problem = why
		delete(k.presses, e.press.Key)
	})
}

// tell changes an entry in memory and wakes those who wait.
func (k *Kiosk) tell(e *entry, edit func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	edit()
	close(e.changed)
	e.changed = make(chan struct{})
}

// wait returns when the press is settled or has failed, and at the latest when its number is known and
// limit is over.
func (k *Kiosk) wait(ctx context.Context, e *entry, limit time.Duration) (press, *problem) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	late := false
	for {
		k.mu.Lock()
		p, why, changed := e.press, e.problem, e.changed
		k.mu.Unlock()
		if why != nil || p.settled() || late && p.Stage != asked {
			return p, why
		}
		select {
		case <-changed:
		case <-timer.C:
			late = true
		case <-ctx.Done():
			return p, newProblem("kiosk.starting", p.Language)
		case <-k.stopped:
			return p, newProblem("kiosk.starting", p.Language)
		}
	}
}

// finished are the presses with which nothing is left to do.
func (k *Kiosk) finished() []press {
	k.mu.Lock()
	defer k.mu.Unlock()
	var done []press
	for _, e := range k.presses {
		if e.press.settled() && e.press.Reported {
			done = append(done, e.press)
		}
	}
	return done
}
