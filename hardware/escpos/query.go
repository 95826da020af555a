package escpos

// QueryKind is a command that the printer answers.
type QueryKind string

// The queries, each answered in buffer order.
const (
	QueryAutoStatus QueryKind = "auto-status" // GS a: push the state now and on every change
	QueryStatus     QueryKind = "status"      // GS r 1: one byte
	QueryEndMark    QueryKind = "end-mark"    // GS ( H, or GS G 0 on Nippon's: the id comes back
	QueryIdentity   QueryKind = "identity"    // GS I
	QueryState      QueryKind = "state"       // ESC v: one byte
)

// Query is one such command with its argument: the mask of GS a, the id of GS ( H or GS G, the n of
// GS r and GS I.
type Query struct {
	Kind QueryKind
	Args []byte
}

func (d *Decoder) query(kind QueryKind, args ...byte) {
	if d.OnQuery != nil {
		d.OnQuery(Query{kind, append([]byte(nil), args...)})
	}
}
