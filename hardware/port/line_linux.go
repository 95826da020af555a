package port

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lock takes the device's advisory lock. It belongs to the open file, so it also keeps a
// second part of this process out, and it ends by itself when the process dies.
func lock(file *os.File) error {
	err := control(file, func(fd int) error { return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) })
	if errors.Is(err, unix.EWOULDBLOCK) {
		if holder := Holder(file.Name()); holder != "" {
			return fmt.Errorf("%w by %s", ErrInUse, holder)
		}
		return ErrInUse
	}
	return err
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
		return fmt.Errorf("%w: the device does %d bit/s", ErrSetting, got)
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
