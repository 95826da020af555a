package port

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/creack/pty"
	"go.bug.st/serial"
)

// TestWriteAndCloseAtOnce: however the two meet, what Write counts is what the far end got, the rest is an error
// of a closed port, and nothing gets into a file that has one of the freed descriptors.
func TestWriteAndCloseAtOnce(t *testing.T) {
	sent := bytes.Repeat([]byte("ticket. "), 256)
	whole, cut := 0, 0
	for round := range 300 {
		s, far, name := openPair(t, Config{Speed: 115200, Pace: PaceNever})
		near, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		type result struct {
			n   int
			err error
		}
		first := make([]byte, round%2*200)
		wrote, closed := make(chan result), make(chan error)
		begin := make(chan struct{})
		go func() {
			<-begin
			n, err := s.Write(t.Context(), sent)
			wrote <- result{n, err}
		}()
		go func() {
			<-begin
			if round%2 == 1 { // in the middle
				_, _ = io.ReadFull(far, first)
			}
			_, _ = s.ModemLines()
			closed <- s.Close()
		}()
		close(begin)
		if err := <-closed; err != nil {
			t.Fatal(err)
		}
		innocent, err := os.Create(filepath.Join(t.TempDir(), "innocent"))
		if err != nil {
			t.Fatal(err)
		}
		r := <-wrote
		switch {
		case r.err == nil && r.n == len(sent):
			whole++
		case errors.Is(r.err, fs.ErrClosed) && r.n < len(sent):
			cut++
		default:
			t.Fatalf("round %d: wrote %d, %v", round, r.n, r.err)
		}
		if _, err := near.WriteString("\x00"); err != nil {
			t.Fatal(err)
		}
		got, err := bufio.NewReader(far).ReadBytes(0)
		got = append(first, got...)
		if err != nil || string(got) != string(sent[:r.n])+"\x00" {
			t.Fatalf("round %d: %d bytes are said to be sent, %d came, %v", round, r.n, len(got)-1, err)
		}
		if n, err := s.Write(t.Context(), sent); n != 0 || !errors.Is(err, fs.ErrClosed) {
			t.Fatalf("write after close: %d, %v", n, err)
		}
		if info, err := innocent.Stat(); err != nil || info.Size() != 0 {
			t.Fatalf("bytes went astray: %v %v", info, err)
		}
		_, _ = innocent.Close(), near.Close()
	}
	t.Logf("%d went whole, %d were cut", whole, cut)
}

// TestRefusedSpeedIsNamed: by the library, which no pseudo-terminal makes say so, and by a device that keeps another.
func TestRefusedSpeedIsNamed(t *testing.T) {
	s, _, name := openPair(t, Config{Speed: 9600})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, code := range []serial.PortErrorCode{serial.InvalidSpeed, serial.InvalidParity, serial.InvalidSerialPort} {
		refusal := new(serial.PortError)
		*(*serial.PortErrorCode)(unsafe.Pointer(refusal)) = code //nolint:gosec // its code is its first field, and not to be set otherwise
		if refusal.Code() != code {
			t.Fatalf("the library's error is made otherwise: %v", refusal)
		}
		_, err := open(t.Context(), name, Config{Speed: 38400, Parity: ParityEven}, func(string, *serial.Mode) (serial.Port, error) {
			return nil, refusal
		})
		if !errors.Is(err, ErrSetting) || !errors.Is(err, refusal) || !strings.HasPrefix(err.Error(), name+" at 38400 bit/s 8E1: ") {
			t.Errorf("it says %v", err)
		}
	}
	// The line takes the lower half of the number.
	_, err := Open(t.Context(), name, Config{Speed: 1<<32 + 19200})
	if !errors.Is(err, ErrSetting) || !strings.Contains(err.Error(), name+" at 4294986496 bit/s 8N1: ") || !strings.Contains(err.Error(), "does 19200 bit/s") {
		t.Errorf("it says %v", err)
	}
	s, err = Open(t.Context(), name, Config{Speed: 9600})
	if err != nil {
		t.Fatalf("the refused port is still held: %v", err)
	}
	_ = s.Close()
}

// TestReopenFollowsTheLink: a device that comes back under another name is found by its stable link, also while the
// old handle is open.
func TestReopenFollowsTheLink(t *testing.T) {
	link := filepath.Join(t.TempDir(), "printer")
	var old *Serial
	for _, closeFirst := range []bool{false, false, true} {
		far, near, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = far.Close(), near.Close() })
		if closeFirst {
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}
		}
		_ = os.Remove(link)
		if old != nil {
			if _, err := Open(t.Context(), link, Config{Speed: 9600}); !errors.Is(err, ErrNotFound) {
				t.Fatalf("without its link: %v", err)
			}
		}
		if err := os.Symlink(near.Name(), link); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), link, Config{Speed: 9600})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		if _, err := s.Write(t.Context(), []byte(near.Name()+"\n")); err != nil {
			t.Fatal(err)
		}
		if got, err := bufio.NewReader(far).ReadString('\n'); err != nil || got != near.Name()+"\n" {
			t.Errorf("at %s came %q, %v", near.Name(), got, err)
		}
		old = s
	}
}

// TestPortOfAnotherProcess: it is named, its line is left as it was, and with its death the port is free.
func TestPortOfAnotherProcess(t *testing.T) {
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = far.Close(), near.Close() })
	before, err := lineSpeed(near)
	if err != nil {
		t.Fatal(err)
	}
	other := exec.CommandContext(t.Context(), "flock", "--no-fork", near.Name(), "sh", "-c", "echo held; exec cat") //nolint:gosec // a test's own port
	hold, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = hold.Close() }()
	if _, err := io.ReadFull(said, make([]byte, len("held\n"))); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), near.Name(), Config{Speed: 19200})
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), near.Name()+": ") || !strings.Contains(err.Error(), "in use by ") ||
		!strings.Contains(err.Error(), "process "+strconv.Itoa(other.Process.Pid)) {
		t.Errorf("it says %v", err)
	}
	if after, err := lineSpeed(near); err != nil || after != before {
		t.Errorf("the other's line was at %d bit/s and is at %d, %v", before, after, err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait() // killed
	s, err := Open(t.Context(), near.Name(), Config{Speed: 19200})
	if err != nil {
		t.Fatalf("after the other's death: %v", err)
	}
	_ = s.Close()
}
