package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"loket/server/fault"

	"github.com/gorilla/websocket"
)

// maxTail is how many of the journal's entries a client may have missed and still get them one by one;
// one that was away longer gets a snapshot, which is shorter.
const maxTail = 1000

// Snapshot returns a client's present state and the journal's number up to which it holds everything.
type Snapshot func(context.Context) (state any, seq int64, err error)

// Who is refused gets an error of Serve's, so Error writes nothing. Buffers are shared: idle phones hold none.
var upgrader = websocket.Upgrader{
	ReadBufferSize:  512,
	WriteBufferPool: &sync.Pool{},
	CheckOrigin:     ownOrigin,
	Error:           func(http.ResponseWriter, *http.Request, int, error) {},
}

// ownOrigin refuses pages of other sites.
func ownOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

// Serve makes the request a WebSocket that follows a stream of NewHub's until it ends. since is "" or the
// position that the client holds, "<epoch>:<seq>"; a position of another epoch or from the future gets a
// snapshot. may tells on joining, with each beat and after Recheck whether the client may still follow; one that may
// not is closed with 4401. Malformed for a request that is no WebSocket's, Forbidden for a page of another site, Invalid for a
// since that is none; after the upgrade it returns nil.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, stream, since string, may func() bool, snapshot Snapshot) error {
	if !websocket.IsWebSocketUpgrade(r) {
		return fault.New(fault.Malformed, "live.websocket")
	}
	if !ownOrigin(r) {
		return fault.New(fault.Forbidden, "request.cross_origin")
	}
	held, ok := parsePosition(since)
	if since != "" && !ok {
		return fault.New(fault.Invalid, "live.since").At("since")
	}
	batch := &batching{ResponseWriter: w}
	conn, err := upgrader.Upgrade(batch, r, nil)
	if _, refused := errors.AsType[websocket.HandshakeError](err); refused {
		return fault.New(fault.Malformed, "live.websocket")
	}
	if err != nil {
		return nil // the client went away
	}
	defer func() { _ = conn.Close() }()
	c := newClient(conn, batch.conn, may)
	seq, ok := h.join(stream, c)
	defer h.leave(stream, c)
	raise(c.ask) // it may have been revoked since the request was let in
	if !ok {
		c.stop(closeRestart)
	} else if err := h.greet(r.Context(), c, stream, held, seq, snapshot); err != nil {
		h.log.Error("live: greeting failed", "stream", stream, "error", err)
		c.stop(closeSlow)
	}
	done := make(chan struct{})
	go func() { defer close(done); c.read() }()
	c.write(done)
	_ = conn.Close()
	<-done
	return nil
}

// greet puts the hello, and the tail that the client missed, before what has come since it joined at seq.
func (h *Hub) greet(ctx context.Context, c *client, stream string, held position, seq int64, snapshot Snapshot) error {
	if held.epoch == h.journal.Epoch() && held.seq <= seq && seq-held.seq <= maxTail {
		tail, err := h.tail(ctx, stream, held.seq, seq)
		if err != nil {
			return err
		}
		return c.greet(hello{Type: "hello", Epoch: h.journal.Epoch(), Seq: held.seq, Recovered: true}, tail, seq)
	}
	state, at, err := snapshot(ctx)
	if err != nil {
		return err
	}
	return c.greet(hello{Type: "hello", Epoch: h.journal.Epoch(), Seq: at, Snapshot: state}, nil, at)
}

// tail returns the stream's messages after one journal number up to another.
func (h *Hub) tail(ctx context.Context, stream string, after, upTo int64) ([]message, error) {
	entries, err := h.journal.Read(ctx, after, int(upTo-after))
	if err != nil {
		return nil, err
	}
	var tail []message
	prev := after
	for _, e := range entries {
		if h.streams[stream].Wants(e.Type) {
			tail = append(tail, encode(h.streams[stream], e, prev))
			prev = e.Seq
		}
	}
	return tail, nil
}

// greet puts first and tail before the messages that came meanwhile, less those that they hold.
func (c *client) greet(first hello, tail []message, upTo int64) error {
	body, err := json.Marshal(first)
	if err != nil {
		return fmt.Errorf("live: hello: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	head := make([][]byte, 0, 1+len(tail)+len(c.queue))
	head = append(head, body)
	for _, m := range tail {
		head = append(head, m.body)
	}
	for _, m := range c.early {
		if m.seq > upTo {
			head = append(head, m.body)
		}
	}
	c.early, c.greeted, c.held, c.queue = nil, true, upTo, head
	c.wake()
	return nil
}
