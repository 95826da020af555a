package server_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"loket/server/journal"
	"loket/server/queue"

	"github.com/gorilla/websocket"
)

// TestManyBoards has fifty boards hear what three officers do at once.
func TestManyBoards(t *testing.T) {
	r := start(t)
	officers := map[string]string{"1": "registrar", "2": "registrar2", "3": "placement_officer"}
	for counter, as := range officers {
		if a := r.call(as, http.MethodPost, "/counters/"+counter+"/open", ""); a.status != 200 {
			t.Fatalf("status %d: %s", a.status, a.body)
		}
	}
	mark := r.mark()
	boards := make([]*client, 50)
	for i := range boards {
		boards[i] = r.follow("", "board")
		boards[i].hello()
	}
	var acting sync.WaitGroup
	for counter, as := range officers {
		acting.Go(func() {
			for i := range 12 {
				r.call("kiosk", http.MethodPost, "/tickets", `{"service":"ak1-baru"}`, key, fmt.Sprintf("many-%s-%d", counter, i))
				for _, act := range []string{"call-next", "recall", "serve", "finish"} {
					r.call(as, http.MethodPost, "/counters/"+counter+"/"+act, "")
				}
			}
		})
	}
	acting.Wait()
	want := projection(r.since(mark))
	if len(want) < 3*12*3 {
		t.Fatalf("only %d entries", len(want))
	}
	for i, board := range boards {
		if lack := same(mark, board.until(r.mark()), want); lack != "" {
			t.Errorf("board %d: %s", i, lack)
		}
	}
}

// TestSlowBoards has eight boards that do not read beside eight that do.
func TestSlowBoards(t *testing.T) {
	r := start(t)
	r.narrow()
	mark := r.mark()
	var slow, quick []*client
	for range 8 {
		s, q := r.follow("", "board"), r.follow("", "board")
		r.must(s.conn.NetConn().(*net.TCPConn).SetReadBuffer(64 << 10))
		s.hello()
		q.hello()
		slow, quick = append(slow, s), append(quick, q)
	}
	// More than the system's buffers and the queue of a client together hold.
	for range 10 {
		held := r.mark()
		r.must(r.Journal.Update(t.Context(), "system", func(tx *journal.Tx) error {
			for range 10 {
				_, err := tx.Append(queue.EventOpened, queue.CounterEvent{Counter: "1", CounterName: strings.Repeat("Loket ", 2000)})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		for _, q := range quick {
			if got := q.until(r.mark()); len(got) != 10 || got[0].Seq != held+1 {
				t.Fatalf("a quick board has %d messages from %d", len(got), got[0].Seq)
			}
		}
	}
	for i, s := range slow {
		held := mark
		for {
			m, err := s.read()
			if err != nil {
				if !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
					t.Errorf("slow board %d is closed with %v", i, err)
				}
				break
			}
			if m.Seq != held+1 {
				t.Fatalf("slow board %d: message %d after %d", i, m.Seq, held)
			}
			held = m.Seq
		}
		if held == r.mark() {
			t.Errorf("board %d was not slow", i)
		}
		back := r.follow("", "board", "since", fmt.Sprintf("%s:%d", r.Journal.Epoch(), held))
		if m := back.hello(); !m.Recovered {
			t.Errorf("slow board %d comes back to %s", i, m.raw[:200])
		}
		if rest := back.until(r.mark()); int64(len(rest)) != r.mark()-held {
			t.Errorf("slow board %d gets %d of %d", i, len(rest), r.mark()-held)
		}
	}
}
