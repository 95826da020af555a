package server

import (
	"context"
	"slices"
	"time"

	"loket/server/access"
	"loket/server/api"
	"loket/server/fault"
	"loket/server/office"
	"loket/server/store"
	"loket/server/visit"
)

// openVisits makes the room of the visits, which asks the others for what it takes over from them.
func (s *Server) openVisits() *visit.Service {
	return visit.New(s.Journal, visit.Config{
		Office: s.Office.Office, Box: s.AKI.NIKs,
		Served: func(tx *store.Tx, officeID, staff, ticket string) (visit.Ticket, error) {
			t, err := s.Queue.Served(tx, officeID, staff, ticket)
			return visit.Ticket{
				ID: t.ID, Number: t.Number, Service: t.Service, Counter: t.Counter, Day: t.Day,
				IssuedAt: t.IssuedAt, CalledAt: t.CalledAt, Began: t.ServedAt,
			}, err
		},
		HasSeeker: s.AKI.Has,
		Printed:   s.AKI.Printed,
		Same: func(tx *store.Tx, officer, seeker string) (bool, error) {
			mark, err := s.Staff.NIKMark(tx, officer)
			if err != nil || mark == "" {
				return false, err
			}
			return s.AKI.Marked(tx, seeker, mark)
		},
		Deputy: func(tx *store.Tx, staff string) error {
			holds, err := s.Staff.Holds(tx, staff, access.SectionHead)
			if err == nil && !holds {
				err = fault.New(fault.Invalid, "absence.deputy")
			}
			return err
		},
	})
}

// visitor is the person who makes the request, as the visits know her.
func visitor(ctx context.Context) (visit.Officer, error) {
	id, err := officer(ctx)
	return visit.Officer{ID: id, Roles: principal(ctx).Roles}, err
}

// OpenVisit begins the visit of a ticket.
func (s *Server) OpenVisit(ctx context.Context, r api.OpenVisitRequestObject) (api.OpenVisitResponseObject, error) {
	if err := required("ticket", r.Body.Ticket); err != nil {
		return nil, err
	}
	v, err := s.visited(ctx, func(by visit.Officer) (visit.Visit, error) { return s.Visits.Open(ctx, by, r.Body.Ticket) })
	return api.OpenVisit200JSONResponse(v), err
}

// ListVisits returns today's visits that have not ended.
func (s *Server) ListVisits(ctx context.Context, _ api.ListVisitsRequestObject) (api.ListVisitsResponseObject, error) {
	by, err := visitor(ctx)
	if err != nil {
		return nil, err
	}
	visits, err := s.Visits.Today(ctx)
	if err != nil {
		return nil, err
	}
	words, err := s.visitWords(ctx, by)
	list := api.ListVisits200JSONResponse{}
	for _, v := range visits {
		list = append(list, words.visit(v))
	}
	return list, err
}

// GetVisit returns a visit.
func (s *Server) GetVisit(ctx context.Context, r api.GetVisitRequestObject) (api.GetVisitResponseObject, error) {
	v, err := s.visited(ctx, func(visit.Officer) (visit.Visit, error) { return s.Visits.Visit(ctx, r.Visit) })
	return api.GetVisit200JSONResponse(v), err
}

// SetVisitSeeker notes who the visit is for.
func (s *Server) SetVisitSeeker(ctx context.Context, r api.SetVisitSeekerRequestObject) (api.SetVisitSeekerResponseObject, error) {
	v, err := s.visited(ctx, func(by visit.Officer) (visit.Visit, error) {
		return s.Visits.SetSeeker(ctx, by, r.Visit, r.Body.Seeker)
	})
	return api.SetVisitSeeker200JSONResponse(v), err
}

// StartActivity begins the due activity.
func (s *Server) StartActivity(ctx context.Context, r api.StartActivityRequestObject) (api.StartActivityResponseObject, error) {
	v, err := s.visited(ctx, func(by visit.Officer) (visit.Visit, error) {
		return s.Visits.Start(ctx, by, r.Visit, r.Body.Activity)
	})
	return api.StartActivity200JSONResponse(v), err
}

