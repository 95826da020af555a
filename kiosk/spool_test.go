package kiosk

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"loket/server/api"
)

// left is a press as a former run left it at a stage.
func left(at stage, age time.Duration, reported bool) press {
	p := press{Key: "press-0001", Service: "ak1-baru", Language: api.ID, AskedAt: now.Add(-age), Stage: at, Reported: reported}
	if at != asked {
		issued := issuedTicket(7, api.ID)
		paper := newTicket(api.Office{Timezone: "Asia/Makassar"}, api.Service{}, issued)
		p.Issued, p.Paper = &issued, &paper
	}
	return p
}

// TestCrashPoints starts the program on a spool as a crash at each stage leaves it.
func TestCrashPoints(t *testing.T) {
	const fresh, old = 10 * time.Second, 5 * time.Minute
	tests := []struct {
		name    string
		press   press
		tickets int
		papers  int
		report  string // empty: none
	}{
		{"asked just now: asked again", left(asked, fresh, false), 1, 1, "ticket-1 printed"},
		{"asked long ago: dropped", left(asked, old, false), 0, 0, ""},
		{"asked by a clock that was ahead: dropped", left(asked, -old, false), 0, 0, ""},
		{"issued just now: printed", left(issued, fresh, false), 0, 1, "ticket-7 printed"},
		{"issued long ago: not printed for nobody", left(issued, old, false), 0, 0, "ticket-7 failed"},
		{"printing: never printed again", left(printing, fresh, false), 0, 0, "ticket-7 unknown"},
		{"printed, not reported", left(printed, fresh, false), 0, 0, "ticket-7 printed"},
		{"failed, not reported", left(failed, old, false), 0, 0, "ticket-7 failed"},
		{"unknown, not reported", left(unknown, old, false), 0, 0, "ticket-7 unknown"},
		{"printed and reported", left(printed, fresh, true), 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server, paper, dir := newFakeServer(t), &fakePrinter{}, t.TempDir()
			s, err := openSpool(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.put(tt.press); err != nil {
				t.Fatal(err)
			}
			k := startKiosk(t, server, paper, dir, quick())
			if tt.report != "" {
				expect(t, server.reports, tt.report)
				k.noted(t, tt.press.Key)
			}
			k.stop()
			select {
			case extra := <-server.reports:
				t.Errorf("also reported %q", extra)
			default:
			}
			if server.count() != tt.tickets || paper.printed() != tt.papers {
				t.Errorf("%d tickets and %d papers, want %d and %d", server.count(), paper.printed(), tt.tickets, tt.papers)
			}
			presses, _, err := s.all()
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range presses {
				if p.Stage == printing || p.Stage == issued || p.Stage == asked {
					t.Errorf("left in stage %q", p.Stage)
				}
			}
		})
	}
}

func TestSpoolGivesBackWhatItTook(t *testing.T) {
	s, err := openSpool(filepath.Join(t.TempDir(), "made", "for", "it"))
	if err != nil {
		t.Fatal(err)
	}
	want := left(printing, 0, false)
	want.Job = 99
	if err := s.put(want); err != nil {
		t.Fatal(err)
	}
	presses, broken, err := s.all()
	if err != nil || len(presses) != 1 || len(broken) != 0 {
		t.Fatalf("%v %v %v", presses, broken, err)
	}
	got := presses[0]
	if got.Job != 99 || got.Stage != printing || got.Issued.Number != "A-007" || !got.Paper.IssuedAt.Equal(want.Paper.IssuedAt) {
		t.Errorf("got %+v", got)
	}
	if clock := indonesian.clock(got.Paper.IssuedAt); clock != "08.14 WITA" {
		t.Errorf("the paper's time became %s", clock)
	}
	if err := s.remove(want.Key); err != nil {
		t.Fatal(err)
	}
	if presses, _, _ := s.all(); len(presses) != 0 {
		t.Errorf("still there: %v", presses)
	}
}

func TestBrokenFilesAreSetAside(t *testing.T) {
	dir := t.TempDir()
	s, err := openSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"press-0001.json": `{"key":"press-0001","stage":"as`,
		"press-0002.json": `{"key":"press-0002","stage":"printing"}`, // printing what?
		"press-0003.json": `{"key":"press-9999","stage":"asked"}`,
		"new-123":         `{`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	presses, broken, err := s.all()
	if err != nil || len(presses) != 0 || len(broken) != 3 {
		t.Fatalf("%v %v %v", presses, broken, err)
	}
	if _, broken, _ = s.all(); len(broken) != 0 {
		t.Errorf("still broken: %v", broken)
	}
	if _, err := os.Stat(filepath.Join(dir, "press-0001.json"+brokenSuffix)); err != nil {
		t.Error(err)
	}
}

func TestFinishedPressesArePruned(t *testing.T) {
	server, dir := newFakeServer(t), t.TempDir()
	s, err := openSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.put(left(printed, time.Hour, true)); err != nil {
		t.Fatal(err)
	}
	k := startKiosk(t, server, &fakePrinter{}, dir, quick())
	k.prune()
	if files, _ := os.ReadDir(dir); len(files) != 0 || k.find("press-0001") != nil {
		t.Errorf("%d files are left", len(files))
	}
}
