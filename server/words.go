package server

import (
	"time"

	"loket/server/api"
	"loket/server/office"
	"loket/server/queue"
)

// This file puts the rooms' types into the contract's.

func text(t office.Text) api.Text { return api.Text{ID: t.ID, En: t.EN} }

func minutes(m queue.Minutes) api.Minutes { return api.Minutes{Low: m.Low, High: m.High} }

func papers(list []office.Paper) []api.Paper {
	all := make([]api.Paper, 0, len(list))
	for _, p := range list {
		paper := api.Paper{Key: p.Key, Name: text(p.Name)}
		if p.Note.ID != "" {
			note := text(p.Note)
			paper.Note = &note
		}
		all = append(all, paper)
	}
	return all
}

// known is nil for a zero time or text, so that the member is left out.
func known[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

// given is what a request names, or the zero value.
func given[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}

// today is the office's day.
func (s *Server) today() office.Day { return s.Office.Office().DayOf(s.Store.Now()) }

func (s *Server) in(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(s.Office.Office().Location())
	return &t
}

func (s *Server) ticket(t queue.Ticket) api.Ticket {
	o := s.Office.Office()
	return api.Ticket{
		ID: t.ID, Number: t.Number, Service: t.Service, Home: t.Home, Priority: t.Priority,
		Status: api.TicketStatus(t.Status), Counter: known(t.Counter), Calls: t.Calls, CallLimit: o.Queue.CallLimit,
		Paper: api.PaperState(t.Paper), IssuedAt: t.IssuedAt.In(o.Location()),
		CalledAt: s.in(t.CalledAt), ServedAt: s.in(t.ServedAt), EndedAt: s.in(t.EndedAt),
	}
}

func (s *Server) tickets(list []queue.Ticket) []api.Ticket {
	all := make([]api.Ticket, 0, len(list))
	for _, t := range list {
		all = append(all, s.ticket(t))
	}
	return all
}
