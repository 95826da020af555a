// Package server is the central server of an office: the API of openapi.yaml, the live messages and the
// pages that it serves by itself. Its handlers are thin: each hands a request to one operation of a room
// (queue, aki, staff, device) and puts the answer into the contract's words.
package server

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"loket/server/aki"
	"loket/server/device"
	"loket/server/journal"
	"loket/server/live"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/staff"
	"loket/server/store"
	"loket/server/visit"
	"loket/server/web"

	"github.com/labstack/echo/v4"
)

// Config is what a server needs to start.
type Config struct {
	Data      string         // folder of keys and, without Database, of the SQLite file
	Database  string         // postgres://…; "" for SQLite in Data
	PublicURL string         // how phones and employers reach the server, without a slash at its end
	Office    *office.Office // for a new database; nil for the sample
	Log       *slog.Logger
	Now       func() time.Time // nil for the machine's clock

	// Apps are the pages of other rooms by their first path segment: "display", "counter".
	Apps map[string]fs.FS
	// Mounts are programs of other rooms that answer below a path segment of this server: "kiosk" in the demo.
	Mounts map[string]http.Handler
	// Start is what the start page tells in the demo; nil otherwise. Canned opens the pages' canned screens.
	Start  func() *web.Demo
	Canned bool
}

// Server is a started server. Its rooms are there for the program's own commands and tests.
type Server struct {
	Store   *store.Store
	Journal *journal.Journal
	Office  *office.Keeper
	Queue   *queue.Service
	AKI     *aki.Service
	Staff   *staff.Service
	Visits  *visit.Service
	Devices *device.Service
	Hub     *live.Hub

	config Config
	lock   *os.File // nil with a Database
	log    *slog.Logger
	echo   *echo.Echo
	recent recent
}

// DatabaseFile is the SQLite database in a data folder.
func DatabaseFile(data string) string { return filepath.Join(data, "loket.db") }

// New opens the database and the keys and builds the server. Nothing listens yet: see Handler.
func New(ctx context.Context, c Config) (_ *Server, err error) {
	if c.Office == nil {
		c.Office = office.Sample()
	}
	s := &Server{config: c, log: c.Log}
	url := c.Database
	if url == "" {
		url = "sqlite:" + DatabaseFile(c.Data)
		if s.lock, err = lockFolder(c.Data); err != nil {
			return nil, err
		}
	}
	if s.Store, err = store.Open(ctx, url); err != nil {
		return nil, errors.Join(err, s.unlock())
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Store.Close(), s.unlock())
		}
	}()
	if c.Now != nil {
		s.Store.Now = c.Now
	}
	keys, err := openKeys(ctx, s.Store, KeyFolder(c.Data))
	if err != nil {
		return nil, err
	}
	s.Hub = live.NewHub(streams(), c.Log)
	if s.Journal, err = journal.Open(ctx, s.Store, OfficeID, s.Hub.Publish); err != nil {
		return nil, err
	}
	if s.Office, err = office.Load(ctx, s.Store, s.Journal, c.Office); err != nil {
		return nil, err
	}
	s.Queue = queue.New(s.Journal, s.Office.Office)
	s.Staff, s.Devices = staff.New(s.Journal), device.New(s.Journal)
	s.Queue.Present = s.Staff.Present
	if s.AKI, err = openAKI(s, c, keys); err != nil {
		return nil, err
	}
	if err = s.AKI.NameSeekers(ctx); err != nil {
		return nil, err
	}
	s.Visits = s.openVisits()
	s.Queue.Finishing = s.Visits.Finishing
	if err = s.startHub(ctx); err != nil {
		return nil, err
	}
	s.echo = s.routes()
	return s, nil
}

// OfficeID names the office in a database that may hold several; this program serves one.
const OfficeID = "main"

func openAKI(s *Server, c Config, k keys) (*aki.Service, error) {
	return aki.New(s.Journal, aki.Config{
		Office: s.Office.Office, NIKs: k.niks, Signer: k.cards, PublicURL: c.PublicURL,
		Served: func(tx *store.Tx, officeID, staff, ticket string) error {
			_, err := s.Queue.Served(tx, officeID, staff, ticket)
			return err
		},
	})
}

// startHub has the hub go on from what the database holds.
func (s *Server) startHub(ctx context.Context) error {
	return s.Store.View(ctx, func(tx *store.Tx) error {
		seq, err := journal.Last(tx, OfficeID)
		if err == nil {
			s.Hub.Start(s.Journal, seq)
		}
		return err
	})
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler { return s.echo }

// Close sends live clients away and closes the database. Stop listening before.
func (s *Server) Close() error {
	s.Hub.Close()
	return errors.Join(s.Store.Close(), s.unlock())
}
