package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"loket/server"
	"loket/server/access"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/staff"
	"loket/server/store"

	"golang.org/x/term"
)

type staffCommand struct {
	Add      staffAdd      `cmd:"" help:"Add an account; asks for its password."`
	Password staffPassword `cmd:"" help:"Give an account a new password."`
	NIK      staffNIK      `cmd:"" name:"nik" help:"Note the NIK of an account's owner, so that nobody signs an own card; asks for it."`
	List     staffList     `cmd:"" help:"List the accounts."`
}

// database is where a command that works beside the server finds its data.
type database struct {
	Data     string `help:"The server's data folder." default:"loket-data" type:"path"`
	Database string `help:"postgres://… instead of SQLite in the data folder." placeholder:"URL"`
}

// journal runs fn with the office's journal. A running server hears of what fn changes.
func (d database) journal(ctx context.Context, fn func(*store.Store, *journal.Journal) error) error {
	err := withStore(ctx, d.Data, d.Database, func(s *store.Store) error {
		j, err := journal.Open(ctx, s, server.OfficeID, func([]journal.Entry) {})
		if err != nil {
			return err
		}
		return fn(s, j)
	})
	if f, ok := errors.AsType[*fault.Error](err); ok {
		if f.Field == "" {
			return errors.New(f.Words("en"))
		}
		return fmt.Errorf("%s: %s", f.Field, f.Words("en"))
	}
	return err
}

type staffAdd struct {
	database
	User string   `arg:"" help:"User name."`
	Name string   `help:"Full name." required:""`
	NIP  string   `help:"Civil servant's number." name:"nip"`
	Role []string `help:"registrar, placement_officer, section_head or administrator; several with commas." required:""`
}

// Run adds the account.
func (c *staffAdd) Run(p *program) error {
	password, err := askPassword(p)
	if err != nil {
		return err
	}
	m := staff.Member{Username: c.User, Name: c.Name, NIP: c.NIP}
	for _, r := range c.Role {
		m.Roles = append(m.Roles, access.Role(r))
	}
	return c.journal(p.ctx, func(_ *store.Store, j *journal.Journal) error {
		_, err := staff.New(j).Add(p.ctx, "system", m, password)
		return err
	})
}

type staffPassword struct {
	database
	User string `arg:"" help:"User name."`
}

// Run changes the password and ends the account's sessions.
func (c *staffPassword) Run(p *program) error {
	password, err := askPassword(p)
	if err != nil {
		return err
	}
	return c.journal(p.ctx, func(_ *store.Store, j *journal.Journal) error {
		return staff.New(j).SetPassword(p.ctx, "system", c.User, password)
	})
}

type staffNIK struct {
	database
	User string `arg:"" help:"User name."`
}

// Run keeps the mark by which the owner's own card is told; the NIK itself is not kept.
func (c *staffNIK) Run(p *program) error {
	digits, err := ask(p, "NIK: ")
	if err != nil {
		return err
	}
	return c.journal(p.ctx, func(s *store.Store, j *journal.Journal) error {
		mark, err := server.MarkNIK(p.ctx, s, c.Data, digits)
		if err != nil {
			return err
		}
		return staff.New(j).SetNIKMark(p.ctx, "system", c.User, mark)
	})
}

type staffList struct{ database }

// Run lists the accounts.
func (c *staffList) Run(p *program) error {
	return c.journal(p.ctx, func(_ *store.Store, j *journal.Journal) error {
		members, err := staff.New(j).Members(p.ctx)
		for _, m := range members {
			_, _ = fmt.Fprintf(p.out, "%-16s %-30s %v\n", m.Username, m.Name, m.Roles)
		}
		return err
	})
}

func askPassword(p *program) (string, error) { return ask(p, "Password: ") }

// ask reads a secret without showing it; from a pipe it reads one line.
func ask(p *program, prompt string) (string, error) {
	_, _ = fmt.Fprint(p.out, prompt)
	if f, ok := p.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		b, err := term.ReadPassword(int(f.Fd()))
		_, _ = fmt.Fprintln(p.out)
		return string(b), err
	}
	line, err := bufio.NewReader(p.in).ReadString('\n')
	if err != nil && line == "" {
		return "", fmt.Errorf("no %s: %w", strings.ToLower(strings.TrimSuffix(prompt, ": ")), err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
