package server

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"loket/server/aki"
	"loket/server/api"
	"loket/server/fault"
	"loket/server/web"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"
)

// html answers with a page that render writes.
func html(c echo.Context, status int, render func() error) error {
	c.Response().Header().Set(echo.HeaderContentType, "text/html; charset=utf-8")
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().WriteHeader(status)
	return render()
}

func (s *Server) startPage(c echo.Context) error {
	o := s.Office.Office()
	p := web.StartPage{Lang: languageOf(c.Request()), Office: o.Name, Agency: o.Agency}
	if s.config.Start != nil {
		p.Demo = s.config.Start()
	}
	return html(c, http.StatusOK, func() error { return web.Start(c.Response(), p) })
}

// phonePage is a ticket on its holder's phone.
func (s *Server) phonePage(c echo.Context) error {
	f, err := s.followed(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return html(c, http.StatusOK, func() error {
		return web.Phone(c.Response(), web.PhonePage{
			Lang: languageOf(c.Request()), Ticket: f, Now: s.Store.Now().In(s.Office.Office().Location()),
		})
	})
}

// checkPage is what an employer sees after scanning a card.
func (s *Server) checkPage(c echo.Context) error {
	answer, err := s.AKI.Check(c.Request().Context(), c.Param("jws"))
	lang, unread := languageOf(c.Request()), ""
	switch fault.CodeOf(err) {
	case "":
	case string(aki.ErrCardCut), string(aki.ErrCardMalformed):
		unread = s.faultOf(err).Words(lang)
	default:
		return err
	}
	o := s.Office.Office()
	p := web.CheckPage{
		Lang: lang, Result: api.CardCheckResult(answer.Result), Unread: unread,
		Office: o.Name, OfficeAddress: o.Address, OfficePhone: o.Phone, CheckedAt: s.Store.Now().In(o.Location()),
	}
	if answer.Result != aki.ResultForged {
		p.Number, p.Initials = answer.Claims.Number, answer.Claims.Initials
		p.IssuedOn, p.ExpiresOn = answer.Claims.IssuedOn, answer.Claims.ExpiresOn
		if answer.Since != "" {
			p.Since = answer.Since.Time()
		}
		if answer.LastReport != "" {
			p.LastReportOn = answer.LastReport.Time()
		}
	}
	return html(c, http.StatusOK, func() error { return web.Check(c.Response(), p) })
}

// files serves a room's embedded files below /name/. They have no date, so a browser asks each time, and a
// board that runs for months gets the new page after an update. Folders are not listed; canned screens are there
// in the demo only.
func (s *Server) files(name string, files fs.FS) echo.HandlerFunc {
	serve := http.StripPrefix("/"+name, http.FileServerFS(files))
	return func(c echo.Context) error {
		file := strings.TrimPrefix(c.Request().URL.Path, "/"+name+"/")
		if file == "" {
			file = "index.html"
		}
		info, err := fs.Stat(files, file)
		if err != nil || info.IsDir() || path.Base(file) == "screens.js" && !s.config.Canned {
			return echo.ErrNotFound
		}
		if path.Ext(file) == ".woff2" {
			c.Response().Header().Set("Cache-Control", "public, max-age=604800")
		} else {
			c.Response().Header().Set("Cache-Control", "no-cache")
		}
		serve.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}

// screensPage lists the canned screens of the demo; the phone's are laid over the page of a real ticket.
func (s *Server) screensPage(c echo.Context) error {
	p := web.ScreensPage{Lang: languageOf(c.Request())}
	tickets, err := s.Queue.Tickets(c.Request().Context(), "", "")
	if err != nil {
		return err
	}
	if len(tickets) > 0 {
		p.TicketPath = ticketPath + tickets[len(tickets)-1].Token
	}
	return html(c, http.StatusOK, func() error { return web.Screens(c.Response(), p) })
}

func (s *Server) alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

func (s *Server) ready(c echo.Context) error {
	err := s.Store.Ping(c.Request().Context())
	if gone(c.Request(), err) {
		return err
	}
	if err != nil {
		s.log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "database\n")
	}
	return c.String(http.StatusOK, "ok\n")
}

func (s *Server) publicKeys(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/jwk-set+json", s.AKI.PublicKeys())
}

// specAsJSON is openapi.yaml in the form that tools read.
var specAsJSON = sync.OnceValues(func() ([]byte, error) {
	var spec map[string]any
	if err := yaml.Unmarshal(api.Spec, &spec); err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	return json.Marshal(spec)
})

func (s *Server) specJSON(c echo.Context) error {
	body, err := specAsJSON()
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, body)
}

func (s *Server) specPage(c echo.Context) error {
	return html(c, http.StatusOK, func() error {
		return web.Docs(c.Response(), web.DocsPage{Lang: languageOf(c.Request()), Spec: api.Spec})
	})
}
