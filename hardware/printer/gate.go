package printer

import (
	"context"
	"sync"
)

// gate holds the writer back while the printer is offline, so that its buffer cannot overflow.
type gate struct {
	mu   *sync.Mutex
	open *chan struct{} // closed while open
}

func newGate() gate {
	open := make(chan struct{})
	return gate{mu: &sync.Mutex{}, open: &open}
}

func (g gate) set(open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-*g.open:
		if !open {
			*g.open = make(chan struct{})
		}
	default:
		if open {
			close(*g.open)
		}
	}
}

func (g gate) wait(ctx context.Context) error {
	g.mu.Lock()
	open := *g.open
	g.mu.Unlock()
	select {
	case <-open:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
