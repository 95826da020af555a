package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"loket/server/access"
	"loket/server/device"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/live"
	"loket/server/office"
	"loket/server/queue"
	"loket/server/store"
	"loket/server/visit"

	"github.com/labstack/echo/v4"
)

// The topics, as openapi.yaml names them.
const (
	topicBoard  = "board"
	topicTicket = "ticket"
	topicDesk   = "desk"
)

// The streams. Board and ticket differ in their snapshot only and follow the same one.
const (
	streamPublic = "public"
	streamDesk   = "desk"
)

var streamOf = map[string]string{topicBoard: streamPublic, topicTicket: streamPublic, topicDesk: streamDesk}

// publicEvents are those that everybody may hear.
var publicEvents = []string{
	queue.EventIssued, queue.EventCalled, queue.EventServing, queue.EventFinished, queue.EventNoShow,
	queue.EventReturned, queue.EventTransferred, queue.EventParked, queue.EventOpened, queue.EventClosed,
	office.EventChanged,
}

// deskEvents are those that staff hear beside them.
var deskEvents = []string{
	queue.EventPaper, device.EventHealth,
	visit.EventOpened, visit.EventStep, visit.EventEnded, visit.EventAbsent, visit.EventPresent,
}

// streams says what of the journal clients hear. Nothing about a person is in it, and no ids.
func streams() map[string]live.Stream {
	return map[string]live.Stream{
		streamPublic: {
			Wants:  func(kind string) bool { return slices.Contains(publicEvents, kind) },
			Encode: members,
		},
		streamDesk: {
			Wants: func(kind string) bool {
				return slices.Contains(publicEvents, kind) || slices.Contains(deskEvents, kind)
			},
			Encode: members,
		},
	}
}

// members is what a message says of an entry.
func members(e journal.Entry) any {
	switch e.Type {
	case queue.EventOpened, queue.EventClosed:
		return read[queue.CounterEvent](e)
	case device.EventHealth:
		d := read[device.Event](e)
		d.Device = ""
		return d
	case office.EventChanged:
		return struct{}{}
	default:
		t := read[queue.TicketEvent](e)
		t.Ticket = ""
		return t
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
	may := func() bool { return true }
	if topic == topicDesk {
		may = func() bool {
			_, refused := errors.AsType[*fault.Error](s.mayFollowDesk(c.Request()))
			return !refused // a database that is away refuses nobody
		}
	}
	return s.Hub.Serve(c.Response(), c.Request(), streamOf[topic], since, may, snapshot)
}

// mayFollowDesk returns why the maker of a request may not follow the desk.
func (s *Server) mayFollowDesk(r *http.Request) error {
	p, err := s.identify(r)
	if err == nil && !p.May(access.LiveDesk) {
		return fault.New(fault.Forbidden, "session.forbidden")
	}
	return err
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
		if err := s.mayFollowDesk(c.Request()); err != nil {
			return nil, err
		}
		return func(ctx context.Context) (any, int64, error) {
			seq, err := s.lastSeq(ctx)
			return struct{}{}, seq, err
		}, nil
	case topicBoard:
		return func(ctx context.Context) (any, int64, error) {
			b, err := s.Queue.Board(ctx)
			return s.board(b), b.Seq, err
		}, nil
	}
	return nil, fault.New(fault.NotFound, "live.topic", "name", topic).At("topic")
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
