package bench

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// rounds is how often floor and figure take turns, so that a change of the computer's mood touches both.
const rounds = 5

// tickets measures numbers given out per second through HTTP, with one client that waits for each and with 64
// at once, beside the bare durable commit of the same rows.
func tickets(ctx context.Context, dir string, o Options) ([]Figure, error) {
	office, err := openOffice(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer office.close()

	length := o.Length / rounds
	var bare, rested, one, many []float64
	for range rounds {
		for rates, run := range map[*[]float64]func() (float64, error){
			&bare:   func() (float64, error) { return office.floor.commits(ctx, length) },
			&rested: func() (float64, error) { return office.floor.rested(ctx, length) },
			&one:    func() (float64, error) { return issue(ctx, office.url, office.token, 1, length) },
			&many:   func() (float64, error) { return issue(ctx, office.url, office.token, 64, length) },
		} {
			rate, err := run()
			if err != nil {
				return nil, err
			}
			*rates = append(*rates, rate)
		}
	}
	const of = "bare durable SQLite commit of the same rows"
	return []Figure{
		figure("tickets, 1 client", "/s", median(one), median(bare), of).atLeastRatio(0.6),
		figure("tickets, 1 client", "/s", median(one), median(rested), "the same commit after a pause of 0.1 ms"),
		figure("tickets, 64 clients", "/s", median(many), median(bare), of),
	}, nil
}

var keys atomic.Int64

// issue takes numbers with so many clients at once and returns how many a second.
func issue(ctx context.Context, url, token string, clients int, length time.Duration) (float64, error) {
	var count atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	began := time.Now()
	for range clients {
		group.Go(func() error {
			c := newClient(url, "Bearer "+token)
			defer c.close()
			for time.Since(began) < length {
				if err := c.ticket(ctx, fmt.Sprintf("bench-%012d", keys.Add(1))); err != nil {
					return err
				}
				count.Add(1)
			}
			return nil
		})
	}
	err := group.Wait()
	return float64(count.Load()) / time.Since(began).Seconds(), err
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
