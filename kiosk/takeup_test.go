package kiosk

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
)

// After a restart only what was left undone is worth a warning.
func TestFinishedPressesAreTakenUpQuietly(t *testing.T) {
	s, err := openSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	done := press{Key: "finished-1", AskedAt: now, Stage: printed, Reported: true}
	ticket := issuedTicket(1, "id")
	done.Issued, done.Paper = &ticket, &Ticket{}
	for _, p := range []press{done, {Key: "too-old-1", AskedAt: now.Add(-time.Hour), Stage: asked}} {
		if err := s.put(p); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	k := &Kiosk{spool: s, log: slog.New(slog.NewTextHandler(&log, nil)), presses: map[string]*entry{}, limits: quick()}
	k.limits.recent = time.Minute
	k.config.Now = func() time.Time { return now }
	var work sync.WaitGroup
	if err := k.takeUpSpool(t.Context(), &work); err != nil {
		t.Fatal(err)
	}
	work.Wait()
	if strings.Contains(log.String(), "stage=printed") || !strings.Contains(log.String(), "stage=asked") {
		t.Errorf("the log says\n%s", log.String())
	}
}
