package server

import (
	"sync"
	"time"

	"loket/server/access"
)

// A token or cookie that was found good is believed for recentFor without asking the database again: a query
// after each commit has to read its pages anew, and took a tenth of a ticket's time. What this server
// revokes is forgotten at once; what another process revokes, within recentFor.
const (
	recentFor = time.Second
	recentMax = 10_000
)

// recent remembers who showed which token.
type recent struct {
	mu        sync.Mutex
	known     map[string]recentEntry
	forgotten int // how often everybody was forgotten
}

type recentEntry struct {
	principal access.Principal
	until     time.Time
}

// find returns who showed the token, or asks.
func (r *recent) find(token string, now time.Time, ask func() (access.Principal, time.Time, error)) (access.Principal, error) {
	r.mu.Lock()
	entry, ok := r.known[token]
	before := r.forgotten
	r.mu.Unlock()
	if ok && now.Before(entry.until) && entry.until.Sub(now) <= recentFor {
		return entry.principal, nil
	}
	p, ends, err := ask()
	if err != nil {
		return p, err
	}
	until := now.Add(recentFor)
	if !ends.IsZero() && ends.Before(until) {
		until = ends
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.forgotten != before {
		return p, nil // it may have been revoked just after it was found
	}
	if r.known == nil || len(r.known) >= recentMax {
		r.known = map[string]recentEntry{}
	}
	r.known[token] = recentEntry{p, until}
	return p, nil
}

// forget forgets everybody: somebody was revoked or has signed out.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known = nil
	r.forgotten++
}
