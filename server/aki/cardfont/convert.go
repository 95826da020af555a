//go:build ignore

// This program makes the TTF files of this folder from the WOFF files of the
// npm package: go run convert.go <tarball>. See README.md.
package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path"
	"slices"
)

// outputs maps a file of the npm package to the file written here.
var outputs = map[string]string{
	"atkinson-hyperlegible-next-latin-400-normal.woff":     "latin-400.ttf",
	"atkinson-hyperlegible-next-latin-700-normal.woff":     "latin-700.ttf",
	"atkinson-hyperlegible-next-latin-ext-400-normal.woff": "latin-ext-400.ttf",
	"atkinson-hyperlegible-next-latin-ext-700-normal.woff": "latin-ext-700.ttf",
	"LICENSE": "OFL.txt",
}

// tarballSHA256 is the package that README.md names.
const tarballSHA256 = "33dcb7d0d4e2ea98a96985ca7448f738c3b5b370cfc5230b1e40e4f728920cc2"

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run convert.go fontsource-atkinson-hyperlegible-next-5.3.0.tgz")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(tarball string) error {
	packed, err := os.ReadFile(tarball)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(packed); hex.EncodeToString(sum[:]) != tarballSHA256 {
		return fmt.Errorf("%s: SHA-256 is %x, want %s", tarball, sum, tarballSHA256)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	written := 0
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		output, wanted := outputs[path.Base(header.Name)]
		if !wanted {
			continue
		}
		content, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if path.Ext(header.Name) == ".woff" {
			if content, err = sfnt(content); err != nil {
				return fmt.Errorf("%s: %w", header.Name, err)
			}
		}
		if err := os.WriteFile(output, content, 0o644); err != nil {
			return err
		}
		written++
	}
	if written != len(outputs) {
		return fmt.Errorf("%s: %d of %d files found", tarball, written, len(outputs))
	}
	return nil
}

// table is one entry of a WOFF 1.0 table directory (W3C REC-WOFF-20121213, §5).
type table struct {
	Tag                                          [4]byte
	Offset, PackedLength, Length, OriginChecksum uint32
}

// sfnt unpacks a WOFF 1.0 file. The tables stay as they are; only the
// directory is written anew, in the order that the sfnt format asks for.
func sfnt(woff []byte) ([]byte, error) {
	var header struct {
		Signature, Flavor, Length uint32
		Tables, Reserved          uint16
		SfntSize                  uint32
		Rest                      [24]byte
	}
	in := bytes.NewReader(woff)
	if err := binary.Read(in, binary.BigEndian, &header); err != nil {
		return nil, err
	}
	if header.Signature != 0x774F4646 {
		return nil, errors.New("not a WOFF 1.0 file")
	}
	tables := make([]table, header.Tables)
	if err := binary.Read(in, binary.BigEndian, tables); err != nil {
		return nil, err
	}
	slices.SortFunc(tables, func(a, b table) int { return cmp.Compare(string(a.Tag[:]), string(b.Tag[:])) })

	power, exponent := uint16(1), uint16(0)
	for power*2 <= header.Tables {
		power, exponent = power*2, exponent+1
	}
	var directory, body bytes.Buffer
	put := func(values ...any) {
		for _, value := range values {
			_ = binary.Write(&directory, binary.BigEndian, value) // a bytes.Buffer takes everything
		}
	}
	put(header.Flavor, header.Tables, power*16, exponent, header.Tables*16-power*16)
	start := 12 + 16*len(tables)
	for _, t := range tables {
		content := woff[t.Offset : t.Offset+t.PackedLength]
		if t.PackedLength < t.Length {
			unpacked, err := zlib.NewReader(bytes.NewReader(content))
			if err != nil {
				return nil, err
			}
			if content, err = io.ReadAll(unpacked); err != nil {
				return nil, err
			}
		}
		if len(content) != int(t.Length) {
			return nil, fmt.Errorf("table %s has %d bytes, want %d", t.Tag, len(content), t.Length)
		}
		put(t.Tag, t.OriginChecksum, uint32(start+body.Len()), t.Length)
		body.Write(content)
		body.Write(make([]byte, -len(content)&3))
	}
	file := append(directory.Bytes(), body.Bytes()...)
	if len(file) != int(header.SfntSize) {
		return nil, fmt.Errorf("%d bytes, want %d", len(file), header.SfntSize)
	}
	return file, nil
}
