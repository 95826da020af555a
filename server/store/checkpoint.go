package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// The write-ahead log is copied into the database by a connection of its own, a moment after a commit. Left to
// SQLite, the writer does it itself in the middle of every hundredth ticket; measured, that was the slowest
// percent of all calls.
const (
	checkpointAfter = time.Second
	// walLimit is how many pages (4 KiB) the log may have before the writer is made to wait after all: under
	// a load without a pause the copy never catches up by itself.
	walLimit = 16_384
)

// checkpointer copies the log of one SQLite file.
type checkpointer struct {
	conn    *sql.Conn
	written chan struct{}
	quit    chan struct{}
	done    chan struct{}
	once    sync.Once
}

func startCheckpointer(ctx context.Context, db *sql.DB) (*checkpointer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: checkpointer: %w", err)
	}
	c := &checkpointer{conn: conn, written: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go c.loop()
	return c, nil
}

// note says that something was committed.
func (c *checkpointer) note() {
	select {
	case c.written <- struct{}{}:
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
		case <-time.After(checkpointAfter):
		case <-c.quit:
			return
		}
		c.copy()
	}
}

// copy copies what it can without keeping the writer, or all when the log has grown too long. A failure leaves
// the log as it is: nothing is lost, and the next copy tries again.
func (c *checkpointer) copy() {
	if pages, err := c.run("PASSIVE"); err == nil && pages > walLimit {
		_, _ = c.run("RESTART")
	}
}

// run returns how many pages the log has.
func (c *checkpointer) run(mode string) (pages int, err error) {
	var busy, copied int
	err = c.conn.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &pages, &copied)
	return pages, err
}

// stop ends the copying. What is left in the log is copied when the last connection closes.
func (c *checkpointer) stop() {
	c.once.Do(func() { close(c.quit) })
	<-c.done
}
