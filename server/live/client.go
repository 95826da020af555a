package live

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxQueue     = 256 << 10 // bytes that may wait for one client
	writeTimeout = 10 * time.Second
	beatEvery    = 10 * time.Second
	readTimeout  = 45 * time.Second // a browser answers pings; one that does not is gone

	closeSlow    = websocket.CloseTryAgainLater // 1013: come back and catch up
	closeRestart = websocket.CloseServiceRestart
	closeSignIn  = 4401 // as HTTP's 401: coming back is in vain without signing in again
)

var beat = []byte(`{"type":"beat"}`)

// client is one connection. send never blocks: a client that reads too slowly loses its connection, not
// the others their messages.
type client struct {
	conn  *websocket.Conn
	batch *batchConn // below conn
	may   func() bool
	ask   chan struct{} // whether it still may

	mu      sync.Mutex
	greeted bool
	held    int64     // the greeting holds everything up to here
	early   []message // that came before the greeting was ready
	queue   [][]byte
	bytes   int
	code    int // to close with, 0 to go on
	signal  chan struct{}
}

func newClient(conn *websocket.Conn, batch *batchConn, may func() bool) *client {
	return &client{conn: conn, batch: batch, may: may, ask: make(chan struct{}, 1), signal: make(chan struct{}, 1)}
}

func (c *client) send(m message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code != 0 || m.seq <= c.held {
		return
	}
	c.bytes += len(m.body)
	switch {
	case c.bytes > maxQueue:
		c.code, c.queue, c.early = closeSlow, nil, nil
	case !c.greeted:
		c.early = append(c.early, m)
		return
	default:
		c.queue = append(c.queue, m.body)
	}
	c.wake()
}

func (c *client) stop(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code == 0 {
		c.code = code
	}
	c.wake()
}

func (c *client) wake() { raise(c.signal) }

// raise leaves a signal, unless one is there.
func raise(signal chan struct{}) {
	select {
	case signal <- struct{}{}:
	default:
	}
}

// take returns what is to be written now.
func (c *client) take() (queue [][]byte, code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	queue, c.queue, c.bytes = c.queue, nil, 0
	return queue, c.code
}

// write sends the queue until the connection ends. It is the only writer of the connection.
func (c *client) write(done <-chan struct{}) {
	// Beats are spread, so that a thousand phones that came back together do not stay together.
	tick := time.NewTicker(beatEvery - time.Duration(rand.Int64N(int64(2*time.Second))))
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-c.ask:
			if !c.may() {
				c.bye(closeSignIn)
				return
			}
		case <-tick.C:
			raise(c.ask) // a session ends by itself as well
			if !c.put(beat) {
				return
			}
			_ = c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout))
		case <-c.signal:
			queue, code := c.take()
			c.batch.hold()
			for _, body := range queue {
				if !c.put(body) {
					return
				}
			}
			if c.batch.release() != nil {
				return
			}
			if code != 0 {
				c.bye(code)
				return
			}
		}
	}
}

func (c *client) bye(code int) {
	_ = c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(writeTimeout))
}

func (c *client) put(body []byte) bool {
	_ = c.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	return c.conn.WriteMessage(websocket.TextMessage, body) == nil
}

// read discards what the client says and returns when it is gone.
func (c *client) read() {
	c.conn.SetReadLimit(512)
	alive := func() { _ = c.conn.SetReadDeadline(time.Now().Add(readTimeout)) }
	c.conn.SetPongHandler(func(string) error { alive(); return nil })
	alive()
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
		alive()
	}
}
