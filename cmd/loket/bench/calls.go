package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"loket/server/api"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
)

const (
	boards   = 50
	counters = 8
	// callEvery is each counter's mean pace, at random moments as officers press: 40 calls a second in all,
	// hundreds of times an office's.
	callEvery = 200 * time.Millisecond
)

// calls measures from the press of "call" to the message at each of 50 boards while 8 counters call, beside a
// bare broadcast of the same bytes to as many connections at the same pace.
func calls(ctx context.Context, dir string, o Options) ([]Figure, error) {
	data := filepath.Join(dir, "data")
	office, err := prepare(ctx, data, counters)
	if err != nil {
		return nil, err
	}
	p, err := serveData(ctx, data)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.stop() }()
	idle, err := p.memory()
	if err != nil {
		return nil, err
	}
	kiosk := newClient(p.url, "Bearer "+office.token)
	defer kiosk.close()
	for i := range 500 + 2*counters*int(o.Length/callEvery) {
		if err := kiosk.ticket(ctx, fmt.Sprintf("calls-%012d", i)); err != nil {
			return nil, err
		}
	}
	watched, err := watch(p.url)
	if err != nil {
		return nil, err
	}
	defer watched.close()
	group, callCtx := errgroup.WithContext(ctx)
	for i, user := range office.officers {
		group.Go(func() error {
			return watched.callAll(callCtx, newClient(p.url, ""), user, office.password, strconv.Itoa(i+1), o.Length)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	took, err := watched.latencies(ctx)
	if err != nil {
		return nil, err
	}
	floor, err := broadcastFloor(ctx, watched.sample(), o.Length)
	if err != nil {
		return nil, err
	}
	const of = "bare gorilla broadcast of the same bytes"
	figures := []Figure{
		figure("call → board, p50", "ms", quantile(took, .50), quantile(floor, .50), of),
		figure("call → board, p95", "ms", quantile(took, .95), quantile(floor, .95), of),
		figure("call → board, p99", "ms", quantile(took, .99), quantile(floor, .99), of).atMost(10),
	}
	memory, err := p.memory()
	if err != nil {
		return nil, err
	}
	return append(figures, figure("memory, 50 boards, 8 counters", "MiB", memory, idle, "the same server before them")), nil
}

// watch connects the boards and notes when each hears of which call.
func watch(url string) (*watchers, error) {
	w := &watchers{pressed: map[string]time.Time{}, heard: map[string][]time.Time{}}
	address := "ws" + strings.TrimPrefix(url, "http") + api.BaseURL + "/live?topic=board"
	for range boards {
		conn, _, err := websocket.DefaultDialer.Dial(address, nil)
		if err != nil {
			return nil, err
		}
		if _, _, err := conn.ReadMessage(); err != nil { // the hello
			return nil, err
		}
		w.conns = append(w.conns, conn)
		w.group.Go(func() { w.listen(conn) })
	}
	return w, nil
}

// watchers is the boards' side.
type watchers struct {
	conns []*websocket.Conn
	group sync.WaitGroup

	mu      sync.Mutex
	pressed map[string]time.Time // number → when "call" was pressed
	heard   map[string][]time.Time
	body    []byte
}

var called = []byte(`"type":"ticket.called"`)

func (w *watchers) listen(conn *websocket.Conn) {
	for {
		_, body, err := conn.ReadMessage()
		if err != nil {
			return
		}
		now := time.Now()
		var m struct{ Number string }
		if !bytes.Contains(body, called) || json.Unmarshal(body, &m) != nil {
			continue
		}
		w.mu.Lock()
		w.heard[m.Number] = append(w.heard[m.Number], now)
		w.body = body
		w.mu.Unlock()
	}
}

// callAll is one officer who calls, serves and finishes for so long.
func (w *watchers) callAll(ctx context.Context, c *client, user, password, counter string, length time.Duration) error {
	defer c.close()
	if err := c.signIn(ctx, user, password); err != nil {
		return err
	}
	if err := c.act(ctx, counter, "open"); err != nil {
		return err
	}
	for began := time.Now(); time.Since(began) < length; time.Sleep(time.Duration(rand.ExpFloat64() * float64(callEvery))) {
		pressed := time.Now()
		number, err := c.callNext(ctx, counter)
		if err != nil {
			return err
		}
		w.mu.Lock()
		w.pressed[number] = pressed
		w.mu.Unlock()
		for _, act := range []string{"serve", "finish"} {
			if err := c.act(ctx, counter, act); err != nil {
				return err
			}
		}
	}
	return nil
}

// latencies waits until every board has heard of every call and returns all times in milliseconds.
func (w *watchers) latencies(ctx context.Context) ([]float64, error) {
	deadline := time.Now().Add(10 * time.Second)
	for {
		took, complete := w.collect()
		if complete {
			return took, nil
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return nil, fmt.Errorf("a board missed a call")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (w *watchers) collect() (took []float64, complete bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for number, pressed := range w.pressed {
		if len(w.heard[number]) < boards {
			return nil, false
		}
		for _, at := range w.heard[number] {
			took = append(took, float64(at.Sub(pressed).Nanoseconds())/1e6)
		}
	}
	return took, true
}

func (w *watchers) sample() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.body
}

func (w *watchers) close() {
	for _, conn := range w.conns {
		_ = conn.Close()
	}
	w.group.Wait()
}
