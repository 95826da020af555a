package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
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
// entry that is missing or was changed.
func (j *Journal) Check(ctx context.Context) (int64, error) {
	const page = 1000
	var (
		seq  int64
		hash string
	)
	for {
		entries, err := j.Read(ctx, seq, page)
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
		if len(entries) < page {
			return seq, nil
		}
	}
}
