package main

import (
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
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
const boardCalls = `[...document.querySelectorAll('[data-testid=calls] li')]`

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
	want := []string{first}
	for range 7 { // more than a snapshot holds
		want = append(want, call())
	}
	if shown := board.text("present-number"); shown != first {
		t.Errorf("without a connection the board shows %s", shown)
	}

	cable.restore()
	board.until(el("connection") + ".dataset.state === 'live' &&" + el("connection") + ".textContent === ''")
	board.until(says("present-number", want[7]))
	if shown := value[[]string](board, boardCalls+".map((li) => li.dataset.number)"); !slices.Equal(shown, want) {
		t.Errorf("the board listed the calls %v, they were %v", shown, want)
	}
	if seqs := value[[]int64](board, boardCalls+".map((li) => Number(li.dataset.seq))"); !slices.IsSorted(seqs) {
		t.Errorf("the calls' places in the journal are %v", seqs)
	}
	before := value[[]string](board, `[...document.querySelectorAll('[data-testid=recent] .old-number')].map((n) => n.textContent)`)
	if !slices.Equal(before, []string{want[6], want[5], want[4]}) {
		t.Errorf("called before: %v", before)
	}
}
