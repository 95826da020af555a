package emulator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"loket/hardware/port"
)

// terminal is the printer's end of a pseudo-terminal.
type terminal struct {
	master *os.File
	slave  *os.File // kept open, so that a host may come and go
}

var _ port.Port = (*terminal)(nil)

// openTerminal makes a pseudo-terminal that passes all bytes unchanged.
func openTerminal() (*terminal, error) {
	blocking, slave, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("emulator: pseudo-terminal: %w", err)
	}
	defer func() { _ = blocking.Close() }()
	// pty.Open leaves the master blocking, where Close would not wake a Read.
	fd, err := unix.FcntlInt(blocking.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err == nil {
		err = makeRaw(int(slave.Fd()))
	}
	if err != nil {
		_ = slave.Close()
		return nil, fmt.Errorf("emulator: pseudo-terminal: %w", err)
	}
	return &terminal{master: os.NewFile(uintptr(fd), blocking.Name()), slave: slave}, nil
}

// makeRaw switches off echo and every translation.
func makeRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8 | unix.CREAD | unix.CLOCAL
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}

// Read implements port.Port.
func (t *terminal) Read(p []byte) (int, error) { return t.master.Read(p) }

// Write implements port.Port.
func (t *terminal) Write(ctx context.Context, p []byte) (int, error) {
	deadline, _ := ctx.Deadline()
	if err := t.master.SetWriteDeadline(deadline); err != nil {
		return 0, err
	}
	return t.master.Write(p)
}

// speed is the line's speed as the host has set it, 0 if that cannot be known.
func (t *terminal) speed() int {
	conn, err := t.slave.SyscallConn()
	if err != nil {
		return 0
	}
	speed := 0
	_ = conn.Control(func(fd uintptr) {
		if set, err := unix.IoctlGetTermios(int(fd), unix.TCGETS2); err == nil {
			speed = int(set.Ospeed)
		}
	})
	return speed
}

// Close implements port.Port: the host sees the device vanish.
func (t *terminal) Close() error {
	_ = t.master.SetDeadline(time.Unix(1, 0))
	return errors.Join(t.slave.Close(), t.master.Close())
}

// temporaryLink chooses a path in a new folder, which Close removes.
func (p *Printer) temporaryLink() (err error) {
	p.tempDir, err = os.MkdirTemp("", "loket-printer-")
	p.link = filepath.Join(p.tempDir, "printer")
	return err
}

// Replug connects the printer to a new line: a pseudo-terminal of another name at which the link
// points, or what Spare gives.
func (p *Printer) Replug() error {
	if err := p.Plug(); err != nil || p.link == "" {
		return err
	}
	return p.Relink()
}

// Plug connects the printer to a new line. The link is left as it is, as where no rule of the
// system knows the device.
func (p *Printer) Plug() error {
	var line port.Port
	switch {
	case p.link != "":
		tty, err := openTerminal()
		if err != nil {
			return err
		}
		line = tty
	case p.spare != nil:
		line = p.spare()
	default:
		return errors.New("emulator: no spare line to plug the printer into")
	}
	p.mu.Lock()
	old := p.line
	p.line = line
	p.running.Go(func() { p.receive(line) })
	p.mu.Unlock()
	if old != nil {
		_ = old.Close()
	}
	return nil
}

// Relink points the link at the present pseudo-terminal.
func (p *Printer) Relink() error {
	p.mu.Lock()
	tty, ok := p.line.(*terminal)
	p.mu.Unlock()
	if !ok {
		return errors.New("emulator: the printer is at no pseudo-terminal")
	}
	fresh := p.link + ".new"
	_ = os.Remove(fresh)
	if err := os.Symlink(tty.slave.Name(), fresh); err != nil {
		return err
	}
	return os.Rename(fresh, p.link)
}

// Unplug takes the device away from the host. The printer keeps its power and its buffer.
func (p *Printer) Unplug() error { return p.unplug() }

func (p *Printer) unplug() error {
	p.mu.Lock()
	line := p.line
	p.line = nil
	p.mu.Unlock()
	if p.link != "" {
		if err := os.Remove(p.link); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if line == nil {
		return nil
	}
	return line.Close()
}