// FinishActivity ends the due activity.
func (s *Server) FinishActivity(ctx context.Context, r api.FinishActivityRequestObject) (api.FinishActivityResponseObject, error) {
	v, err := s.visited(ctx, func(by visit.Officer) (visit.Visit, error) {
		result := visit.Done
		if r.Body.Result != nil {
			result = visit.Result(*r.Body.Result)
		}
		return s.Visits.Finish(ctx, by, r.Visit, r.Body.Activity, result, string(given(r.Body.Reason)), given(r.Body.Note))
	})
	return api.FinishActivity200JSONResponse(v), err
}

// SkipActivity leaves out the due activity.
func (s *Server) SkipActivity(ctx context.Context, r api.SkipActivityRequestObject) (api.SkipActivityResponseObject, error) {
	v, err := s.visited(ctx, func(by visit.Officer) (visit.Visit, error) {
		return s.Visits.Skip(ctx, by, r.Visit, r.Body.Activity)
	})
	return api.SkipActivity200JSONResponse(v), err
}

// EndVisit ends a visit.
func (s *Server) EndVisit(ctx context.Context, r api.EndVisitRequestObject) (api.EndVisitResponseObject, error) {
	v, err := s.visited(ctx, func(by visit.Officer) (visit.Visit, error) {
		return s.Visits.End(ctx, by, r.Visit, visit.Ending(r.Body.Ending), given(r.Body.Note))
	})
	return api.EndVisit200JSONResponse(v), err
}

// SaveDraft keeps what is typed for a visit.
func (s *Server) SaveDraft(ctx context.Context, r api.SaveDraftRequestObject) (api.SaveDraftResponseObject, error) {
	by, err := visitor(ctx)
	if err != nil {
		return nil, err
	}
	if err := required("draft", r.Body.Draft); err != nil {
		return nil, err
	}
	at, err := s.Visits.SaveDraft(ctx, by, r.Visit, r.Body.Draft)
	return api.SaveDraft200JSONResponse{SavedAt: s.in(at)}, err
}

// ReadDraft returns what was typed for a visit.
func (s *Server) ReadDraft(ctx context.Context, r api.ReadDraftRequestObject) (api.ReadDraftResponseObject, error) {
	by, err := visitor(ctx)
	if err != nil {
		return nil, err
	}
	d, err := s.Visits.ReadDraft(ctx, by, r.Visit)
	return api.ReadDraft200JSONResponse{Draft: known(d.Text), SavedAt: s.in(d.SavedAt)}, err
}

// visited does an act on a visit on behalf of whoever asks, and words the answer.
func (s *Server) visited(ctx context.Context, act func(visit.Officer) (visit.Visit, error)) (api.Visit, error) {
	by, err := visitor(ctx)
	if err != nil {
		return api.Visit{}, err
	}
	v, err := act(by)
	if err != nil {
		return api.Visit{}, err
	}
	words, err := s.visitWords(ctx, by)
	return words.visit(v), err
}

// visitWords is what a visit's answer needs beside the visit.
type visitWords struct {
	names  map[string]string // officers
	server *Server
	by     visit.Officer
	absent string
}

func (s *Server) visitWords(ctx context.Context, by visit.Officer) (visitWords, error) {
	names, err := s.staffNames(ctx)
	w := visitWords{names: names, server: s, by: by}
	if err != nil {
		return w, err
	}
	a, _, err := s.Visits.Absence(ctx)
	w.absent = a.Reason
	return w, err
}

