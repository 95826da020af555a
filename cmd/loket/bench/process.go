package bench

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"loket/server"
	"loket/server/access"
	"loket/server/staff"

	"log/slog"
)

// process is a server in a process of its own, so that its memory is its own and its clients compete with
// it as real ones do not: the figures are a little worse than in an office.
type process struct {
	cmd   *exec.Cmd
	url   string
	ready time.Duration // from the start to the first answer
}

// FloorAddr is the environment variable that makes the program a bare server: it only listens and answers.
const FloorAddr = "LOKET_BENCH_FLOOR"

// launch starts the program and waits until it answers at path. Its first line of output ends with its URL.
func launch(ctx context.Context, path string, env []string, args ...string) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd}
	lines := bufio.NewScanner(out)
	for p.url == "" && lines.Scan() {
		if i := strings.LastIndex(lines.Text(), " at http://"); i >= 0 {
			p.url = lines.Text()[i+len(" at "):]
		}
	}
	if p.url == "" {
		return nil, fmt.Errorf("the server did not start: %w", cmd.Wait())
	}
	r, err := http.Get(p.url + path)
	if err != nil {
		return nil, err
	}
	p.ready = time.Since(began)
	_ = r.Body.Close()
	go func() {
		for lines.Scan() { // keep the pipe empty
		}
	}()
	return p, nil
}

// stop ends the process and waits for it.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// memory is the process's resident memory in MiB.
func (p *process) memory() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS")
}

// office is a prepared data folder: its kiosk's token and its officers.
type officeData struct {
	token    string
	password string
	officers []string
}

// prepare makes a data folder with a kiosk and so many officers.
func prepare(ctx context.Context, data string, officers int) (*officeData, error) {
	s, err := server.New(ctx, server.Config{Data: data, Log: slog.New(slog.DiscardHandler), Office: benchOffice(officers)})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	o := &officeData{password: "bench-password"}
	if _, o.token, err = s.Devices.Pair(ctx, "system", access.Kiosk, "bench"); err != nil {
		return nil, err
	}
	for i := range max(1, officers) {
		m := staff.Member{Username: fmt.Sprintf("officer%d", i+1), Name: "Officer", Roles: []access.Role{access.Registrar}}
		if _, err := s.Staff.Add(ctx, "system", m, o.password); err != nil {
			return nil, err
		}
		o.officers = append(o.officers, m.Username)
	}
	return o, nil
}

// serveData starts the server on a data folder.
func serveData(ctx context.Context, data string) (*process, error) {
	return launch(ctx, "/readyz", nil, "serve", "--data", data, "--addr", "127.0.0.1:0")
}
