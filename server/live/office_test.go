package live_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/live"
	"loket/server/store"

	"github.com/gorilla/websocket"
)

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// office is a hub on a real journal behind a real server. The stream "all" tells every entry, "even" those of its
// name alone.
type office struct {
	t       *testing.T
	hub     *live.Hub
	journal *journal.Journal
	server  *http.Server
	dialer  websocket.Dialer

	mu       sync.Mutex
	held     [][]journal.Entry // committed and not yet published
	holding  bool
	snapshot live.Snapshot
}

type number struct {
	N int `json:"n"`
}

func streams() map[string]live.Stream {
	read := func(e journal.Entry) any {
		var n number
		if err := json.Unmarshal(e.Data, &n); err != nil {
			panic(err)
		}
		return n
	}
	return map[string]live.Stream{
		"all":  {Wants: func(string) bool { return true }, Encode: read},
		"even": {Wants: func(kind string) bool { return kind == "even" }, Encode: read},
	}
}

// open starts an office that listens at l and is reached by dial.
func open(t *testing.T, l net.Listener, dial func(context.Context, string, string) (net.Conn, error)) *office {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "loket.db"))
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, dialer: websocket.Dialer{NetDialContext: dial, HandshakeTimeout: patience}}
	o.snapshot = func(ctx context.Context) (any, int64, error) {
		entries, err := o.journal.Read(ctx, 0, 1_000_000)
		return number{len(entries)}, int64(len(entries)), err
	}
	if o.journal, err = journal.Open(ctx, s, "main", o.publish); err != nil {
		t.Fatal(err)
	}
	o.start()
	o.server = &http.Server{Handler: http.HandlerFunc(o.serve), ReadHeaderTimeout: patience}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = o.server.Serve(l)
	}()
	t.Cleanup(func() {
		o.hub.Close()
		_ = o.server.Close()
		<-done
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// listen is an office at a real port.
func listen(t *testing.T) *office {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, l, nil)
	o.server.Addr = l.Addr().String()
	return o
}

// start gives the office a new hub, as a server that starts again does.
func (o *office) start() {
	o.hub = live.NewHub(streams(), slog.New(slog.DiscardHandler))
	o.hub.Start(o.journal, o.last())
}

func (o *office) last() int64 {
	var seq int64
	o.must(o.journal.View(context.Background(), func(tx *store.Tx) (err error) {
		seq, err = journal.Last(tx, "main")
		return err
	}))
	return seq
}

func (o *office) serve(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if err := o.hub.Serve(w, r, q.Get("stream"), q.Get("since"), func() bool { return true }, o.snapshot); err != nil {
		http.Error(w, fault.CodeOf(err), http.StatusTeapot)
	}
}

func (o *office) publish(entries []journal.Entry) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.holding {
		o.held = append(o.held, entries)
		return
	}
	o.hub.Publish(entries)
}

// hold keeps what is committed from the hub until the returned function takes it.
func (o *office) hold() (take func() [][]journal.Entry) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.holding = true
	return func() [][]journal.Entry {
		o.mu.Lock()
		defer o.mu.Unlock()
		held := o.held
		o.holding, o.held = false, nil
		return held
	}
}

// add commits entries, each with its own number and of the kind that the number is.
func (o *office) add(n int) {
	o.t.Helper()
	o.addOf(n, "")
}

func (o *office) addOf(n int, kind string) {
	o.t.Helper()
	o.must(o.journal.Update(context.Background(), "system", func(tx *journal.Tx) error {
		last, err := journal.Last(tx.Tx, "main")
		for i := range n {
			seq := int(last) + i + 1
			as := kind
			if as == "" {
				as = []string{"even", "odd"}[seq%2]
			}
			_, failed := tx.Append(as, number{seq})
			err = errors.Join(err, failed)
		}
		return err
	}))
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// client follows a stream.
type client struct {
	t    *testing.T
	conn *websocket.Conn
}

type message struct {
	Type      string          `json:"type"`
	Seq       int64           `json:"seq"`
	Prev      int64           `json:"prev"`
	Epoch     string          `json:"epoch"`
	Recovered bool            `json:"recovered"`
	Snapshot  json.RawMessage `json:"snapshot"`
}

func (o *office) follow(stream, since string) *client {
	o.t.Helper()
	conn, res, err := o.dial(stream, since)
	if err != nil {
		o.t.Fatalf("%v, %+v", err, res)
	}
	return &client{o.t, conn}
}

func (o *office) dial(stream, since string) (*websocket.Conn, *http.Response, error) {
	query := url.Values{"stream": {stream}, "since": {since}}.Encode()
	conn, res, err := o.dialer.DialContext(o.t.Context(), "ws://"+strings.TrimPrefix(o.server.Addr, ":")+"/?"+query, nil)
	if err == nil {
		o.t.Cleanup(func() { _ = conn.Close() })
	}
	return conn, res, err
}

func (c *client) read() (m message, err error) {
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	for {
		m = message{}
		if err := c.conn.ReadJSON(&m); err != nil || m.Type != "beat" {
			return m, err
		}
	}
}

func (c *client) next() message {
	c.t.Helper()
	m, err := c.read()
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// hello reads the first message.
func (c *client) hello(seq int64, recovered bool) message {
	c.t.Helper()
	m := c.next()
	if m.Type != "hello" || m.Seq != seq || m.Recovered != recovered || recovered == (len(m.Snapshot) > 0) {
		c.t.Fatalf("hello is %+v, want number %d, recovered %v", m, seq, recovered)
	}
	return m
}

// expect reads messages with these numbers, each linked to the one before or, for the first, to nothing that the
// client does not hold.
func (c *client) expect(held int64, numbers ...int64) {
	c.t.Helper()
	for i, want := range numbers {
		m := c.next()
		if m.Seq != want {
			c.t.Fatalf("message %d has number %d, want %d", i, m.Seq, want)
		}
		if m.Prev > held || i > 0 && m.Prev != held {
			c.t.Fatalf("message %d is linked to %d, the client holds %d", m.Seq, m.Prev, held)
		}
		held = m.Seq
	}
}

func upTo(from, to int64) []int64 {
	var all []int64
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}
