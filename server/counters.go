package server

import (
	"context"

	"loket/server/api"
	"loket/server/fault"
	"loket/server/queue"
)

// ListCounters returns all counters.
func (s *Server) ListCounters(ctx context.Context, _ api.ListCountersRequestObject) (api.ListCountersResponseObject, error) {
	states, err := s.Queue.Counters(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.staffNames(ctx)
	counters := api.ListCounters200JSONResponse{}
	for _, state := range states {
		counters = append(counters, s.counter(ctx, state, names))
	}
	return counters, err
}

func (s *Server) counter(ctx context.Context, c queue.CounterState, names map[string]string) api.Counter {
	services := c.Services
	if services == nil {
		services = []string{}
	}
	return api.Counter{
		ID: c.ID, Name: c.Name, Services: services, Open: c.Staff != "",
		Mine: c.Staff != "" && c.Staff == principal(ctx).ID, StaffName: known(names[c.Staff]),
	}
}

// staffNames maps the ids of staff to their names.
func (s *Server) staffNames(ctx context.Context) (map[string]string, error) {
	members, err := s.Staff.Members(ctx)
	names := map[string]string{}
	for _, m := range members {
		names[m.ID] = m.Name
	}
	return names, err
}

// GetDesk returns what the officer at a counter sees.
func (s *Server) GetDesk(ctx context.Context, r api.GetDeskRequestObject) (api.GetDeskResponseObject, error) {
	d, err := s.Queue.Desk(ctx, r.Counter)
	if err != nil {
		return nil, err
	}
	names, err := s.staffNames(ctx)
	desk := api.GetDesk200JSONResponse{
		Counter: s.counter(ctx, d.Counter, names), Seq: d.Seq, Now: d.Now.In(s.Office.Office().Location()),
		Waiting: d.Waiting, Next: s.tickets(d.Next), Parked: s.tickets(d.Parked), NoShows: s.tickets(d.NoShows),
	}
	if d.Ticket != nil {
		t := s.ticket(*d.Ticket)
		desk.Ticket = &t
	}
	return desk, err
}

// OpenCounter gives a counter to the officer.
func (s *Server) OpenCounter(ctx context.Context, r api.OpenCounterRequestObject) (api.OpenCounterResponseObject, error) {
	c, err := s.holdCounter(ctx, r.Counter, s.Queue.Open)
	return api.OpenCounter200JSONResponse(c), err
}

// CloseCounter takes a counter from the officer.
func (s *Server) CloseCounter(ctx context.Context, r api.CloseCounterRequestObject) (api.CloseCounterResponseObject, error) {
	c, err := s.holdCounter(ctx, r.Counter, s.Queue.Close)
	return api.CloseCounter200JSONResponse(c), err
}

func (s *Server) holdCounter(ctx context.Context, counter string,
	hold func(context.Context, string, string) (queue.CounterState, error),
) (api.Counter, error) {
	staff, err := officer(ctx)
	if err != nil {
		return api.Counter{}, err
	}
	state, err := hold(ctx, counter, staff)
	if err != nil {
		return api.Counter{}, err
	}
	names, err := s.staffNames(ctx)
	return s.counter(ctx, state, names), err
}

// act runs an officer's act at a counter.
func (s *Server) act(ctx context.Context, counter string,
	do func(ctx context.Context, counter, staff string) (queue.Ticket, error),
) (api.Ticket, error) {
	staff, err := officer(ctx)
	if err != nil {
		return api.Ticket{}, err
	}
	t, err := do(ctx, counter, staff)
	return s.ticket(t), err
}

// CallNext calls the next seeker.
func (s *Server) CallNext(ctx context.Context, r api.CallNextRequestObject) (api.CallNextResponseObject, error) {
	t, err := s.act(ctx, r.Counter, s.Queue.CallNext)
	return api.CallNext200JSONResponse(t), err
}

// CallNumber calls a chosen number.
func (s *Server) CallNumber(ctx context.Context, r api.CallNumberRequestObject) (api.CallNumberResponseObject, error) {
	if err := required("number", r.Body.Number); err != nil {
		return nil, err
	}
	t, err := s.act(ctx, r.Counter, func(ctx context.Context, counter, staff string) (queue.Ticket, error) {
		return s.Queue.CallNumber(ctx, counter, staff, r.Body.Number)
	})
	return api.CallNumber200JSONResponse(t), err
}

// Recall calls the same number again.
func (s *Server) Recall(ctx context.Context, r api.RecallRequestObject) (api.RecallResponseObject, error) {
	t, err := s.act(ctx, r.Counter, s.Queue.Recall)
	return api.Recall200JSONResponse(t), err
}

// Serve notes that the called seeker has come.
func (s *Server) Serve(ctx context.Context, r api.ServeRequestObject) (api.ServeResponseObject, error) {
	t, err := s.act(ctx, r.Counter, s.Queue.Serve)
	return api.Serve200JSONResponse(t), err
}

// Finish ends the service.
func (s *Server) Finish(ctx context.Context, r api.FinishRequestObject) (api.FinishResponseObject, error) {
	t, err := s.act(ctx, r.Counter, s.Queue.Finish)
	return api.Finish200JSONResponse(t), err
}

// NoShow notes that the called seeker did not come.
func (s *Server) NoShow(ctx context.Context, r api.NoShowRequestObject) (api.NoShowResponseObject, error) {
	t, err := s.act(ctx, r.Counter, s.Queue.NoShow)
	return api.NoShow200JSONResponse(t), err
}

// Park sets the seeker aside.
func (s *Server) Park(ctx context.Context, r api.ParkRequestObject) (api.ParkResponseObject, error) {
	t, err := s.act(ctx, r.Counter, s.Queue.Park)
	return api.Park200JSONResponse(t), err
}

// Transfer sends the seeker to another service.
func (s *Server) Transfer(ctx context.Context, r api.TransferRequestObject) (api.TransferResponseObject, error) {
	if r.Body.Service == "" {
		return nil, fault.New(fault.Invalid, "field.required").At("service")
	}
	t, err := s.act(ctx, r.Counter, func(ctx context.Context, counter, staff string) (queue.Ticket, error) {
		return s.Queue.Transfer(ctx, counter, staff, r.Body.Service)
	})
	return api.Transfer200JSONResponse(t), err
}
