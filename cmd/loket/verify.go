package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"loket/server"
	"loket/server/aki"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"
)

type verifyCommand struct {
	Data verifyData `cmd:"" default:"withargs" help:"Check that no entry of the journal is missing or was changed."`
	Card verifyCard `cmd:"" help:"Check a card's QR with the public key alone, without network."`
}

type verifyData struct {
	Data     string `help:"The server's data folder." default:"loket-data" type:"path"`
	Database string `help:"postgres://… instead of SQLite in the data folder." placeholder:"URL"`
}

// Run checks the journal's chain.
func (c *verifyData) Run(p *program) error {
	return withStore(p.ctx, c.Data, c.Database, func(s *store.Store) error {
		j, err := journal.Open(p.ctx, s, server.OfficeID, func([]journal.Entry) {})
		if err != nil {
			return err
		}
		n, err := j.Check(p.ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.out, "journal: %d entries, the chain holds\n", n)
		return err
	})
}

// withStore opens the database of a data folder that exists, or the one at url.
func withStore(ctx context.Context, data, url string, fn func(*store.Store) error) error {
	if url == "" {
		file := server.DatabaseFile(data)
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("there is no database in %s: %w", data, err)
		}
		url = "sqlite:" + file
	}
	s, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	return errors.Join(fn(s), s.Close())
}

type verifyCard struct {
	QR   string `arg:"" name:"qr" help:"What the QR holds: the address or the part after /v/."`
	Keys string `help:"The office's public keys, as its server gives them at /.well-known/jwks.json." default:"jwks.json" type:"existingfile" placeholder:"FILE"`

	Timezone string `help:"Where the card is shown: the day there decides whether it is still valid." default:"Asia/Makassar" placeholder:"ZONE"`
}

// Run says what the card is worth; a card that is not genuine, or not valid any more, is an error.
func (c *verifyCard) Run(p *program) error {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil || c.Timezone == "" || c.Timezone == "Local" {
		return fmt.Errorf("timezone: %q is not known; write for example Asia/Makassar", c.Timezone)
	}
	keys, err := os.ReadFile(c.Keys)
	if err != nil {
		return err
	}
	v, err := aki.NewVerifier(keys)
	if err != nil {
		return err
	}
	claims, err := v.Verify(strings.TrimSpace(c.QR))
	if refusal, ok := errors.AsType[aki.Refusal](err); ok {
		why := fault.New(fault.Invalid, string(refusal))
		return fmt.Errorf("TIDAK SAH / not genuine\n%s\n%s", why.Words("id"), why.Words("en"))
	}
	if err != nil {
		return err
	}
	validity := aki.ValidityOn(claims, time.Now().In(zone))
	_, err = fmt.Fprintf(p.out, "%s\nnumber   %s\ninitials %s\nissued   %s\nexpires  %s\noffice   %s\n",
		map[aki.Validity]string{aki.Valid: "ASLI · BERLAKU / genuine, valid", aki.Expired: "ASLI · KEDALUWARSA / genuine, expired"}[validity],
		claims.Number, claims.Initials, claims.IssuedOn.Format(time.DateOnly), claims.ExpiresOn.Format(time.DateOnly), claims.Office)
	if err == nil && validity != aki.Valid {
		err = errors.New("the card has expired")
	}
	return err
}
