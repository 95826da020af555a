package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
)

type printerProbe struct {
	Port string `help:"The printer's serial port; without it the only one that is there." placeholder:"DEVICE"`
}

// Run finds the printer's speed and dialect and suggests a profile.
func (c *printerProbe) Run(p *program) error {
	name := c.Port
	if name == "" {
		devices := serialDevices("/")
		if len(devices) != 1 {
			return fmt.Errorf("--port: %d serial devices are there, name one; 'loket printer list' shows them", len(devices))
		}
		name = devices[0].stableName()
	}
	if err := taken("--port", name); err != nil {
		return err
	}
	profiles, err := allProfiles()
	if err != nil {
		return err
	}
	b := &prober{name: name, out: p.out, patience: 500 * time.Millisecond}
	found, err := b.probe(p.ctx)
	if err != nil {
		return err
	}
	suggest(p.out, name, found, profiles)
	return nil
}

// What the probe sends. Nothing of it moves paper. A printer at the right speed answers, or takes what it does
// not know for a few characters of a line, and ESC @ empties that line before anything prints it. A printer at
// another speed takes the bits for other bytes. None of those ends a line, cuts or begins a longer command, and
// what is printable among them stays shorter than a line: the fastest speed comes first, since what is too fast
// arrives as few bytes and what is too slow as many, and after each speed the faster ones get an ESC @.
// A test plays every pair of speeds bit by bit.
var (
	askOnline  = []byte{0x10, 0x04, 0x01} // DLE EOT 1
	askCustom  = []byte{0x10, 0x04, 0x14} // DLE EOT 20, Custom's full status
	askSensor  = []byte{0x1B, 0x76}       // ESC v, the CSN-A2 class and Nippon
	askPush    = []byte{0x1D, 0x61, 0xFF} // GS a
	askReached = []byte{0x1D, 0x72, 0x01} // GS r
	askMaker   = []byte{0x1D, 0x49, 0x42} // GS I 66
	askModel   = []byte{0x1D, 0x49, 0x43} // GS I 67
	forget     = []byte{0x1B, 0x40}       // ESC @
)

var probeSpeeds = []int{115200, 38400, 19200, 9600}

// finding is what a printer told of itself.
type finding struct {
	speed        int
	online       byte // the answer to DLE EOT 1; 0 without one
	custom       bool
	sensor       bool
	pushes       bool
	confirms     bool // GS r
	maker, model string
}

// prober asks at one port. It keeps what it heard besides answers, for the words at the end.
type prober struct {
	name     string
	out      io.Writer
	patience time.Duration // for one answer

	line   *port.Serial
	echo   bool        // the line gave back what was sent
	noise  []byte      // what came and was no answer
	modem  *port.Lines // nil where there are none
	denied []int       // speeds that the port refuses
}

// probe tries the speeds one after the other. Its error says what was tried and what to look at.
func (b *prober) probe(ctx context.Context) (*finding, error) {
	for i, speed := range probeSpeeds {
		_, _ = fmt.Fprintf(b.out, "%s at %d: ", b.name, speed)
		found, err := b.at(ctx, speed)
		if errors.Is(err, port.ErrSetting) {
			b.denied = append(b.denied, speed)
			_, _ = fmt.Fprintln(b.out, "the port refuses this speed")
			continue
		}
		if err != nil {
			_, _ = fmt.Fprintln(b.out)
			return nil, explainPort("--port", b.name, err)
		}
		if found != nil {
			_, _ = fmt.Fprintln(b.out, "a printer answers")
			return found, nil
		}
		_, _ = fmt.Fprintln(b.out, "no answer")
		if err := b.forgetAfter(ctx, i); err != nil {
			return nil, explainPort("--port", b.name, err)
		}
	}
	return nil, errors.New(b.advice())
}

