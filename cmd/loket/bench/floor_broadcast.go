package bench

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// broadcastFloor sends the body to as many connections and at the pace of calls, with nothing but gorilla
// between, and returns the milliseconds from before the first write to each receipt.
func broadcastFloor(ctx context.Context, body []byte, length time.Duration) ([]float64, error) {
	joined := make(chan *websocket.Conn, boards)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var upgrader websocket.Upgrader
		if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
			joined <- conn
		}
	}))
	defer server.Close()
	var (
		mu    sync.Mutex
		sent  time.Time
		took  []float64
		round sync.WaitGroup
		conns []*websocket.Conn
	)
	for range boards {
		conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
		if err != nil {
			return nil, err
		}
		defer func() { _ = conn.Close() }()
		conns = append(conns, <-joined)
		go func() {
			for {
				if _, _, err := conn.ReadMessage(); err != nil {
					return
				}
				now := time.Now()
				mu.Lock()
				took = append(took, float64(now.Sub(sent).Nanoseconds())/1e6)
				mu.Unlock()
				round.Done()
			}
		}()
	}
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, body)
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(callEvery / counters)
	defer tick.Stop()
	for began := time.Now(); time.Since(began) < length && ctx.Err() == nil; <-tick.C {
		round.Add(boards)
		mu.Lock()
		sent = time.Now()
		mu.Unlock()
		for _, conn := range conns {
			err = errors.Join(err, conn.WritePreparedMessage(message))
		}
		if err != nil {
			return nil, err
		}
		round.Wait()
	}
	return took, ctx.Err()
}

// quantile returns the value below which the share q of the values is.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
