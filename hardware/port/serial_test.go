package port

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// openPair returns a port and the far end of its line.
func openPair(t *testing.T, cfg Config) (*Serial, *os.File, string) {
	t.Helper()
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = far.Close(), near.Close() })
	s, err := Open(t.Context(), near.Name(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, far, near.Name()
}

func TestAllBytesPassBothWays(t *testing.T) {
	s, far, _ := openPair(t, Config{Speed: 115200})
	var all []byte
	for i := range 256 {
		all = append(all, byte(i))
	}
	if n, err := s.Write(t.Context(), all); n != len(all) || err != nil {
		t.Fatalf("wrote %d, %v", n, err)
	}
	got := make([]byte, len(all))
	if _, err := io.ReadFull(far, got); err != nil || !bytes.Equal(got, all) {
		t.Fatalf("far end got %x, %v", got, err)
	}
	if _, err := far.Write(all); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(s, got); err != nil || !bytes.Equal(got, all) {
		t.Fatalf("near end got %x, %v", got, err)
	}
}

func TestSecondOpenSaysInUseAndByWhom(t *testing.T) {
	_, _, name := openPair(t, Config{Speed: 9600})
	_, err := Open(t.Context(), name, Config{Speed: 115200})
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("second open: %v", err)
	}
	if !strings.Contains(err.Error(), "process") {
		t.Errorf("the error does not name the holder: %v", err)
	}
}

func TestReopenAfterClose(t *testing.T) {
	s, _, name := openPair(t, Config{Speed: 9600})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), name, Config{Speed: 19200, Parity: ParityEven})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenErrors(t *testing.T) {
	_, _, name := openPair(t, Config{Speed: 9600})
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		what string
		ctx  context.Context
		name string
		cfg  Config
		want error
	}{
		{"missing node", t.Context(), "/dev/no-such-printer", Config{Speed: 9600}, ErrNotFound},
		{"missing node is a missing file", t.Context(), "/dev/no-such-printer", Config{Speed: 9600}, fs.ErrNotExist},
		{"plain file", t.Context(), file, Config{Speed: 9600}, ErrNotSerial},
		{"no speed", t.Context(), name, Config{}, ErrSetting},
		{"ended context", ended, name, Config{Speed: 9600}, context.Canceled},
	} {
		if _, err := Open(c.ctx, c.name, c.cfg); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, err, c.want)
		} else if !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: the error does not name the device: %v", c.what, err)
		}
	}
}

func TestReadTimeoutIsAnError(t *testing.T) {
	s, _, _ := openPair(t, Config{Speed: 9600, ReadTimeout: 10 * time.Millisecond})
	n, err := s.Read(make([]byte, 1))
	if n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("read: %d, %v", n, err)
	}
}

func TestCloseWakesReadAndForbidsWrite(t *testing.T) {
	s, _, _ := openPair(t, Config{Speed: 9600})
	woken := make(chan error, 1)
	go func() {
		_, err := s.Read(make([]byte, 1))
		woken <- err
	}()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-woken; !errors.Is(err, fs.ErrClosed) {
		t.Errorf("blocked read: %v", err)
	}
	// The file that gets the freed descriptors must stay empty.
	var files []*os.File
	for range 4 {
		file, err := os.Create(filepath.Join(t.TempDir(), "innocent"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if n, err := s.Write(t.Context(), []byte("ticket")); n != 0 || !errors.Is(err, fs.ErrClosed) {
		t.Errorf("write after close: %d, %v", n, err)
	}
	if _, err := s.ModemLines(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("modem lines after close: %v", err)
	}
	for _, file := range files {
		if info, err := file.Stat(); err != nil || info.Size() != 0 {
			t.Errorf("bytes went astray: %v %v", info, err)
		}
		_ = file.Close()
	}
	if err := s.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
}

func TestBlockedWriteEndsWithContext(t *testing.T) {
	s, _, _ := openPair(t, Config{Speed: 115200, Pace: PaceNever})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	n, err := s.Write(ctx, make([]byte, 1<<20)) // nobody reads: the line fills up
	if !errors.Is(err, context.DeadlineExceeded) || n == 0 || n == 1<<20 {
		t.Fatalf("wrote %d, %v", n, err)
	}
	ctx2, cancel2 := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel2()
	if _, err := s.Write(ctx2, make([]byte, 1<<16)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a later write with its own time: %v", err)
	}
}

func TestWriteIsPacedByLineSpeed(t *testing.T) {
	s, far, _ := openPair(t, Config{Speed: 38400})
	go func() { _, _ = io.Copy(io.Discard, far) }()
	start := time.Now()
	if _, err := s.Write(t.Context(), make([]byte, 768)); err != nil {
		t.Fatal(err)
	}
	// 768 bytes take 200 ms; the last piece of 128 need not be waited for.
	if took := time.Since(start); took < 150*time.Millisecond {
		t.Errorf("768 bytes at 38400 bit/s took %v", took)
	}
}

func TestPtyHasNoModemLines(t *testing.T) {
	s, _, _ := openPair(t, Config{Speed: 9600, Flow: FlowCTS})
	if _, err := s.ModemLines(); !errors.Is(err, ErrNoModemLines) {
		t.Errorf("modem lines: %v", err)
	}
}

func TestDescriptorsBeyondSelect(t *testing.T) {
	for range 1100 {
		file, err := os.Open("/dev/null")
		if err != nil {
			t.Fatalf("this system allows too few open files (ulimit -n): %v", err)
		}
		defer func() { _ = file.Close() }()
	}
	s, far, _ := openPair(t, Config{Speed: 9600})
	if _, err := far.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Read(make([]byte, 1)); n != 1 || err != nil {
		t.Fatalf("read at a high descriptor: %d, %v", n, err)
	}
}

func TestUnplugEndsRead(t *testing.T) {
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), near.Name(), Config{Speed: 9600})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_, _ = near.Close(), far.Close()
	if n, err := s.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("read after unplug: %d, %v", n, err)
	}
	if _, err := s.Write(t.Context(), []byte("x")); err == nil {
		t.Error("write after unplug succeeded")
	}
}
