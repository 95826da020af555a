package kiosk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// SetAside is a ticket that was given without the server and that the server refused.
type SetAside struct {
	Number, Service string
	IssuedAt        time.Time
	Reason          string // the code of the server's refusal
}

// ErrNotSetAside is of a number that no ticket set aside has.
var ErrNotSetAside = errors.New("no such ticket is set aside")

// ListSetAside reads the tickets set aside in a spool, the oldest first. It changes nothing, so the kiosk may run.
func ListSetAside(dir string) ([]SetAside, error) {
	var all []SetAside
	presses, err := (&spool{dir}).refused()
	for _, p := range presses {
		all = append(all, SetAside{p.number(), p.Service, p.Issued.IssuedAt, p.Refused})
	}
	return all, err
}

// DropSetAside forgets the tickets with a number that are set aside in the spool of a kiosk that does not run: their
// holders were seen to in another way. ErrNotSetAside, and nothing has changed, if there is none.
func DropSetAside(dir, number string) error {
	s := &spool{dir}
	presses, err := s.refused()
	if err != nil {
		return err
	}
	presses = slices.DeleteFunc(presses, func(p press) bool { return p.number() != number })
	if len(presses) == 0 {
		return ErrNotSetAside
	}
	b, err := s.readBook()
	if err != nil {
		return err
	}
	if b != nil { // the numbers leave the book before their presses leave the spool
		if rest, held := b.without(presses...); held {
			if err := s.putBook(rest); err != nil {
				return err
			}
		}
	}
	for _, p := range presses {
		if err := s.remove(p.Key); err != nil {
			return err
		}
	}
	return nil
}

// refused are the presses that the server refused, the oldest first. What cannot be read is left to the kiosk.
func (s *spool) refused() ([]press, error) {
	files, err := filepath.Glob(filepath.Join(s.dir, "*"+pressSuffix))
	if err != nil {
		return nil, err
	}
	var presses []press
	for _, file := range files {
		p, err := readPress(file)
		if err == nil && p.Refused != "" && p.Issued != nil {
			presses = append(presses, p)
		} else if _, unread := errors.AsType[*fs.PathError](err); unread && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	slices.SortFunc(presses, func(a, b press) int { return a.Issued.IssuedAt.Compare(b.Issued.IssuedAt) })
	return presses, nil
}
