package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"loket/hardware/emulator"
	"loket/hardware/printer"
	"loket/server"
	"loket/server/access"
	"loket/server/fault"
	"loket/server/staff"
	"loket/server/web"

	"golang.org/x/sync/errgroup"
)

type demoCommand struct {
	Addr    string `help:"Address to listen at; :8080 lets phones in the network in." default:"127.0.0.1:8080"`
	Data    string `help:"Folder to keep everything in; the same folder goes on where it was." default:"demo-data" type:"path"`
	Crowd   int    `help:"How many simulated seekers come in an hour." default:"60"`
	Empty   bool   `help:"Start without a crowd, whatever --crowd says."`
	Profile string `help:"Which printer to emulate." default:"epson-tm-t20iii"`
}

// demoPassword is every sample account's. The demo is for trying, and says so on its start page.
const demoPassword = "praya-2026"

var demoStaff = []staff.Member{
	{Username: "sari", Name: "Sari Wahyuni", Roles: []access.Role{access.Registrar}},
	{Username: "budi", Name: "Budi Hartono", Roles: []access.Role{access.Registrar, access.PlacementOfficer}},
	{Username: "dewi", Name: "Dewi Lestari", Roles: []access.Role{access.Registrar, access.PlacementOfficer}},
	{Username: "rahma", Name: "Baiq Rahma", Roles: []access.Role{access.SectionHead}},
	{Username: "admin", Name: "Administrator", Roles: []access.Role{access.Administrator}},
}

// Run runs the demo until the program is asked to stop.
func (c *demoCommand) Run(p *program) error {
	d, err := startDemo(p.ctx, c, p.log)
	if err != nil {
		return err
	}
	d.greet(p)
	return d.wait()
}

// demo is a whole office in one process.
type demo struct {
	url     string
	token   string // of the kiosk
	server  *server.Server
	printer *emulator.Printer
	papers  *papers
	group   *errgroup.Group
}

// startDemo starts the office. When it returns, all pages can be opened; wait ends it.
func startDemo(ctx context.Context, c *demoCommand, log *slog.Logger) (_ *demo, err error) {
	l, err := listen(ctx, c.Addr)
	if err != nil {
		return nil, err
	}
	d := &demo{url: publicURL("", l), papers: &papers{}}
	kioskPage, demoPage := &later{}, &later{}
	d.server, err = server.New(ctx, server.Config{
		Data: c.Data, PublicURL: d.url, Log: log, Apps: apps(), Start: d.start, Canned: true,
		Mounts: map[string]http.Handler{"kiosk": kioskPage, "demo": demoPage},
	})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.Close(), d.server.Close())
		}
	}()
	if err = d.addStaff(ctx); err != nil {
		return nil, err
	}
	if d.token, err = d.pairKiosk(ctx, filepath.Join(c.Data, "demo-kiosk.token")); err != nil {
		return nil, err
	}
	profile, err := loadProfile(c.Profile, 0)
	if err != nil {
		return nil, err
	}
	if d.printer, err = emulator.Start(profile, emulator.Link(filepath.Join(c.Data, "printer"))); err != nil {
		return nil, err
	}
	d.printer.OnPaper(d.papers.add)
	local := "http://" + l.Addr().String()
	k, err := newKiosk(kioskParts{
		server: local, token: d.token, port: d.printer.Path(), profile: profile,
		spool: filepath.Join(c.Data, "kiosk-spool"), voice: true, demo: true, log: log,
	})
	if err != nil {
		return nil, errors.Join(err, d.printer.Close())
	}
	kioskPage.set(k.Handler())
	demoPage.set((&faultPanel{
		printer: d.printer, profile: profile, papers: d.papers,
		state: func() printer.State { return k.driver.Status().State },
	}).handler())
	d.run(ctx, l, k, c, log)
	return d, nil
}

// run starts the parts; the first that fails ends them all.
func (d *demo) run(ctx context.Context, l net.Listener, k *runningKiosk, c *demoCommand, log *slog.Logger) {
	group, ctx := errgroup.WithContext(ctx)
	d.group = group
	group.Go(func() error { return serve(ctx, l, d.server.Handler(), d.server.Hub.Close) })
	group.Go(func() error { return k.Run(ctx) })
	if !c.Empty && c.Crowd > 0 {
		crowd := newCrowd("http://"+l.Addr().String(), d.token, c.Crowd)
		group.Go(func() error { return crowd.run(ctx, log) })
	}
}

// wait waits for the end and closes what is left.
func (d *demo) wait() error {
	return errors.Join(d.group.Wait(), d.printer.Close(), d.server.Close())
}

func (d *demo) addStaff(ctx context.Context) error {
	for _, m := range demoStaff {
		_, err := d.server.Staff.Add(ctx, "system", m, demoPassword)
		if err != nil && fault.CodeOf(err) != "staff.exists" {
			return err
		}
	}
	return nil
}

// pairKiosk returns the kiosk's token of an earlier run, or a new one.
func (d *demo) pairKiosk(ctx context.Context, file string) (string, error) {
	if kept, err := os.ReadFile(file); err == nil {
		token := strings.TrimSpace(string(kept))
		if _, err := d.server.Devices.ByToken(ctx, token); err == nil {
			return token, nil
		}
	}
	_, token, err := d.server.Devices.Pair(ctx, "system", access.Kiosk, "Kiosk demo")
	if err != nil {
		return "", err
	}
	return token, os.WriteFile(file, []byte(token+"\n"), 0o600)
}

// start is what the start page tells.
func (d *demo) start() *web.Demo {
	page := &web.Demo{DeviceToken: d.token, PaperURL: d.papers.latest(), PrinterURL: "/demo/printer", ScreensURL: "/dev/screens"}
	if !strings.Contains(d.url, "//127.0.0.1") && !strings.Contains(d.url, "//localhost") {
		page.LANURL = d.url
	}
	for _, m := range demoStaff {
		s := web.DemoStaff{User: m.Username, Password: demoPassword, Name: m.Name}
		for _, r := range m.Roles {
			s.Roles = append(s.Roles, string(r))
		}
		page.Staff = append(page.Staff, s)
	}
	return page
}

// greet prints the addresses and the sample accounts.
func (d *demo) greet(p *program) {
	_, _ = fmt.Fprintf(p.out, `
Loket demo: %s

  start page   %s/
  kiosk        %[2]s/kiosk/
  board        %[2]s/display/
  counter      %[2]s/counter/
  the contract %[2]s/api/v1

  staff (password %s)
`, d.server.Office.Office().Name, d.url, demoPassword)
	for _, m := range demoStaff {
		_, _ = fmt.Fprintf(p.out, "    %-6s %-14s %v\n", m.Username, m.Name, m.Roles)
	}
	_, _ = fmt.Fprintf(p.out, "  token of the kiosk (Authorization: Bearer …)\n    %s\n\nCtrl-C ends it; the same --data goes on where it was.\n", d.token)
}
