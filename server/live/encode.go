package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"loket/server/journal"
)

// encode writes an entry as the stream's message: {"seq":…,"prev":…,"type":…,"at":…, members}.
func encode(stream Stream, e journal.Entry, prev int64) message {
	rest, err := json.Marshal(stream.Encode(e))
	if err != nil {
		panic(fmt.Sprintf("live: %s: %v", e.Type, err)) // a struct of strings and numbers always encodes
	}
	var b bytes.Buffer
	b.Grow(len(rest) + 96)
	fmt.Fprintf(&b, `{"seq":%d,"prev":%d,"type":%q,"at":%q`, e.Seq, prev, e.Type, e.At.Format(time.RFC3339Nano))
	if len(rest) > len("{}") {
		b.WriteByte(',')
		b.Write(rest[1:])
	} else {
		b.WriteByte('}')
	}
	return message{e.Seq, b.Bytes()}
}

// hello is the first message of every connection.
type hello struct {
	Type      string `json:"type"`
	Epoch     string `json:"epoch"`
	Seq       int64  `json:"seq"`
	Recovered bool   `json:"recovered"`
	Snapshot  any    `json:"snapshot,omitempty"`
}

// position is a client's last message: "<epoch>:<seq>".
type position struct {
	epoch string
	seq   int64
}

func parsePosition(s string) (position, bool) {
	epoch, number, ok := cutLast(s, ':')
	if !ok || epoch == "" {
		return position{}, false
	}
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seq < 0 {
		return position{}, false
	}
	return position{epoch, seq}, true
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == sep {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}
