package porttest

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"sync"

	"loket/hardware/port"
)

// Held is how many bytes a line in memory holds before a write blocks, as the kernel does.
const Held = 4096

// Line returns both ends of a line in memory: what one end writes the other reads. Closing
// the far end looks like an unplugged device.
func Line() (near, far *End) {
	a, b := &queue{changed: make(chan struct{})}, &queue{changed: make(chan struct{})}
	return &End{in: a, out: b}, &End{in: b, out: a}
}

// End is one end of a Line.
type End struct{ in, out *queue }

var _ port.Port = (*End)(nil)

// Read implements port.Port.
func (e *End) Read(p []byte) (int, error) { return e.in.read(p) }

// Write implements port.Port. It blocks while the other end does not read what the line holds.
func (e *End) Write(ctx context.Context, p []byte) (int, error) { return e.out.write(ctx, p) }

// Close ends both directions. The other end reads what was already sent, then io.EOF.
func (e *End) Close() error {
	e.in.end(fs.ErrClosed)
	e.out.end(io.EOF)
	return nil
}

// queue is one direction of a line.
type queue struct {
	mu      sync.Mutex
	buf     bytes.Buffer
	err     error
	changed chan struct{} // closed and replaced at every change
}

func (q *queue) read(p []byte) (int, error) {
	for {
		q.mu.Lock()
		if n, _ := q.buf.Read(p); n > 0 {
			q.wake()
			q.mu.Unlock()
			return n, nil
		}
		err, changed := q.err, q.changed
		q.mu.Unlock()
		if err != nil {
			return 0, err
		}
		<-changed
	}
}

func (q *queue) write(ctx context.Context, p []byte) (int, error) {
	sent := 0
	for {
		q.mu.Lock()
		if q.err != nil {
			q.mu.Unlock()
			return sent, io.ErrClosedPipe
		}
		n := min(len(p)-sent, Held-q.buf.Len())
		q.buf.Write(p[sent : sent+n])
		if sent += n; n > 0 {
			q.wake()
		}
		changed := q.changed
		q.mu.Unlock()
		if sent == len(p) {
			return sent, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return sent, ctx.Err()
		}
	}
}

func (q *queue) end(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = err
		q.wake()
	}
}

func (q *queue) wake() {
	close(q.changed)
	q.changed = make(chan struct{})
}
