// Package printer drives a receipt printer: it keeps the device open, knows its state all the
// time, prints jobs one after another and says of each whether it is on paper.
package printer

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Printer prints jobs.
type Printer interface {
	// Print settles a job. The error is nil exactly when the outcome is Printed.
	Print(ctx context.Context, job Job) (Outcome, error)
	// Status is the present state.
	Status() Status
}

// Job is one ticket as bytes for the printer's model, without an end mark.
type Job struct {
	// ID tells this job's end mark from others'; it should differ among recent jobs.
	ID   uint32
	Data []byte
}

// Outcome is what is known of a job on paper.
type Outcome string

const (
	// Printed means that the printer said so, or (where it cannot) took everything and reports no fault.
	Printed Outcome = "printed"
	// Failed means that no whole ticket came out and none will. It may be printed again. A piece
	// of it may have come out; it is cut off before the next.
	Failed Outcome = "failed"
	// Unknown means that some of it was sent and nobody can say what became of it. Printing it again may
	// make a second ticket, so the paper must say that it is a copy.
	Unknown Outcome = "unknown"
)

// State is what a person needs to know about the printer.
type State string

// The states.
const (
	Starting  State = "starting"   // being opened and greeted
	Ready     State = "ready"      // prints
	PaperLow  State = "paper_low"  // prints; the roll is nearly at its end
	PaperOut  State = "paper_out"  // no paper
	NotTaken  State = "not_taken"  // prints; the last ticket is still in the printer's mouth
	CoverOpen State = "cover_open" // cover open
	Cutter    State = "cutter"     // cutter blocked
	Hot       State = "hot"        // head too hot; goes on by itself
	Fault     State = "fault"      // another error that the printer reports
	Offline   State = "offline"    // does not print and does not say why (feed button, error lamp)
	Silent    State = "silent"     // the line is there, the printer does not answer
	NotFound  State = "not_found"  // no device at the name: unplugged or switched off
	InUse     State = "in_use"     // another program has the device
	Refused   State = "refused"    // the system does not let us open or set the line
)

// States are all states.
func States() []State {
	return []State{
		Starting, Ready, PaperLow, NotTaken, PaperOut, CoverOpen, Cutter, Hot, Fault, Offline, Silent, NotFound, InUse, Refused,
	}
}

// CanPrint says whether a job would be sent in this state.
func (s State) CanPrint() bool { return s == Ready || s == PaperLow || s == NotTaken }

// Status is the printer's state since a time. Err is for logs, not for people.
type Status struct {
	State State
	Since time.Time
	Err   error
}

// StateError is why a job was not sent, or not finished.
type StateError struct{ State State }

func (e *StateError) Error() string { return fmt.Sprintf("printer: state %s", e.State) }

// Errors of Print besides StateError, the context's and the port's.
var (
	// ErrUnconfirmed: everything was sent, but the printer did not confirm it in time.
	ErrUnconfirmed = errors.New("printer: no confirmation")
	// ErrClosed: the driver was closed.
	ErrClosed = errors.New("printer: closed")
)
