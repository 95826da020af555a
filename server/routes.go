package server

import (
	"net/http"

	"loket/server/access"
	"loket/server/api"
	"loket/server/web"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// operations gives each operation of openapi.yaml its act. An operation that is not here is refused to
// everybody; a test holds it against the contract's x-act.
var operations = map[string]access.Act{
	"getOffice":     access.PublicRead,
	"listServices":  access.PublicRead,
	"getTimetable":  access.PublicRead,
	"getBoard":      access.PublicRead,
	"followTicket":  access.PublicRead,
	"checkCard":     access.PublicRead,
	"live":          access.LiveFollow,
	"signIn":        access.PublicSignIn,
	"getSession":    access.SessionOwn,
	"signOut":       access.SessionOwn,
	"issueTicket":   access.TicketIssue,
	"listTickets":   access.TicketList,
	"reportPaper":   access.TicketPaper,
	"returnTicket":  access.TicketReturn,
	"listCounters":  access.CounterRead,
	"getDesk":       access.CounterRead,
	"openCounter":   access.CounterServe,
	"closeCounter":  access.CounterServe,
	"callNext":      access.CounterServe,
	"callNumber":    access.CounterServe,
	"recall":        access.CounterServe,
	"serve":         access.CounterServe,
	"finish":        access.CounterServe,
	"noShow":        access.CounterServe,
	"park":          access.CounterServe,
	"transfer":      access.CounterServe,
	"listDevices":   access.DeviceRead,
	"pairDevice":    access.DeviceManage,
	"revokeDevice":  access.DeviceManage,
	"reportHealth":  access.DeviceHealth,
	"holdNumbers":   access.NumberHold,
	"handInTickets": access.TicketHandIn,
	"readRegister":  access.RegisterRead, "searchRegister": access.RegisterRead, "exportRegister": access.RegisterExport,
	"openVisit": access.VisitOpen, "listVisits": access.VisitRead, "getVisit": access.VisitRead,
	"setVisitSeeker": access.VisitWalk, "startActivity": access.VisitWalk, "finishActivity": access.VisitWalk,
	"skipActivity": access.VisitWalk, "endVisit": access.VisitWalk,
	"readDraft": access.VisitDraft, "saveDraft": access.VisitDraft,
	"getAbsence": access.AbsenceRead, "markAbsent": access.AbsenceMark, "markPresent": access.AbsenceMark,

	"lookUpSeeker":   access.SeekerWrite,
	"registerSeeker": access.SeekerWrite,
	"getSeeker":      access.SeekerRead,
	"updateSeeker":   access.SeekerWrite,
	"readNik":        access.SeekerReadNIK,
	"issueCard":      access.CardIssue,
	"getCard":        access.CardRead,
	"printCard":      access.CardPrint,
	"reportCard":     access.CardLife, "replaceCard": access.CardLife, "renewCard": access.CardLife, "placeCard": access.CardLife,
	"findCard": access.CardRead, "listDueCards": access.CardRead,
	"legaliseCard": access.CardLegalise, "listLegalisations": access.CardRead,
}

// page is a route outside the contract.
type page struct {
	path    string
	act     access.Act
	handler echo.HandlerFunc
}

func (s *Server) pages() []page {
	pages := []page{
		{"/", access.PublicRead, s.startPage},
		{ticketPath + ":token", access.PublicRead, s.phonePage},
		{"/v/:jws", access.PublicRead, s.checkPage},
		{"/assets/*", access.PublicRead, s.files("assets", web.Assets())},
		{"/healthz", access.PublicRead, s.alive},
		{"/readyz", access.PublicRead, s.ready},
		{"/metrics", access.PublicRead, echo.WrapHandler(promhttp.Handler())},
		{"/.well-known/jwks.json", access.PublicRead, s.publicKeys},
		{api.BaseURL + "/openapi.json", access.PublicRead, s.specJSON},
		{api.BaseURL, access.PublicRead, s.specPage},
	}
	if s.config.Canned {
		pages = append(pages, page{"/dev/screens", access.PublicRead, s.screensPage})
	}
	for name, files := range s.config.Apps {
		pages = append(pages, page{"/" + name + "/*", access.PublicRead, s.files(name, files)}, page{"/" + name, access.PublicRead, slash})
	}
	return pages
}

// routes builds the router: what runs before every request, then each route behind its act.
func (s *Server) routes() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.problem
	e.Binder = strictJSON{}
	e.Use(s.measure, s.recoverPanics, secure, readable, s.sameOrigin(), middleware.BodyLimit(bodyLimit))

	guards := map[string][]echo.MiddlewareFunc{}
	for operation, act := range operations {
		guards[operation] = []echo.MiddlewareFunc{s.require(act)}
	}
	handlers := api.NewStrictHandler(s, []api.StrictMiddlewareFunc{bodyless, guarded})
	api.RegisterHandlersWithOptions(e, handlers, api.RegisterHandlersOptions{
		BaseURL: api.BaseURL, OperationMiddlewares: guards,
	})
	e.GET(api.BaseURL+"/live", s.live, guards["live"]...)
	for _, p := range s.pages() {
		e.GET(p.path, p.handler, s.require(p.act))
		e.HEAD(p.path, p.handler, s.require(p.act))
	}
	for name, handler := range s.config.Mounts {
		e.Any("/"+name, slash, s.require(access.PublicRead))
		e.Any("/"+name+"/*", echo.WrapHandler(handler), s.require(access.PublicRead))
	}
	return e
}

// slash sends a page's name to its folder, so that its relative addresses hold.
func slash(c echo.Context) error {
	to := c.Request().URL.Path + "/"
	if q := c.Request().URL.RawQuery; q != "" {
		to += "?" + q
	}
	return c.Redirect(http.StatusMovedPermanently, to)
}
