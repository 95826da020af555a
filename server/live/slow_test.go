package live_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// pipes is a network without buffers: what is written waits until the other side reads. Its time is a
// synctest bubble's.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newPipes() *pipes {
	return &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.accepted:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.accepted <- theirs:
		return ours, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// inBubble runs fn with an office whose network and time are the test's own.
func inBubble(t *testing.T, fn func(*testing.T, *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPipes()
		o := open(t, p, p.dial)
		o.server.Addr = "pipe"
		fn(t, o)
	})
}

// overflow commits more than may wait for one client, in steps that others read at leisure.
func (o *office) overflow(read ...*client) {
	o.t.Helper()
	for range 10 {
		held := o.last()
		o.add(500)
		for _, c := range read {
			c.expect(held, upTo(held+1, held+500)...)
		}
	}
}

// TestSlowClientIsSentAway has one client not read. The others get everything meanwhile; when it reads again, it
// gets the beginning without a hole and is told to come back, and what it missed is then there.
func TestSlowClientIsSentAway(t *testing.T) {
	inBubble(t, func(t *testing.T, o *office) {
		slow, quick := o.follow("all", ""), o.follow("all", "")
		slow.hello(0, false)
		quick.hello(0, false)
		o.overflow(quick)
		var held int64
		for {
			m, err := slow.read()
			if err != nil {
				if !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
					t.Errorf("it is closed with %v", err)
				}
				break
			}
			if m.Seq != held+1 || m.Prev != held {
				t.Fatalf("message %d linked to %d after %d", m.Seq, m.Prev, held)
			}
			held = m.Seq
		}
		if held >= o.last() {
			t.Error("it was never slow")
		}
		quick.expectNothingBut(t, o)
	})
}

// expectNothingBut adds one entry and reads it next.
func (c *client) expectNothingBut(t *testing.T, o *office) {
	t.Helper()
	held := o.last()
	o.add(1)
	c.expect(held, held+1)
}

// TestDeadClientIsForgotten has a client that never reads again: ten seconds later its connection is gone.
func TestDeadClientIsForgotten(t *testing.T) {
	inBubble(t, func(t *testing.T, o *office) {
		dead, quick := o.follow("all", ""), o.follow("all", "")
		dead.hello(0, false)
		quick.hello(0, false)
		o.overflow(quick)
		if n := o.hub.Clients()["all"]; n != 2 {
			t.Fatalf("%d clients at once", n)
		}
		<-time.After(11 * time.Second)
		synctest.Wait()
		if n := o.hub.Clients()["all"]; n != 1 {
			t.Errorf("%d clients after 11 s", n)
		}
		quick.expectNothingBut(t, o)
	})
}

// TestBeats has the server speak at least every ten seconds and find out within a minute who is silent.
func TestBeats(t *testing.T) {
	inBubble(t, func(t *testing.T, o *office) {
		c, mute := o.follow("all", ""), o.follow("all", "")
		c.hello(0, false)
		mute.hello(0, false)
		mute.conn.SetPingHandler(func(string) error { return nil })
		go func() {
			for {
				if _, _, err := mute.conn.ReadMessage(); err != nil {
					return
				}
			}
		}()
		began := time.Now()
		_ = c.conn.SetReadDeadline(began.Add(time.Hour))
		_ = mute.conn.SetReadDeadline(began.Add(time.Hour))
		for range 30 {
			before := time.Now()
			var m message
			if err := c.conn.ReadJSON(&m); err != nil || m.Type != "beat" {
				t.Fatalf("%+v, %v", m, err)
			}
			if silent := time.Since(before); silent > 10*time.Second {
				t.Errorf("silent for %v", silent)
			}
		}
		synctest.Wait()
		if n := o.hub.Clients()["all"]; n != 1 {
			t.Errorf("after %v there are %d clients", time.Since(began), n)
		}
	})
}

// TestGoneClientIsForgotten is one that closes and one whose line is cut.
func TestGoneClientIsForgotten(t *testing.T) {
	inBubble(t, func(t *testing.T, o *office) {
		polite, cut := o.follow("all", ""), o.follow("even", "")
		polite.hello(0, false)
		cut.hello(0, false)
		message := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		if err := polite.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := polite.read(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
			t.Errorf("the answer is %v", err)
		}
		if err := cut.conn.NetConn().Close(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if n := o.hub.Clients(); n["all"]+n["even"] != 0 {
			t.Errorf("clients: %v", n)
		}
	})
}

// TestTalkativeClientIsSentAway is one that says more than a client has to say.
func TestTalkativeClientIsSentAway(t *testing.T) {
	inBubble(t, func(t *testing.T, o *office) {
		c := o.follow("all", "")
		c.hello(0, false)
		go func() { _ = c.conn.WriteMessage(websocket.TextMessage, make([]byte, 10_000)) }()
		if m, err := c.read(); !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
			t.Errorf("%+v, %v", m, err)
		}
	})
}
