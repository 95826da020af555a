package counter

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

func each(t *testing.T, visit func(name, text string)) {
	t.Helper()
	err := fs.WalkDir(Pages(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Pages(), name)
		visit(name, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var reference = regexp.MustCompile(`(?:from|import|href=|src=|import\()\s*['"](\.?\.?[\w./-]+\.(?:js|css))['"]`)

// A file that is not embedded would be missing in the office, not in a checkout.
func TestEveryFileThatAPageNamesIsThere(t *testing.T) {
	found := 0
	each(t, func(name, text string) {
		for _, match := range reference.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(match[1], "/") {
				continue // shared assets
			}
			found++
			if _, err := fs.Stat(Pages(), path.Join(path.Dir(name), match[1])); err != nil {
				t.Errorf("%s names %s: %v", name, match[1], err)
			}
		}
	})
	if found < 50 {
		t.Errorf("found only %d references", found)
	}
}

func TestTestsAreNotServed(t *testing.T) {
	each(t, func(name, _ string) {
		if strings.Contains(name, ".test.") {
			t.Errorf("%s is served", name)
		}
	})
}

var inline = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>[^<]|<style|\sstyle=|\son[a-z]+="|lit\.dev|https?://(?:[^w]|w[^w])`)

// The content policy forbids inline scripts and styles, and the office has no internet.
func TestPagesNeedNothingInlineAndNothingFromOutside(t *testing.T) {
	each(t, func(name, text string) {
		if found := inline.FindString(text); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	})
}
