package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/port"
)

// plugged is an emulated printer of a profile, set to a speed if it is not 0, and fifty times as fast as a real one.
func plugged(t *testing.T, profile string, speed int) *emulator.Printer {
	t.Helper()
	p, err := loadProfile(profile, speed)
	if err != nil {
		t.Fatal(err)
	}
	e, err := emulator.Start(p, emulator.Speedup(50), emulator.Link(filepath.Join(t.TempDir(), "printer")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		for _, err := range e.Errors() {
			t.Errorf("the printer did not understand: %v", err)
		}
	})
	return e
}

func TestPrinterTestOnEveryProfile(t *testing.T) {
	t.Parallel()
	profiles, err := allProfiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			e := plugged(t, p.Name, 115200)
			out, err := loket(t, "", "printer", "test", "--port", e.Path(), "--profile", p.Name, "--speed", "115200")
			if p.Status == escpos.StatusNone {
				if err == nil || !strings.Contains(err.Error(), "unknown") || !strings.Contains(err.Error(), "look at the paper") {
					t.Errorf("%v\n%s", err, out)
				}
				return
			}
			if err != nil || !strings.Contains(out, "printed\n") {
				t.Fatalf("%v\n%s", err, out)
			}
			var text string
			eventually(t, "a slip comes out", func() bool {
				papers := e.Papers()
				if len(papers) > 0 {
					text = papers[0].Text()
				}
				return len(papers) > 0 || p.Cutter.Kind == escpos.CutterNone
			})
			for _, want := range []string{p.Name, "LOKET TEST", "1234567890"} {
				if p.Cutter.Kind != escpos.CutterNone && !strings.Contains(text, want) {
					t.Errorf("%q is not on the slip:\n%s", want, text)
				}
			}
		})
	}
}

func TestSlipFitsItsPaper(t *testing.T) {
	profiles, err := allProfiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles {
		slip, err := testSlip(p)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		papers, err := escpos.Decode(p, slip)
		if err != nil || len(papers) != 1 {
			t.Errorf("%s: %d papers, %v", p.Name, len(papers), err)
			continue
		}
		widest := 0
		for _, line := range papers[0].Lines {
			widest = max(widest, utf8.RuneCountInString(line.Text))
		}
		if widest != p.Fonts.A.Columns {
			t.Errorf("%s: the widest line has %d characters of %d:\n%s", p.Name, widest, p.Fonts.A.Columns, papers[0].Text())
		}
	}
}

// TestPrinterTestSaysWhatIsWrong: each fault is a failure with its name and what to do.
func TestPrinterTestSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile string
		fault   func(*emulator.Printer)
		want    []string
	}{
		"no paper":   {"epson-tm-t20iii", (*emulator.Printer).PaperOut, []string{"failed", "no paper", "put a roll in"}},
		"cover":      {"generic-80", func(e *emulator.Printer) { e.CoverOpen(true) }, []string{"failed", "cover is open", "close it"}},
		"cutter":     {"xprinter-80", func(e *emulator.Printer) { e.CutterJam(true) }, []string{"failed", "cutter is blocked"}},
		"hot":        {"generic-80", func(e *emulator.Printer) { e.HeadHot(true) }, []string{"failed", "too hot"}},
		"no answer":  {"generic-80", func(e *emulator.Printer) { e.Silent(true) }, []string{"failed", "does not answer", "loket printer probe"}},
		"unplugged":  {"generic-58", func(e *emulator.Printer) { _ = e.Unplug() }, []string{"failed", "--port: there is no device", "loket printer list"}},
		"no profile": {"epson-tm-t20iii", func(*emulator.Printer) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := plugged(t, c.profile, 115200)
			c.fault(e)
			profile := c.profile
			if c.want == nil {
				profile, c.want = "epson-tm-t20", []string{`--profile: there is no "epson-tm-t20"`, "epson-tm-t20iii"}
			}
			out, err := loket(t, "", "printer", "test", "--port", e.Path(), "--profile", profile, "--speed", "115200")
			if err == nil {
				t.Fatalf("no error:\n%s", out)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %v", want, err)
				}
			}
			if len(e.Papers()) > 0 {
				t.Error("something was printed")
			}
		})
	}
}