// at asks at one speed; nil without an answer.
func (b *prober) at(ctx context.Context, speed int) (found *finding, err error) {
	if err := b.open(ctx, speed); err != nil {
		return nil, err
	}
	defer func() {
		if found == nil {
			err = errors.Join(err, b.line.Close())
		} else {
			err = errors.Join(err, b.forget(ctx))
		}
	}()
	f := &finding{speed: speed}
	answer, err := b.ask(ctx, askOnline, isEOT)
	if err != nil {
		return nil, err
	}
	if answer != nil {
		f.online = answer[0]
	}
	if answer, err = b.ask(ctx, askCustom, isCustom); err != nil {
		return nil, err
	}
	f.custom = answer != nil
	if f.online == 0 && !f.custom {
		answer, err = b.ask(ctx, askSensor, isStatus)
		if f.sensor = answer != nil; !f.sensor {
			return nil, err
		}
		return f, err
	}
	return f, b.identify(ctx, f)
}

// identify asks what is answered in its turn only, so not by a printer that is offline.
func (b *prober) identify(ctx context.Context, f *finding) error {
	if _, err := b.line.Write(ctx, forget); err != nil {
		return err
	}
	for _, question := range []struct {
		bytes  []byte
		answer func([]byte) []byte
		note   func([]byte)
	}{
		{askMaker, isIdentity, func(a []byte) { f.maker = string(a) }},
		{askModel, isIdentity, func(a []byte) { f.model = string(a) }},
		{askReached, isStatus, func([]byte) { f.confirms = true }},
		{askPush, isPushed, func([]byte) { f.pushes = true }},
	} {
		answer, err := b.ask(ctx, question.bytes, question.answer)
		if err != nil {
			return err
		}
		if answer != nil {
			question.note(answer)
		}
	}
	return nil
}

func (b *prober) open(ctx context.Context, speed int) (err error) {
	b.line, err = port.Open(ctx, b.name, port.Config{Speed: speed, ReadTimeout: 20 * time.Millisecond})
	if err != nil {
		return err
	}
	if lines, err := b.line.ModemLines(); err == nil {
		b.modem = &lines
	}
	return nil
}

