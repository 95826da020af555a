package storetest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is moved: set a store's Now to its Now. It may be used from
// many goroutines.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// At makes a clock that shows a moment written as RFC 3339, "2026-11-23T08:00:00+08:00".
func At(moment string) *Clock {
	now, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		panic(err)
	}
	return &Clock{now: now}
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
