package live_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/gorilla/websocket"
)

func TestMessagesComeInOrder(t *testing.T) {
	o := listen(t)
	o.add(3)
	all, even := o.follow("all", ""), o.follow("even", "")
	all.hello(3, false)
	even.hello(3, false)
	for range 4 {
		o.add(2)
	}
	all.expect(3, upTo(4, 11)...)
	even.expect(3, 4, 6, 8, 10)
}

// TestOvertaking hands the hub transactions in an order that is not the journal's, as PostgreSQL may.
func TestOvertaking(t *testing.T) {
	o := listen(t)
	c := o.follow("all", "")
	c.hello(0, false)
	take := o.hold()
	for _, n := range []int{1, 3, 2, 1} {
		o.add(n)
	}
	held := take()
	for _, i := range []int{2, 0, 3, 1} {
		o.hub.Publish(held[i])
	}
	c.expect(0, upTo(1, 7)...)
	o.hub.Publish(held[2]) // said twice
	o.add(1)
	c.expect(7, 8)
}

// TestGapIsReadFromTheJournal has entries that this hub never heard of, as another process's are.
func TestGapIsReadFromTheJournal(t *testing.T) {
	for _, n := range []int{1, 999, 1000, 1001, 2500} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			o := listen(t)
			c := o.follow("even", "")
			c.hello(0, false)
			take := o.hold()
			o.addOf(n, "odd")
			o.addOf(1, "even")
			o.addOf(1, "even")
			held := take()
			o.hub.Publish(held[2])
			c.expect(0, int64(n)+1, int64(n)+2)
		})
	}
}

// TestSnapshotAheadOfTheHub connects between a commit and its publication: the snapshot holds the entry already.
func TestSnapshotAheadOfTheHub(t *testing.T) {
	o := listen(t)
	take := o.hold()
	o.add(2)
	c := o.follow("all", "")
	c.hello(2, false)
	for _, entries := range take() {
		o.hub.Publish(entries)
	}
	o.add(1)
	c.expect(2, 3)
}

// TestEntriesDuringTheGreeting come after the client joined and before its snapshot is read, or just after.
func TestEntriesDuringTheGreeting(t *testing.T) {
	o := listen(t)
	o.add(2)
	read := o.snapshot
	for _, test := range []struct {
		before, after int // entries on either side of the snapshot
	}{{2, 0}, {0, 2}, {1, 1}} {
		first := o.last() + int64(test.before)
		o.snapshot = func(ctx context.Context) (any, int64, error) {
			o.add(test.before)
			state, seq, err := read(ctx)
			o.add(test.after)
			return state, seq, err
		}
		c := o.follow("all", "")
		c.hello(first, false)
		o.add(1)
		c.expect(first, upTo(first+1, o.last())...)
	}
}

func TestComingBack(t *testing.T) {
	o := listen(t)
	o.add(1005)
	epoch := o.journal.Epoch()
	for _, test := range []struct {
		name      string
		stream    string
		since     string
		seq       int64
		recovered bool
		tail      []int64
	}{
		{"with nothing missed", "all", epoch + ":1005", 1005, true, nil},
		{"with three missed", "all", epoch + ":1002", 1002, true, []int64{1003, 1004, 1005}},
		{"with three missed, one of the stream", "even", epoch + ":1002", 1002, true, []int64{1004}},
		{"with as many missed as are told", "all", epoch + ":5", 5, true, upTo(6, 1005)},
		{"with one more missed", "all", epoch + ":4", 1005, false, nil},
		{"with all missed", "all", epoch + ":0", 1005, false, nil},
		{"from the future", "all", epoch + ":1006", 1005, false, nil},
		{"from the far future", "all", epoch + ":9223372036854775807", 1005, false, nil},
		{"from another life", "all", "another:1005", 1005, false, nil},
		{"with colons", "all", "an:other:1005", 1005, false, nil},
		{"with nothing", "all", "", 1005, false, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := o.follow(test.stream, test.since)
			if m := c.hello(test.seq, test.recovered); m.Epoch != epoch {
				t.Errorf("epoch %q", m.Epoch)
			}
			c.expect(test.seq, test.tail...)
		})
	}
	last := int64(1005)
	for _, garbage := range []string{"x", ":", ":1", epoch, epoch + ":", epoch + ":x", epoch + ":-1", epoch + ":1.5", epoch + ":99999999999999999999", epoch + ": 1"} {
		if conn, res, err := o.dial("all", garbage); err == nil || res == nil || res.StatusCode != 418 {
			t.Errorf("%q is taken: %v %v %v", garbage, conn, res, err)
		}
	}
	if n := o.last(); n != last {
		t.Errorf("the journal grew to %d", n)
	}
}

// TestNoHoleAfterARestart holds a client's position against a new server whose journal goes on with entries that
// are not for the client's stream.
func TestNoHoleAfterARestart(t *testing.T) {
	o := listen(t)
	o.addOf(2, "even")
	o.addOf(3, "odd")
	o.start()
	c := o.follow("even", o.journal.Epoch()+":2")
	c.hello(2, true)
	o.addOf(1, "even")
	o.addOf(1, "odd")
	o.addOf(1, "even")
	c.expect(2, 6, 8)
}

func TestClosing(t *testing.T) {
	o := listen(t)
	clients := []*client{o.follow("all", ""), o.follow("even", "")}
	for _, c := range clients {
		c.hello(0, false)
	}
	if n := o.hub.Clients(); n["all"] != 1 || n["even"] != 1 {
		t.Errorf("clients: %v", n)
	}
	o.add(2) // still comes before the end
	o.hub.Close()
	clients[0].expect(0, 1, 2)
	clients[1].expect(0, 2)
	clients = append(clients, o.follow("all", ""))
	for _, c := range clients {
		if m, err := c.read(); !websocket.IsCloseError(err, websocket.CloseServiceRestart) {
			t.Errorf("got %+v, %v", m, err)
		}
	}
}
