package server

import (
	"context"
	"encoding/json"

	"loket/server/access"
	"loket/server/device"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/live"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store"

	"github.com/labstack/echo/v4"
)

// The topics. Board and ticket carry the same messages and differ in their snapshot.
const (
	topicBoard  = "board"
	topicTicket = "ticket"
	topicDesk   = "desk"
)

// topics says what of the journal each topic's clients hear. Nothing about a person is in any of them, and
// the public ones have no ids either.
func topics() map[string]live.Topic {
	public := live.Topic{Encode: func(e journal.Entry) any {
		switch e.Type {
		case queue.EventIssued, queue.EventCalled, queue.EventServing, queue.EventFinished, queue.EventNoShow,
			queue.EventReturned, queue.EventTransferred, queue.EventParked:
			t := read[queue.TicketEvent](e)
			t.Ticket = ""
			return t
		case queue.EventOpened, queue.EventClosed:
			return read[queue.CounterEvent](e)
		case office.EventChanged:
			return struct{}{}
		}
		return nil
	}}
	return map[string]live.Topic{
		topicBoard:  public,
		topicTicket: public,
		topicDesk: {Encode: func(e journal.Entry) any {
			switch e.Type {
			case queue.EventPaper:
				return read[queue.TicketEvent](e)
			case device.EventHealth:
				return read[device.Event](e)
			}
			return public.Encode(e)
		}},
	}
}

// read decodes an entry that this program wrote.
func read[T any](e journal.Entry) T {
	var data T
	_ = json.Unmarshal(e.Data, &data) // a member that an older version lacked stays zero
	return data
}

// live follows a topic over WebSocket.
func (s *Server) live(c echo.Context) error {
	topic, since, token := c.QueryParam("topic"), c.QueryParam("since"), c.QueryParam("token")
	snapshot, err := s.snapshot(c, topic, token)
	if err != nil {
		return err
	}
	return s.Hub.Serve(c.Response(), c.Request(), topic, since, snapshot)
}

// snapshot returns the topic's snapshot for whoever asks, or why they may not follow it.
func (s *Server) snapshot(c echo.Context, topic, token string) (live.Snapshot, error) {
	switch topic {
	case topicTicket:
		if _, err := s.Queue.Follow(c.Request().Context(), token); err != nil {
			return nil, fault.At(err, "token")
		}
		return func(ctx context.Context) (any, int64, error) {
			seq, err := s.lastSeq(ctx)
			if err != nil {
				return nil, 0, err
			}
			f, err := s.followed(ctx, token)
			return f, seq, err
		}, nil
	case topicDesk:
		p, err := s.identify(c.Request())
		if err != nil {
			return nil, err
		}
		if !p.May(access.LiveDesk) {
			return nil, fault.New(fault.Forbidden, "session.forbidden")
		}
		return func(ctx context.Context) (any, int64, error) {
			seq, err := s.lastSeq(ctx)
			return struct{}{}, seq, err
		}, nil
	}
	return func(ctx context.Context) (any, int64, error) {
		b, err := s.Queue.Board(ctx)
		return s.board(b), b.Seq, err
	}, nil
}

// lastSeq is read before the state that a client gets, so that a message may come twice but none is missed.
func (s *Server) lastSeq(ctx context.Context) (int64, error) {
	var seq int64
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		seq, err = journal.Last(tx, OfficeID)
		return err
	})
	return seq, err
}
