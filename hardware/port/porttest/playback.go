// Package porttest has ports for tests: a scripted one and both ends of a line in memory. They
// wait on channels alone, so they work inside a testing/synctest bubble.
package porttest

import (
	"context"
	"fmt"
	"io/fs"
	"sync"

	"loket/hardware/port"
)

// Step is one exchange: after exactly Want was written, Reply can be read.
type Step struct {
	Want  []byte
	Reply []byte
}

// Playback is a port that follows a script. A written byte that the script does not expect is
// an error of that Write.
type Playback struct {
	mu      sync.Mutex
	steps   []Step
	got     []byte // of the present step
	input   []byte
	changed chan struct{}
	closed  bool
}

var _ port.Port = (*Playback)(nil)

// NewPlayback returns a port that follows steps.
func NewPlayback(steps ...Step) *Playback {
	p := &Playback{steps: steps, changed: make(chan struct{})}
	p.advance()
	return p
}

// advance makes the replies of finished steps readable.
func (p *Playback) advance() {
	for len(p.steps) > 0 && len(p.got) == len(p.steps[0].Want) {
		p.input = append(p.input, p.steps[0].Reply...)
		p.steps, p.got = p.steps[1:], nil
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// Push makes bytes readable that no write asked for.
func (p *Playback) Push(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.input = append(p.input, b...)
	p.advance()
}

// Read implements port.Port.
func (p *Playback) Read(b []byte) (int, error) {
	for {
		p.mu.Lock()
		if p.closed {
			p.mu.Unlock()
			return 0, fs.ErrClosed
		}
		if n := copy(b, p.input); n > 0 {
			p.input = p.input[n:]
			p.mu.Unlock()
			return n, nil
		}
		changed := p.changed
		p.mu.Unlock()
		<-changed
	}
}

// Write implements port.Port.
func (p *Playback) Write(_ context.Context, b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range b {
		switch {
		case p.closed:
			return i, fs.ErrClosed
		case len(p.steps) == 0:
			return i, fmt.Errorf("porttest: script is over, but % x was written", b[i:])
		case p.steps[0].Want[len(p.got)] != c:
			return i, fmt.Errorf("porttest: after % x the script wants % x, but % x was written",
				p.got, p.steps[0].Want[len(p.got):], b[i:])
		}
		p.got = append(p.got, c)
		p.advance()
	}
	return len(b), nil
}

// Close implements port.Port.
func (p *Playback) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		p.advance()
	}
	return nil
}

// Rest returns an error unless the whole script was played.
func (p *Playback) Rest() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.steps) == 0 {
		return nil
	}
	return fmt.Errorf("porttest: %d steps were not played; next wants % x, got % x so far",
		len(p.steps), p.steps[0].Want, p.got)
}
