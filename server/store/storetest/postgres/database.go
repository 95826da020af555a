//go:build unix

package postgres

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const dropLimit = 10 * time.Second

// NewDatabase makes an empty database with a random name and returns its postgres:// URL. drop
// removes it together with whoever is still connected, also when ctx is over by then.
func (s *Server) NewDatabase(ctx context.Context) (url string, drop func(), err error) {
	name := "loket_test_" + strings.ToLower(rand.Text())
	// template1 could be in use by somebody, which would make this fail; template0 admits nobody.
	if err := s.execute(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return "", nil, fmt.Errorf("create a test's database: %w", err)
	}
	drop = func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dropLimit)
		defer cancel()
		if err := s.execute(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			slog.Warn("a test's database is left behind", "database", name, "error", err)
		}
	}
	address := *s.admin
	address.Path = "/" + name
	return address.String(), drop, nil
}

func (s *Server) execute(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.admin.String())
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	if closing := conn.Close(ctx); err == nil {
		err = closing
	}
	return err
}