func (w visitWords) visit(v visit.Visit) api.Visit {
	answer := api.Visit{
		ID: v.ID, Ticket: v.Ticket, Number: v.Number, Service: v.Service, Counter: v.Counter, Procedure: v.Procedure,
		Seeker: known(v.Seeker), StartedAt: v.Began.In(w.server.Office.Office().Location()), EndedAt: w.server.in(v.EndedAt), Ending: known(api.VisitEnding(v.Ending)),
		Activities: []api.VisitActivity{}, Steps: []api.VisitStep{}, Missing: []string{}, Misprints: v.Misprints(),
	}
	if due, ok := v.Due(); ok {
		answer.Due, answer.DueSince = known(due.Key), w.server.in(v.DueSince())
		answer.Mine = known(v.MayDo(due, w.by, w.absent))
	}
	for _, a := range v.Activities {
		answer.Activities = append(answer.Activities, activity(v, a))
	}
	for _, s := range v.Steps {
		answer.Steps = append(answer.Steps, api.VisitStep{
			Activity: s.Activity, Officer: w.names[s.Officer], Role: api.Role(s.Role), StartedAt: s.StartedAt.In(w.server.Office.Office().Location()),
			EndedAt: w.server.in(s.EndedAt), Result: known(api.VisitStepResult(s.Result)), Reason: known(s.Reason), Note: known(s.Note),
		})
	}
	for _, a := range v.Missing() {
		answer.Missing = append(answer.Missing, a.Key)
	}
	return answer
}

func activity(v visit.Visit, a office.Activity) api.VisitActivity {
	state, rounds, spent := v.State(a)
	one := api.VisitActivity{
		Key: a.Key, Label: known(a.Label), Name: text(a.Name), Actor: api.ActivityActor(a.Actor),
		Standard: int(a.Standard() / time.Second), CanBeWrong: known(a.Wrong != ""),
		Round: rounds, State: api.VisitActivityState(state), Spent: known(int(spent / time.Second)),
	}
	if a.Optional != nil {
		question := text(*a.Optional)
		one.Optional = &question
	}
	return one
}

// GetAbsence tells whether the placement officer is absent today.
func (s *Server) GetAbsence(ctx context.Context, _ api.GetAbsenceRequestObject) (api.GetAbsenceResponseObject, error) {
	a, err := s.absence(ctx)
	return api.GetAbsence200JSONResponse(a), err
}

// MarkAbsent notes that the placement officer is absent.
func (s *Server) MarkAbsent(ctx context.Context, r api.MarkAbsentRequestObject) (api.MarkAbsentResponseObject, error) {
	staff, err := officer(ctx)
	if err != nil {
		return nil, err
	}
	deputy := given(r.Body.Deputy)
	if deputy == "" {
		deputy = staff
	}
	if _, err := s.Visits.MarkAbsent(ctx, staff, r.Body.Reason, deputy); err != nil {
		return nil, err
	}
	a, err := s.absence(ctx)
	return api.MarkAbsent200JSONResponse(a), err
}

// MarkPresent notes that the placement officer is back.
func (s *Server) MarkPresent(ctx context.Context, _ api.MarkPresentRequestObject) (api.MarkPresentResponseObject, error) {
	staff, err := officer(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Visits.MarkPresent(ctx, staff); err != nil {
		return nil, err
	}
	a, err := s.absence(ctx)
	return api.MarkPresent200JSONResponse(a), err
}

func (s *Server) absence(ctx context.Context) (api.Absence, error) {
	a, absent, err := s.Visits.Absence(ctx)
	if err != nil {
		return api.Absence{}, err
	}
	members, err := s.Staff.Members(ctx)
	answer := api.Absence{Absent: absent, Reason: known(a.Reason)}
	answer.Deputies, answer.Since = []api.Deputy{}, s.in(a.Since)
	for _, m := range members {
		if m.Active && slices.Contains(m.Roles, access.SectionHead) {
			answer.Deputies = append(answer.Deputies, api.Deputy{ID: m.ID, Name: m.Name})
		}
		if absent && m.ID == a.Deputy {
			answer.Deputy = &m.Name
		}
	}
	return answer, err
}
