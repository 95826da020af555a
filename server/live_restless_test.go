package server_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// TestRestlessBoards has boards that connect, read a little and are cut off again, all the while that numbers are
// called: each commit meets a greeting somewhere.
func TestRestlessBoards(t *testing.T) {
	r := start(t)
	open(r)
	const visits = 60
	working := make(chan struct{})
	boards := make([]restless, 8)
	failures := make([]error, len(boards))
	var all sync.WaitGroup
	for i := range boards {
		all.Go(func() { failures[i] = boards[i].live(r, i+1, working) })
	}
	for range visits {
		r.issue("ak1-baru")
		r.visit()
	}
	close(working)
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
	for i, b := range boards {
		if lack := same(b.first, b.heard, projection(r.since(b.first))); lack != "" {
			t.Errorf("board %d, after %d connections: %s", i, b.connections, lack)
		}
	}
}

// restless is a board with a bad line.
type restless struct {
	first, held int64
	connections int
	heard       []message
}

// live reads step messages at a time while the office works, and then the rest.
func (b *restless) live(r *running, step int, working <-chan struct{}) error {
	for {
		select {
		case <-working:
			return b.connect(r, func() bool { return b.held < r.mark() })
		default:
		}
		n := 0
		if err := b.connect(r, func() bool { n++; return n <= step && b.held < r.mark() }); err != nil {
			return err
		}
	}
}

// connect reads while more is true, and cuts the line. Its last entry is a board's, so held reaches the mark.
func (b *restless) connect(r *running, more func() bool) error {
	var query []string
	again := b.connections > 0
	if again {
		query = []string{"since", fmt.Sprintf("%s:%d", r.Journal.Epoch(), b.held)}
	}
	conn, _, err := r.dial("", "board", nil, query...)
	if err != nil {
		return err
	}
	defer func() { _ = conn.NetConn().Close() }()
	c := client{r, "board", conn}
	hello, err := c.read()
	if err != nil {
		return err
	}
	switch {
	case !hello.Recovered && len(b.heard) == 0:
		// The first time, or again at once: a snapshot may be ahead of what the hub was told.
		b.first, b.held = hello.Seq, hello.Seq
	case !hello.Recovered || hello.Seq != b.held:
		return fmt.Errorf("it held %d and got %.200s", b.held, hello.raw)
	}
	b.connections++
	for more() {
		m, err := c.read()
		if err != nil {
			return err
		}
		b.held = m.Seq
		b.heard = append(b.heard, m)
	}
	return nil
}
