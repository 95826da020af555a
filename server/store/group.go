package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// maxGroup bounds how many transactions share one commit, and so how long the first of them waits.
const maxGroup = 128

// group runs all writing transactions of a SQLite file on one connection, one after the other. Those
// that wait when one has run join its commit: the disk is asked to flush once for all of them, and
// none is acknowledged before it is durable. Each behind the first has a savepoint, so one that fails undoes
// only itself.
type group struct {
	conn *sql.Conn
	stmt statements
	jobs chan *job
	quit chan struct{}
	done chan struct{}
	once sync.Once
}

type job struct {
	fn        func(querier) error
	committed func()
	err       error
	panicked  any
	finished  chan struct{}
}

var errClosed = errors.New("store: closed")

func startGroup(ctx context.Context, db *sql.DB) (*group, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	g := &group{
		conn: conn,
		stmt: statements{prepare: conn.PrepareContext, bind: unbound, cache: &sync.Map{}},
		jobs: make(chan *job, maxGroup),
		quit: make(chan struct{}),
		done: make(chan struct{}),
	}
	go g.loop()
	return g, nil
}

// run hands fn over and waits until it is durable or undone.
func (g *group) run(ctx context.Context, fn func(querier) error, committed func()) error {
	j := &job{fn: fn, committed: committed, finished: make(chan struct{})}
	select {
	case g.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.quit:
		return errClosed
	}
	select {
	case <-j.finished:
	case <-g.done:
		select {
		case <-j.finished:
		default:
			return errClosed
		}
	}
	if j.panicked != nil {
		panic(j.panicked)
	}
	return j.err
}

func (g *group) loop() {
	defer close(g.done)
	defer func() { _ = g.conn.Close() }()
	for {
		select {
		case j := <-g.jobs:
			g.commit(j)
		case <-g.quit:
			return
		}
	}
}

// commit runs first and those that wait behind it in one transaction.
func (g *group) commit(first *job) {
	ran := []*job{first}
	defer func() {
		for _, j := range ran {
			close(j.finished)
		}
	}()
	if err := g.exec("BEGIN IMMEDIATE"); err != nil {
		first.err = fmt.Errorf("store: begin: %w", err)
		return
	}
	if g.try(first); first.failed() { // nothing else is in the transaction yet
		first.err = errors.Join(first.err, g.exec("ROLLBACK"))
		return
	}
	for len(ran) < maxGroup {
		select {
		case j := <-g.jobs:
			ran = append(ran, j)
			g.join(j)
			continue
		default:
		}
		break
	}
	if err := g.exec("COMMIT"); err != nil {
		_ = g.exec("ROLLBACK")
		for _, j := range ran {
			if !j.failed() {
				j.err = fmt.Errorf("store: commit: %w", err)
			}
		}
		return
	}
	for _, j := range ran {
		if !j.failed() {
			j.committed()
		}
	}
}

// try runs a transaction's function and keeps its panic for the caller.
func (g *group) try(j *job) {
	defer func() { j.panicked = recover() }()
	j.err = j.fn(g.stmt)
}

// join runs a transaction behind others, with a savepoint to which it is undone alone.
func (g *group) join(j *job) {
	if j.err = g.exec("SAVEPOINT job"); j.err != nil {
		return
	}
	if g.try(j); j.failed() {
		j.err = errors.Join(j.err, g.undo())
		return
	}
	j.err = g.exec("RELEASE job")
}

func (j *job) failed() bool { return j.err != nil || j.panicked != nil }

func (g *group) undo() error {
	if err := g.exec("ROLLBACK TO job"); err != nil {
		return fmt.Errorf("store: undo: %w", err)
	}
	return g.exec("RELEASE job")
}

func (g *group) exec(query string) error {
	_, err := g.stmt.ExecContext(context.Background(), query)
	return err
}

func (g *group) stop() {
	g.once.Do(func() { close(g.quit) })
	<-g.done
}
