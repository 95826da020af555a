package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"loket/hardware/escpos"
)

// probed is what a probe of the port prints and fails with.
func probed(t *testing.T, name string) (string, error) {
	t.Helper()
	return loket(t, "", "printer", "probe", "--port", name)
}

func TestProbeFindsSpeedAndProfile(t *testing.T) {
	t.Parallel()
	profiles, err := allProfiles()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range profiles {
		if p.Status == escpos.StatusNone {
			continue
		}
		speed := probeSpeeds[i%len(probeSpeeds)]
		t.Run(fmt.Sprint(p.Name, " at ", speed), func(t *testing.T) {
			t.Parallel()
			u, e := emulatedAt(t, p, speed)
			out, err := probed(t, u.name())
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, want := range []string{fmt.Sprintf("speed    %d bit/s", speed), p.Name, "port: " + u.name()} {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
			if p.Identity.Model != "" && !strings.Contains(out, "profile: "+p.Name+"\n") {
				t.Errorf("it told its model, and the suggestion is\n%s", out)
			}
			if other := speed != p.Speed; p.Identity.Model != "" && other != strings.Contains(out, fmt.Sprintf("speed: %d\n", speed)) {
				t.Errorf("the profile's speed is %d, and the suggestion is\n%s", p.Speed, out)
			}
			if papers := e.Papers(); len(papers) > 0 {
				t.Errorf("%d papers came out", len(papers))
			}
		})
	}
}

func TestProbeOfAPrinterThatIsOffline(t *testing.T) {
	t.Parallel()
	p, err := loadProfile("epson-tm-t20iii", 0)
	if err != nil {
		t.Fatal(err)
	}
	u, e := emulatedAt(t, p, 38400)
	e.CoverOpen(true)
	out, err := probed(t, u.name())
	if err != nil || !strings.Contains(out, "offline: no paper, cover open") || !strings.Contains(out, "epson-tm-t20iii") || !strings.Contains(out, "generic-80") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestProbeOfTheSensorDialects(t *testing.T) {
	t.Parallel()
	p, err := loadProfile("generic-58", 0)
	if err != nil {
		t.Fatal(err)
	}
	p.Status, p.Confirmation = escpos.StatusCSN, escpos.ConfirmTime
	u, _ := emulatedAt(t, p, 9600)
	out, err := probed(t, u.name())
	if err != nil || !strings.Contains(out, "status   ESC v") || !strings.Contains(out, "speed    9600 bit/s") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestProbeSaysWhatItTried plays a printer without power, a plug that joins both wires, and a device that is no
// printer.
func TestProbeSaysWhatItTried(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func([]byte) []byte
		want   string
	}{
		"silent":     {func([]byte) []byte { return nil }, "null-modem"},
		"loop":       {func(sent []byte) []byte { return sent }, "sending and receiving wire are joined"},
		"no printer": {func([]byte) []byte { return []byte("login: ") }, "Something answers, but not as a printer: 6c 6f 67"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := newUART(t, 9600)
			go func() {
				buf := make([]byte, 64)
				for {
					n, err := u.Read(buf)
					if err != nil {
						return
					}
					_, _ = u.Write(t.Context(), c.answer(buf[:n]))
				}
			}()
			out, err := probed(t, u.name())
			if err == nil {
				t.Fatalf("something was found:\n%s", out)
			}
			for _, want := range []string{c.want, "Tried DLE EOT 1", "9600", "115200", "self-test slip", "DIP"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in\n%v", want, err)
				}
			}
			if name == "silent" && strings.Contains(err.Error(), "Something answers") {
				t.Errorf("nothing answered: %v", err)
			}
		})
	}
}

// TestProbeMovesNoPaper has a probe that finds nothing play all it has, and gives it bit by bit to printers at
// every speed, with chips of each kind. None gets a byte that ends a line or begins a command, and none so many
// characters that the narrowest line is full.
func TestProbeMovesNoPaper(t *testing.T) {
	t.Parallel()
	u := newUART(t, 9600)
	go func() { _, _ = io.Copy(io.Discard, u) }()
	b := &prober{name: u.name(), out: io.Discard, patience: 100 * time.Millisecond} // the reader sees each speed
	if _, err := b.probe(context.WithoutCancel(t.Context())); err == nil {
		t.Fatal("something was found")
	}
	silent := [][]byte{askOnline, askCustom, askSensor, forget}
	var sent []sentAt // one command each: the line rests between them, though the reader may have been late
	for _, q := range u.heard() {
		if !slices.Contains(probeSpeeds, q.speed) {
			t.Fatalf("% x was sent at %d", q.bytes, q.speed)
		}
		for rest := q.bytes; len(rest) > 0; {
			i := slices.IndexFunc(silent, func(c []byte) bool { return bytes.HasPrefix(rest, c) })
			if i < 0 {
				t.Fatalf("% x was sent", rest)
			}
			sent, rest = append(sent, sentAt{q.speed, silent[i]}), rest[len(silent[i]):]
		}
	}
	if len(sent) < 4*len(probeSpeeds) {
		t.Fatalf("only %d questions were heard", len(sent))
	}
	for _, speed := range append([]int{1200, 2400, 4800}, probeSpeeds...) {
		for _, patient := range []bool{false, true} {
			for _, strict := range []bool{false, true} {
				characters := 0
				for _, q := range sent {
					if q.speed == speed { // its own: commands, and ESC @ empties the line
						characters++
						if string(q.bytes) == string(forget) {
							characters = 0
						}
						continue
					}
					for _, r := range onWire(q.bytes, q.speed, speed, patient) {
						switch {
						case strict && !r.framed:
						case slices.Contains([]byte{'\n', '\v', '\f', '\r', 0x10, 0x1B, 0x1D}, r.value):
							t.Errorf("% x at %d is %02x at %d", q.bytes, q.speed, r.value, speed)
						case r.value >= ' ':
							characters++
						}
					}
					if characters >= 32 {
						t.Fatalf("a printer at %d (patient %v, strict %v) has %d characters in its line", speed, patient, strict, characters)
					}
				}
			}
		}
	}
}

func TestProbeWithoutPermission(t *testing.T) {
	u := newUART(t, 9600)
	if err := u.slave.Chmod(0); err != nil {
		t.Fatal(err)
	}
	asNobody(t, func() {
		if _, err := probed(t, u.name()); err == nil || !strings.Contains(err.Error(), "--port: no permission to open "+u.name()) || !strings.Contains(err.Error(), "dialout") {
			t.Errorf("it says %v", err)
		}
	})
}

// asNobody does something that root may do and others may not, as one of them: this thread alone is nobody's.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() != 0 {
		do()
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	was, err := unix.SetfsuidRetUid(65534)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Setfsuid(was) }()
	do()
}
