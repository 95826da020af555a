package kiosk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// spool keeps presses in a directory, one JSON file each, named after the key, and the book of numbers. A file is whole
// or is not there.
type spool struct{ dir string }

const (
	pressSuffix  = ".json"
	brokenSuffix = ".broken"
	bookFile     = "numbers.book"
)

// pressKey is what a key must look like: it is a file's name and travels in a header.
var pressKey = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

func openSpool(dir string) (*spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open spool: %w", err)
	}
	return &spool{dir: dir}, nil
}

func (s *spool) path(key string) string { return filepath.Join(s.dir, key+pressSuffix) }

// put stores the press. When it returns nil, the press survives a power cut.
func (s *spool) put(p press) error { return s.write(s.path(p.Key), p) }

func (s *spool) write(path string, v any) (err error) {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	f, err := os.CreateTemp(s.dir, "new-*")
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("spool: %w", err), os.Remove(f.Name()))
		}
	}()
	if _, err = f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return s.sync()
}

// remove forgets a press; one that is not there is no error.
func (s *spool) remove(key string) error {
	if err := os.Remove(s.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove from spool: %w", err)
	}
	return s.sync()
}

// all reads every press. A file that cannot be read as a press is set aside under another name and
// listed in broken, so that one bad file never stops the kiosk.
func (s *spool) all() (presses []press, broken []string, err error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, nil, fmt.Errorf("read spool: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		key, ok := strings.CutSuffix(name, pressSuffix)
		switch {
		case strings.HasPrefix(name, "new-") && !ok:
			if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
				return nil, nil, fmt.Errorf("tidy spool: %w", err)
			}
			continue
		case !ok:
			continue
		}
		p, err := readPress(s.path(key))
		if err != nil || p.Key != key {
			broken = append(broken, name)
			if err := os.Rename(s.path(key), filepath.Join(s.dir, name+brokenSuffix)); err != nil {
				return nil, nil, fmt.Errorf("set aside: %w", err)
			}
			continue
		}
		presses = append(presses, p)
	}
	return presses, broken, nil
}

func readPress(path string) (press, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return press{}, err
	}
	var p press
	if err := json.Unmarshal(data, &p); err != nil {
		return press{}, err
	}
	if !p.whole() {
		return press{}, fmt.Errorf("press in stage %q is not whole", p.Stage)
	}
	return p, nil
}

func (s *spool) bookPath() string { return filepath.Join(s.dir, bookFile) }

// putBook stores the book of numbers. When it returns nil, the book survives a power cut.
func (s *spool) putBook(b book) error { return s.write(s.bookPath(), b) }

// readBook returns the book, nil if there is none.
func (s *spool) readBook() (*book, error) {
	data, err := os.ReadFile(s.bookPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var b book
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, err
	}
	if b.Name == "" {
		return nil, errors.New("a book without a name")
	}
	return &b, nil
}

func (s *spool) setBookAside() error { return os.Rename(s.bookPath(), s.bookPath()+brokenSuffix) }

// broken is how many files were set aside because they could not be read.
func (s *spool) broken() (int, error) {
	files, err := filepath.Glob(filepath.Join(s.dir, "*"+brokenSuffix))
	return len(files), err
}

// sync makes the directory's own entries durable.
func (s *spool) sync() error {
	d, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
