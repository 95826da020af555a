package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"loket/hardware/escpos"
)

// keptPapers is how many of the last papers the demo shows.
const keptPapers = 50

// papers keeps pictures of what came out of the emulated printer, made from the bytes that it got. They
// are served as /demo/paper/<n>.png, n counting from 1, and /demo/paper/latest.png.
type papers struct {
	mu    sync.Mutex
	count int
	kept  map[int][]byte
}

func (p *papers) add(paper escpos.Paper) {
	var picture bytes.Buffer
	if err := paper.WritePNG(&picture); err != nil {
		return // a paper without a single dot
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	if p.kept == nil {
		p.kept = map[int][]byte{}
	}
	p.kept[p.count] = picture.Bytes()
	delete(p.kept, p.count-keptPapers)
}

// latest is the address of the last paper's picture, "" before the first.
func (p *papers) latest() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.count == 0 {
		return ""
	}
	return fmt.Sprintf("/demo/paper/%d.png", p.count)
}

func (p *papers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, "/demo/paper/")
	p.mu.Lock()
	n, err := strconv.Atoi(strings.TrimSuffix(name, ".png"))
	if name == "latest.png" {
		n, err = p.count, nil
	}
	picture := p.kept[n]
	p.mu.Unlock()
	if !ok || err != nil || picture == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(picture)
}

// later is a handler that is known only after the server that it hangs in.
type later struct {
	mu      sync.RWMutex
	handler http.Handler
}

func (l *later) set(h http.Handler) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.handler = h
}

func (l *later) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.RLock()
	h := l.handler
	l.mu.RUnlock()
	if h == nil {
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	h.ServeHTTP(w, r)
}
