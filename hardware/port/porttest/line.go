package porttest

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"sync"

	"loket/hardware/port"
)

// Line returns both ends of a line in memory: what one end writes the other reads. Closing
// the far end looks like an unplugged device.
func Line() (near, far *End) {
	a, b := &queue{more: make(chan struct{})}, &queue{more: make(chan struct{})}
	return &End{in: a, out: b}, &End{in: b, out: a}
}

// End is one end of a Line.
type End struct{ in, out *queue }

var _ port.Port = (*End)(nil)

// Read implements port.Port.
func (e *End) Read(p []byte) (int, error) { return e.in.read(p) }

// Write implements port.Port; the line takes any number of bytes at once.
func (e *End) Write(_ context.Context, p []byte) (int, error) { return e.out.write(p) }

// Close ends both directions. The other end reads what was already sent, then io.EOF.
func (e *End) Close() error {
	e.in.end(fs.ErrClosed)
	e.out.end(io.EOF)
	return nil
}

// queue is one direction of a line.
type queue struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	err  error
	more chan struct{}
}

func (q *queue) read(p []byte) (int, error) {
	for {
		q.mu.Lock()
		if n, _ := q.buf.Read(p); n > 0 {
			q.mu.Unlock()
			return n, nil
		}
		err, more := q.err, q.more
		q.mu.Unlock()
		if err != nil {
			return 0, err
		}
		<-more
	}
}

func (q *queue) write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return 0, io.ErrClosedPipe
	}
	n, err := q.buf.Write(p)
	q.wake()
	return n, err
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
	close(q.more)
	q.more = make(chan struct{})
}
