package main

import (
	"errors"
	"fmt"

	"loket/hardware/port"
	"loket/hardware/printer"
)

// stateWords say a state and what to do about it.
var stateWords = map[printer.State]struct{ what, do string }{
	printer.Starting:  {"is being greeted", "wait some seconds"},
	printer.Ready:     {"ready", "nothing"},
	printer.PaperLow:  {"ready, the roll is nearly at its end", "have a new roll at hand"},
	printer.PaperOut:  {"no paper", "put a roll in, its printing side to the head, and close the cover"},
	printer.CoverOpen: {"the cover is open", "close it until it clicks"},
	printer.Cutter:    {"the cutter is blocked", "switch off, take out the paper that is stuck, switch on"},
	printer.Hot:       {"the head is too hot", "wait; it goes on by itself"},
	printer.Fault:     {"reports an error", "switch it off and on; if the lamp still blinks, see its manual"},
	printer.Offline:   {"is offline and does not say why", "press its FEED or ONLINE button; look whether its error lamp blinks"},
	printer.Silent:    {"does not answer", "look at power and cable; 'loket printer probe' finds the speed; see whether the profile is right"},
	printer.NotFound:  {"there is no such device", "plug the printer in; 'loket printer list' shows what is there"},
	printer.InUse:     {"another program has the device", "end that program, or the kiosk that runs"},
	printer.Refused:   {"the system does not let it be used", "see the reason"},
}

// words are the state in one line.
func words(s printer.State) string {
	w, known := stateWords[s]
	if !known {
		return string(s)
	}
	if w.do == "nothing" {
		return w.what
	}
	return w.what + ": " + w.do
}

// taken refuses a device that another program holds, also where the system would let two use it at once and
// each get half of the answers.
func taken(flag, name string) error {
	if port.Holder(name) == "" {
		return nil
	}
	return explainPort(flag, name, port.ErrInUse)
}

// explainPort says in words why a port cannot be opened and what to do; any other error comes back as it is.
func explainPort(flag, name string, err error) error {
	switch {
	case errors.Is(err, port.ErrNotFound):
		return fmt.Errorf("%s: there is no device %s: plug the printer in; 'loket printer list' shows what is there", flag, name)
	case errors.Is(err, port.ErrInUse):
		holder := port.Holder(name)
		if holder == "" {
			holder = "another program"
		}
		return fmt.Errorf("%s: %s is in use by %s: end it first", flag, name, holder)
	case errors.Is(err, port.ErrPermission):
		return fmt.Errorf("%s: no permission to open %s: put yourself into the group dialout (sudo usermod -aG dialout $USER) and sign in again", flag, name)
	case errors.Is(err, port.ErrNotSerial):
		return fmt.Errorf("%s: %s is no serial device", flag, name)
	case errors.Is(err, port.ErrSetting):
		return fmt.Errorf("--speed: the port refuses it: %w: set the printer to another speed (its DIP switches) and name that, or take another adapter", err)
	}
	return err
}
