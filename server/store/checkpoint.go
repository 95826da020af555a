package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// The write-ahead log is copied into the database beside the writer: left to SQLite, the writer does it itself in
// the middle of every hundredth ticket, and that was the slowest percent of all calls. It is copied often, because
// a log that begins anew in the space that it has is flushed faster than one that grows: measured, 0.3 ms
// against 0.5 ms a commit.
const (
	copyCommits = 96          // commits after which the log is copied at once
	copyAfter   = time.Second // and after fewer, when this has passed
)

// checkpointer copies the log of one SQLite file.
type checkpointer struct {
	conn    *sql.Conn
	inTurn  func(func(context.Context, *sql.Conn) error) error // runs between the writer's transactions
	commits atomic.Int64
	written chan struct{} // something was committed
	enough  chan struct{} // copyCommits were
	quit    chan struct{}
	done    chan struct{}
	once    sync.Once
}

func startCheckpointer(ctx context.Context, db *sql.DB, g *group) (*checkpointer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: checkpointer: %w", err)
	}
	c := &checkpointer{
		conn: conn, inTurn: g.between,
		written: make(chan struct{}, 1), enough: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
	}
	g.wrote = c.note
	go c.loop()
	return c, nil
}

// note says that something was committed.
func (c *checkpointer) note() {
	ring(c.written)
	if c.commits.Add(1) >= copyCommits {
		ring(c.enough)
	}
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

func (c *checkpointer) loop() {
	defer close(c.done)
	defer func() { _ = c.conn.Close() }()
	for {
		select {
		case <-c.written:
		case <-c.quit:
			return
		}
		select {
		case <-time.After(copyAfter):
		case <-c.enough:
		case <-c.quit:
			return
		}
		c.copy()
	}
}

// copy copies all but the newest pages while the writer goes on, and those between two transactions, so that the
// next one begins the log anew. A failure leaves the log as it is: nothing is lost, and the next copy tries again.
func (c *checkpointer) copy() {
	c.commits.Store(0)
	if checkpoint(context.Background(), c.conn) == nil {
		_ = c.inTurn(checkpoint)
	}
}

func checkpoint(ctx context.Context, conn *sql.Conn) error {
	var busy, pages, copied int
	return conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &copied)
}

// stop ends the copying. What is left in the log is copied when the last connection closes.
func (c *checkpointer) stop() {
	c.once.Do(func() { close(c.quit) })
	<-c.done
}
