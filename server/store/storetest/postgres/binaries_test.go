//go:build unix

package postgres

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fake makes programs in dir that say their name and arguments and fail.
func fake(t *testing.T, dir string, names ...string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		script := "#!/bin/sh\necho fake " + name + ` "$@"` + "\nexit 1\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestBinaries(t *testing.T) {
	root := t.TempDir()
	old := fake(t, filepath.Join(root, "9", "bin"), "initdb", "postgres")
	current := fake(t, filepath.Join(root, "15", "bin"), "initdb", "postgres")
	half := fake(t, filepath.Join(root, "100", "bin"), "initdb")
	glob := filepath.Join(root, "*", "bin")

	for path, want := range map[string]string{
		"":                current,
		"/nowhere:.":      current,
		"/nowhere:" + old: old,
		half:              current,
	} {
		if got, err := binaries(path, glob); err != nil || got != want {
			t.Errorf("PATH=%s gives %q, %v; want %q", path, got, err, want)
		}
	}
}

func TestBinariesMissing(t *testing.T) {
	_, err := binaries("/nowhere", "/nowhere/*/bin")
	if err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("the error must say what to install: %v", err)
	}
}
