package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/printer"

	"github.com/creack/pty"
)

// wire is a pseudo-terminal whose far end is a line of a speed. It notes when each byte has passed, as on a chip
// that sends what it has without a pause and rests while it has nothing, and hands it on then.
type wire struct {
	master, slave *os.File
	byteTime      time.Duration // 0: the line takes everything at once
	passed        chan piece
	pending       []byte

	mu   sync.Mutex
	free time.Time // when the line will have carried everything so far
	left int       // bytes of the awaited job that are still to come
	jobs chan passage
	now  passage // of the awaited job
}

// piece is what came at once, and when the line has carried it.
type piece struct {
	bytes []byte
	at    time.Time
}

// passage is when a job's first byte went onto the line and when its last one had left it.
type passage struct{ first, last time.Time }

var _ port.Port = (*wire)(nil)

// openWire opens a line at which an emulated printer of the profile hangs that costs no time of its own.
func openWire(p escpos.Profile, byteTime time.Duration) (*wire, *emulator.Printer, error) {
	master, slave, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	w := &wire{master: master, slave: slave, byteTime: byteTime, passed: make(chan piece, 4096), jobs: make(chan passage, 1)}
	go w.receive()
	return w, emulator.StartOn(p, w, emulator.Speedup(1e6)), nil
}

// expect awaits a job of so many bytes, which begins with ESC.
func (w *wire) expect(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.now = n, passage{}
}

// receive notes everything at the moment at which it comes, however long its handing on takes.
func (w *wire) receive() {
	defer close(w.passed)
	for {
		buf := make([]byte, 4096)
		n, err := w.master.Read(buf)
		if err != nil {
			return
		}
		w.passed <- piece{buf[:n], w.note(buf[:n])}
	}
}

// note returns when the line will have carried b.
func (w *wire) note(b []byte) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); w.free.Before(now) {
		w.free = now
	}
	start := 0
	if w.left > 0 && w.now.first.IsZero() {
		if start = bytes.IndexByte(b, 0x1B); start >= 0 {
			w.now.first = w.free.Add(time.Duration(start) * w.byteTime)
		}
	}
	if w.left > 0 && start >= 0 {
		of := min(w.left, len(b)-start)
		if w.left -= of; w.left == 0 {
			w.now.last = w.free.Add(time.Duration(start+of) * w.byteTime)
			w.jobs <- w.now
		}
	}
	w.free = w.free.Add(time.Duration(len(b)) * w.byteTime)
	return w.free
}

// Read implements port.Port for the printer at the far end.
func (w *wire) Read(p []byte) (int, error) {
	if len(w.pending) == 0 {
		next, ok := <-w.passed
		if !ok {
			return 0, os.ErrClosed
		}
		time.Sleep(time.Until(next.at))
		w.pending = next.bytes
	}
	n := copy(p, w.pending)
	w.pending = w.pending[n:]
	return n, nil
}

// Write implements port.Port for the printer's answers.
func (w *wire) Write(_ context.Context, p []byte) (int, error) { return w.master.Write(p) }

// Close implements port.Port; the host must have closed its end before.
func (w *wire) Close() error { return errors.Join(w.slave.Close(), w.master.Close()) }

// drive is the real driver at the wire's near end.
func (w *wire) drive(p escpos.Profile, pace port.Pace) *printer.Driver {
	return printer.New(printer.Config{Name: w.slave.Name(), Profile: p, Open: func(ctx context.Context) (port.Port, error) {
		return port.Open(ctx, w.slave.Name(), port.Config{Speed: p.Speed, Pace: pace})
	}})
}
