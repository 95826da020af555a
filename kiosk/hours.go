package kiosk

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"loket/server/api"
)

// byHours are the services as they are while the server is away: open or closed by the timetable that it told last and
// the kiosk's clock, with its reason and words. A full queue or a spent quota stays what it was when the server last
// answered, until its next opening. Kiosk.mu is held.
func (k *Kiosk) byHours() []api.Service {
	now, services := k.now(), plain(k.view.services)
	for i := range services {
		s := &services[i]
		if c := k.since(s.ID, now); c != nil && (!c.Open || s.Open || !spent(*s)) {
			s.Open, s.ClosedReason, s.ClosedWords, s.OpensAt = c.Open, c.ClosedReason, c.ClosedWords, c.OpensAt
		}
		if !s.Open && s.OpensAt != nil && !now.Before(*s.OpensAt) { // beyond what it was told
			s.ClosedReason, s.ClosedWords, s.OpensAt = nil, nil, nil
		}
	}
	return services
}

// offlineService is one of them.
func (k *Kiosk) offlineService(id string) api.Service {
	k.mu.Lock()
	defer k.mu.Unlock()
	return serviceIn(k.byHours(), id)
}

// since is the last change of a service's hours before a moment; nil where none is known. Kiosk.mu is held.
func (k *Kiosk) since(service string, t time.Time) (last *api.TimetableChange) {
	for _, table := range k.view.timetable {
		for i, c := range table.Changes {
			if table.Service == service && !c.From.After(t) {
				last = &table.Changes[i]
			}
		}
	}
	return last
}

// spent says whether a service is closed for what people took of it, not by its hours.
func spent(s api.Service) bool {
	return s.ClosedReason != nil && (*s.ClosedReason == api.Quota || *s.ClosedReason == api.QueueFull)
}

// opensToday says whether a closed service will open on the office's present day. Kiosk.mu is held.
func (k *Kiosk) opensToday(s api.Service) bool {
	return s.OpensAt != nil && k.dayOf(*s.OpensAt) == k.today()
}

// closedProblem tells why a service gives no number, and when it does again.
func closedProblem(s api.Service, language api.Language) *problem {
	if s.ClosedWords == nil {
		return newProblem("kiosk.closed", language)
	}
	title := fmt.Sprintf("%s: %s", pick(language, s.Name.ID, s.Name.En), pick(language, s.ClosedWords.ID, s.ClosedWords.En))
	return toldProblem(api.Problem{Type: "about:blank", Status: http.StatusConflict, Code: "kiosk.closed", Title: title})
}

// fetchTimetable asks for the hours of the days to come.
func (k *Kiosk) fetchTimetable(ctx context.Context) ([]api.Timetable, error) {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	answer, err := k.client.GetTimetableWithResponse(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAway, err)
	}
	if answer.JSON200 == nil {
		return nil, fmt.Errorf("%w: it answered %d", errAway, answer.StatusCode())
	}
	return *answer.JSON200, nil
}
