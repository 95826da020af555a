package printer_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	firmwareconfigs "loket/firmware-configs"
	"loket/hardware/emulator"
	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/hardware/port/porttest"
	"loket/hardware/printer"
)

// busyLine is a port whose line carries a byte in its time, while the host hears each answer late, as on a busy
// computer. It keeps account of how long the line rested, and of what a printer that has stopped would have to hold.
type busyLine struct {
	port.Port
	profile     escpos.Profile
	mu          sync.Mutex
	first, last time.Time
	sent        int
	asked       []int // bytes before each question that is not answered
	answered    int   // bytes before the last question that was
	most        int   // bytes behind it
}

// hears is how late an answer is heard.
const hears = 20 * time.Millisecond

func (l *busyLine) Write(ctx context.Context, b []byte) (int, error) {
	l.mu.Lock()
	question := len(b) == 3 && b[0] == 0x10
	if question {
		l.asked = append(l.asked, l.sent)
	} else {
		if l.first.IsZero() {
			l.first = time.Now()
		}
		l.sent += len(b)
		l.most = max(l.most, l.sent-l.answered)
	}
	l.mu.Unlock()
	n, err := l.Port.Write(ctx, b)
	time.Sleep(time.Duration(n) * port.Config{Speed: l.profile.Speed}.ByteTime()) // false time
	l.mu.Lock()
	defer l.mu.Unlock()
	if !question {
		l.last = time.Now()
	}
	return n, err
}

func (l *busyLine) Read(b []byte) (int, error) {
	n, err := l.Port.Read(b)
	time.Sleep(hears) // false time
	l.mu.Lock()
	defer l.mu.Unlock()
	if n > 0 && len(l.asked) > 0 {
		l.answered, l.asked = l.asked[0], l.asked[1:]
	}
	return n, err
}

// TestLineDoesNotRestWhileAsking: a printer that is asked between pieces gets them one behind the other at 97 % of
// the line's speed at least, and never more than three quarters of its buffer beyond what it has answered for.
func TestLineDoesNotRestWhileAsking(t *testing.T) {
	for _, name := range []string{"generic-58", "xprinter-58", "custom-kpm", "custom-vkp80ii"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, err := escpos.LoadProfile(firmwareconfigs.FS, name)
				if err != nil {
					t.Fatal(err)
				}
				p.Speed, p.QR = 115200, false
				near, far := porttest.Line()
				e := emulator.StartOn(p, far, emulator.Speedup(1e4))
				line := &busyLine{Port: near, profile: p}
				d := printer.New(printer.Config{Name: "test", Profile: p, Open: func(context.Context) (port.Port, error) { return line, nil }})
				defer func() { _, _ = d.Close(), e.Close() }()
				time.Sleep(20 * time.Second) // false time
				synctest.Wait()
				picture := escpos.NewEncoder(p)
				for range 4 {
					picture.QR("https://loket.example/t/1", 6)
				}
				data, err := picture.Line("Panggilan maksimal 3 kali").Cut().Bytes()
				if err != nil {
					t.Fatal(err)
				}
				line.mu.Lock()
				line.first, line.sent, line.answered, line.most, line.asked = time.Time{}, 0, 0, 0, nil
				line.mu.Unlock()
				outcome, err := d.Print(t.Context(), printer.Job{ID: 1, Data: data})
				if outcome != printer.Printed {
					t.Fatalf("%s, %v", outcome, err)
				}
				must := time.Duration(len(data)) * port.Config{Speed: p.Speed}.ByteTime()
				line.mu.Lock()
				defer line.mu.Unlock()
				took := line.last.Sub(line.first)
				if use := must.Seconds() / took.Seconds(); use < 0.97 {
					t.Errorf("the line was used %.1f %% of %v", 100*use, took)
				}
				if line.most > p.BufferBytes/4*3 {
					t.Errorf("%d bytes were sent beyond the last answer, and the buffer has %d", line.most, p.BufferBytes)
				}
				if texts := e.Papers(); len(texts) != 1 || len(e.Errors()) > 0 {
					t.Errorf("%d papers, %v", len(texts), e.Errors())
				}
			})
		})
	}
}
