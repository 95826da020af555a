package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"time"

	"loket/server/api"

	"golang.org/x/sync/errgroup"
)

// crowd is simulated seekers who take numbers and simulated officers who serve them, all through the public
// API. The officers leave Loket 1 to whoever tries the demo.
type crowd struct {
	server  string
	perHour int
	early   int // how many of the first handful are still to come
	kiosk   *api.ClientWithResponses
}

// crowdCounters are the officers of the crowd and where they sit.
var crowdCounters = map[string]string{"budi": "2", "dewi": "3"}

// crowdServices is how often each service is asked for.
var crowdServices = []string{"ak1-baru", "ak1-baru", "ak1-baru", "ak1-perpanjangan", "legalisir", "konsultasi"}

func newCrowd(server, token string, perHour int) *crowd {
	return &crowd{server: server, perHour: perHour, early: min(6, perHour), kiosk: newDevice(server, token)}
}

// newDevice asks with a device's token.
func newDevice(server, token string) *api.ClientWithResponses {
	return newClient(server, nil, func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	})
}

func newClient(server string, jar http.CookieJar, edit api.RequestEditorFn) *api.ClientWithResponses {
	options := []api.ClientOption{api.WithHTTPClient(&http.Client{Jar: jar, Timeout: 30 * time.Second})}
	if edit != nil {
		options = append(options, api.WithRequestEditorFn(edit))
	}
	client, err := api.NewClientWithResponses(server+api.BaseURL, options...)
	if err != nil {
		panic(err) // the address is our own listener's
	}
	return client
}

// run lets people come and be served until ctx ends. Who fails tells it and begins anew: on a slow machine an answer may
// be late, and the crowd must not be gone for the rest of the day.
func (c *crowd) run(ctx context.Context, log *slog.Logger) error {
	var group errgroup.Group
	insist := func(do func() error) {
		group.Go(func() error {
			for err := do(); err != nil && ctx.Err() == nil; err = do() {
				log.Warn("the crowd begins anew", "error", err)
				pause(ctx, c.pace()/10)
			}
			return nil
		})
	}
	insist(func() error { return c.arrive(ctx) })
	for user, counter := range crowdCounters {
		insist(func() error { return c.serve(ctx, user, counter) })
	}
	return group.Wait()
}

// arrive takes a first handful of numbers and then one at random moments, so many an hour.
func (c *crowd) arrive(ctx context.Context) error {
	for ; c.early > 0; c.early-- {
		if err := c.take(ctx); err != nil {
			return err
		}
	}
	mean := time.Hour / time.Duration(c.perHour)
	for pause(ctx, time.Duration(rand.ExpFloat64()*float64(mean))) {
		if err := c.take(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (c *crowd) take(ctx context.Context) error {
	priority := rand.IntN(12) == 0
	key := fmt.Sprintf("crowd-%016x", rand.Uint64())
	r, err := c.kiosk.IssueTicketWithResponse(ctx, &api.IssueTicketParams{IdempotencyKey: key},
		api.TicketRequest{Service: crowdServices[rand.IntN(len(crowdServices))], Priority: &priority})
	if err := answered(ctx, r, err); err != nil || r == nil || r.JSON201 == nil {
		return err
	}
	p, err := c.kiosk.ReportPaperWithResponse(ctx, r.JSON201.ID, api.PaperReport{State: api.PaperReportStatePrinted})
	return answered(ctx, p, err)
}

// answered turns what is not an answer into an error; a refusal (a closed service, an empty queue) is one.
func answered(ctx context.Context, r interface{ StatusCode() int }, err error) error {
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return fmt.Errorf("crowd: %w", err)
	case r.StatusCode() >= http.StatusInternalServerError:
		return fmt.Errorf("crowd: the server answered %d", r.StatusCode())
	}
	return nil
}

// serve is an officer's day: call, wait for the seeker, serve, finish; now and then somebody does not come.
func (c *crowd) serve(ctx context.Context, user, counter string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	desk := newClient(c.server, jar, nil)
	officer := &simulatedOfficer{desk: desk, user: user, counter: counter, pace: c.pace()}
	if err := officer.signIn(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	opened, err := desk.OpenCounterWithResponse(ctx, counter)
	if err := answered(ctx, opened, err); err != nil || ctx.Err() != nil {
		return err
	}
	if opened.StatusCode() != http.StatusOK {
		return nil // somebody who tries the demo has taken the counter
	}
	for ctx.Err() == nil {
		if err := officer.next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pace is the mean time of one service with which the officers just keep up.
func (c *crowd) pace() time.Duration {
	return time.Duration(len(crowdCounters)) * time.Hour / time.Duration(c.perHour) * 8 / 10
}

type simulatedOfficer struct {
	desk    *api.ClientWithResponses
	user    string
	counter string
	pace    time.Duration
}

func (o *simulatedOfficer) signIn(ctx context.Context) error {
	in, err := o.desk.SignInWithResponse(ctx, api.SignIn{User: o.user, Password: demoPassword})
	return answered(ctx, in, err)
}

// next serves one seeker, or waits a moment if nobody is there. A ticket left over from an earlier run is
// finished first; a session that is over after a working day begins anew.
func (o *simulatedOfficer) next(ctx context.Context) error {
	view, err := o.desk.GetDeskWithResponse(ctx, o.counter)
	if err == nil && view.StatusCode() == http.StatusUnauthorized {
		pause(ctx, o.pace/10)
		if err := o.signIn(ctx); err != nil {
			return err
		}
		opened, err := o.desk.OpenCounterWithResponse(ctx, o.counter) // it was held for the day only
		return answered(ctx, opened, err)
	}
	if err := answered(ctx, view, err); err != nil || ctx.Err() != nil || view.JSON200 == nil {
		pause(ctx, o.pace/10)
		return err
	}
	if view.JSON200.Ticket == nil {
		called, err := o.desk.CallNextWithResponse(ctx, o.counter)
		if err := answered(ctx, called, err); err != nil || called == nil || called.JSON200 == nil {
			pause(ctx, o.pace/10)
			return err
		}
	}
	for rand.IntN(10) == 0 { // does not hear the call
		pause(ctx, o.pace/5)
		again, err := o.desk.RecallWithResponse(ctx, o.counter)
		if err := answered(ctx, again, err); err != nil || ctx.Err() != nil {
			return err
		}
		if again.JSON200 == nil {
			missed, err := o.desk.NoShowWithResponse(ctx, o.counter)
			return answered(ctx, missed, err)
		}
	}
	pause(ctx, o.pace/10)
	here, err := o.desk.ServeWithResponse(ctx, o.counter)
	if err := answered(ctx, here, err); err != nil {
		return err
	}
	pause(ctx, time.Duration(float64(o.pace)*(0.5+rand.Float64())))
	done, err := o.desk.FinishWithResponse(ctx, o.counter)
	return answered(ctx, done, err)
}

// pause waits; false if ctx ended before.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
