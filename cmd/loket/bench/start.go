package bench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"

	"loket/server/store"
)

func sqliteEngine() string {
	return map[string]string{"sqlite3": "mattn/go-sqlite3 (cgo)", "sqlite": "modernc.org/sqlite (no cgo)"}[store.Engine()]
}

// start measures how long the program takes from its start to its first answer and what memory it takes, new
// and idle, beside a bare HTTP server in the same program.
func start(ctx context.Context, dir string, _ Options) ([]Figure, error) {
	data := filepath.Join(dir, "data")
	if _, err := prepare(ctx, data, 1); err != nil {
		return nil, err
	}
	var times, floors, sizes, bare []float64
	for range rounds {
		for _, run := range []struct {
			launch func() (*process, error)
			times  *[]float64
			memory *[]float64
		}{
			{func() (*process, error) { return serveData(ctx, data) }, &times, &sizes},
			{func() (*process, error) { return launch(ctx, "/", []string{FloorAddr + "=127.0.0.1:0"}) }, &floors, &bare},
		} {
			p, err := run.launch()
			if err != nil {
				return nil, err
			}
			size, err := p.memory()
			if err != nil {
				return nil, err
			}
			*run.times, *run.memory = append(*run.times, float64(p.ready.Microseconds())/1000), append(*run.memory, size)
			if err := p.stop(); err != nil {
				return nil, err
			}
		}
	}
	const of = "a bare HTTP server in the same program"
	return []Figure{
		figure("time to ready", "ms", median(times), median(floors), of),
		figure("memory, new and idle", "MiB", median(sizes), median(bare), of),
	}, nil
}

// ServeFloor is the bare server: it says where it listens and answers until ctx ends.
func ServeFloor(ctx context.Context, addr string, say func(format string, args ...any)) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "ok") })}
	go func() {
		<-ctx.Done()
		_ = s.Close()
	}()
	say("floor at http://%s\n", l.Addr())
	if err := s.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}
