package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"loket/server/aki"
	"loket/server/store"
)

// keys are the office's two secrets. The database keeps the public mark of each, so that it is never used
// with others: they would find no known person and call genuine cards forged.
type keys struct {
	niks  *aki.NIKBox
	cards *aki.Signer
}

// openKeys reads the keys, and makes them for a database that knows none yet.
func openKeys(ctx context.Context, s *store.Store, folder string) (k keys, err error) {
	marks, err := keyMarks(ctx, s)
	if err != nil {
		return k, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return k, fmt.Errorf("server: %w", err)
	}
	nikFile, cardFile := filepath.Join(folder, "nik.key"), filepath.Join(folder, "card.jwk")
	for name, file := range map[string]string{"nik": nikFile, "card": cardFile} {
		_, needed := marks[name]
		if _, err := os.Stat(file); needed && errors.Is(err, fs.ErrNotExist) {
			return k, fmt.Errorf("the key file %s is missing, and the database was written with it: put the backup of the folder keys back", file)
		}
	}
	key, err := aki.LoadOrCreateKey(nikFile)
	if err != nil {
		return k, fmt.Errorf("key of the identity numbers: %w", err)
	}
	if k.niks, err = aki.NewNIKBox(key); err != nil {
		return k, err
	}
	if k.cards, err = aki.LoadOrCreateSigner(cardFile); err != nil {
		return k, fmt.Errorf("key of the cards: %w", err)
	}
	return k, errors.Join(keepMark(ctx, s, "nik", k.niks.Mark(), nikFile), keepMark(ctx, s, "card", k.cards.KeyID(), cardFile))
}

// MarkNIK is what is kept of a NIK to find it by, made with the keys of a data folder. Invalid for one that cannot be.
func MarkNIK(ctx context.Context, s *store.Store, data, digits string) (string, error) {
	k, err := openKeys(ctx, s, KeyFolder(data))
	if err != nil {
		return "", err
	}
	return aki.MarkNIK(k.niks, digits)
}

// KeyFolder is where a data folder keeps the keys.
func KeyFolder(data string) string { return filepath.Join(data, "keys") }

// keyMarks are the marks of the keys that the database was written with. A database of before the marks
// were kept has empty ones once it knows people.
func keyMarks(ctx context.Context, s *store.Store) (map[string]string, error) {
	marks := map[string]string{}
	err := s.View(ctx, func(tx *store.Tx) error {
		var people int
		if err := tx.Row(`SELECT COUNT(*) FROM seekers WHERE office = $1`, OfficeID).Scan(&people); err != nil {
			return err
		}
		for _, name := range []string{"nik", "card"} {
			var mark string
			err := tx.Row(`SELECT mark FROM keys WHERE office = $1 AND name = $2`, OfficeID, name).Scan(&mark)
			if err != nil && !store.NoRows(err) {
				return err
			}
			if err == nil || people > 0 {
				marks[name] = mark
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("server: keys: %w", err)
	}
	return marks, nil
}

// keepMark notes a key's mark at the database's first start and refuses another key afterwards.
func keepMark(ctx context.Context, s *store.Store, name, mark, file string) error {
	var kept string
	err := s.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(`INSERT INTO keys (office, name, mark) VALUES ($1, $2, $3)
			ON CONFLICT (office, name) DO NOTHING`, OfficeID, name, mark); err != nil {
			return err
		}
		return tx.Row(`SELECT mark FROM keys WHERE office = $1 AND name = $2`, OfficeID, name).Scan(&kept)
	})
	if err != nil {
		return fmt.Errorf("server: keys: %w", err)
	}
	if kept != mark {
		return fmt.Errorf("the key file %s holds another key (%s) than the database was written with (%s): put the backup of the folder keys back", file, mark, kept)
	}
	return nil
}
