package staff

import (
	"sync"
	"time"
)

// A name and an address each have so many failed sign-ins within the window before they must wait.
const (
	triesPerName    = 8
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

// wait returns how long key must wait before its next try, 0 if it may try now.
func (t *throttle) wait(key string, limit int, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	f, ok := t.failed[key]
	if !ok || f.count < limit {
		return 0
	}
	return max(0, f.since.Add(triesWindow).Sub(now))
}

func (t *throttle) fail(key string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.failed[key]
	if now.Sub(f.since) > triesWindow {
		f = tries{since: now}
	}
	f.count++
	if t.failed == nil {
		t.failed = map[string]tries{}
	}
	if len(t.failed) >= triesKept {
		for old, past := range t.failed {
			if now.Sub(past.since) > triesWindow {
				delete(t.failed, old)
			}
		}
	}
	t.failed[key] = f
}

func (t *throttle) forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.failed, key)
}
