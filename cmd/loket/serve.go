package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"loket/counter"
	"loket/display"
	"loket/server"
	"loket/server/access"
	"loket/server/aki"
	"loket/server/office"
	"loket/server/staff"
)

type serveCommand struct {
	Addr      string `help:"Address to listen at." default:":8080"`
	Data      string `help:"Folder of the database and the keys. Back it up; keep it from others." default:"loket-data" type:"path"`
	Database  string `help:"postgres://… instead of SQLite in the data folder." placeholder:"URL"`
	PublicURL string `help:"How phones and employers reach this server; it stands in QR codes." placeholder:"URL"`
	Office    string `help:"The office's YAML for a new database; without it a sample." type:"existingfile" placeholder:"FILE"`
}

// Run serves until the program is asked to stop.
func (c *serveCommand) Run(p *program) error {
	first, err := readOffice(c.Office)
	if err != nil {
		return err
	}
	l, err := listen(p.ctx, c.Addr)
	if err != nil {
		return err
	}
	s, err := server.New(p.ctx, server.Config{
		Data: c.Data, Database: c.Database, PublicURL: publicURL(c.PublicURL, l), Office: first, Log: p.log, Apps: apps(),
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if err := firstAdministrator(p, s, c.elsewhere()); err != nil {
		return errors.Join(err, l.Close(), s.Close())
	}
	_, _ = fmt.Fprintf(p.out, "Loket serves %s at %s\n", s.Office.Office().Name, publicURL(c.PublicURL, l))
	return errors.Join(serve(p.ctx, l, s.Handler(), s.Hub.Close), s.Close())
}

// elsewhere is the flag with which a command beside this server finds its data, "" where it is the default.
func (c *serveCommand) elsewhere() string {
	usual, err := filepath.Abs("loket-data")
	switch {
	case c.Database != "":
		return "--database URL "
	case err == nil && c.Data == usual:
		return ""
	case strings.ContainsAny(c.Data, " '\""):
		return fmt.Sprintf("--data %q ", c.Data)
	}
	return "--data " + c.Data + " "
}

// apps are the pages that the server serves for other rooms.
func apps() map[string]fs.FS {
	return map[string]fs.FS{"display": display.Pages(), "counter": counter.Pages()}
}

func readOffice(file string) (*office.Office, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	o, err := office.Parse(f)
	if err == nil {
		err = aki.TrialCard(o)
	}
	return o, err
}

// firstAdministrator makes an account for a server that has none and tells its password once.
func firstAdministrator(p *program, s *server.Server, elsewhere string) error {
	members, err := s.Staff.Members(p.ctx)
	if err != nil || len(members) > 0 {
		return err
	}
	password := randomPassword()
	m := staff.Member{Username: "admin", Name: "Administrator", Roles: []access.Role{access.Administrator}}
	if _, err := s.Staff.Add(p.ctx, "system", m, password); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(p.out, "First start: sign in as admin with the password %s (told once; change it: loket staff password %sadmin)\n", password, elsewhere)
	return nil
}

// randomPassword has 80 bits and is read from a screen without mistaking 0 for O.
func randomPassword() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen at %s: %w", addr, err)
	}
	return l, nil
}

// serve answers at l until ctx ends, then lets running requests finish for some seconds; stopping is called
// first and sends away those connections that would not end by themselves.
func serve(ctx context.Context, l net.Listener, h http.Handler, stopping func()) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
	closeUnused(s)
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stopping()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := s.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		return s.Close()
	}
	return err
}

// closeUnused has s, when it shuts down, close the connections on which nothing was asked yet. Browsers keep
// some in reserve, and Shutdown waits for each of them until it is 5 s old.
func closeUnused(s *http.Server) {
	var unused sync.Map
	s.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateNew {
			unused.Store(c, nil)
		} else {
			unused.Delete(c)
		}
	}
	s.RegisterOnShutdown(func() {
		unused.Range(func(c, _ any) bool {
			_ = c.(net.Conn).Close()
			return true
		})
	})
}

// publicURL is how others reach what listens at l: as given, or by the computer's address in the local
// network when it listens at all of them.
func publicURL(given string, l net.Listener) string {
	if given != "" {
		return strings.TrimRight(given, "/")
	}
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "http://" + l.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = localAddress()
	}
	return "http://" + net.JoinHostPort(host, port)
}

// localAddress is the computer's first private IPv4 address, or localhost without one.
func localAddress() string {
	addresses, _ := net.InterfaceAddrs()
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsPrivate() {
			return n.IP.String()
		}
	}
	return "localhost"
}
