package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"loket/server/store"
)

// chain is the hash of an entry: SHA-256 over the hash before it and each of its members, every one
// with its length, so that no two entries share one text.
func chain(before string, e Entry) string {
	h := sha256.New()
	buf := make([]byte, 0, 256)
	for _, part := range [...]string{
		before, strconv.FormatInt(e.Seq, 10), strconv.FormatInt(e.At.UnixMilli(), 10), e.Type, e.Actor, string(e.Data),
	} {
		buf = strconv.AppendInt(buf[:0], int64(len(part)), 10)
		buf = append(buf, ':')
		h.Write(append(buf, part...))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Check reads the whole journal and returns how many entries it holds, or an error that names the first
// entry that is missing, was changed or does not belong. The stream's row says where the journal ends, so
// that the last entries cannot be cut off unseen.
func (j *Journal) Check(ctx context.Context) (int64, error) {
	const page = 1000
	var (
		seq, last  int64
		hash, head string
		entries    []Entry
	)
	for {
		err := j.store.View(ctx, func(tx *store.Tx) (err error) {
			if entries, err = ReadTx(tx, j.office, seq, page); err != nil {
				return err
			}
			return tx.Row(`SELECT seq, hash FROM streams WHERE office = $1`, j.office).Scan(&last, &head)
		})
		if err != nil {
			return seq, err
		}
		for _, e := range entries {
			if e.Seq != seq+1 {
				return seq, fmt.Errorf("journal: entry %d is missing", seq+1)
			}
			if e.Hash != chain(hash, e) {
				return seq, fmt.Errorf("journal: entry %d was changed", e.Seq)
			}
			seq, hash = e.Seq, e.Hash
		}
		if len(entries) == page {
			continue
		}
		switch {
		case seq < last:
			return seq, fmt.Errorf("journal: entry %d is missing", seq+1)
		case seq > last:
			return seq, fmt.Errorf("journal: entry %d does not belong", last+1)
		case hash != head:
			return seq, fmt.Errorf("journal: entry %d is not the one that the stream ends with", seq)
		}
		return seq, nil
	}
}
