package server_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"loket/server/api"

	"github.com/gorilla/websocket"
)

// patience is how long a test waits for what must come; it is never waited for when all is well.
const patience = 20 * time.Second

// message is any message of the live connection.
type message struct {
	Type string `json:"type"`
	Seq  int64  `json:"seq"`
	Prev int64  `json:"prev"`

	Number  string `json:"number"`
	Counter string `json:"counter"`

	Epoch     string          `json:"epoch"`
	Recovered bool            `json:"recovered"`
	Snapshot  json.RawMessage `json:"snapshot"`

	raw string
}

// client follows a topic with a real WebSocket.
type client struct {
	r     *running
	topic string
	conn  *websocket.Conn
}

// follow connects; query adds parameters: name, value pairs.
func (r *running) follow(as, topic string, query ...string) *client {
	r.t.Helper()
	conn, res, err := r.dial(as, topic, nil, query...)
	if err != nil {
		if res != nil {
			r.t.Fatalf("topic %s: %v, status %d", topic, err, res.StatusCode)
		}
		r.t.Fatalf("topic %s: %v", topic, err)
	}
	return &client{r, topic, conn}
}

func (r *running) dial(as, topic string, header http.Header, query ...string) (*websocket.Conn, *http.Response, error) {
	if header == nil {
		header = http.Header{}
	}
	r.identify(header, as)
	q := url.Values{"topic": {topic}}
	for i := 0; i+1 < len(query); i += 2 {
		q.Set(query[i], query[i+1])
	}
	d := websocket.Dialer{HandshakeTimeout: patience, NetDialContext: (&net.Dialer{}).DialContext}
	conn, res, err := d.DialContext(r.t.Context(), r.liveURL()+"?"+q.Encode(), header)
	if err == nil {
		r.t.Cleanup(func() { _ = conn.Close() })
	}
	return conn, res, err
}

// narrow makes the lines to clients hold little, so that who does not read is soon noticed.
func (r *running) narrow() {
	r.t.Helper()
	r.web.Close()
	r.web = httptest.NewUnstartedServer(r.Handler())
	r.web.Config.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		_ = conn.(*net.TCPConn).SetWriteBuffer(64 << 10)
		return ctx
	}
	r.web.Start()
}

func (r *running) liveURL() string {
	return "ws" + strings.TrimPrefix(r.web.URL, "http") + api.BaseURL + "/live"
}

// read returns the next message or why there is none. Beats are passed over.
func (c *client) read() (message, error) {
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	for {
		var m message
		_, body, err := c.conn.ReadMessage()
		if err != nil {
			return m, err
		}
		if err := json.Unmarshal(body, &m); err != nil {
			return m, err
		}
		if m.raw = string(body); m.Type != "beat" {
			return m, nil
		}
	}
}

func (c *client) next() message {
	c.r.t.Helper()
	m, err := c.read()
	if err != nil {
		c.r.t.Fatalf("topic %s: %v", c.topic, err)
	}
	return m
}

// hello reads the first message.
func (c *client) hello() message {
	c.r.t.Helper()
	m := c.next()
	if m.Type != "hello" || m.Epoch != c.r.Journal.Epoch() {
		c.r.t.Fatalf("topic %s: the first message is %s", c.topic, m.raw)
	}
	return m
}

// until reads all messages up to the one with a number.
func (c *client) until(seq int64) []message {
	c.r.t.Helper()
	var all []message
	for {
		m := c.next()
		all = append(all, m)
		if m.Seq >= seq {
			return all
		}
	}
}
