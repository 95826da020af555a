package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"loket/hardware/port"
)

type printerList struct {
	Profiles bool `help:"List the known printers instead."`
}

// Run lists the serial devices that could be printers, or the profiles.
func (c *printerList) Run(p *program) error {
	if c.Profiles {
		return listProfiles(p)
	}
	devices := serialDevices("/")
	for _, d := range devices {
		d.print(p)
	}
	if len(devices) == 0 {
		_, _ = fmt.Fprintln(p.out, `No serial device is there. Look at:
  - the cable between printer and computer, and the printer's power
  - 'dmesg' after plugging in: a USB printer or adapter should become ttyUSB0 or ttyACM0
  - a printer that becomes /dev/usb/lp0 is in "USB printer class": set it to virtual COM (its DIP switches or its maker's tool)
  - a computer in a container or virtual machine: pass the device through`)
	}
	if lps, _ := filepath.Glob("/dev/usb/lp*"); len(lps) > 0 { // the pattern is right
		_, _ = fmt.Fprintf(p.out, "%s: a printer in \"USB printer class\", which tells no state: set it to virtual COM.\n", strings.Join(lps, ", "))
	}
	return nil
}

// serialDevice is what the system knows of a serial device without opening it.
type serialDevice struct {
	node   string // such as /dev/ttyUSB0
	driver string
	id     string // vendor:product of USB
	maker  string
	model  string
	serial string
	links  []string // names that stay, the best first
}

// serialDevices lists the devices below root that have a driver and, where the kernel says so, a chip behind
// them. It opens none: to open one moves its modem lines, and a dead ttyS can hold an open up for long.
func serialDevices(root string) []serialDevice {
	links := stableLinks(root)
	ttys, _ := filepath.Glob(filepath.Join(root, "sys/class/tty/*/device/driver")) // the pattern is right
	var devices []serialDevice
	for _, driver := range ttys {
		tty := filepath.Dir(filepath.Dir(driver))
		if kind, err := os.ReadFile(filepath.Join(tty, "type")); err == nil && strings.TrimSpace(string(kind)) == "0" {
			continue // a place for a chip that is not there
		}
		d := serialDevice{node: filepath.Join(root, "dev", filepath.Base(tty))}
		if _, err := os.Stat(d.node); err != nil {
			continue
		}
		if to, err := filepath.EvalSymlinks(driver); err == nil {
			d.driver = filepath.Base(to)
		}
		d.readUSB(tty)
		d.links = links[d.node]
		delete(links, d.node)
		devices = append(devices, d)
	}
	for node, names := range links { // named for Loket, but without a driver: an emulated printer
		if strings.HasPrefix(names[0], filepath.Join(root, "dev/loket")) {
			devices = append(devices, serialDevice{node: node, links: names})
		}
	}
	slices.SortFunc(devices, func(a, b serialDevice) int { return strings.Compare(a.node, b.node) })
	return devices
}

// stableLinks are the names under which devices are found again after unplugging, by device, the best first.
func stableLinks(root string) map[string][]string {
	links := map[string][]string{}
	for _, pattern := range []string{"dev/loket/*", "dev/serial/by-id/*", "dev/serial/by-path/*"} {
		names, _ := filepath.Glob(filepath.Join(root, pattern)) // the patterns are right
		for _, name := range names {
			if node, err := filepath.EvalSymlinks(name); err == nil {
				links[node] = append(links[node], name)
			}
		}
	}
	return links
}

// readUSB looks for the USB device above the tty.
func (d *serialDevice) readUSB(tty string) {
	folder, err := filepath.EvalSymlinks(filepath.Join(tty, "device"))
	for ; err == nil && len(folder) > 1; folder = filepath.Dir(folder) {
		read := func(name string) string {
			text, _ := os.ReadFile(filepath.Join(folder, name)) // absent where the device tells nothing
			return strings.TrimSpace(string(text))
		}
		if vendor := read("idVendor"); vendor != "" {
			d.id = vendor + ":" + read("idProduct")
			d.maker, d.model, d.serial = read("manufacturer"), read("product"), read("serial")
			return
		}
	}
}

// stableName is how to name the device in a configuration.
func (d serialDevice) stableName() string {
	if len(d.links) > 0 {
		return d.links[0]
	}
	return d.node
}

func (d serialDevice) print(p *program) {
	what := strings.Join(strings.Fields(strings.Join([]string{d.id, d.maker, d.model}, " ")), " ")
	if d.driver != "" {
		what = strings.TrimSpace(what + " (" + d.driver + ")")
	}
	_, _ = fmt.Fprintf(p.out, "%s  %s\n  name it        %s\n", d.node, what, d.stableName())
	switch {
	case d.serial != "":
		_, _ = fmt.Fprintf(p.out, "  serial number  %s\n", d.serial)
	case d.id != "":
		_, _ = fmt.Fprintln(p.out, "  serial number  none: of two alike, tell them apart by the socket (/dev/serial/by-path)")
	}
	if holder := port.Holder(d.node); holder != "" {
		_, _ = fmt.Fprintf(p.out, "  in use by      %s\n", holder)
	}
}

func listProfiles(p *program) error {
	profiles, err := allProfiles()
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "profile\tprinter\tprints\tspeed\tQR\tcutter\tstatus\tconfirms")
	for _, f := range profiles {
		qr := "drawn"
		if f.QR {
			qr = "its own"
		}
		_, _ = fmt.Fprintf(t, "%s\t%s %s\t%d mm\t%d\t%s\t%s\t%s\t%s\n",
			f.Name, f.Vendor, f.Model, f.WidthDots/f.DotsPerMM, f.Speed, qr, f.Cutter.Kind, f.Status, f.Confirmation)
	}
	return t.Flush()
}
