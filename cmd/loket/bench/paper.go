package bench

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"time"

	"loket/firmware-configs"
	"loket/hardware/escpos"
	"loket/kiosk"
	"loket/server/api"
	"loket/server/office"
)

// The printers whose tickets are measured: one that draws QR symbols itself, and the class of 58 mm that gets
// them as pictures and is asked for its state between the pieces of a job.
const (
	nativePrinter  = "epson-tm-t20iii"
	picturePrinter = "generic-58"
)

// benchTicket is what the sample office's kiosk prints for its first service.
func benchTicket() kiosk.Ticket {
	o := office.Sample()
	service := o.Services[0]
	t := kiosk.Ticket{
		Office: o.Name, Service: service.Name.ID, Number: service.Letter + "-012",
		IssuedAt: time.Date(2026, 11, 23, 8, 14, 0, 0, time.FixedZone("WITA", 8*3600)),
		Ahead:    3, Wait: api.Minutes{Low: 25, High: 40}, Calls: o.Queue.CallLimit, Language: api.ID,
		URL: "http://192.168.1.10:8080/t/Zk3xq9TmR2uVbW7y",
	}
	for _, paper := range service.Papers {
		t.Papers = append(t.Papers, paper.Name.ID)
	}
	return t
}

// layFor is the ticket's job for a printer.
func layFor(name string) (escpos.Profile, []byte, error) {
	p, err := escpos.LoadProfile(firmwareconfigs.FS, name)
	if err != nil {
		return p, nil, err
	}
	job, err := kiosk.Lay(p, benchTicket())
	return p, job, err
}

// paper measures what a ticket costs on the line and in the processor.
func paper(ctx context.Context, _ string, o Options) ([]Figure, error) {
	figures, err := ticketBytes()
	if err != nil {
		return nil, err
	}
	var jobs [][]byte
	var profiles []escpos.Profile
	for _, name := range []string{nativePrinter, picturePrinter} {
		p, job, err := layFor(name)
		if err != nil {
			return nil, err
		}
		jobs, profiles = append(jobs, job), append(profiles, p)
	}
	ticket := benchTicket()
	var encoded, decoded, copied []float64
	for range rounds {
		for _, run := range []struct {
			rates *[]float64
			do    func(i int) error
		}{
			{&encoded, func(i int) error { _, err := kiosk.Lay(profiles[i], ticket); return err }},
			{&decoded, func(i int) error { _, err := escpos.Decode(profiles[i], jobs[i]); return err }},
			{&copied, func(i int) error { runtime.KeepAlive(bytes.Clone(jobs[i])); return nil }},
		} {
			rate, err := throughput(ctx, o.Length/(4*rounds), jobs, run.do)
			if err != nil {
				return nil, err
			}
			*run.rates = append(*run.rates, rate)
		}
	}
	const of = "a copy of the same bytes in memory"
	return append(figures,
		figure("encoder", "MB/s", median(encoded), median(copied), of),
		figure("decoder", "MB/s", median(decoded), median(copied), of),
	), nil
}

// throughput does something with each job in turn and returns megabytes of jobs a second.
func throughput(ctx context.Context, length time.Duration, jobs [][]byte, do func(i int) error) (float64, error) {
	began, size := time.Now(), 0
	for time.Since(began) < length {
		for i, job := range jobs {
			if err := do(i); err != nil {
				return 0, err
			}
			size += len(job)
		}
	}
	return float64(size) / 1e6 / time.Since(began).Seconds(), ctx.Err()
}

// ticketBytes is the largest ticket of each kind of printer, beside its text and its link alone.
func ticketBytes() ([]Figure, error) {
	profiles, err := escpos.Profiles(firmwareconfigs.FS)
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for _, kind := range []struct {
		name string
		of   func(escpos.Profile) bool
		most float64
	}{
		{"bytes per ticket, QR by the printer", func(p escpos.Profile) bool { return p.QR }, 700},
		{"bytes per ticket, QR as a picture, 58 mm", func(p escpos.Profile) bool { return !p.QR && p.WidthDots/p.DotsPerMM <= 48 }, 4500},
	} {
		largest, text := 0, 0
		for _, p := range profiles {
			job, err := kiosk.Lay(p, benchTicket())
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			if !kind.of(p) || len(job) <= largest {
				continue
			}
			papers, err := escpos.Decode(p, job)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			largest, text = len(job), len(papers[0].Text())+len(benchTicket().URL)
		}
		figures = append(figures, figure(kind.name, "B", float64(largest), float64(text), "its text and its link").atMost(kind.most))
	}
	return figures, nil
}
