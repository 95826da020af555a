package aki

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// loadOrCreateSecret reads a file of key material, or makes it where there is
// none. The new file is complete and on the disk before it has its name, so a
// power cut leaves a whole key or none; where two programs create at once, both
// use the one that came first.
func loadOrCreateSecret(path string, create func() ([]byte, error)) ([]byte, error) {
	secret, err := loadSecret(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if secret, err = create(); err != nil {
		return nil, err
	}
	if err := writeSecret(path, secret); err != nil {
		return nil, fmt.Errorf("aki: create key file: %w", err)
	}
	return loadSecret(path)
}

func loadSecret(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("aki: key file %s is not a regular file", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("aki: key file %s can be read by others (mode %04o): run chmod 600", path, info.Mode().Perm())
	}
	return os.ReadFile(path)
}

func writeSecret(path string, secret []byte) (err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, ".key-*") // CreateTemp makes it 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	_, err = file.Write(secret)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	// A link, unlike a rename, does not replace a file that came first.
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(folder)
}

func syncFolder(folder string) error {
	handle, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(handle.Sync(), handle.Close())
}
