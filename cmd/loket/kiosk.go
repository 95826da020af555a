package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"

	"loket/firmware-configs"
	"loket/hardware/escpos"
	"loket/hardware/printer"
	"loket/kiosk"
	"loket/server/web"

	"golang.org/x/sync/errgroup"
)

type kioskCommand struct {
	Server    string `help:"The central server's address." required:"" placeholder:"URL"`
	TokenFile string `help:"File with the token that 'loket device pair kiosk' told." required:"" type:"existingfile" placeholder:"FILE"`
	Port      string `help:"The printer's serial port." default:"/dev/loket/printer"`
	Profile   string `help:"The printer's profile." default:"generic-80"`
	Addr      string `help:"Where the page is served, for this machine only." default:"127.0.0.1:8081"`
	Hold      int    `help:"Numbers of each service that it holds for when the server is away; 0: it gives none then." default:"10"`
	Voice     bool   `help:"Offer to speak what the page asks, for those who cannot read it."`
	Spool     string `help:"Folder for presses under way; must survive a restart." default:"loket-spool" type:"path"`
}

// Run serves the kiosk until the program is asked to stop.
func (c *kioskCommand) Run(p *program) error {
	if c.Hold < 0 || c.Hold > 100 {
		return fmt.Errorf("hold: %d is not between 0 and 100", c.Hold)
	}
	token, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return err
	}
	l, err := listen(p.ctx, c.Addr)
	if err != nil {
		return err
	}
	k, err := newKiosk(kioskParts{
		server: c.Server, token: strings.TrimSpace(string(token)), port: c.Port, profile: c.Profile, spool: c.Spool,
		hold: c.Hold, voice: c.Voice, shared: web.Assets(), log: p.log,
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	_, _ = fmt.Fprintf(p.out, "The kiosk's page is at http://%s/kiosk/\n", l.Addr())
	group, ctx := errgroup.WithContext(p.ctx)
	group.Go(func() error { return k.Run(ctx) })
	group.Go(func() error { return serve(ctx, l, k.Handler(), func() {}) })
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
	port, profile string
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
	profile, err := escpos.LoadProfile(firmwareconfigs.FS, parts.profile)
	if err != nil {
		return nil, err
	}
	var k *kiosk.Kiosk
	driver := printer.New(printer.Config{
		Name: parts.port, Profile: profile, Log: parts.log, OnLate: func(id uint32) { k.Late(id) },
	})
	k, err = kiosk.New(kiosk.Config{
		Server: parts.server, Token: parts.token, Printer: driver, Profile: profile, Spool: parts.spool,
		Hold: parts.hold, Version: version(), Shared: parts.shared, Voice: parts.voice, Demo: parts.demo, Logger: parts.log,
	})
	if err != nil {
		return nil, err
	}
	return &runningKiosk{k, driver}, nil
}

// Run works until ctx ends, then gives the printer back.
func (k *runningKiosk) Run(ctx context.Context) error {
	return errors.Join(k.Kiosk.Run(ctx), k.driver.Close())
}
