package server_test

import (
	"context"
	"fmt"
	"testing"

	"loket/server/journal"
	"loket/server/queue"

	"pgregory.net/rapid"
)

// watcher is a board that comes and goes and keeps what it has heard.
type watcher struct {
	conn  *client
	first int64 // the snapshot's number
	held  int64
	heard []message
}

// TestWatchersMissNothing has boards come and go at random while the office works, and holds what each has heard,
// over all of its connections, against the journal.
func TestWatchersMissNothing(t *testing.T) {
	r := start(t)
	open(r)
	rapid.Check(t, func(t *rapid.T) {
		watchers := make([]watcher, 3)
		pick := func(t *rapid.T) *watcher { return &watchers[rapid.IntRange(0, len(watchers)-1).Draw(t, "watcher")] }
		act := func(do func(context.Context, string, string) (queue.Ticket, error)) func(*rapid.T) {
			return func(*rapid.T) { _, _ = do(r.t.Context(), "1", r.ids["registrar"]) } // refusals change nothing
		}
		t.Repeat(map[string]func(*rapid.T){
			"connect":    func(t *rapid.T) { pick(t).connect(t, r) },
			"disconnect": func(t *rapid.T) { pick(t).cut(t, r) },
			"read":       func(t *rapid.T) { pick(t).read(t, r) },
			"issue":      func(*rapid.T) { r.issue("ak1-baru") },
			"call":       act(r.Queue.CallNext),
			"recall":     act(r.Queue.Recall),
			"serve":      act(r.Queue.Serve),
			"finish":     act(r.Queue.Finish),
			"no-show":    act(r.Queue.NoShow),
			"noise":      func(*rapid.T) { r.noise() },
		})
		for i := range watchers {
			w := &watchers[i]
			w.connect(t, r)
			w.read(t, r)
			if lack := same(w.first, w.heard, projection(r.since(w.first))); lack != "" {
				t.Errorf("watcher %d: %s", i, lack)
			}
			_ = w.conn.conn.Close()
		}
	})
}

// noise is an entry that is not for boards.
func (r *running) noise() {
	_ = r.Journal.Update(r.t.Context(), "system", func(tx *journal.Tx) error {
		_, err := tx.Append("test.noise", struct{}{})
		return err
	})
}

// connect comes, or comes back, if the watcher is away.
func (w *watcher) connect(t *rapid.T, r *running) {
	if w.conn != nil {
		return
	}
	var query []string
	again := w.first > 0
	if again {
		query = []string{"since", fmt.Sprintf("%s:%d", r.Journal.Epoch(), w.held)}
	}
	w.conn = r.follow("", "board", query...)
	hello := w.conn.hello()
	switch {
	case hello.Recovered != again:
		t.Fatalf("it held %d and got %s", w.held, hello.raw)
	case !again:
		w.first, w.held = hello.Seq, hello.Seq
	case hello.Seq != w.held:
		t.Fatalf("it held %d and was greeted with %d", w.held, hello.Seq)
	}
}

// read takes all that is due.
func (w *watcher) read(t *rapid.T, r *running) {
	if w.conn == nil {
		return
	}
	for _, e := range projection(r.since(w.held)) {
		m := w.conn.next()
		if m.Seq != e.Seq {
			t.Fatalf("message %s where %d is due", m.raw, e.Seq)
		}
		w.held = m.Seq
		w.heard = append(w.heard, m)
	}
}

// cut ends the connection after as much as the watcher has read so far and some of what is due.
func (w *watcher) cut(t *rapid.T, r *running) {
	if w.conn == nil {
		return
	}
	due := projection(r.since(w.held))
	for range rapid.IntRange(0, len(due)).Draw(t, "read") {
		m := w.conn.next()
		w.held = m.Seq
		w.heard = append(w.heard, m)
	}
	_ = w.conn.conn.NetConn().Close()
	w.conn = nil
}
