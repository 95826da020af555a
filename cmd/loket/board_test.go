package main

import (
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loket/server/api"
)

// proxy stands between a page and the server, so that a test can pull the cable.
type proxy struct {
	*testing.T
	server string

	mu    sync.Mutex
	addr  string
	l     net.Listener
	conns []net.Conn
}

func startProxy(t *testing.T, server string) *proxy {
	t.Helper()
	p := &proxy{T: t, server: strings.TrimPrefix(server, "http://"), addr: "127.0.0.1:0"}
	p.restore()
	t.Cleanup(p.cut)
	return p
}

// restore listens, the second time at the same address.
func (p *proxy) restore() {
	p.Helper()
	l, err := net.Listen("tcp", p.addr) //nolint:noctx // closed by cut
	if err != nil {
		p.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.l, p.addr = l, l.Addr().String()
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			p.join(near)
		}
	}()
}

func (p *proxy) join(near net.Conn) {
	far, err := net.Dial("tcp", p.server) //nolint:noctx // closed by cut
	if err != nil {
		_ = near.Close()
		return
	}
	p.mu.Lock()
	p.conns = append(p.conns, near, far)
	p.mu.Unlock()
	for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
		go func() {
			_, _ = io.Copy(way[0], way[1])
			_ = way[0].Close()
		}()
	}
}

// cut refuses and ends all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.l.Close()
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
}

// boardCalls is the list of what the board has shown, oldest first.
const boardCalls = `[...document.querySelectorAll('[data-testid=calls] li')].map((li) => Number(li.dataset.seq))`

func TestBoardAfterALostConnection(t *testing.T) {
	o := startOffice(t)
	sari := o.colleague("sari", "1")
	call := func() string {
		ticket := o.take("ak1-baru")
		sari.call()
		sari.finish()
		return ticket.Number
	}

	cable := startProxy(t, o.url)
	board := openTab(t, "http://"+cable.addr+"/display/", 1366, 768, "ERR_CONNECTION", "WebSocket connection", "ERR_EMPTY_RESPONSE")
	first := call()
	board.until(says("present-number", first) + "&&" + el("connection") + ".dataset.state === 'live'")
	if height := value[float64](board, el("connection")+".getBoundingClientRect().height"); height > 1 {
		t.Errorf("a band of %v px without a reason", height)
	}

	cable.cut()
	board.within(3*time.Second, el("connection")+".dataset.state === 'lost' &&"+says("connection", "Sambungan terputus")+
		"&&"+el("connection")+".getBoundingClientRect().height > 20")
	var last string
	for range 4 {
		last = call()
	}
	if shown := board.text("present-number"); shown != first {
		t.Errorf("without a connection the board shows %s", shown)
	}

	cable.restore()
	board.until(el("connection") + ".dataset.state === 'live' &&" + el("connection") + ".textContent === ''")
	board.until(says("present-number", last))
	var want []int64
	r, err := o.atKiosk().GetBoardWithResponse(t.Context())
	if err != nil || r.JSON200 == nil {
		t.Fatal(err)
	}
	for _, c := range slices.Backward(r.JSON200.Calls) {
		want = append(want, c.Seq)
	}
	if shown := value[[]int64](board, boardCalls); !slices.Equal(shown, want) || len(want) != 5 {
		t.Errorf("the board listed the calls %v, the server made %v", shown, want)
	}
	before := value[string](board, `[...document.querySelectorAll('[data-testid=recent] .old-number')].map((n) => n.textContent).join()`)
	if want := numbers(r.JSON200.Calls[1:4]); before != want {
		t.Errorf("called before: %s, want %s", before, want)
	}
}

func numbers(calls []api.BoardCall) string {
	var all []string
	for _, c := range calls {
		all = append(all, c.Number)
	}
	return strings.Join(all, ",")
}
