// Package journal is the only order of events: each office has one row of numbered entries without
// holes, written inside the transaction whose facts they tell, each with a hash over itself and the
// entry before. Entries hold no personal data: ids and numbers only.
package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"loket/server/store"

	"github.com/google/uuid"
)

// Entry is one event.
type Entry struct {
	Seq   int64           `json:"seq"`
	At    time.Time       `json:"at"` // milliseconds
	Type  string          `json:"type"`
	Actor string          `json:"actor"` // "staff:<id>", "device:<id>" or "system"
	Data  json.RawMessage `json:"data"`
	Hash  string          `json:"hash"`
}

// Journal writes and reads one office's entries.
type Journal struct {
	store   *store.Store
	office  string
	epoch   string
	publish func([]Entry)
}

// Open returns the office's journal and starts it if it is new. publish hears the entries of each
// transaction once they are durable; it must be quick, and on PostgreSQL it may hear two
// transactions in either order.
func Open(ctx context.Context, s *store.Store, office string, publish func([]Entry)) (*Journal, error) {
	j := &Journal{store: s, office: office, publish: publish}
	err := s.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO streams (office, epoch, seq, hash) VALUES ($1, $2, 0, '')
			ON CONFLICT (office) DO NOTHING`, office, uuid.NewString()[:8])
		if err != nil {
			return err
		}
		return tx.Row(`SELECT epoch FROM streams WHERE office = $1`, office).Scan(&j.epoch)
	})
	if err != nil {
		return nil, fmt.Errorf("journal: open: %w", err)
	}
	return j, nil
}

// Epoch names this life of the journal: it changes only when the data is replaced by other data.
func (j *Journal) Epoch() string { return j.epoch }

// Office is the office whose journal this is.
func (j *Journal) Office() string { return j.office }

// Now is the clock of the journal's transactions.
func (j *Journal) Now() time.Time { return j.store.Now() }

// Tx is a transaction that can append to the journal. It holds the office's stream from its start, so
// transactions of one office never overtake each other, on PostgreSQL too.
type Tx struct {
	*store.Tx
	Actor   string
	Office  string
	seq     int64
	hash    string
	entries []Entry
}

// Update runs fn in a writing transaction of the office on behalf of actor.
func (j *Journal) Update(ctx context.Context, actor string, fn func(*Tx) error) error {
	return j.store.Update(ctx, func(stx *store.Tx) error {
		tx := &Tx{Tx: stx, Actor: actor, Office: j.office}
		err := stx.Row(`SELECT seq, hash FROM streams WHERE office = $1`+stx.ForUpdate(), j.office).Scan(&tx.seq, &tx.hash)
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		if err := fn(tx); err != nil {
			return err
		}
		if len(tx.entries) == 0 {
			return nil
		}
		if _, err := stx.Exec(`UPDATE streams SET seq = $2, hash = $3 WHERE office = $1`, j.office, tx.seq, tx.hash); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		stx.OnCommit(func() { j.publish(tx.entries) })
		return nil
	})
}

// View runs fn in a reading transaction.
func (j *Journal) View(ctx context.Context, fn func(*store.Tx) error) error {
	return j.store.View(ctx, fn)
}

// Glance runs fn, which asks a single query.
func (j *Journal) Glance(ctx context.Context, fn func(*store.Tx) error) error {
	return j.store.Glance(ctx, fn)
}

// Append adds an event to the transaction. data must hold no personal data.
func (tx *Tx) Append(kind string, data any) (Entry, error) {
	body, err := json.Marshal(data)
	if err != nil {
		return Entry{}, fmt.Errorf("journal: %s: %w", kind, err)
	}
	e := Entry{
		Seq: tx.seq + 1, At: tx.Now().Truncate(time.Millisecond).UTC(), Type: kind, Actor: tx.Actor, Data: body,
	}
	e.Hash = chain(tx.hash, e)
	_, err = tx.Exec(`INSERT INTO journal (office, seq, at, type, actor, data, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Office, e.Seq, e.At.UnixMilli(), e.Type, e.Actor, string(e.Data), e.Hash)
	if err != nil {
		return Entry{}, fmt.Errorf("journal: %s: %w", kind, err)
	}
	tx.seq, tx.hash = e.Seq, e.Hash
	tx.entries = append(tx.entries, e)
	return e, nil
}

// Last returns the number of the last entry, 0 for an empty journal, as tx sees it.
func Last(tx *store.Tx, office string) (int64, error) {
	var seq int64
	err := tx.Row(`SELECT seq FROM streams WHERE office = $1`, office).Scan(&seq)
	if store.NoRows(err) {
		return 0, nil
	}
	return seq, err
}

// Read returns at most limit entries after seq, in order.
func (j *Journal) Read(ctx context.Context, after int64, limit int) ([]Entry, error) {
	var entries []Entry
	err := j.store.View(ctx, func(tx *store.Tx) (err error) {
		entries, err = ReadTx(tx, j.office, after, limit)
		return err
	})
	return entries, err
}

// ReadTx is Read within a transaction.
func ReadTx(tx *store.Tx, office string, after int64, limit int) ([]Entry, error) {
	return entries(tx, `office = $1 AND seq > $2 ORDER BY seq LIMIT $3`, office, after, limit)
}

// LastOf returns the last n entries of one type, latest first.
func LastOf(tx *store.Tx, office, kind string, n int) ([]Entry, error) {
	return entries(tx, `office = $1 AND type = $2 ORDER BY seq DESC LIMIT $3`, office, kind, n)
}

func entries(tx *store.Tx, rest string, args ...any) ([]Entry, error) {
	var read []Entry
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			e    Entry
			at   int64
			data string
		)
		if err := rows.Scan(&e.Seq, &at, &e.Type, &e.Actor, &data, &e.Hash); err != nil {
			return err
		}
		e.At, e.Data = time.UnixMilli(at).UTC(), json.RawMessage(data)
		read = append(read, e)
		return nil
	}, `SELECT seq, at, type, actor, data, hash FROM journal WHERE `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("journal: read: %w", err)
	}
	return read, nil
}
