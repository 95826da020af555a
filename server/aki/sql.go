package aki

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"loket/server/store"
)

// mark is the column by which a NIK is found without being readable.
func mark(box *NIKBox, nik NIK) string {
	return base64.RawStdEncoding.EncodeToString(box.Fingerprint(nik))
}

// MarkNIK is what is kept of a NIK to find it by, without being able to read it. Invalid for one that cannot be.
func MarkNIK(box *NIKBox, digits string) (string, error) {
	nik, err := parseNIK(digits)
	if err != nil {
		return "", err
	}
	return mark(box, nik), nil
}

// insertSeeker returns false if the NIK is registered.
func insertSeeker(tx *store.Tx, officeID string, box *NIKBox, s Seeker) (bool, error) {
	data, err := json.Marshal(s.Data)
	if err != nil {
		return false, fmt.Errorf("aki: seeker: %w", err)
	}
	n, err := tx.Exec(`INSERT INTO seekers (id, office, nik_sealed, nik_mark, data, created_at, updated_at, name)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $7) ON CONFLICT (office, nik_mark) DO NOTHING`,
		s.ID, officeID, base64.RawStdEncoding.EncodeToString(box.Seal(s.NIK, s.ID)), mark(box, s.NIK),
		string(data), tx.Now().UnixMilli(), fold(s.Data.Name))
	if err != nil {
		return false, fmt.Errorf("aki: insert seeker: %w", err)
	}
	return n == 1, nil
}

func updateSeeker(tx *store.Tx, id string, d SeekerData) error {
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("aki: seeker: %w", err)
	}
	if _, err := tx.Exec(`UPDATE seekers SET data = $2, updated_at = $3, name = $4 WHERE id = $1`, id, string(data), tx.Now().UnixMilli(), fold(d.Name)); err != nil {
		return fmt.Errorf("aki: update seeker: %w", err)
	}
	return nil
}

// seekerBy reads the seeker for whom condition holds; no rows without.
func seekerBy(tx *store.Tx, box *NIKBox, condition string, args ...any) (Seeker, error) {
	var (
		s              Seeker
		sealed64, data string
		updated        int64
	)
	err := tx.Row(`SELECT id, nik_sealed, data, updated_at FROM seekers WHERE `+condition, args...).Scan(&s.ID, &sealed64, &data, &updated)
	if err != nil {
		return Seeker{}, err
	}
	if s.NIK, err = openNIK(box, sealed64, s.ID); err != nil {
		return Seeker{}, err
	}
	if err := json.Unmarshal([]byte(data), &s.Data); err != nil {
		return Seeker{}, fmt.Errorf("aki: seeker %s: %w", s.ID, err)
	}
	s.UpdatedAt = time.UnixMilli(updated).UTC()
	return s, nil
}

// openNIK reads the sealed column of a seeker.
func openNIK(box *NIKBox, sealed64, seeker string) (NIK, error) {
	sealed, err := base64.RawStdEncoding.DecodeString(sealed64)
	if err != nil {
		return "", fmt.Errorf("aki: seeker %s: %w", seeker, err)
	}
	nik, err := box.Open(sealed, seeker)
	if err != nil {
		return "", fmt.Errorf("aki: seeker %s: %w", seeker, err)
	}
	return nik, nil
}

// nextRunning takes the next number of a sequence, from 1.
func nextRunning(tx *store.Tx, officeID, name string) (int, error) {
	var n int
	err := tx.Row(`INSERT INTO sequences (office, name, last) VALUES ($1, $2, 1)
		ON CONFLICT (office, name) DO UPDATE SET last = sequences.last + 1 RETURNING last`, officeID, name).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("aki: running number: %w", err)
	}
	return n, nil
}
