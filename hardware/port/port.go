// Package port opens serial devices safely.
//
// go.bug.st/serial sets the line (speed, parity, exclusive use, modem lines). The bytes
// themselves travel through a second descriptor of our own on the same device, because an
// os.File has what the library's handle lacks: deadlines, a Close that wakes a blocked
// Read or Write, no use of a descriptor after it was closed, and no limit of 1024
// descriptors.
package port

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// Port is a byte stream to a device. One goroutine may read while another writes.
type Port interface {
	// Read blocks until at least one byte is there. It never returns (0, nil): a
	// read timeout is os.ErrDeadlineExceeded, a lost device is io.EOF or the system's error.
	Read(p []byte) (int, error)
	// Write sends all of p or says how many bytes the device took. It ends early with
	// the context's error when ctx ends.
	Write(ctx context.Context, p []byte) (int, error)
	// Close wakes blocked calls; every later call returns an error that is fs.ErrClosed.
	Close() error
}

// Errors that Open returns, to be tested with errors.Is.
var (
	// ErrNotFound: there is no such device node (unplugged, or the udev link is gone).
	ErrNotFound = fmt.Errorf("port: device not found: %w", fs.ErrNotExist)
	// ErrInUse: another program, or another part of this one, has the device.
	ErrInUse = errors.New("port: device in use")
	// ErrPermission: the user may not open the device (on Debian: group dialout).
	ErrPermission = fmt.Errorf("port: no permission: %w", fs.ErrPermission)
	// ErrNotSerial: the node exists but is no serial line.
	ErrNotSerial = errors.New("port: not a serial device")
	// ErrSetting: the device refuses the speed, parity or stop bits.
	ErrSetting = errors.New("port: line setting refused")
	// ErrNoModemLines: the device has no CTS, DSR and so on (a pseudo-terminal, some USB devices).
	ErrNoModemLines = errors.New("port: no modem lines")
)

// Parity of each character on the line.
type Parity int

// The parities that devices of this product use.
const (
	ParityNone Parity = iota
	ParityEven
	ParityOdd
)

// Pace says whether Write spreads bytes over time by the line's speed.
type Pace int

const (
	// PaceAuto paces where the device has no modem lines, so nothing else would hold us back.
	PaceAuto Pace = iota
	// PaceAlways paces in any case.
	PaceAlways
	// PaceNever writes as fast as the device takes it.
	PaceNever
)

// Flow names the modem line that must be high before each piece is written. The kernel's own
// flow control stays off: with it a printer out of paper could not even be asked why.
type Flow int

const (
	// FlowNone looks at no line.
	FlowNone Flow = iota
	// FlowCTS waits for clear-to-send.
	FlowCTS
	// FlowDSR waits for data-set-ready (Epson's default handshake).
	FlowDSR
)

// Config is the line's setting. The zero value of everything but Speed means 8N1, no read
// timeout, no handshake, automatic pacing.
type Config struct {
	// Speed in bits per second.
	Speed  int
	Parity Parity
	// TwoStopBits sends two stop bits instead of one.
	TwoStopBits bool
	// ReadTimeout bounds each Read; 0 waits for ever.
	ReadTimeout time.Duration
	Pace        Pace
	Flow        Flow
}

// String is the setting as manuals write it, such as "19200 bit/s 8E1".
func (c Config) String() string {
	stops := 1
	if c.TwoStopBits {
		stops = 2
	}
	return fmt.Sprintf("%d bit/s 8%c%d", c.Speed, "NEO"[c.Parity], stops)
}

// bitsPerByte counts start, data, parity and stop bits.
func (c Config) bitsPerByte() int {
	bits := 10
	if c.Parity != ParityNone {
		bits++
	}
	if c.TwoStopBits {
		bits++
	}
	return bits
}

// ByteTime is how long one byte occupies the line.
func (c Config) ByteTime() time.Duration {
	return time.Duration(c.bitsPerByte()) * time.Second / time.Duration(c.Speed)
}

// Lines are the modem lines that a device drives.
type Lines struct{ CTS, DSR, DCD, RI bool }