func TestPrinterTestUnpluggedInTheSlip(t *testing.T) {
	t.Parallel()
	p, err := loadProfile("generic-80", 0)
	if err != nil {
		t.Fatal(err)
	}
	u, _ := emulatedAt(t, p, p.Speed)
	u.unplugAt = "LOKET TEST"
	out, err := loket(t, "", "printer", "test", "--port", u.name(), "--profile", p.Name)
	if err == nil || !strings.HasPrefix(err.Error(), "unknown\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestPrinterStatus(t *testing.T) {
	t.Parallel()
	e := plugged(t, "epson-tm-t20iii", 0)
	args := []string{"printer", "status", "--port", e.Path(), "--profile", "epson-tm-t20iii"}
	if out, err := loket(t, "", args...); err != nil || out != e.Path()+": ready\n" {
		t.Errorf("%q %v", out, err)
	}
	e.PaperNearEnd(true)
	if out, err := loket(t, "", args...); err != nil || !strings.Contains(out, "have a new roll at hand") {
		t.Errorf("%q %v", out, err)
	}
	e.PaperOut()
	if out, err := loket(t, "", args...); err == nil || !strings.Contains(err.Error(), "no paper: put a roll in") {
		t.Errorf("%q %v", out, err)
	}
}

func TestPrinterStatusWatches(t *testing.T) {
	t.Parallel()
	e := plugged(t, "epson-tm-t20iii", 0)
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"printer", "status", "--watch", "--port", e.Path(), "--profile", "epson-tm-t20iii"}, strings.NewReader(""), write, io.Discard)
		_ = write.Close()
		ended <- err
	}()
	lines := bufio.NewScanner(read)
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, ": ready"}, {e.PaperOut, "no paper: put a roll in"}, {e.Refill, ": ready"},
		{func() { e.CoverOpen(true) }, "cover is open"}, {func() { _ = e.Unplug() }, "there is no device"},
		{func() { e.CoverOpen(false); _ = e.Replug() }, ": ready"},
	} {
		step.do()
		for found := false; !found; {
			if !lines.Scan() {
				t.Fatalf("%q was not told", step.want)
			}
			found = strings.Contains(lines.Text(), step.want)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Ctrl-C ended it with %v", err)
	}
}

func TestPortBelongsToAnother(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(*uart) *exec.Cmd{
		"flock": func(u *uart) *exec.Cmd { return exec.CommandContext(t.Context(), "flock", u.name(), "cat") }, //nolint:gosec // a test's own port
		"cat":   func(*uart) *exec.Cmd { return exec.CommandContext(t.Context(), "cat") },
	} {
		u := newUART(t, 9600)
		other := start(u)
		hold, err := other.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		other.ExtraFiles = []*os.File{u.slave} // has it open
		if err := other.Start(); err != nil {
			t.Fatal(err)
		}
		holder := fmt.Sprintf("%s (process %d)", name, other.Process.Pid)
		eventually(t, holder+" has the port", func() bool { return port.Holder(u.name()) == holder })
		for _, args := range [][]string{{"probe"}, {"test"}, {"status"}} {
			_, err := loket(t, "", append([]string{"printer", args[0], "--port", u.name()}, args[1:]...)...)
			if err == nil || !strings.Contains(err.Error(), "--port: "+u.name()+" is in use by "+holder) {
				t.Errorf("%s: %v", args, err)
			}
		}
		_ = hold.Close()
		if err := other.Wait(); err != nil {
			t.Error(err)
		}
	}
}

