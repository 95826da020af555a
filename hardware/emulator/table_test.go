package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"loket/hardware/emulator"
	"loket/hardware/emulator/faulttable"
	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/port/porttest"
	"loket/hardware/printer"
)

// columns are the dialects, each with the confirmation that its printers have.
var columns = []struct {
	name, base string
	alter      func(*escpos.Profile)
}{
	{"epson", "epson-tm-t20iii", func(*escpos.Profile) {}},
	{"epson, no clearing", "epson-tm-t20iii", func(p *escpos.Profile) { p.ClearBuffer = false }},
	{"clone", "generic-80", func(*escpos.Profile) {}},
	{"csn", "generic-58", func(p *escpos.Profile) { p.Status = escpos.StatusCSN }},
	{"csn, time", "generic-58", func(p *escpos.Profile) {
		p.Status, p.Confirmation = escpos.StatusCSN, escpos.ConfirmTime
	}},
	{"custom", "generic-80", func(p *escpos.Profile) {
		p.Status, p.KanjiAtStart, p.Speed = escpos.StatusCustom, false, 19200
	}},
	{"nippon", "generic-80", func(p *escpos.Profile) {
		p.Status, p.Confirmation = escpos.StatusNippon, escpos.ConfirmNippon
		p.KanjiAtStart, p.Speed = false, 19200
	}},
	{"none", "generic-58", func(p *escpos.Profile) {
		p.Status, p.Confirmation = escpos.StatusNone, escpos.ConfirmTime
	}},
}

// desk is a driver at an emulated printer that can be unplugged and plugged in, in false time.
type desk struct {
	t       *testing.T
	profile escpos.Profile
	printer *emulator.Printer
	driver  *printer.Driver
	lines   chan port.Port
	wrong   func(format string, args ...any) // tells that the driver or the paper is not as it must be
}

// atDesk runs test in a synctest bubble.
func atDesk(t *testing.T, p escpos.Profile, test func(*desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{t: t, profile: p, lines: make(chan port.Port, 1), wrong: t.Errorf}
		d.printer = emulator.StartOn(p, d.line(), emulator.Spare(d.line))
		d.driver = printer.New(printer.Config{Name: "test", Profile: p, Open: func(context.Context) (port.Port, error) {
			select {
			case near := <-d.lines:
				return near, nil
			default:
				return nil, port.ErrNotFound
			}
		}})
		test(d)
		_ = d.driver.Close()
		_ = d.printer.Close()
	})
}

func (d *desk) line() port.Port {
	near, far := porttest.Line()
	d.lines <- near
	return far
}

// after lets time pass and returns the state then.
func (d *desk) after(pass time.Duration) printer.State {
	time.Sleep(pass) // false time
	synctest.Wait()
	return d.driver.Status().State
}

// longTicket has its picture where the faults strike, 20 mm from its start.
func longTicket(t testing.TB, p escpos.Profile, number string) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 200, 160))
	for i := range picture.Pix {
		picture.Pix[i] = 0xFF
	}
	for y := range 160 {
		for x := 40 + y/8; x < 60+y/4; x++ {
			picture.SetGray(x, y, color.Gray{})
		}
	}
	data, err := escpos.NewEncoder(p).Size(4, 4).Line(number).Size(1, 1).Image(picture).
		Line("Café " + number).Line("Panggilan maksimal 3 kali").Line("Terima kasih " + number).Cut().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func ticketText(number string) string {
	return number + "\nCafé " + number + "\nPanggilan maksimal 3 kali\nTerima kasih " + number + "\n"
}

// whole counts the whole tickets of a number on paper, and says whether those that lie there alone look as they must.
func (d *desk) whole(number string) (n int, right bool) {
	right = true
	want, err := escpos.Decode(d.profile, longTicket(d.t, d.profile, number))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, paper := range d.printer.Papers() {
		n += strings.Count(paper.Text(), ticketText(number))
		right = right && (paper.Text() != ticketText(number) || sameEnd(paper.Image, want[0].Image))
	}
	return n, right
}

// sameEnd compares two pictures from below.
func sameEnd(a, b *image.Gray) bool {
	n := min(len(a.Pix), len(b.Pix))
	return string(a.Pix[len(a.Pix)-n:]) == string(b.Pix[len(b.Pix)-n:])
}

// onPaper says what is on paper of a number: nothing, a part, or so many whole tickets.
func (d *desk) onPaper(number string) string {
	if n, _ := d.whole(number); n > 0 {
		return fmt.Sprint(n)
	}
	for _, paper := range d.printer.Papers() {
		if strings.Contains(paper.Text(), number) {
			return "part"
		}
	}
	return "0"
}

