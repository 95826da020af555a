package port

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// lock takes the device's advisory lock. It belongs to the open file, so it also keeps a
// second part of this process out, and it ends by itself when the process dies.
func lock(file *os.File) error {
	err := control(file, func(fd int) error { return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) })
	if errors.Is(err, unix.EWOULDBLOCK) {
		if holder := lockHolder(file); holder != "" {
			return fmt.Errorf("%w by %s", ErrInUse, holder)
		}
		return ErrInUse
	}
	return err
}

// lockHolder finds who holds the lock, as "name (process N)", from /proc/locks, or "".
func lockHolder(file *os.File) string {
	info, err := file.Stat()
	if err != nil {
		return ""
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	want := fmt.Sprintf("%02x:%02x:%d", unix.Major(stat.Dev), unix.Minor(stat.Dev), stat.Ino)
	locks, err := os.Open("/proc/locks")
	if err != nil {
		return ""
	}
	defer func() { _ = locks.Close() }()
	// 1: FLOCK  ADVISORY  WRITE 1234 00:17:5 0 EOF
	for scan := bufio.NewScanner(locks); scan.Scan(); {
		field := strings.Fields(scan.Text())
		if len(field) < 6 || field[1] != "FLOCK" || field[5] != want {
			continue
		}
		name, err := os.ReadFile("/proc/" + field[4] + "/comm")
		if err != nil {
			return "process " + field[4]
		}
		return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), field[4])
	}
	return ""
}

// lineSpeed asks the device for its speed in bits per second; an error means that it is no
// serial line.
func lineSpeed(file *os.File) (int, error) {
	var speed int
	err := control(file, func(fd int) error {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS2)
		if err == nil {
			speed = int(t.Ospeed)
		}
		return err
	})
	return speed, err
}

// checkSpeed reads back what the driver really set: some take an unknown speed and silently
// keep another. Receivers stand about 3 % of difference.
func (s *Serial) checkSpeed() error {
	got, err := lineSpeed(s.file)
	if err != nil {
		return err
	}
	if diff := got - s.cfg.Speed; diff*100 > s.cfg.Speed*3 || -diff*100 > s.cfg.Speed*3 {
		return fmt.Errorf("%w: asked for %d bit/s, the device does %d", ErrSetting, s.cfg.Speed, got)
	}
	return nil
}

// control runs f on the descriptor without taking the file off the poller, as File.Fd would.
func control(file *os.File, f func(fd int) error) error {
	conn, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var result error
	if err := conn.Control(func(fd uintptr) { result = f(int(fd)) }); err != nil {
		return err
	}
	return result
}
