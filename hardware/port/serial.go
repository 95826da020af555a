package port

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"go.bug.st/serial"
	"golang.org/x/sys/unix"
)

// pieceSize bounds one write, so that a status change stops a job within 128 bytes.
const pieceSize = 128

// flowPoll is how often a low handshake line is looked at again.
const flowPoll = 5 * time.Millisecond

// ahead is how much earlier than the line could take it a paced piece is given to the system, which holds it
// meanwhile. Without that the line rests each time this program wakes late: measured at 115200 bit/s on a busy
// computer, 5 % of the time.
const ahead = 10 * time.Millisecond

// Serial is an open serial device. It holds the device exclusively until Close.
type Serial struct {
	name  string
	cfg   Config
	file  *os.File    // carries the bytes
	line  serial.Port // holds the settings, the kernel's exclusive flag and the modem lines
	paced bool
	lines bool

	writing sync.Mutex // one Write at a time
	next    time.Time  // when the line will have sent all that was written

	closing  sync.Mutex
	isClosed bool
}

var _ Port = (*Serial)(nil)

// Open opens the device node or link called name, takes it for this process alone and sets the
// line. It returns ErrNotFound, ErrInUse (with the holder where the system tells it),
// ErrPermission, ErrNotSerial or ErrSetting, each with the device's name, the last with the setting too.
func Open(ctx context.Context, name string, cfg Config) (*Serial, error) {
	return open(ctx, name, cfg, serial.Open)
}

// open is Open, with the library's part to be chosen.
func open(ctx context.Context, name string, cfg Config, setLine func(string, *serial.Mode) (serial.Port, error)) (*Serial, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if cfg.Speed <= 0 {
		return nil, openError(name, cfg, ErrSetting)
	}
	// Non-blocking, so that a line without carrier does not hold us up and deadlines work.
	file, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, openError(name, cfg, err)
	}
	// Our lock comes before the library's open: that one would already change the speed
	// under the present holder, and as root it succeeds even on an exclusive line.
	if err := lock(file); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if _, err := lineSpeed(file); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w: %w", name, ErrNotSerial, err)
	}
	line, err := setLine(name, cfg.mode())
	if err != nil {
		_ = file.Close()
		return nil, openError(name, cfg, err)
	}
	s := &Serial{name: name, cfg: cfg, file: file, line: line}
	if err := s.checkSpeed(); err != nil {
		_ = s.Close()
		return nil, openError(name, cfg, err)
	}
	_, err = s.ModemLines()
	s.lines = err == nil
	s.paced = cfg.Pace == PaceAlways || cfg.Pace == PaceAuto && !s.lines
	return s, nil
}

func (c Config) mode() *serial.Mode {
	mode := &serial.Mode{BaudRate: c.Speed, DataBits: 8}
	switch c.Parity {
	case ParityEven:
		mode.Parity = serial.EvenParity
	case ParityOdd:
		mode.Parity = serial.OddParity
	}
	if c.TwoStopBits {
		mode.StopBits = serial.TwoStopBits
	}
	return mode
}

// openError turns the system's and the library's errors into ours.
func openError(name string, cfg Config, err error) error {
	kind := err
	var portErr *serial.PortError
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.ENXIO):
		kind = ErrNotFound
	case errors.Is(err, syscall.EBUSY):
		kind = ErrInUse
	case errors.Is(err, fs.ErrPermission):
		kind = ErrPermission
	case errors.As(err, &portErr):
		switch portErr.Code() {
		case serial.PortBusy:
			kind = ErrInUse
		case serial.PermissionDenied:
			kind = ErrPermission
		default: // that it is a serial line was checked before, so the setting is at fault
			kind = ErrSetting
		}
	}
	if kind == ErrSetting || errors.Is(err, ErrSetting) {
		name = fmt.Sprintf("%s at %s", name, cfg)
	}
	if errors.Is(err, kind) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return fmt.Errorf("%s: %w (%w)", name, kind, err)
}

// Name is the node or link that was opened.
func (s *Serial) Name() string { return s.name }

// Read implements Port.
func (s *Serial) Read(p []byte) (int, error) {
	if s.cfg.ReadTimeout > 0 {
		if err := s.file.SetReadDeadline(time.Now().Add(s.cfg.ReadTimeout)); err != nil {
			return 0, err
		}
	}
	return s.file.Read(p)
}

// Write implements Port. It writes pieces of at most 128 bytes, looks at the handshake line
// before each, and paces them by the line's speed where Config says so.
func (s *Serial) Write(ctx context.Context, p []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = s.file.SetWriteDeadline(time.Unix(1, 0)) // wakes the write
		close(ended)
	})
	defer func() {
		if !stop() {
			<-ended
			_ = s.file.SetWriteDeadline(time.Time{})
		}
	}()
	sent := 0
	for sent < len(p) {
		piece := p[sent:min(sent+pieceSize, len(p))]
		if err := s.waitTurn(ctx, len(piece)); err != nil {
			return sent, err
		}
		n, err := s.file.Write(piece)
		sent += n
		if err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) && ctx.Err() != nil {
				err = ctx.Err()
			}
			return sent, err
		}
	}
	return sent, nil
}

// waitTurn waits until the line may take n more bytes.
func (s *Serial) waitTurn(ctx context.Context, n int) error {
	for s.lines && s.cfg.Flow != FlowNone {
		lines, err := s.ModemLines()
		if err != nil {
			return err
		}
		if s.cfg.Flow == FlowCTS && lines.CTS || s.cfg.Flow == FlowDSR && lines.DSR {
			break
		}
		if err := sleep(ctx, flowPoll); err != nil {
			return err
		}
	}
	if !s.paced {
		return ctx.Err()
	}
	now := time.Now()
	if s.next.Before(now) {
		s.next = now
	}
	wait := s.next.Sub(now)
	s.next = s.next.Add(time.Duration(n) * s.cfg.ByteTime())
	return sleep(ctx, wait-ahead)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// SetReadDeadline ends every Read at t; the zero time means never. It does not mix with
// Config.ReadTimeout, which sets its own deadline at each Read.
func (s *Serial) SetReadDeadline(t time.Time) error { return s.file.SetReadDeadline(t) }

// ModemLines reads the device's lines, or returns ErrNoModemLines where it has none.
func (s *Serial) ModemLines() (Lines, error) {
	s.closing.Lock() // the library would ask a descriptor that may be another file's by now
	defer s.closing.Unlock()
	if s.isClosed {
		return Lines{}, fs.ErrClosed
	}
	bits, err := s.line.GetModemStatusBits()
	if errors.Is(err, syscall.ENOTTY) || errors.Is(err, syscall.EINVAL) {
		return Lines{}, ErrNoModemLines
	}
	if err != nil {
		return Lines{}, err
	}
	return Lines{CTS: bits.CTS, DSR: bits.DSR, DCD: bits.DCD, RI: bits.RI}, nil
}

// Close gives the device back. It wakes a blocked Read or Write and may be called twice.
func (s *Serial) Close() error {
	s.closing.Lock()
	defer s.closing.Unlock()
	if s.isClosed {
		return nil
	}
	s.isClosed = true
	return errors.Join(s.file.Close(), s.line.Close())
}