func TestWrongPortsAndSpeeds(t *testing.T) {
	t.Parallel()
	u := newUART(t, 9600)
	plain := file(t, "plain", "")
	missing := filepath.Join(t.TempDir(), "ttyUSB0")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"probe", "--port", missing}, "--port: there is no device " + missing},
		{[]string{"status", "--port", missing}, "--port: there is no device " + missing},
		{[]string{"probe", "--port", plain}, "--port: " + plain + " is no serial device"},
		{[]string{"test", "--port", plain}, "--port: " + plain + " is no serial device"},
		{[]string{"test", "--port", u.name(), "--speed", "7"}, "--speed: 7 bit/s is no speed"},
		{[]string{"status", "--port", u.name(), "--profile", "toaster"}, `--profile: there is no "toaster"; known are `},
		{[]string{"status", "--port", u.name(), "--profile", "../go"}, `--profile: there is no "../go"`},
		{[]string{"status", "--port", u.name(), "--profile", "generic"}, "generic-58 or generic-80"},
		{[]string{"status", "--port", u.name(), "--profile", "xpriner-80"}, "xprinter-80"},
	} {
		_, err := loket(t, "", append([]string{"printer"}, c.args...)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
}

// TestRefusedSpeedIsExplained: no device of a test refuses one, so the words are tried on the port's error.
func TestRefusedSpeedIsExplained(t *testing.T) {
	u := newUART(t, 9600)
	_, refused := port.Open(t.Context(), u.name(), port.Config{Speed: 1<<32 + 9600}) // the line takes the lower half
	for said, what := range map[string]error{
		"command": explainPort("--port", u.name(), refused),
		"probe":   errors.New((&prober{name: u.name(), denied: []int{38400}}).advice()),
	} {
		for _, want := range []string{u.name(), "bit/s", "set the printer to another speed", "another adapter"} {
			if !strings.Contains(what.Error(), want) {
				t.Errorf("%s: %q is not in\n%v", said, want, what)
			}
		}
	}
	if got := explainPort("--port", u.name(), refused).Error(); !strings.HasPrefix(got, "--speed: the port refuses it: "+u.name()+" at 4294976896 bit/s 8N1") {
		t.Errorf("it says %s", got)
	}
}

// TestListFindsDevicesWithoutOpeningThem lays out a system: a USB adapter, a chip, and a place without one.
func TestListFindsDevicesWithoutOpeningThem(t *testing.T) {
	root := t.TempDir()
	put := func(path, content string) {
		t.Helper()
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	link := func(from, to string) {
		t.Helper()
		from = filepath.Join(root, from)
		if err := os.MkdirAll(filepath.Dir(from), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(root, to), from); err != nil {
			t.Fatal(err)
		}
	}
	for _, tty := range []string{"ttyUSB0", "ttyS0", "ttyS1"} {
		put("dev/"+tty, "")
		put("sys/drivers/"+strings.TrimRight(tty, "01")+"/x", "")
	}
	put("sys/usb/1-1/idVendor", "1a86")
	put("sys/usb/1-1/idProduct", "7523")
	put("sys/usb/1-1/product", "USB Serial")
	put("sys/usb/1-1/1-1:1.0/ttyUSB0/x", "")
	link("sys/usb/1-1/1-1:1.0/ttyUSB0/driver", "sys/drivers/ttyUSB")
	link("sys/class/tty/ttyUSB0/device", "sys/usb/1-1/1-1:1.0/ttyUSB0")
	for tty, kind := range map[string]string{"ttyS0": "4", "ttyS1": "0"} {
		put("sys/class/tty/"+tty+"/type", kind)
		link("sys/class/tty/"+tty+"/device/driver", "sys/drivers/ttyS")
	}
	link("dev/serial/by-id/usb-1a86_USB_Serial-if00-port0", "dev/ttyUSB0")
	link("dev/loket/printer", "dev/ttyUSB0")

	var names []string
	var out strings.Builder
	for _, d := range serialDevices(root) {
		names = append(names, filepath.Base(d.node))
		d.print(&program{out: &out})
	}
	if strings.Join(names, " ") != "ttyS0 ttyUSB0" {
		t.Errorf("the devices are %v", names)
	}
	for _, want := range []string{"ttyUSB0  1a86:7523 USB Serial (ttyUSB)", "name it        " + root + "/dev/loket/printer", "serial number  none"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}

	held, err := os.Open(filepath.Join(root, "dev/ttyUSB0"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	if err := unix.Flock(int(held.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	serialDevices(root)[1].print(&program{out: &out})
	if !strings.Contains(out.String(), "in use by      ") || !strings.Contains(out.String(), strconv.Itoa(os.Getpid())) {
		t.Errorf("the holder is not in\n%s", out.String())
	}
	if devices := serialDevices(t.TempDir()); len(devices) != 0 {
		t.Errorf("an empty system has %v", devices)
	}
}

func TestListCommand(t *testing.T) {
	if out, err := loket(t, "", "printer", "list"); err != nil || out == "" {
		t.Errorf("%q %v", out, err)
	}
	out, err := loket(t, "", "printer", "list", "--profiles")
	if err != nil || !strings.Contains(out, "epson-tm-t20iii  Epson TM-T20III") {
		t.Errorf("%v\n%s", err, out)
	}
}
