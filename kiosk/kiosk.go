package kiosk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/printer"
	"loket/server/api"
)

// Config is what a kiosk needs to run.
type Config struct {
	Server  string          // the server's address, such as "http://192.168.1.10:8080"
	Token   string          // the token that the server gave this kiosk when it was paired
	Printer printer.Printer // the ticket printer
	Profile escpos.Profile  // what that printer understands
	Spool   string          // directory for presses; made if it is not there; one kiosk only
	Shared  fs.FS           // the pages' shared assets, served at /assets/; nil: somebody else serves them
	Logger  *slog.Logger    // nil: slog.Default
	Demo    bool            // serve the canned screens
	Hold    int             // numbers of each service that it holds for when the server is away; 0: none, and then it gives none
	Version string          // of the program, for its health report
	HTTP    *http.Client    // with which the server is asked; nil: the standard one
	Voice   bool            // offer to speak what the page asks
	Now     func() time.Time
}

// limits are the times that the kiosk keeps. Only tests change them.
type limits struct {
	try     time.Duration // for one request to the server
	asking  time.Duration // for all tries to get a number; then the person is told
	usual   time.Duration // the same for a press that has a number of the book, which then is given
	brief   time.Duration // for its one try while the server is known to be away
	settle  time.Duration // how long a press waits for its paper before it is answered "pending"
	recent  time.Duration // how long after a press the person is taken to be still there
	keep    time.Duration // how long a finished press is remembered, so that its key is still known
	refresh time.Duration // between two looks at the services
	health  time.Duration // between two health reports when nothing changes
	look    time.Duration // between two looks at the printer's state
	pause   time.Duration // before a failed request is tried again
	print   time.Duration // for one ticket; a printer that has not finished by then is told to forget it
}

var usual = limits{
	try:     3 * time.Second,
	asking:  8 * time.Second,
	usual:   4 * time.Second,
	brief:   time.Second,
	settle:  5 * time.Second,
	recent:  time.Minute,
	keep:    10 * time.Minute,
	refresh: 2 * time.Second,
	health:  30 * time.Second,
	look:    500 * time.Millisecond,
	pause:   500 * time.Millisecond,
	print:   30 * time.Second,
}

// Kiosk is the program at one kiosk. Make it with New; it works while Run runs.
type Kiosk struct {
	config  Config
	limits  limits
	log     *slog.Logger
	spool   *spool
	client  *api.ClientWithResponses
	work    chan task
	kick    chan struct{} // asks for a look at the services now
	paper   chan struct{} // held by whoever prints
	started chan struct{}
	stopped chan struct{}

	storing sync.Mutex // held while a press is changed on the disk; taken before mu
	mu      sync.Mutex
	presses map[string]*entry
	view    view
	book    book

	unwritten atomic.Int64 // how often the disk took no note
}

// task is what is left to do for a press.
type task struct {
	entry *entry
	next  deed
}

// New makes a kiosk and opens its spool. It touches neither printer nor server; Run does.
func New(c Config) (*Kiosk, error) {
	if c.Printer == nil {
		return nil, errors.New("kiosk: no printer")
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	k := &Kiosk{
		config:  c,
		limits:  usual,
		log:     c.Logger,
		work:    make(chan task),
		kick:    make(chan struct{}, 1),
		paper:   make(chan struct{}, 1),
		started: make(chan struct{}),
		stopped: make(chan struct{}),
		presses: map[string]*entry{},
	}
	var err error
	if k.spool, err = openSpool(c.Spool); err != nil {
		return nil, fmt.Errorf("kiosk: %w", err)
	}
	if err = k.openBook(); err != nil {
		return nil, fmt.Errorf("kiosk: %w", err)
	}
	base := strings.TrimSuffix(c.Server, "/") + api.BaseURL
	if c.HTTP == nil {
		c.HTTP = http.DefaultClient
	}
	k.client, err = api.NewClientWithResponses(base, api.WithHTTPClient(c.HTTP), api.WithRequestEditorFn(k.authorise))
	if err != nil {
		return nil, fmt.Errorf("kiosk: server address: %w", err)
	}
	return k, nil
}

func (k *Kiosk) authorise(_ context.Context, r *http.Request) error {
	if k.config.Token != "" {
		r.Header.Set("Authorization", "Bearer "+k.config.Token)
	}
	return nil
}

// Run takes up what a former run left in the spool and works until ctx ends. It returns nil then, or
// an error if the spool cannot be read. It can run only once.
func (k *Kiosk) Run(ctx context.Context) error {
	defer close(k.stopped)
	var work sync.WaitGroup
	defer work.Wait()
	if err := k.takeUpSpool(ctx, &work); err != nil {
		return fmt.Errorf("kiosk: %w", err)
	}
	work.Go(func() { k.follow(ctx) })
	work.Go(func() { k.watchPrinter(ctx) })
	close(k.started)
	prune := time.NewTicker(k.limits.keep / 10)
	defer prune.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case t := <-k.work:
			work.Go(func() { k.carry(ctx, t.entry, t.next) })
		case <-prune.C:
			k.prune()
		}
	}
}

// takeUpSpool goes on with the presses that a former run did not finish.
func (k *Kiosk) takeUpSpool(ctx context.Context, work *sync.WaitGroup) error {
	presses, broken, err := k.spool.all()
	if err != nil {
		return err
	}
	for _, name := range broken {
		k.log.Error("a press in the spool cannot be read and was set aside", "file", name)
	}
	for _, p := range presses {
		next, deed := takeUp(p, k.config.Now(), k.limits.recent)
		if deed != rest {
			k.log.Warn("taking up a press of a former run", "stage", p.Stage, "asked", p.AskedAt, "number", next.number())
		}
		if next.Stage != p.Stage {
			if err := k.spool.put(next); err != nil {
				return err
			}
		}
		if deed == drop {
			k.log.Warn("a press was dropped: it is old and the server never answered it", "service", p.Service)
			if err := k.forget(p); err != nil {
				return err
			}
			continue
		}
		if p.Refused != "" {
			k.log.Error("a ticket that the server refused is in the spool", "number", p.number(), "why", p.Refused)
		}
		e := newEntry(next)
		k.mu.Lock()
		k.presses[p.Key] = e
		k.mu.Unlock()
		work.Go(func() { k.carry(ctx, e, deed) })
	}
	return nil
}

// prune forgets presses that are finished and old.
func (k *Kiosk) prune() {
	var old []press
	for _, p := range k.finished() {
		if k.config.Now().Sub(p.AskedAt) >= k.limits.keep {
			old = append(old, p)
		}
	}
	if err := k.forget(old...); err != nil {
		k.log.Error("pruning the spool", "err", err)
		return
	}
	for _, p := range old {
		k.mu.Lock()
		delete(k.presses, p.Key)
		k.mu.Unlock()
	}
}
