// Package live tells clients over WebSocket what happened, in the journal's order and without a hole:
// on connecting a client gets exactly what it missed or a snapshot, then every message as it comes.
package live

import (
	"context"
	"log/slog"
	"sync"

	"loket/server/journal"
)

// Stream is what of the journal some clients hear.
type Stream struct {
	// Wants tells by its type whether an entry is for this stream.
	Wants func(kind string) bool
	// Encode returns the members that the entry's message has beside seq, prev, type and at.
	Encode func(journal.Entry) any
}

// message is an entry as one stream sends it.
type message struct {
	seq  int64
	body []byte
}

// Hub receives the journal's entries and hands each stream's messages to its clients. An encoded
// message is shared by all of them.
type Hub struct {
	journal *journal.Journal
	streams map[string]Stream
	log     *slog.Logger

	mu      sync.Mutex
	early   map[int64]journal.Entry // committed, but an entry before them is not here yet
	seq     int64                   // all entries up to here were handed out
	prev    map[string]int64        // stream → its last message's seq, 0 before the first since Start
	clients map[string]map[*client]struct{}
	closed  bool
}

// NewHub returns a hub with the streams. Start must be called once the journal is open.
func NewHub(streams map[string]Stream, log *slog.Logger) *Hub {
	h := &Hub{
		streams: streams, log: log,
		early: map[int64]journal.Entry{}, prev: map[string]int64{}, clients: map[string]map[*client]struct{}{},
	}
	for name := range streams {
		h.clients[name] = map[*client]struct{}{}
	}
	return h
}

// Start has the hub go on from the journal's present end. Who connects holds all of the journal before, so the first
// message of each stream needs no link to it.
func (h *Hub) Start(j *journal.Journal, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.journal, h.seq = j, seq
}

// Publish hands out the entries of a transaction. Entries that overtook others (PostgreSQL commits at
// once in several connections) or follow another process's wait until those are read.
func (h *Hub) Publish(entries []journal.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.journal == nil {
		return // before Start: the snapshot holds it
	}
	h.add(entries)
	h.drain()
	if len(h.early) > 0 {
		go h.fill()
	}
}

// fill reads from the journal what did not come by Publish.
func (h *Hub) fill() {
	const page = 1000
	for read := page; read == page; {
		h.mu.Lock()
		after := h.seq
		h.mu.Unlock()
		entries, err := h.journal.Read(context.Background(), after, page)
		if err != nil {
			h.log.Error("live: journal cannot be read", "error", err)
			return
		}
		read = len(entries)
		h.take(entries)
	}
}

// take hands out entries that were read.
func (h *Hub) take(entries []journal.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.add(entries)
	h.drain()
}

// add keeps entries that were not handed out yet.
func (h *Hub) add(entries []journal.Entry) {
	for _, e := range entries {
		if e.Seq > h.seq {
			h.early[e.Seq] = e
		}
	}
}

// drain hands out all entries that are next.
func (h *Hub) drain() {
	for {
		e, ok := h.early[h.seq+1]
		if !ok {
			return
		}
		delete(h.early, e.Seq)
		h.seq = e.Seq
		for name, stream := range h.streams {
			if !stream.Wants(e.Type) {
				continue
			}
			if clients := h.clients[name]; len(clients) > 0 {
				m := encode(stream, e, h.prev[name])
				for c := range clients {
					c.send(m)
				}
			}
			h.prev[name] = e.Seq
		}
	}
}

// join adds a client, which from now on gets every message after the returned seq.
func (h *Hub) join(stream string, c *client) (seq int64, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return 0, false
	}
	h.clients[stream][c] = struct{}{}
	return h.seq, true
}

func (h *Hub) leave(stream string, c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients[stream], c)
}

// Clients returns how many clients follow each stream.
func (h *Hub) Clients() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	counts := map[string]int{}
	for name, clients := range h.clients {
		counts[name] = len(clients)
	}
	return counts
}

// Recheck asks of every client whether it still may follow: somebody has signed out or was revoked.
func (h *Hub) Recheck() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, clients := range h.clients {
		for c := range clients {
			raise(c.ask)
		}
	}
}

// Close sends every client away; they come back to the next server.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, clients := range h.clients {
		for c := range clients {
			c.stop(closeRestart)
		}
	}
}