func (d *desk) print(number string, id uint32, limit time.Duration) printer.Outcome {
	ctx, cancel := context.WithTimeout(d.t.Context(), limit)
	defer cancel()
	start := time.Now()
	outcome, err := d.driver.Print(ctx, printer.Job{ID: id, Data: longTicket(d.t, d.profile, number)})
	if (outcome == printer.Printed) != (err == nil) {
		d.wrong("%s: %s with error %v", number, outcome, err)
	}
	if took := time.Since(start); took > limit+15*time.Second {
		d.wrong("%s took %v of %v", number, took, limit)
	}
	return outcome
}

// row plays one cell of the table: the fault begins in the middle of a ticket, lasts until the driver
// has given up or is done, and is mended. It returns what came of it.
func (d *desk) row(fault string) string {
	t := d.t
	if got := d.after(20 * time.Second); got != printer.Ready {
		t.Fatalf("before the fault: %s", got)
	}
	begin := d.printer.SetAfter(fault, 20)
	if strings.Contains(fault, "-in-") {
		begin = d.printer.Set(fault, true)
	}
	if begin != nil {
		t.Fatal(begin)
	}
	outcome := d.print("A-012", 12, 30*time.Second)
	during := d.after(30 * time.Second)
	meanwhile := d.print("B-034", 34, 30*time.Second)
	before := d.onPaper("A-012")
	if err := d.printer.Set(fault, false); err != nil {
		t.Fatal(err)
	}
	mended := d.after(time.Minute)
	after := d.onPaper("A-012")
	again := d.print("C-056", 56, time.Minute)
	d.after(time.Minute)
	d.truth("A-012", outcome)
	d.truth("B-034", meanwhile)
	d.truth("C-056", again)
	for _, err := range d.printer.Errors() {
		if !errors.Is(err, emulator.ErrOverrun) {
			t.Logf("the printer did not understand: %v", err)
		}
	}
	return fmt.Sprintf("%s | %s | %s > %s | %s | %s | %s", during, outcome, before, after, meanwhile, mended, again)
}

// truth compares what the driver said with what lies there.
func (d *desk) truth(number string, said printer.Outcome) {
	n, right := d.whole(number)
	if said == printer.Printed && n != 1 || said == printer.Failed && n != 0 || n > 1 {
		d.wrong("%s is %s, and %d tickets came out", number, said, n)
	}
	if said == printer.Printed && !right {
		d.wrong("%s is printed and looks different", number)
	}
}

// dialects are the columns with their profiles.
func dialects(t *testing.T) (all []faulttable.Column) {
	t.Helper()
	for _, column := range columns {
		p := profile(t, column.base)
		column.alter(&p)
		all = append(all, faulttable.Column{Name: column.name, Profile: p})
	}
	return all
}

// TestEveryFaultOnEveryDialect: each cell is as testdata/faults.txt says, and in none did the driver
// lie: printed is one whole ticket, failed is none even after mending, and never are there two.
func TestEveryFaultOnEveryDialect(t *testing.T) {
	faulttable.Play(t, dialects(t), func(t *testing.T, fault string, column faulttable.Column, want string) {
		atDesk(t, column.Profile, func(d *desk) {
			if got := d.row(fault); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	})
}

// TestMendedInTime: a fault that passes while the driver still waits costs time and nothing else. The
// printer goes on with what is in its buffer, and the driver with the rest.
func TestMendedInTime(t *testing.T) {
	for _, fault := range []string{"paper-end", "cover-open", "cutter-jam", "hot-head", "low-voltage"} {
		for _, column := range dialects(t)[:len(columns)-1] { // one that says nothing loses bytes meanwhile
			t.Run(fault+"/"+column.Name, func(t *testing.T) {
				atDesk(t, column.Profile, func(d *desk) {
					d.after(20 * time.Second)
					if err := d.printer.SetAfter(fault, 20); err != nil {
						t.Fatal(err)
					}
					go func() {
						d.after(20 * time.Second)
						if err := d.printer.Set(fault, false); err != nil {
							t.Error(err)
						}
					}()
					if got := d.print("A-012", 12, time.Minute); got != printer.Printed {
						t.Errorf("outcome %s", got)
					}
					d.after(time.Minute)
					if got := d.onPaper("A-012"); got != "1" {
						t.Errorf("on paper: %s", got)
					}
				})
			})
		}
	}
}
