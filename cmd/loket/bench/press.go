package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"time"

	"loket/hardware/port"
	"loket/kiosk"
)

// presses is how many are measured at least.
const presses = 200

// press measures from the press at the kiosk (the page's request) to the ticket's first byte at the printer's
// port: a real kiosk with its spool, a server in a process of its own, a printer that answers at once.
func press(ctx context.Context, dir string, o Options) (_ []Figure, err error) {
	office, err := openOffice(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer office.close()
	page, w, stop, err := startKiosk(ctx, office.url, office.token, filepath.Join(dir, "spool"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()

	var took, commits []float64
	for range rounds {
		rate, err := office.floor.commits(ctx, o.Length/(4*rounds))
		if err != nil {
			return nil, err
		}
		commits = append(commits, 1000/rate)
		for began, n := time.Now(), 0; n < presses/rounds || time.Since(began) < o.Length/(2*rounds); n++ {
			w.expect(1)
			pressed := time.Now()
			if err := pressAt(ctx, page, fmt.Sprintf("press-%012d", len(took))); err != nil {
				return nil, err
			}
			took = append(took, float64((<-w.jobs).first.Sub(pressed).Nanoseconds())/1e6)
		}
	}
	const of = "bare durable SQLite commit of a ticket's rows"
	return []Figure{
		figure("press → first byte, p50", "ms", quantile(took, .50), median(commits), of),
		figure("press → first byte, p99", "ms", quantile(took, .99), median(commits), of),
	}, nil
}

// startKiosk runs a kiosk in this process and returns its page's address and its printer's wire.
func startKiosk(ctx context.Context, server, token, spool string) (page string, w *wire, stop func() error, err error) {
	profile, _, err := layFor(nativePrinter)
	if err != nil {
		return "", nil, nil, err
	}
	w, device, err := openWire(profile, 0)
	if err != nil {
		return "", nil, nil, err
	}
	driver := w.drive(profile, port.PaceNever)
	k, err := kiosk.New(kiosk.Config{
		Server: server, Token: token, Printer: driver, Profile: profile, Spool: spool, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return "", nil, nil, errors.Join(err, driver.Close(), device.Close())
	}
	running, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- k.Run(running) }()
	pages := httptest.NewServer(k.Handler())
	stop = func() error {
		pages.Close()
		cancel()
		return errors.Join(<-ended, driver.Close(), device.Close())
	}
	if err = ready(ctx, driver); err == nil {
		for err = errStarting; errors.Is(err, errStarting); {
			err = pressAt(ctx, pages.URL, "press-warm-up")
		}
	}
	if err != nil {
		return "", nil, nil, errors.Join(err, stop())
	}
	return pages.URL, w, stop, nil
}

var errStarting = errors.New("the kiosk is starting")

// pressAt presses as the page does and reads the whole answer, which comes when the paper is out.
func pressAt(ctx context.Context, page, key string) error {
	body := fmt.Sprintf(`{"key":%q,"service":%q,"priority":false,"language":"id"}`, key, benchService)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, page+"/kiosk/press", strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	switch {
	case err != nil:
		return err
	case answer.StatusCode == http.StatusServiceUnavailable && strings.Contains(string(text), "kiosk.starting"):
		return errStarting
	case answer.StatusCode != http.StatusOK || !strings.Contains(string(text), `"paper":"printed"`):
		return fmt.Errorf("the kiosk answers %d: %s", answer.StatusCode, text)
	}
	return nil
}
