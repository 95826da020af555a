package office

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"

	"loket/server/journal"
	"loket/server/store"

	"go.yaml.in/yaml/v3"
)

// Keeper keeps the office's configuration in the database and a copy in memory.
type Keeper struct {
	journal *journal.Journal
	current atomic.Pointer[Office]
}

// EventChanged is journalled when the configuration was replaced.
const EventChanged = "office.changed"

// Load reads the office from the database; an empty database gets first.
func Load(ctx context.Context, s *store.Store, j *journal.Journal, first *Office) (*Keeper, error) {
	k := &Keeper{journal: j}
	var text string
	err := s.View(ctx, func(tx *store.Tx) error {
		return tx.Row(`SELECT config FROM offices WHERE id = $1`, j.Office()).Scan(&text)
	})
	if store.NoRows(err) {
		return k, k.Apply(ctx, "system", first)
	}
	if err != nil {
		return nil, fmt.Errorf("office: load: %w", err)
	}
	o, err := Parse(bytes.NewReader([]byte(text)))
	if err != nil {
		return nil, fmt.Errorf("office: stored configuration: %w", err)
	}
	k.current.Store(o)
	return k, nil
}

// Office is the present configuration; it must not be changed.
func (k *Keeper) Office() *Office { return k.current.Load() }

// Apply replaces the configuration.
func (k *Keeper) Apply(ctx context.Context, actor string, o *Office) error {
	text, err := yaml.Marshal(o)
	if err != nil {
		return fmt.Errorf("office: %w", err)
	}
	return k.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		_, err := tx.Exec(`INSERT INTO offices (id, config, updated_at) VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET config = $2, updated_at = $3`, tx.Office, string(text), tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("office: apply: %w", err)
		}
		if _, err := tx.Append(EventChanged, struct{}{}); err != nil {
			return err
		}
		tx.OnCommit(func() { k.current.Store(o) })
		return nil
	})
}
