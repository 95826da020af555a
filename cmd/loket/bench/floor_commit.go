package bench

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"loket/server/store"
)

// commitFloor is the least that a ticket costs on this disk: one connection, prepared statements, and the
// rows of one ticket (its queue's counts, itself, its journal entry, the stream's end) in one durable
// transaction.
type commitFloor struct {
	db    *sql.DB
	conn  *sql.Conn
	stmts []*sql.Stmt
	n     int
}

var floorStatements = []string{
	`BEGIN IMMEDIATE`,
	`INSERT INTO queues (office, service, day, last, ordinary, priority, passes) VALUES ('main', 'ak1-baru', '2026-11-23', 1, 1, 0, 0)
		ON CONFLICT (office, service, day) DO UPDATE SET last = queues.last + 1, ordinary = queues.ordinary + 1`,
	`INSERT INTO tickets (office, id, day, home, sequence, number, service, place, issued_seq, priority, language,
		status, counter, calls, paper, token, issued_at, called_at, served_at, ended_at, request_key, request_hash)
		VALUES ('main', ?1, '2026-11-23', 'ak1-baru', ?2, ?3, 'ak1-baru', ?4, ?2, FALSE, 'id',
		'waiting', '', 0, 'pending', ?5, ?4, 0, 0, 0, ?6, '0123456789abcdef')`,
	`INSERT INTO journal (office, seq, at, type, actor, data, hash) VALUES ('main', ?1, ?2, 'ticket.issued',
		'device:01932e4f-7d1b-7c3a-9f00-000000000000', ?3, ?4)`,
	`UPDATE streams SET seq = ?1, hash = ?2 WHERE office = 'main'`,
	`COMMIT`,
}

func openFloor(ctx context.Context, dir string) (*commitFloor, error) {
	path := dir + "/floor.db"
	s, err := store.Open(ctx, "sqlite:"+path) // makes the same tables
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	f := &commitFloor{}
	if f.db, err = store.OpenBare(path); err != nil {
		return nil, err
	}
	if f.conn, err = f.db.Conn(ctx); err != nil {
		return nil, errors.Join(err, f.db.Close())
	}
	if _, err := f.conn.ExecContext(ctx, `INSERT INTO streams (office, epoch, seq, hash) VALUES ('main', 'floor', 0, '')`); err != nil {
		return nil, errors.Join(err, f.close())
	}
	for _, text := range floorStatements {
		stmt, err := f.conn.PrepareContext(ctx, text)
		if err != nil {
			return nil, errors.Join(err, f.close())
		}
		f.stmts = append(f.stmts, stmt)
	}
	return f, nil
}

// commits writes tickets one after the other and returns how many a second.
func (f *commitFloor) commits(ctx context.Context, length time.Duration) (float64, error) {
	began, count := time.Now(), 0
	for time.Since(began) < length {
		f.n++
		if err := f.commit(ctx); err != nil {
			return 0, err
		}
		count++
	}
	return float64(count) / time.Since(began).Seconds(), nil
}

// pause is the least time between two requests of one client: the answer's way back and the next one's way here.
const pause = 100 * time.Microsecond

// rested is commits with a pause before each, which is not counted: what a commit costs on a computer that fell
// idle meanwhile, as it does between the requests of one client.
func (f *commitFloor) rested(ctx context.Context, length time.Duration) (float64, error) {
	var spent time.Duration
	count := 0
	for began := time.Now(); time.Since(began) < length; count++ {
		time.Sleep(pause)
		f.n++
		start := time.Now()
		if err := f.commit(ctx); err != nil {
			return 0, err
		}
		spent += time.Since(start)
	}
	return float64(count) / spent.Seconds(), nil
}

// commit writes one ticket with values of the lengths that real ones have.
func (f *commitFloor) commit(ctx context.Context) error {
	now := time.Now().UnixMilli()
	id := fmt.Sprintf("01932e4f-7d1b-7c3a-9f00-%012d", f.n)
	token := base64.RawURLEncoding.EncodeToString([]byte(id))[32:48]
	data := fmt.Sprintf(`{"ticket":%q,"number":"A-%03d","service":"ak1-baru","priority":false,"from":"","to":"waiting"}`, id, f.n)
	hash := strings.Repeat("0", 64)
	args := [][]any{
		nil, nil, {id, f.n, fmt.Sprintf("A-%03d", f.n), now, token, "bench-" + id[24:]},
		{f.n, now, data, hash}, {f.n, hash}, nil,
	}
	for i, stmt := range f.stmts {
		if _, err := stmt.ExecContext(ctx, args[i]...); err != nil {
			return err
		}
	}
	return nil
}

func (f *commitFloor) close() error { return errors.Join(f.conn.Close(), f.db.Close()) }
