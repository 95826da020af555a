package server_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loket/server"
)

func startOn(folder string) error {
	s, err := server.New(context.Background(), server.Config{Data: folder, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return s.Close()
}

// A database that was restored without its keys, or beside others, would not know the people in it.
func TestKeysBelongToTheDatabase(t *testing.T) {
	for _, name := range []string{"nik.key", "card.jwk"} {
		t.Run(name, func(t *testing.T) {
			folder, other := t.TempDir(), t.TempDir()
			for _, f := range []string{folder, other, folder} {
				if err := startOn(f); err != nil {
					t.Fatal(err)
				}
			}
			file := filepath.Join(folder, "keys", name)
			own, err := os.ReadFile(file) //nolint:gosec // a test's folder
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			if err := startOn(folder); err == nil || !strings.Contains(err.Error(), file+" is missing") {
				t.Errorf("without the key: %v", err)
			}
			if _, err := os.Stat(file); !os.IsNotExist(err) {
				t.Errorf("a new key was made: %v", err)
			}
			if err := os.Rename(filepath.Join(other, "keys", name), file); err != nil {
				t.Fatal(err)
			}
			if err := startOn(folder); err == nil || !strings.Contains(err.Error(), file+" holds another key") {
				t.Errorf("with another key: %v", err)
			}
			if err := os.WriteFile(file, own, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := startOn(folder); err != nil {
				t.Errorf("with its own key again: %v", err)
			}
		})
	}
}

func TestOneServerOnAFolder(t *testing.T) {
	folder := t.TempDir()
	first, err := server.New(t.Context(), server.Config{Data: folder, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := startOn(folder); err == nil || !strings.Contains(err.Error(), "another server runs on this folder ("+folder+")") {
		t.Errorf("a second server: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := startOn(folder); err != nil {
		t.Errorf("after the first: %v", err)
	}
}
