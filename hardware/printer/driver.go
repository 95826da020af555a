package printer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
)

// Config says which printer to drive.
type Config struct {
	// Name is the device's stable name, such as /dev/loket/printer.
	Name    string
	Profile escpos.Profile
	// Open opens the device; nil opens Name by the profile's line setting.
	Open func(context.Context) (port.Port, error)
	// OnStatus is called at every change of state, in order, by one goroutine. It must not
	// call Print or Close.
	OnStatus func(Status)
	// OnLate is called when a job that was settled as Unknown turns out to be printed.
	OnLate func(id uint32)
	// Log gets what only a technician wants; nil discards it.
	Log *slog.Logger
}

// Pauses between attempts to open the device.
const (
	firstRetry = 250 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// Driver owns the device from New to Close. One goroutine runs it: it opens the port, greets
// the printer, watches its state and prints; when the port is lost it starts again.
type Driver struct {
	cfg  Config
	ctx  context.Context
	stop context.CancelFunc
	done chan struct{}
	jobs chan request

	mu      sync.Mutex
	status  Status
	settled chan struct{} // closed when Starting is over, and replaced when it begins again

	// For the driver's goroutine only:
	unknown  map[string]uint32 // end marks of jobs settled as Unknown
	fragment bool              // a job that was given up may have left a piece on the paper
}

var _ Printer = (*Driver)(nil)

type request struct {
	ctx    context.Context
	job    Job
	result chan<- result
}

type result struct {
	outcome Outcome
	err     error
}

// New starts to drive a printer. That it is missing or broken is no error but a Status.
func New(cfg Config) *Driver {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Open == nil {
		cfg.Open = func(ctx context.Context) (port.Port, error) {
			return port.Open(ctx, cfg.Name, lineConfig(cfg.Profile))
		}
	}
	d := &Driver{
		cfg: cfg, done: make(chan struct{}), jobs: make(chan request),
		status:  Status{State: Starting, Since: time.Now()},
		settled: make(chan struct{}), unknown: map[string]uint32{},
	}
	d.ctx, d.stop = context.WithCancel(context.Background())
	go d.run()
	return d
}

// lineConfig is the profile's line setting.
func lineConfig(p escpos.Profile) port.Config {
	cfg := port.Config{Speed: p.Speed}
	switch p.Flow {
	case escpos.FlowDTRDSR:
		cfg.Flow = port.FlowDSR
	case escpos.FlowRTSCTS:
		cfg.Flow = port.FlowCTS
	}
	return cfg
}

// Close gives the device back. A job in hand is settled as the truth demands.
func (d *Driver) Close() error {
	d.stop()
	<-d.done
	return nil
}

// Status implements Printer.
func (d *Driver) Status() Status {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.status
}

// Print implements Printer. It waits while the printer is being greeted and while another job
// is in hand, and fails at once with a StateError when the printer cannot print. Out of
// paper in mid-job it waits for the refill until ctx ends; then it clears the printer's buffer
// where the printer can do that (Failed), else the job is Unknown.
func (d *Driver) Print(ctx context.Context, job Job) (Outcome, error) {
	d.mu.Lock()
	settled := d.settled
	d.mu.Unlock()
	select {
	case <-settled:
	case <-ctx.Done():
		return Failed, ctx.Err()
	case <-d.done:
		return Failed, ErrClosed
	}
	done := make(chan result, 1)
	select {
	case d.jobs <- request{ctx, job, done}:
	case <-ctx.Done():
		return Failed, ctx.Err()
	case <-d.done:
		return Failed, ErrClosed
	}
	r := <-done
	return r.outcome, r.err
}

// setState changes the visible state.
func (d *Driver) setState(state State, err error) {
	d.mu.Lock()
	if d.status.State == state {
		d.status.Err = err
		d.mu.Unlock()
		return
	}
	if d.status.State == Starting {
		close(d.settled)
	}
	if state == Starting {
		d.settled = make(chan struct{})
	}
	d.status = Status{State: state, Since: time.Now(), Err: err}
	status := d.status
	d.mu.Unlock()
	d.cfg.Log.Info("printer state", "device", d.cfg.Name, "state", string(state), "error", err)
	if d.cfg.OnStatus != nil {
		d.cfg.OnStatus(status)
	}
}

func (d *Driver) run() {
	defer close(d.done)
	retry := firstRetry
	for d.ctx.Err() == nil {
		p, err := d.cfg.Open(d.ctx)
		if err != nil {
			d.setState(openState(err), err)
			d.wait(retry)
			retry = min(2*retry, lastRetry)
			continue
		}
		retry = firstRetry
		d.setState(Starting, nil)
		err = newSession(d, p).run(d.ctx)
		if d.ctx.Err() == nil {
			d.setState(NotFound, err)
			d.wait(firstRetry)
		}
	}
}

// openState is the state behind an error of opening the device.
func openState(err error) State {
	switch {
	case errors.Is(err, port.ErrNotFound):
		return NotFound
	case errors.Is(err, port.ErrInUse):
		return InUse
	}
	return Refused
}

// wait passes time; jobs that come meanwhile fail.
func (d *Driver) wait(t time.Duration) {
	timer := time.NewTimer(t)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return
		case <-d.ctx.Done():
			return
		case r := <-d.jobs:
			r.result <- result{Failed, &StateError{d.Status().State}}
		}
	}
}
