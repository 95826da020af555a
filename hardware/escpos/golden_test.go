package escpos

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden compares with testdata/golden/name; go test -update writes it.
func Golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if want := approved(t, name, got); !bytes.Equal(got, want) {
		t.Errorf("differs from %s (go test -update writes it anew)", name)
	}
}

// GoldenPicture compares dot by dot, as PNG files differ between versions of the compressor.
func GoldenPicture(t *testing.T, name string, got *image.Gray) {
	t.Helper()
	var file bytes.Buffer
	if err := (Paper{Image: got}).WritePNG(&file); err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(approved(t, name, file.Bytes())))
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Rect || !bytes.Equal(toBitmap(want).pix, toBitmap(got).pix) {
		t.Errorf("differs from %s (go test -update writes it anew)", name)
	}
}

// approved reads the golden file, which -update makes of got first.
func approved(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return want
}
