package server

import (
	"context"
	"time"

	"loket/server/api"
	"loket/server/office"
	"loket/server/queue"
)

// GetOffice returns the office's public facts.
func (s *Server) GetOffice(context.Context, api.GetOfficeRequestObject) (api.GetOfficeResponseObject, error) {
	o := s.Office.Office()
	return api.GetOffice200JSONResponse{
		Code: o.Code, Name: o.Name, Agency: o.Agency, Address: o.Address, Phone: known(o.Phone),
		Timezone: o.Timezone, QueueWord: o.QueueWord, Day: string(o.DayOf(s.Store.Now())),
	}, nil
}

// ListServices returns the services with their queues.
func (s *Server) ListServices(ctx context.Context, r api.ListServicesRequestObject) (api.ListServicesResponseObject, error) {
	book := ""
	if r.Params.Book != nil {
		book = *r.Params.Book
	}
	offered, err := s.Queue.Services(ctx, book)
	if err != nil {
		return nil, err
	}
	services := api.ListServices200JSONResponse{}
	for _, v := range offered {
		service := api.Service{
			ID: v.ID, Letter: v.Letter, Name: text(v.Name), Description: text(v.Description), Papers: papers(v.Papers),
			Open: v.Closing == nil, Waiting: v.Waiting, CountersOpen: &v.Counters, EstimatedWait: minutes(v.Wait),
		}
		service.ClosedReason, service.ClosedWords, service.OpensAt = closing(v.Closing)
		services = append(services, service)
	}
	return services, nil
}

// timetableDays is how far ahead a kiosk knows the hours.
const timetableDays = 7

// GetTimetable returns when the services give out numbers by their hours.
func (s *Server) GetTimetable(context.Context, api.GetTimetableRequestObject) (api.GetTimetableResponseObject, error) {
	o, all := s.Office.Office(), api.GetTimetable200JSONResponse{}
	for _, service := range o.Services {
		t := api.Timetable{Service: service.ID}
		for _, change := range o.Timetable(service, s.Store.Now(), timetableDays) {
			c := api.TimetableChange{From: change.From, Open: change.Closing == nil}
			c.ClosedReason, c.ClosedWords, c.OpensAt = closing(change.Closing)
			t.Changes = append(t.Changes, c)
		}
		all = append(all, t)
	}
	return all, nil
}

// closing is what people are told of a Closing; nil for none.
func closing(c *office.Closing) (*api.ClosedReason, *api.Text, *time.Time) {
	if c == nil {
		return nil, nil, nil
	}
	words := text(c.Words)
	return known(api.ClosedReason(c.Reason)), &words, known(c.Opens)
}

// GetBoard returns what the board shows.
func (s *Server) GetBoard(ctx context.Context, _ api.GetBoardRequestObject) (api.GetBoardResponseObject, error) {
	b, err := s.Queue.Board(ctx)
	return api.GetBoard200JSONResponse(s.board(b)), err
}

func (s *Server) board(b queue.Board) api.Board {
	o := s.Office.Office()
	board := api.Board{
		Office: o.Name, Day: string(b.Day), Now: b.Now, Notice: known(o.Notice),
		Calls: []api.BoardCall{}, Services: []api.BoardService{}, Counters: []api.BoardCounter{},
	}
	for _, c := range b.Calls {
		board.Calls = append(board.Calls, api.BoardCall{
			Seq: c.Seq, Number: c.Number, Service: c.Service, Counter: c.Counter, CounterName: c.CounterName, Call: c.Call, At: c.At,
		})
	}
	for _, v := range b.Services {
		board.Services = append(board.Services, api.BoardService{ID: v.ID, Letter: v.Letter, Name: text(v.Name), Waiting: v.Waiting})
	}
	for _, c := range b.Counters {
		board.Counters = append(board.Counters, api.BoardCounter{
			ID: c.ID, Name: c.Name, Open: c.Staff != "", Number: known(b.Numbers[c.ID]),
		})
	}
	return board
}
