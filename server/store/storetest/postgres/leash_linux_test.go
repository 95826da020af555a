package postgres

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A test that is killed, by its own time limit or by a person, has no chance to call Stop.
func TestServerEndsWithItsProcess(t *testing.T) {
	for _, signal := range []os.Signal{os.Kill, os.Interrupt} {
		t.Run(signal.String(), func(t *testing.T) {
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), helperEnvironment+"=1")
			out, err := process.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := process.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			dir := strings.TrimSpace(line)
			if err != nil || !strings.HasPrefix(dir, "/tmp/") {
				_ = process.Process.Kill()
				t.Fatalf("no server: %s %v", line, err)
			}
			conn := open(t, "postgres://loket@/postgres?port=5432&host="+dir)
			gone := watchRemoval(t, dir)

			if err := process.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = process.Wait() // killed, as asked
			if _, err := gone.Read(make([]byte, 512)); err != nil {
				t.Fatalf("%s was not removed: %v", dir, err)
			}
			if err := conn.Ping(t.Context()); err == nil {
				t.Error("the server still answers")
			}
		})
	}
}

// watchRemoval gives a file that can be read from once dir is removed.
func watchRemoval(t *testing.T, dir string) *os.File {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC | syscall.IN_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	events := os.NewFile(uintptr(fd), "inotify")
	t.Cleanup(func() { _ = events.Close() })
	if _, err := syscall.InotifyAddWatch(fd, dir, syscall.IN_DELETE_SELF); err != nil {
		t.Fatal(err)
	}
	if err := events.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return events
}
