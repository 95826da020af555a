// Package live tells clients over WebSocket what happened, in the journal's order and without a hole:
// on connecting a client gets exactly what it missed or a snapshot, then every message as it comes.
package live

import (
	"context"
	"log/slog"
	"sync"

	"loket/server/journal"
)

// Topic is a stream of messages. Its functions are called by the hub alone, one after the other.
type Topic struct {
	// Encode returns the members that an entry's message has beside seq, prev and type, or nil if the entry is not
	// for this topic.
	Encode func(journal.Entry) any
}

// message is an entry as one topic sends it.
type message struct {
	seq  int64
	body []byte
}

// Hub receives the journal's entries and hands each topic's messages to its clients. An encoded
// message is shared by all of them.
type Hub struct {
	journal *journal.Journal
	topics  map[string]Topic
	log     *slog.Logger

	mu      sync.Mutex
	early   map[int64]journal.Entry // committed, but an entry before them is not here yet
	seq     int64                   // all entries up to here were handed out
	prev    map[string]int64        // topic → its last message's seq
	clients map[string]map[*client]struct{}
	closed  bool
}

// NewHub returns a hub with the topics. Start must be called once the journal is open.
func NewHub(topics map[string]Topic, log *slog.Logger) *Hub {
	h := &Hub{
		topics: topics, log: log,
		early: map[int64]journal.Entry{}, prev: map[string]int64{}, clients: map[string]map[*client]struct{}{},
	}
	for name := range topics {
		h.clients[name] = map[*client]struct{}{}
	}
	return h
}

// Start has the hub go on from the journal's present end.
func (h *Hub) Start(j *journal.Journal, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.journal, h.seq = j, seq
	for name := range h.topics {
		h.prev[name] = seq
	}
}

// Publish hands out the entries of a transaction. Entries that overtook others (PostgreSQL commits at
// once in several connections) or follow another process's wait until those are read.
func (h *Hub) Publish(entries []journal.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.journal == nil {
		return // before Start: the snapshot holds it
	}
	for _, e := range entries {
		if e.Seq > h.seq {
			h.early[e.Seq] = e
		}
	}
	h.drain()
	if len(h.early) > 0 {
		go h.fill()
	}
}

// fill reads from the journal what did not come by Publish.
func (h *Hub) fill() {
	h.mu.Lock()
	after := h.seq
	h.mu.Unlock()
	entries, err := h.journal.Read(context.Background(), after, 1000)
	if err != nil {
		h.log.Error("live: journal cannot be read", "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range entries {
		if e.Seq > h.seq {
			h.early[e.Seq] = e
		}
	}
	h.drain()
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
		for name, topic := range h.topics {
			m, ok := encode(topic, e, h.prev[name])
			if !ok {
				continue
			}
			h.prev[name] = m.seq
			for c := range h.clients[name] {
				c.send(m)
			}
		}
	}
}

// join adds a client, which from now on gets every message after the returned seq.
func (h *Hub) join(topic string, c *client) (seq int64, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return 0, false
	}
	h.clients[topic][c] = struct{}{}
	return h.seq, true
}

func (h *Hub) leave(topic string, c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients[topic], c)
}

// Clients returns how many clients follow each topic.
func (h *Hub) Clients() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	counts := map[string]int{}
	for name, clients := range h.clients {
		counts[name] = len(clients)
	}
	return counts
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