// forgetAfter empties the lines of printers that listen faster than the speed just tried, the ith; after the two
// slowest also those of their own speed.
func (b *prober) forgetAfter(ctx context.Context, i int) error {
	if i >= len(probeSpeeds)-2 {
		i++
	}
	for _, speed := range probeSpeeds[:i] {
		err := b.open(ctx, speed)
		if errors.Is(err, port.ErrSetting) {
			continue
		}
		if err == nil {
			err = b.forget(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forget sends ESC @, gives it the time to leave and closes the port.
func (b *prober) forget(ctx context.Context) error {
	_, err := b.line.Write(ctx, forget)
	if err == nil {
		_, err = b.read(ctx, 50*time.Millisecond, func([]byte) []byte { return nil })
	}
	return errors.Join(err, b.line.Close())
}

// ask sends a question and returns its answer, nil if none came.
func (b *prober) ask(ctx context.Context, question []byte, answer func([]byte) []byte) ([]byte, error) {
	if _, err := b.line.Write(ctx, question); err != nil {
		return nil, err
	}
	var heard []byte
	got, err := b.read(ctx, b.patience, func(all []byte) []byte {
		heard = all
		return answer(all)
	})
	switch {
	case got != nil || len(heard) == 0:
	case bytes.HasPrefix(heard, question):
		b.echo = true
	default:
		b.noise = append(b.noise[:0:0], heard...)
	}
	return got, err
}

// read collects what comes until the line rests with an answer, or for so long.
func (b *prober) read(ctx context.Context, limit time.Duration, answer func([]byte) []byte) ([]byte, error) {
	var all []byte
	buf := make([]byte, 256)
	for end := time.Now().Add(limit); time.Now().Before(end); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := b.line.Read(buf)
		all = append(all, buf[:n]...)
		rests := errors.Is(err, os.ErrDeadlineExceeded)
		if err != nil && !rests {
			return nil, err
		}
		if rests && len(all) > 0 {
			if got := answer(all); got != nil {
				return got, nil
			}
		}
	}
	return nil, nil
}

// isEOT takes one byte with the fixed bits of DLE EOT, and nothing else: noise and texts come in crowds.
func isEOT(all []byte) []byte {
	all = withoutPushed(all)
	if len(all) != 1 || all[0]&0x93 != 0x12 {
		return nil
	}
	return all
}

// isCustom takes six bytes that are not the question given back.
func isCustom(all []byte) []byte {
	if len(all) != 6 || bytes.HasPrefix(all, askCustom) {
		return nil
	}
	return all
}

// isStatus takes one byte with the fixed bits of GS r and ESC v.
func isStatus(all []byte) []byte {
	all = withoutPushed(all)
	if len(all) != 1 || all[0]&0x90 != 0 {
		return nil
	}
	return all
}

// isPushed takes the four bytes of an automatic status and nothing else.
func isPushed(all []byte) []byte {
	if len(all) == 0 || len(withoutPushed(all)) > 0 {
		return nil
	}
	return all
}

// withoutPushed leaves out each automatic status, which a printer may push at any time once it was told to.
func withoutPushed(all []byte) []byte {
	var rest []byte
	for len(all) > 0 {
		if len(all) >= 4 && all[0]&0x93 == 0x10 && (all[1]|all[2]|all[3])&0x90 == 0 {
			all = all[4:]
			continue
		}
		rest, all = append(rest, all[0]), all[1:]
	}
	return rest
}

// isIdentity takes the text between 5F and NUL.
func isIdentity(all []byte) []byte {
	_, text, begun := bytes.Cut(all, []byte{0x5F})
	text, _, ended := bytes.Cut(text, []byte{0})
	if !begun || !ended {
		return nil
	}
	return text
}

// advice is for who has a printer that does not answer.
func (b *prober) advice() string {
	var s strings.Builder
	_, _ = fmt.Fprintf(&s, "%s: nothing answers as a printer does. Tried DLE EOT 1, DLE EOT 20 and ESC v at %s bit/s, 8N1.",
		b.name, strings.Trim(fmt.Sprint(probeSpeeds), "[]"))
	if len(b.denied) > 0 {
		_, _ = fmt.Fprintf(&s, "\nThe port refused %s bit/s: set the printer to another speed, or take another adapter.",
			strings.Trim(fmt.Sprint(b.denied), "[]"))
	}
	if b.echo {
		s.WriteString("\nThe line gives back what is sent: sending and receiving wire are joined, or this is no printer but a modem or a terminal.")
	}
	if b.noise != nil {
		_, _ = fmt.Fprintf(&s, "\nSomething answers, but not as a printer: % x. Perhaps another speed or parity, or another device.", b.noise[:min(len(b.noise), 16)])
	}
	switch {
	case b.modem == nil:
	case !b.modem.DSR && !b.modem.CTS:
		s.WriteString("\nDSR and CTS of the cable are off: the printer has no power, or the cable is not connected or has only three wires.")
	default:
		s.WriteString("\nThe cable's DSR or CTS is on: something with power is at its other end.")
	}
	s.WriteString(`
Look at:
  - power: the printer's lamp is on, and no error lamp blinks (paper, cover)
  - cable: in both plugs and screwed; a null-modem (crossed) cable for most printers, a straight one for some
  - the self-test slip: hold FEED while switching on; it names the speed, parity and interface
  - DIP switches: speed as on the slip, 8 bits, no parity; a switch counts only after power off and on
  - the interface: a printer in "USB printer class" is no serial port; set it to virtual COM
Some printers answer nothing at all: set their speed by the slip and try 'loket printer test'.`)
	return s.String()
}

// dialects are those that would answer as this printer did.
func (f *finding) dialects() []escpos.StatusDialect {
	switch {
	case f.custom:
		return []escpos.StatusDialect{escpos.StatusCustom}
	case f.sensor:
		return []escpos.StatusDialect{escpos.StatusCSN, escpos.StatusNippon}
	case f.pushes:
		return []escpos.StatusDialect{escpos.StatusEpsonASB}
	case f.offline():
		return []escpos.StatusDialect{escpos.StatusEpsonASB, escpos.StatusCloneR}
	}
	return []escpos.StatusDialect{escpos.StatusCloneR}
}

func (f *finding) offline() bool { return f.online&0x08 != 0 }
