package live

import (
	"bufio"
	"net"
	"net/http"
	"sync"
)

// batchConn sends all messages that wait for one client with one write. In a burst of calls the boards' time
// is the kernel's: a write for each message costs each board as much again.
type batchConn struct {
	net.Conn

	mu   sync.Mutex
	held bool
	wait []byte
}

// hold keeps what is written until release.
func (b *batchConn) hold() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = true
}

// release sends what was kept.
func (b *batchConn) release() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait := b.wait
	b.held, b.wait = false, nil
	if len(wait) == 0 {
		return nil
	}
	_, err := b.Conn.Write(wait)
	return err
}

// Write sends p, or keeps it between hold and release.
func (b *batchConn) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held {
		b.wait = append(b.wait, p...)
		return len(p), nil
	}
	return b.Conn.Write(p)
}

// batching hands the upgrade a connection that can be held.
type batching struct {
	http.ResponseWriter
	conn *batchConn
}

// Hijack takes the connection over.
func (b *batching) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(b.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	b.conn = &batchConn{Conn: conn}
	return b.conn, rw, nil
}
