package printer_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	firmwareconfigs "loket/firmware-configs"
	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/port/porttest"
	"loket/hardware/printer"
)

// TestConversation pins every byte that goes to an Epson and to a clone, from greeting to end mark.
func TestConversation(t *testing.T) {
	ask := func(n byte) porttest.Step {
		return porttest.Step{Want: []byte{0x10, 0x04, n}, Reply: []byte{0x12}}
	}
	job := printer.Job{ID: 95*95 + 2*95 + 3, Data: []byte("A-012\n")}
	for name, exchange := range map[string][2]porttest.Step{
		"epson-tm-t20iii": {
			{Want: []byte("\x1b@\x1da\xff\x1bt\x00"), Reply: []byte{0x10, 0, 0, 0}},
			{
				Want:  []byte("\x1d(H\x06\x0000 \"$&A-012\n\x1d(H\x06\x0000 \"$'"), // one mark before the last line
				Reply: []byte("\x37\x22 \"$&\x00\x37\x22 \"$'\x00"),
			},
		},
		"generic-80": {
			{Want: []byte("\x1b@\x1c.\x1bt\x00\x1dr\x01"), Reply: []byte{0}},
			{Want: []byte("A-012\n\x1dr\x01"), Reply: []byte{0}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := escpos.LoadProfile(firmwareconfigs.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				script := porttest.NewPlayback(ask(1), ask(2), ask(3), ask(4), exchange[0],
					ask(1), ask(2), ask(3), ask(4), exchange[1])
				d := printer.New(printer.Config{
					Profile: p,
					Open:    func(context.Context) (port.Port, error) { return script, nil },
				})
				if outcome, err := d.Print(t.Context(), job); outcome != printer.Printed || err != nil {
					t.Errorf("%s, %v", outcome, err)
				}
				if err := script.Rest(); err != nil {
					t.Error(err)
				}
				_ = d.Close()
			})
		})
	}
}

// clone is a printer played by hand: it answers DLE EOT at once and passes on each GS r.
func clone(line *porttest.End, asked chan<- string) {
	received := ""
	buf := make([]byte, 1)
	for {
		if _, err := line.Read(buf); err != nil {
			return
		}
		received += string(buf)
		if n := len(received); n >= 3 && received[n-3:n-1] == "\x10\x04" {
			_, _ = line.Write(context.Background(), []byte{0x12})
		}
		if strings.HasSuffix(received, "\x1dr\x01") {
			asked <- received
			received = ""
		}
	}
}

// TestStrayAnswerIsWaitedFor: two greetings were needed, so two answers come, all alike. The
// second must not pass for the end mark of the first job.
func TestStrayAnswerIsWaitedFor(t *testing.T) {
	p, err := escpos.LoadProfile(firmwareconfigs.FS, "generic-80")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		near, far := porttest.Line()
		asked := make(chan string, 9)
		go clone(far, asked)
		answer := func() { _, _ = far.Write(t.Context(), []byte{0}) }
		d := printer.New(printer.Config{
			Profile: p, Open: func(context.Context) (port.Port, error) { return near, nil },
		})
		outcome := make(chan printer.Outcome, 1)
		go func() {
			o, _ := d.Print(t.Context(), printer.Job{ID: 1, Data: []byte("A-012\n")})
			outcome <- o
		}()
		<-asked // the first greeting gets no answer
		<-asked
		answer()
		time.Sleep(time.Second) // false time
		synctest.Wait()
		if len(asked) > 0 {
			t.Error("the job was sent while an answer was outstanding")
		}
		answer()
		if job := <-asked; !strings.Contains(job, "A-012") {
			t.Errorf("instead of the job came %q", job)
		}
		synctest.Wait()
		if len(outcome) > 0 {
			t.Error("the stray answer passed for the end mark")
		}
		answer()
		if o := <-outcome; o != printer.Printed {
			t.Errorf("outcome %s", o)
		}
		_ = d.Close()
		_ = far.Close()
	})
}

// TestLostPortIsSoughtAgain: the pauses between attempts grow to five seconds and no further.
func TestLostPortIsSoughtAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var attempts []time.Duration
		d := printer.New(printer.Config{Open: func(context.Context) (port.Port, error) {
			attempts = append(attempts, time.Since(start))
			return nil, port.ErrNotFound
		}})
		time.Sleep(time.Minute) // false time
		synctest.Wait()
		if s := d.Status(); s.State != printer.NotFound || !s.Since.Equal(start) {
			t.Errorf("status %+v", s)
		}
		if outcome, err := d.Print(t.Context(), printer.Job{}); outcome != printer.Failed || err == nil {
			t.Errorf("%s, %v", outcome, err)
		}
		_ = d.Close()
		n := len(attempts)
		if n < 14 || n > 18 || attempts[1] != 250*time.Millisecond || attempts[n-1]-attempts[n-2] != 5*time.Second {
			t.Errorf("attempts at %v", attempts)
		}
	})
}
