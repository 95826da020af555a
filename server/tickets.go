package server

import (
	"context"

	"loket/server/api"
	"loket/server/fault"
	"loket/server/queue"
)

// required refuses the empty members of a request, given as pairs: field, value, field, value.
func required(members ...string) error {
	var missing []*fault.Error
	for i := 0; i+1 < len(members); i += 2 {
		if members[i+1] == "" {
			missing = append(missing, fault.New(fault.Invalid, "field.required").At(members[i]))
		}
	}
	return fault.Join(missing)
}

// IssueTicket takes the next number of a service.
func (s *Server) IssueTicket(ctx context.Context, r api.IssueTicketRequestObject) (api.IssueTicketResponseObject, error) {
	if err := required("service", r.Body.Service); err != nil {
		return nil, err
	}
	request := queue.Request{Service: r.Body.Service, Key: r.Params.IdempotencyKey, Language: "id"}
	if r.Body.Priority != nil {
		request.Priority = *r.Body.Priority
	}
	if r.Body.Language != nil {
		request.Language = string(*r.Body.Language)
	}
	if r.Body.Reserved != nil {
		request.Own = own(*r.Body.Reserved)
	}
	t, err := s.Queue.Issue(ctx, principal(ctx).Actor(), request)
	if err != nil {
		return nil, err
	}
	return api.IssueTicket201JSONResponse(s.issuedTicket(t)), nil
}

// ticketPath leads to a ticket's phone page, before its token.
const ticketPath = "/t/"

func (s *Server) issuedTicket(t queue.Issued) api.IssuedTicket {
	o := s.Office.Office()
	service, _ := o.Service(t.Home)
	return api.IssuedTicket{
		ID: t.ID, Number: t.Number, Sequence: t.Sequence, Service: t.Home, ServiceName: text(service.Name),
		Day: string(t.Day), IssuedAt: t.IssuedAt.In(o.Location()), Priority: t.Priority, Language: api.Language(t.Language),
		Position: position(t), Ahead: t.Ahead, EstimatedWait: api.Minutes(minutes(t.Wait)),
		URL: s.config.PublicURL + ticketPath + t.Token, Token: t.Token, CallLimit: o.Queue.CallLimit,
	}
}

// position is 1 for the next to be called and 0 for a ticket that waits no longer.
func position(t queue.Issued) int {
	if t.Status != queue.Waiting {
		return 0
	}
	return t.Ahead + 1
}

// ListTickets returns today's tickets.
func (s *Server) ListTickets(ctx context.Context, r api.ListTicketsRequestObject) (api.ListTicketsResponseObject, error) {
	var (
		service string
		status  queue.Status
	)
	if r.Params.Service != nil {
		service = *r.Params.Service
	}
	if r.Params.Status != nil {
		status = queue.Status(*r.Params.Status)
		if !r.Params.Status.Valid() {
			return nil, fault.New(fault.Invalid, "field.not_in_list", "value", string(status)).At("status")
		}
	}
	tickets, err := s.Queue.Tickets(ctx, service, status)
	return api.ListTickets200JSONResponse(s.tickets(tickets)), err
}

// ReportPaper notes what became of a ticket's paper.
func (s *Server) ReportPaper(ctx context.Context, r api.ReportPaperRequestObject) (api.ReportPaperResponseObject, error) {
	if !r.Body.State.Valid() {
		return nil, fault.New(fault.Invalid, "field.not_in_list", "value", string(r.Body.State)).At("state")
	}
	_, err := s.Queue.NotePaper(ctx, principal(ctx).Actor(), r.Ticket, queue.Paper(r.Body.State))
	return api.ReportPaper204Response{}, err
}

// ReturnTicket lets a seeker who missed the calls wait again.
func (s *Server) ReturnTicket(ctx context.Context, r api.ReturnTicketRequestObject) (api.ReturnTicketResponseObject, error) {
	staff, err := officer(ctx)
	if err != nil {
		return nil, err
	}
	t, err := s.Queue.Return(ctx, staff, r.Ticket)
	return api.ReturnTicket200JSONResponse(s.ticket(t)), err
}

// FollowTicket tells a ticket's holder where it stands.
func (s *Server) FollowTicket(ctx context.Context, r api.FollowTicketRequestObject) (api.FollowTicketResponseObject, error) {
	f, err := s.followed(ctx, r.Token)
	return api.FollowTicket200JSONResponse(f), err
}

func (s *Server) followed(ctx context.Context, token string) (api.FollowedTicket, error) {
	f, err := s.Queue.Follow(ctx, token)
	if err != nil {
		return api.FollowedTicket{}, fault.At(err, "token")
	}
	o := s.Office.Office()
	service, _ := o.Service(f.Service)
	view := api.FollowedTicket{
		Number: f.Number, Service: f.Service, ServiceName: text(service.Name), Status: api.TicketStatus(f.Status),
		Priority: &f.Priority, Position: position(f.Issued), Ahead: f.Ahead, AheadNumbers: f.AheadNumbers,
		EstimatedWait: api.Minutes(minutes(f.Wait)), Calls: f.Calls, CallLimit: o.Queue.CallLimit,
		Office: o.Name, Papers: papers(service.Papers), Day: string(f.Day),
	}
	if view.AheadNumbers == nil {
		view.AheadNumbers = []string{}
	}
	if c, ok := o.Counter(f.Counter); ok && (f.Status == queue.Called || f.Status == queue.Serving) {
		view.CounterName = &c.Name
	}
	return view, nil
}
