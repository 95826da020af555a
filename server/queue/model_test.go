package queue_test

import (
	"slices"
	"time"

	"loket/server/office"
	"loket/server/queue"
)

// model is the queue in its simplest form: a list and some loops. Each act returns the code of its error,
// and changes nothing where that is not "".
type model struct {
	office  *office.Office
	tickets []*modelTicket
	held    map[string]string // counter → officer
	keys    []queue.Request   // those that gave a ticket
}

type modelTicket struct {
	id, number, home, service, counter string
	day                                office.Day
	sequence, calls                    int
	priority                           bool
	status                             queue.Status
	paper                              queue.Paper
	place                              int64
}

// line returns a day's tickets of a counter's services in one status, oldest first.
func (m *model) line(day office.Day, services []string, status queue.Status) []*modelTicket {
	var line []*modelTicket
	for _, t := range m.tickets {
		if t.day == day && t.status == status && slices.Contains(services, t.service) {
			line = append(line, t)
		}
	}
	slices.SortStableFunc(line, func(a, b *modelTicket) int { return int(a.place - b.place) })
	return line
}

func (m *model) at(day office.Day, counter string) *modelTicket {
	for _, t := range m.tickets {
		if t.day == day && t.counter == counter && (t.status == queue.Called || t.status == queue.Serving) {
			return t
		}
	}
	return nil
}

func (m *model) issue(day office.Day, request queue.Request, now time.Time) (*modelTicket, string) {
	service, ok := m.office.Service(request.Service)
	if !ok {
		return nil, "service.not_found"
	}
	if slices.ContainsFunc(m.keys, func(used queue.Request) bool { return used.Key == request.Key }) {
		return nil, "request.key_reused" // a key is repeated only with another request
	}
	if service.Closed {
		return nil, "service.closed"
	}
	sequence := 1
	for _, t := range m.tickets {
		if t.day == day && t.home == service.ID {
			sequence++
		}
	}
	if service.DailyQuota > 0 && sequence > service.DailyQuota {
		return nil, "service.full"
	}
	t := &modelTicket{
		number: queue.Number(service.Letter, sequence), home: service.ID, service: service.ID, day: day, sequence: sequence,
		priority: request.Priority, status: queue.Waiting, paper: queue.PaperPending, place: now.UnixMilli(),
	}
	m.tickets, m.keys = append(m.tickets, t), append(m.keys, request)
	return t, ""
}

func (m *model) open(counter, staff string) string {
	if by := m.held[counter]; by != "" && by != staff {
		return "counter.taken"
	}
	for other, by := range m.held {
		if by == staff && other != counter {
			return "counter.another"
		}
	}
	m.held[counter] = staff
	return ""
}

func (m *model) close(day office.Day, counter, staff string) string {
	switch {
	case m.held[counter] == "":
		return ""
	case m.held[counter] != staff:
		return "counter.taken"
	case m.at(day, counter) != nil:
		return "counter.busy"
	}
	delete(m.held, counter)
	return ""
}

// mine says why staff may not act at the counter.
func (m *model) mine(counter, staff string) string {
	switch m.held[counter] {
	case "":
		return "counter.closed"
	case staff:
		return ""
	}
	return "counter.taken"
}

// free says why the counter cannot call anybody; missed is whom that makes a no-show.
func (m *model) free(day office.Day, counter, staff string) (missed *modelTicket, code string) {
	if code := m.mine(counter, staff); code != "" {
		return nil, code
	}
	t := m.at(day, counter)
	if t != nil && (t.status != queue.Called || t.calls < m.office.Queue.CallLimit) {
		return nil, "counter.busy"
	}
	return t, ""
}

// callNext returns who may be called: the oldest ordinary and the oldest priority ticket.
func (m *model) callNext(day office.Day, counter, staff string) (missed *modelTicket, heads []*modelTicket, code string) {
	missed, code = m.free(day, counter, staff)
	if code != "" {
		return nil, nil, code
	}
	c, _ := m.office.Counter(counter)
	for _, priority := range []bool{false, true} {
		for _, t := range m.line(day, c.Services, queue.Waiting) {
			if t.priority == priority {
				heads = append(heads, t)
				break
			}
		}
	}
	if len(heads) == 0 {
		return nil, nil, "queue.empty"
	}
	return missed, heads, ""
}

func (m *model) callNumber(day office.Day, counter, staff, number string) (missed, called *modelTicket, code string) {
	missed, code = m.free(day, counter, staff)
	if code != "" {
		return nil, nil, code
	}
	c, _ := m.office.Counter(counter)
	for _, t := range m.tickets {
		if t.day != day || t.number != number {
			continue
		}
		switch {
		case !slices.Contains(c.Services, t.service):
			return nil, nil, "counter.not_served"
		case t == missed || t.status != queue.Waiting && t.status != queue.Parked:
			return nil, nil, "ticket.wrong_state"
		}
		return missed, t, ""
	}
	return nil, nil, "ticket.not_found"
}

// act is one of the acts on the ticket at a counter.
func (m *model) act(day office.Day, counter, staff, act, to string) string {
	service, known := m.office.Service(to)
	if act == "transfer" && !known {
		return "service.not_found"
	}
	if code := m.mine(counter, staff); code != "" {
		return code
	}
	t := m.at(day, counter)
	if t == nil {
		return "counter.idle"
	}
	called, out := t.status == queue.Called, t.calls >= m.office.Queue.CallLimit
	switch {
	case act == "transfer" && service.Closed:
		return "service.closed"
	case act == "finish" && called, (act == "recall" || act == "serve" || act == "no-show") && !called:
		return "ticket.wrong_state"
	case called && out && (act == "recall" || act == "park" || act == "transfer"):
		return "ticket.call_limit"
	case act == "transfer" && t.service == to:
		return "ticket.same_service"
	}
	if !called && (act == "park" || act == "transfer") {
		t.calls = 0
	}
	switch act {
	case "recall":
		t.calls++
	case "serve":
		t.status = queue.Serving
	case "finish":
		t.status = queue.Done
	case "no-show":
		t.status = queue.NoShow
	case "park":
		t.status = queue.Parked
	case "transfer":
		t.status, t.service, t.counter = queue.Waiting, to, ""
	}
	return ""
}

// called notes a call, and that the seeker who was called to the counter before has missed it.
func (m *model) called(missed, t *modelTicket, counter string) {
	if missed != nil {
		missed.status = queue.NoShow
	}
	t.status, t.counter = queue.Called, counter
	t.calls++
}

func (m *model) returned(day office.Day, t *modelTicket, now time.Time) string {
	switch {
	case t.day != day:
		return "ticket.other_day"
	case t.status != queue.NoShow:
		return "ticket.wrong_state"
	}
	t.status, t.calls, t.counter, t.place = queue.Waiting, 0, "", now.UnixMilli()
	return ""
}
