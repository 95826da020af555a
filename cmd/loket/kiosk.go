package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"runtime/debug"

	"loket/hardware/escpos"
	"loket/hardware/printer"
	"loket/kiosk"
	"loket/server/web"

	"golang.org/x/sync/errgroup"
)

type kioskCommand struct {
	printerFlags
	Server    string `help:"The central server's address." required:"" placeholder:"URL"`
	TokenFile string `help:"File with the token that 'loket device pair kiosk' told." required:"" type:"path" placeholder:"FILE"`
	Addr      string `help:"Where the page is served, for this machine only." default:"127.0.0.1:8081"`
	Hold      int    `help:"Numbers of each service that it holds for when the server is away; 0: it gives none then." default:"10"`
	Voice     bool   `help:"Offer to speak what the page asks, for those who cannot read it."`
	Spool     string `help:"Folder for presses under way; must survive a restart." default:"loket-spool" type:"path"`
	SetAside  bool   `help:"List the tickets that were given without the server and that it refused, and end."`
	Drop      string `help:"Forget the tickets with this number that --set-aside lists, and end; the kiosk must not run." placeholder:"NUMBER"`
	Check     bool   `help:"Say what is wrong with these settings, and end."`
}

// Run serves the kiosk until the program is asked to stop. Everything that is wrong with its flags is told at
// once, before anything starts.
func (c *kioskCommand) Run(p *program) error {
	if c.SetAside || c.Drop != "" {
		return c.settle(p.out)
	}
	checked := c.check(p.ctx)
	if err := checked.tell(p.out, c.Check); err != nil || c.Check {
		return errors.Join(err, checked.close())
	}
	defer func() { _ = checked.lock.Close() }()
	k, err := newKiosk(kioskParts{
		server: c.Server, token: checked.token, port: c.Port, profile: checked.profile, spool: c.Spool,
		hold: c.Hold, voice: c.Voice, shared: web.Assets(), log: p.log,
	})
	if err != nil {
		return errors.Join(err, checked.listener.Close())
	}
	_, _ = fmt.Fprintf(p.out, "The kiosk's page is at http://%s/kiosk/\n", checked.listener.Addr())
	group, ctx := errgroup.WithContext(p.ctx)
	group.Go(func() error { return k.Run(ctx) })
	group.Go(func() error { return serve(ctx, checked.listener, k.Handler(), func() {}) })
	return group.Wait()
}

// version is the program's, as Go stamps it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}

// kioskParts is what a kiosk is made of.
type kioskParts struct {
	server, token string
	port          string
	profile       escpos.Profile
	spool         string
	hold          int
	shared        fs.FS
	voice         bool
	demo          bool
	log           *slog.Logger
}

// runningKiosk is a kiosk with its printer's driver.
type runningKiosk struct {
	*kiosk.Kiosk
	driver *printer.Driver
}

func newKiosk(parts kioskParts) (*runningKiosk, error) {
	var k *kiosk.Kiosk
	driver := printer.New(printer.Config{
		Name: parts.port, Profile: parts.profile, Log: parts.log, OnLate: func(id uint32) { k.Late(id) },
	})
	k, err := kiosk.New(kiosk.Config{
		Server: parts.server, Token: parts.token, Printer: driver, Profile: parts.profile, Spool: parts.spool,
		Hold: parts.hold, Version: version(), Shared: parts.shared, Voice: parts.voice, Demo: parts.demo, Logger: parts.log,
	})
	if err != nil {
		return nil, errors.Join(err, driver.Close())
	}
	return &runningKiosk{k, driver}, nil
}

// Run works until ctx ends, then gives the printer back.
func (k *runningKiosk) Run(ctx context.Context) error {
	return errors.Join(k.Kiosk.Run(ctx), k.driver.Close())
}
