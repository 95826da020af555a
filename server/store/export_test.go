package store

import "database/sql"

// Numbered is numbered, for the tests.
var Numbered = numbered

// Pools returns the writing and the reading pool of a SQLite store.
func (s *Store) Pools() (writer, readers *sql.DB) {
	e := s.engine.(*sqlite)
	return e.writer, e.readers.db
}

// Queued is how many writing transactions of a SQLite store wait for the one that runs.
func (s *Store) Queued() int {
	g := s.engine.(*sqlite).group
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting)
}

// CopyLog copies a SQLite store's log as its checkpointer does.
func (s *Store) CopyLog() { s.engine.(*sqlite).copier.copy() }
