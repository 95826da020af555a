package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/printer"
)

// line measures how much of the line's speed a printing job uses, from its first byte to its last: the real
// driver and port on a pseudo-terminal, whose far end carries the bytes as a chip does.
func line(ctx context.Context, _ string, o Options) ([]Figure, error) {
	var figures []Figure
	for _, c := range []struct {
		printer string
		speed   int
		kind    string
	}{
		{nativePrinter, 9600, ""}, {nativePrinter, 19200, ""}, {nativePrinter, 115200, ""},
		{picturePrinter, 115200, ", asked between pieces"},
	} {
		p, job, err := layFor(c.printer)
		if err != nil {
			return nil, err
		}
		p.Speed = c.speed
		rate, err := lineRate(ctx, p, job, o.Length/4)
		if err != nil {
			return nil, fmt.Errorf("at %d: %w", c.speed, err)
		}
		floor := float64(time.Second) / float64(port.Config{Speed: c.speed}.ByteTime())
		figures = append(figures, figure(fmt.Sprintf("line use at %d%s", c.speed, c.kind), "B/s", rate, floor, "the line's speed").atLeastRatio(0.97))
	}
	return figures, nil
}

// lineRate prints the job for so long, once at least, and returns the median of bytes a second.
func lineRate(ctx context.Context, p escpos.Profile, job []byte, length time.Duration) (_ float64, err error) {
	w, device, err := openWire(p, port.Config{Speed: p.Speed}.ByteTime())
	if err != nil {
		return 0, err
	}
	driver := w.drive(p, port.PaceAuto)
	defer func() { err = errors.Join(err, driver.Close(), device.Close()) }()
	var rates []float64
	for began, id := time.Now(), uint32(1); len(rates) == 0 || time.Since(began) < length; id++ {
		if err := ready(ctx, driver); err != nil {
			return 0, err
		}
		w.expect(len(job))
		if outcome, err := driver.Print(ctx, printer.Job{ID: id, Data: job}); err != nil {
			return 0, fmt.Errorf("a ticket is %s: %w", outcome, err)
		}
		took := <-w.jobs
		rates = append(rates, float64(len(job))/took.last.Sub(took.first).Seconds())
	}
	return median(rates), nil
}

// ready waits until the printer was greeted: the greeting begins with ESC as a job does.
func ready(ctx context.Context, driver *printer.Driver) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); !driver.Status().State.CanPrint(); {
		if time.Now().After(deadline) {
			return fmt.Errorf("the printer is %s", driver.Status().State)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
