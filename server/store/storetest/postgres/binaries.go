//go:build unix

package postgres

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
)

// debianBinaries is where Debian puts each version's server programs, outside PATH.
const debianBinaries = "/usr/lib/postgresql/*/bin"

// binaries gives the folder that holds both initdb and postgres, which must be of one version: the
// first such folder of path (in PATH's form), else the newest version that matches glob.
func binaries(path, glob string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if filepath.IsAbs(dir) && complete(dir) {
			return dir, nil
		}
	}
	found, err := filepath.Glob(glob)
	if err != nil {
		return "", err
	}
	newest, best := "", 0
	for _, dir := range found {
		version, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		if err == nil && version > best && complete(dir) {
			newest, best = dir, version
		}
	}
	if newest == "" {
		return "", errors.New("PostgreSQL's server programs initdb and postgres are not in PATH or " + glob +
			": install them (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql)" +
			" or set " + Environment + " to the postgres:// URL of a running server")
	}
	return newest, nil
}

func complete(dir string) bool {
	for _, program := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(dir, program)); err != nil {
			return false
		}
	}
	return true
}
