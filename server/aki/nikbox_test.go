package aki

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func newBox(t *testing.T, seed byte) *NIKBox {
	t.Helper()
	box, err := NewNIKBox(bytes.Repeat([]byte{seed}, NIKKeySize))
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func TestNIKBoxOpensWhatItSealed(t *testing.T) {
	box, other := newBox(t, 1), newBox(t, 2)
	rapid.Check(t, func(t *rapid.T) {
		nik, _, _ := drawNIK(t)
		row := rapid.String().Draw(t, "row")
		sealed := box.Seal(nik, row)
		if got, err := box.Open(sealed, row); err != nil || got != nik {
			t.Fatalf("Open: %v", err)
		}
		if bytes.Contains(sealed, []byte(nik.Digits())) || bytes.Equal(sealed, box.Seal(nik, row)) {
			t.Fatal("the seal shows something")
		}
		if _, err := box.Open(sealed, row+"x"); !errors.Is(err, ErrNIKSealDamaged) {
			t.Fatalf("another row: %v", err)
		}
		if _, err := other.Open(sealed, row); !errors.Is(err, ErrNIKSealOtherKey) {
			t.Fatalf("another key: %v", err)
		}
		if !bytes.Equal(box.Fingerprint(nik), box.Fingerprint(nik)) || bytes.Equal(box.Fingerprint(nik), other.Fingerprint(nik)) {
			t.Fatal("fingerprints do not follow number and key")
		}
	})
}

func TestNIKBoxNoticesEveryChange(t *testing.T) {
	box := newBox(t, 1)
	nik, _ := ParseNIK("5202011203990001")
	sealed := box.Seal(nik, "row")
	for i := range len(sealed) * 8 {
		changed := bytes.Clone(sealed)
		changed[i/8] ^= 1 << (i % 8)
		if _, err := box.Open(changed, "row"); err == nil {
			t.Errorf("bit %d may change", i)
		}
	}
	for length := range len(sealed) {
		if _, err := box.Open(sealed[:length], "row"); !errors.Is(err, ErrNIKSealDamaged) {
			t.Errorf("cut to %d bytes: %v", length, err)
		}
	}
	if _, err := box.Open(append(sealed, 0), "row"); !errors.Is(err, ErrNIKSealDamaged) {
		t.Errorf("longer: %v", err)
	}
	if _, err := NewNIKBox(make([]byte, 16)); err == nil {
		t.Error("a short key is taken")
	}
}

func TestLoadOrCreateKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nik.key")
	keys := make([][]byte, 8)
	var group sync.WaitGroup
	for i := range keys {
		group.Go(func() {
			var err error
			if keys[i], err = LoadOrCreateKey(path); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, key := range keys {
		if len(key) != NIKKeySize || !bytes.Equal(key, keys[0]) {
			t.Fatal("programs that start at once use different keys")
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestLoadOrCreateKeyRefuses(t *testing.T) {
	good := strings.Repeat("ab", NIKKeySize)
	for name, test := range map[string]struct {
		content string
		mode    os.FileMode
		says    string
	}{
		"readable by group":  {good, 0o640, "chmod 600"},
		"readable by others": {good, 0o604, "chmod 600"},
		"short":              {good[:62], 0o600, "holds 62 characters"},
		"long":               {good + "ab", 0o600, "holds 66 characters"},
		"empty":              {"", 0o600, "holds 0 characters"},
		"not hexadecimal":    {"zz" + good[2:], 0o600, "hexadecimal"},
	} {
		path := filepath.Join(t.TempDir(), "nik.key")
		if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, test.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadOrCreateKey(path); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
		if content, _ := os.ReadFile(path); string(content) != test.content {
			t.Errorf("%s: the file was changed", name)
		}
	}
	if _, err := LoadOrCreateKey(filepath.Join(t.TempDir(), "no", "nik.key")); err == nil {
		t.Error("a missing folder goes unnoticed")
	}
}
