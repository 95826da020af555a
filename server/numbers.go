package server

import (
	"context"
	"errors"
	"strconv"
	"time"

	"loket/server/api"
	"loket/server/fault"
	"loket/server/office"
	"loket/server/queue"
)

// HoldNumbers tops up the numbers that a kiosk holds for when the server is away.
func (s *Server) HoldNumbers(ctx context.Context, r api.HoldNumbersRequestObject) (api.HoldNumbersResponseObject, error) {
	if err := required("book", r.Body.Book); err != nil {
		return nil, err
	}
	var holds []queue.Hold
	for _, h := range r.Body.Services {
		holds = append(holds, queue.Hold{Service: h.Service, Numbers: h.Hold})
	}
	day, reserved, err := s.Queue.Reserve(ctx, principal(ctx).ID, r.Body.Book, holds)
	held := api.HoldNumbers200JSONResponse{
		Day: string(day), TicketURL: s.config.PublicURL + ticketPath, CallLimit: s.Office.Office().Queue.CallLimit,
		Numbers: []api.HeldNumber{},
	}
	for _, n := range reserved {
		held.Numbers = append(held.Numbers, api.HeldNumber{Service: n.Service, Sequence: n.Sequence, Number: n.Number})
	}
	return held, err
}

// HandInTickets takes the tickets that a kiosk gave out without the server.
func (s *Server) HandInTickets(ctx context.Context, r api.HandInTicketsRequestObject) (api.HandInTicketsResponseObject, error) {
	var (
		given []queue.Given
		wrong []*fault.Error
	)
	for i, t := range r.Body.Tickets {
		at, err := time.Parse(time.RFC3339, t.IssuedAt)
		if err != nil {
			wrong = append(wrong, fault.New(fault.Invalid, "field.date").At("tickets["+strconv.Itoa(i)+"].issuedAt"))
		}
		given = append(given, queue.Given{At: at, Paper: queue.Paper(t.Paper), Request: queue.Request{
			Service: t.Service, Priority: t.Priority, Language: string(t.Language), Key: t.Key, Own: own(t.Reserved),
		}})
	}
	if err := fault.Join(wrong); err != nil {
		return nil, err
	}
	handed, err := s.Queue.HandIn(ctx, principal(ctx).Actor(), given)
	answer := api.HandInTickets200JSONResponse{Tickets: []api.HandedInTicket{}}
	for i, h := range handed {
		became := api.HandedInTicket{Key: given[i].Key}
		if refused, ok := errors.AsType[*fault.Error](h.Err); ok {
			p := problemOf(refused, statusFor(refused), languageIn(ctx))
			became.Problem = &p
		} else {
			became.ID = &h.ID
		}
		answer.Tickets = append(answer.Tickets, became)
	}
	return answer, err
}

func own(n api.ReservedNumber) *queue.Own {
	return &queue.Own{Day: office.Day(n.Day), Sequence: n.Sequence, Token: n.Token}
}
