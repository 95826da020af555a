package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
)

// uart is the far end of a pseudo-terminal with a chip that listens at one speed: what is sent at another arrives
// as other bytes, and what it answers then is lost. Closing it is an unplugged cable.
type uart struct {
	master, slave *os.File
	speed         int
	unplugAt      string // the cable comes off when this was sent

	mu      sync.Mutex
	sent    []sentAt
	pending []byte
}

// sentAt is what the host sent at which speed.
type sentAt struct {
	speed int
	bytes []byte
}

func newUART(t *testing.T, speed int) *uart {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	u := &uart{master: master, slave: slave, speed: speed}
	t.Cleanup(func() { _ = u.Close() })
	return u
}

func (u *uart) name() string { return u.slave.Name() }

// hostSpeed is what the host has set.
func (u *uart) hostSpeed() int {
	t, err := unix.IoctlGetTermios(int(u.master.Fd()), unix.TCGETS2)
	if err != nil {
		return 0
	}
	return int(t.Ospeed)
}

// Read implements port.Port.
func (u *uart) Read(p []byte) (int, error) {
	buf := make([]byte, 4096)
	for len(u.pending) == 0 {
		n, err := u.master.Read(buf)
		if err != nil {
			return 0, err
		}
		sent := sentAt{u.hostSpeed(), bytes.Clone(buf[:n])}
		if sent.speed == 0 {
			return 0, syscall.EIO // unplugged meanwhile
		}
		u.mu.Lock()
		u.sent = append(u.sent, sent)
		u.mu.Unlock()
		if u.unplugAt != "" && bytes.Contains(sent.bytes, []byte(u.unplugAt)) {
			_ = u.Close()
			return 0, syscall.EIO
		}
		for _, b := range onWire(sent.bytes, sent.speed, u.speed, false) {
			u.pending = append(u.pending, b.value)
		}
	}
	n := copy(p, u.pending)
	u.pending = u.pending[n:]
	return n, nil
}

// Write implements port.Port.
func (u *uart) Write(_ context.Context, p []byte) (int, error) {
	if u.hostSpeed() != u.speed {
		return len(p), nil
	}
	return u.master.Write(p)
}

// Close implements port.Port.
func (u *uart) Close() error { return errors.Join(u.slave.Close(), u.master.Close()) }

// heard is what the host sent so far.
func (u *uart) heard() []sentAt {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]sentAt(nil), u.sent...)
}

// emulatedAt is an emulated printer at a uart.
func emulatedAt(t *testing.T, p escpos.Profile, speed int) (*uart, *emulator.Printer) {
	t.Helper()
	u := newUART(t, speed)
	e := emulator.StartOn(p, u, emulator.Speedup(100))
	t.Cleanup(func() { _ = e.Close() })
	return u, e
}

// received is a byte as a chip takes it off the line; framed is false where the stop bit was missing, which some
// chips ignore and others drop the byte for.
type received struct {
	value  byte
	framed bool
}

// onWire sends bytes at one speed (8N1) and samples them at another as a chip does: from each falling edge on,
// in the middle of each bit. After a missing stop bit some chips wait for the line to rest (patient), others
// take the low line for the next start bit.
func onWire(sent []byte, from, to int, patient bool) []received {
	var levels []bool
	for _, b := range sent {
		levels = append(levels, false)
		for i := range 8 {
			levels = append(levels, b>>i&1 == 1)
		}
		levels = append(levels, true)
	}
	const fine = 16 // steps in a bit of the receiver
	level := func(step float64) bool {
		i := int(step * float64(from) / float64(to*fine))
		return i >= len(levels) || levels[i]
	}
	var got []received
	end := float64(len(levels)*fine) * float64(to) / float64(from)
	for at := 0.0; at < end; {
		if level(at) || level(at+fine/2) {
			at++
			continue
		}
		var r received
		for i := range 8 {
			if level(at + fine*(1.5+float64(i))) {
				r.value |= 1 << i
			}
		}
		at += fine * 9.5
		r.framed = level(at)
		got = append(got, r)
		for patient && !r.framed && at < end && !level(at) {
			at++
		}
	}
	return got
}
