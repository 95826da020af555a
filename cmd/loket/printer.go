package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/printer"
)

type printerCommand struct {
	List   printerList   `cmd:"" help:"List the serial devices that could be printers, and the known printers."`
	Probe  printerProbe  `cmd:"" help:"Find a printer's speed and profile. Prints nothing."`
	Test   printerTest   `cmd:"" help:"Print a test slip and say whether it is on paper."`
	Status printerStatus `cmd:"" help:"Say how the printer is and what to do."`
}

// printerFlags say which printer.
type printerFlags struct {
	Port    string `help:"The printer's serial port." default:"/dev/loket/printer" placeholder:"DEVICE"`
	Profile string `help:"The printer's profile; 'loket printer list --profiles' shows them." default:"generic-80"`
	Speed   int    `help:"Bits per second, if the printer is set to another speed than the profile's." placeholder:"N"`
}

// driven is a printer under a driver, whose changes of state come out of changes.
type driven struct {
	*printer.Driver
	profile escpos.Profile
	changes chan printer.Status
}

// drive takes the printer. Its errors are the profile's and that another program has the port; what else is wrong
// with the port is a state.
func (f printerFlags) drive() (*driven, error) {
	profile, err := loadProfile(f.Profile, f.Speed)
	if err != nil {
		return nil, err
	}
	if err := taken("--port", f.Port); err != nil {
		return nil, err
	}
	d := &driven{profile: profile, changes: make(chan printer.Status, 64)}
	d.Driver = printer.New(printer.Config{Name: f.Port, Profile: profile, OnStatus: func(s printer.Status) {
		select {
		case d.changes <- s:
		default: // nobody looks any more
		}
	}})
	return d, nil
}

// explain is a state in which nothing is printed, as an error.
func (f printerFlags) explain(s printer.Status) error {
	switch {
	case s.State == printer.NotFound:
		return explainPort("--port", f.Port, port.ErrNotFound)
	case (s.State == printer.InUse || s.State == printer.Refused) && s.Err != nil:
		return explainPort("--port", f.Port, s.Err)
	}
	return fmt.Errorf("%s: %s", f.Port, words(s.State))
}

// greetTime is how long a printer may be greeted: one that was left in the middle of a picture at 9600 bit/s
// takes the longest.
const greetTime = 30 * time.Second

type printerTest struct{ printerFlags }

// Run prints the slip. What is not surely on paper is an error that says why and what to do.
func (c *printerTest) Run(p *program) error {
	d, err := c.drive()
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	slip, err := testSlip(d.profile)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(p.ctx, greetTime+slipTime(d.profile, len(slip)))
	defer cancel()
	_, _ = fmt.Fprintf(p.out, "%s: a test slip as %s at %d bit/s …\n", c.Port, d.profile.Name, d.profile.Speed)
	outcome, err := d.printAloud(ctx, p.out, slip)
	if outcome == printer.Printed {
		_, err := fmt.Fprintln(p.out, "printed\nCompare: the numbers and the ruler reach both edges, the sample line reads as it says, a phone reads the QR.")
		return err
	}
	return fmt.Errorf("%s\n%w", outcome, c.reason(d, err))
}

// printAloud prints, and tells on the way what keeps the printer from going on: it waits for a new roll.
func (d *driven) printAloud(ctx context.Context, out io.Writer, slip []byte) (outcome printer.Outcome, err error) {
	var id [4]byte
	_, _ = rand.Read(id[:]) // never fails
	settled := make(chan struct{})
	go func() {
		defer close(settled)
		outcome, err = d.Print(ctx, printer.Job{ID: binary.BigEndian.Uint32(id[:]), Data: slip})
	}()
	for begun := false; ; {
		select {
		case s := <-d.changes:
			if begun && s.State != printer.Starting {
				_, _ = fmt.Fprintln(out, words(s.State))
			}
			begun = begun || s.State.CanPrint()
		case <-settled:
			return outcome, err
		}
	}
}

// reason says why a slip is not surely on paper.
func (c *printerTest) reason(d *driven, err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: stopped before the printer confirmed it", c.Port)
	}
	status := d.Status()
	var state *printer.StateError
	switch {
	case errors.As(err, &state) && state.State != status.State:
		return c.explain(printer.Status{State: state.State})
	case errors.Is(err, printer.ErrUnconfirmed) && d.profile.Status == escpos.StatusNone:
		return fmt.Errorf("%s: all was sent, and a %s tells nothing: look at the paper", c.Port, d.profile.Name)
	case errors.Is(err, printer.ErrUnconfirmed):
		return fmt.Errorf("%s: all was sent, but the printer does not confirm it (%s): look at the paper; if it is there, another profile is right ('loket printer probe')", c.Port, d.profile.Confirmation)
	case !status.State.CanPrint():
		return c.explain(status)
	}
	return fmt.Errorf("%s: %w", c.Port, err)
}

type printerStatus struct {
	printerFlags
	Watch bool `help:"Go on and tell each change until Ctrl-C." short:"w"`
}

// Run tells the state; one in which nothing is printed is an error, so that scripts see it.
func (c *printerStatus) Run(p *program) error {
	d, err := c.drive()
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	late := time.NewTimer(greetTime)
	defer late.Stop()
	for {
		select {
		case s := <-d.changes:
			if c.Watch {
				_, _ = fmt.Fprintf(p.out, "%s  %s\n", s.Since.Format(time.TimeOnly), c.line(s))
			} else if s.State != printer.Starting {
				return c.tell(p, s)
			}
		case <-late.C:
			if !c.Watch {
				return c.tell(p, d.Status())
			}
		case <-p.ctx.Done():
			return nil
		}
	}
}

// line is a state in one line, with what the system says of the port.
func (c *printerStatus) line(s printer.Status) string {
	if s.State.CanPrint() || s.State == printer.Starting {
		return fmt.Sprintf("%s: %s", c.Port, words(s.State))
	}
	return c.explain(s).Error()
}

func (c *printerStatus) tell(p *program, s printer.Status) error {
	if !s.State.CanPrint() {
		return c.explain(s)
	}
	_, err := fmt.Fprintln(p.out, c.line(s))
	return err
}
