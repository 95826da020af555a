package staff

import (
	"sync"
	"time"
)

// A name from one address, a name from anywhere and an address each have so many failed sign-ins within the
// window before they must wait. From anywhere a name has many, so that a stranger with a phone does not lock an
// officer out.
const (
	triesPerBoth    = 8
	triesPerName    = 60
	triesPerAddress = 40
	triesWindow     = 15 * time.Minute
	triesKept       = 10_000 // names and addresses remembered
)

// throttle counts failed sign-ins.
type throttle struct {
	mu     sync.Mutex
	failed map[string]tries
}

type tries struct {
	count int
	since time.Time
}

// limited is a name or an address with how many tries it has.
type limited struct {
	key   string
	limit int
}

// take counts a try of each key before it is known whether it fails, so that tries at once are counted too.
// If one of them has none left it counts nothing and returns how long to wait.
func (t *throttle) take(now time.Time, keys ...limited) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clean(now)
	var wait time.Duration
	for _, k := range keys {
		if f := t.failed[k.key]; f.count >= k.limit {
			wait = max(wait, f.since.Add(triesWindow).Sub(now))
		}
	}
	if wait > 0 {
		return wait
	}
	for _, k := range keys {
		f := t.failed[k.key]
		if now.Sub(f.since) >= triesWindow {
			f = tries{since: now}
		}
		f.count++
		t.failed[k.key] = f
	}
	return 0
}

// clean forgets windows that are over once there are many.
func (t *throttle) clean(now time.Time) {
	if t.failed == nil {
		t.failed = map[string]tries{}
	}
	if len(t.failed) < triesKept {
		return
	}
	for old, past := range t.failed {
		if now.Sub(past.since) >= triesWindow {
			delete(t.failed, old)
		}
	}
}

// right takes back the try that proved right, and all that the name failed before from its address.
func (t *throttle) right(both string, counted ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.failed, both)
	for _, key := range counted {
		if f, ok := t.failed[key]; ok {
			f.count--
			t.failed[key] = f
		}
	}
}
