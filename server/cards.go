package server

import (
	"context"

	"loket/server/aki"
	"loket/server/api"
)

// GetCard returns a card.
func (s *Server) GetCard(ctx context.Context, r api.GetCardRequestObject) (api.GetCardResponseObject, error) {
	card, err := s.AKI.Card(ctx, r.Card)
	if err != nil {
		return nil, err
	}
	answer, err := s.whole(ctx, card)
	return api.GetCard200JSONResponse(answer), err
}

// FindCard returns the card with a number.
func (s *Server) FindCard(ctx context.Context, r api.FindCardRequestObject) (api.FindCardResponseObject, error) {
	card, err := s.AKI.CardByNumber(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	answer, err := s.whole(ctx, card)
	return api.FindCard200JSONResponse(answer), err
}

// ReportCard notes that the holder reported.
func (s *Server) ReportCard(ctx context.Context, r api.ReportCardRequestObject) (api.ReportCardResponseObject, error) {
	card, err := s.changed(ctx, func(staff string) (aki.Card, error) {
		return s.AKI.Report(ctx, staff, r.Card, given(r.Body.Day))
	})
	return api.ReportCard201JSONResponse(card), err
}

// ReplaceCard issues a card in the place of a lost or damaged one.
func (s *Server) ReplaceCard(ctx context.Context, r api.ReplaceCardRequestObject) (api.ReplaceCardResponseObject, error) {
	if err := required("reason", r.Body.Reason); err != nil {
		return nil, err
	}
	card, err := s.changed(ctx, func(staff string) (aki.Card, error) {
		return s.AKI.Replace(ctx, staff, r.Card, r.Body.Reason, given(r.Body.Ticket))
	})
	return api.ReplaceCard201JSONResponse(card), err
}

// RenewCard issues a card with a new validity.
func (s *Server) RenewCard(ctx context.Context, r api.RenewCardRequestObject) (api.RenewCardResponseObject, error) {
	card, err := s.changed(ctx, func(staff string) (aki.Card, error) {
		return s.AKI.Renew(ctx, staff, r.Card, given(r.Body.Ticket))
	})
	return api.RenewCard201JSONResponse(card), err
}

// PlaceCard notes that the holder has found work.
func (s *Server) PlaceCard(ctx context.Context, r api.PlaceCardRequestObject) (api.PlaceCardResponseObject, error) {
	card, err := s.changed(ctx, func(staff string) (aki.Card, error) {
		return s.AKI.Place(ctx, staff, r.Card, given(r.Body.Day), aki.Work{
			Employer: given(r.Body.Employer), Sector: given(r.Body.Sector), Returned: given(r.Body.Returned),
		})
	})
	return api.PlaceCard200JSONResponse(card), err
}

// changed does an act on a card on behalf of whoever asks.
func (s *Server) changed(ctx context.Context, act func(staff string) (aki.Card, error)) (api.Card, error) {
	staff, err := officer(ctx)
	if err != nil {
		return api.Card{}, err
	}
	card, err := act(staff)
	if err != nil {
		return api.Card{}, err
	}
	return s.whole(ctx, card)
}

// ListDueCards tells whose card asks for a report or a renewal.
func (s *Server) ListDueCards(ctx context.Context, r api.ListDueCardsRequestObject) (api.ListDueCardsResponseObject, error) {
	within := 30
	if r.Params.Within != nil {
		within = *r.Params.Within
	}
	reminders, err := s.AKI.DueWithin(ctx, within)
	list := api.ListDueCards200JSONResponse{}
	for _, m := range reminders {
		state := m.Card.StateOn(s.today())
		due := api.DueCard{
			Card: m.Card.ID, Number: m.Card.Number, Name: m.Name, What: api.Report, Report: known(m.Due.Report), DueOn: string(m.Due.On),
			Status: api.CardStanding(state.Standing), Since: string(state.Since),
		}
		if m.Due.Report == 0 {
			due.What = api.Renewal
		}
		list = append(list, due)
	}
	return list, err
}

// LegaliseCard notes certified copies.
func (s *Server) LegaliseCard(ctx context.Context, r api.LegaliseCardRequestObject) (api.LegaliseCardResponseObject, error) {
	staff, err := officer(ctx)
	if err != nil {
		return nil, err
	}
	l, err := s.AKI.Legalise(ctx, staff, r.Card, r.Body.Copies)
	if err != nil {
		return nil, err
	}
	names, err := s.staffNames(ctx)
	return api.LegaliseCard201JSONResponse(s.legalisation(l, names)), err
}

// ListLegalisations returns the certified copies of a card.
func (s *Server) ListLegalisations(ctx context.Context, r api.ListLegalisationsRequestObject) (api.ListLegalisationsResponseObject, error) {
	all, err := s.AKI.Legalisations(ctx, r.Card)
	if err != nil {
		return nil, err
	}
	names, err := s.staffNames(ctx)
	list := api.ListLegalisations200JSONResponse{}
	for _, l := range all {
		list = append(list, s.legalisation(l, names))
	}
	return list, err
}

func (s *Server) legalisation(l aki.Legalisation, names map[string]string) api.Legalisation {
	return api.Legalisation{Copies: l.Copies, Officer: names[l.Officer], At: l.At.In(s.Office.Office().Location())}
}

// whole is a card with the names of the officers in it.
func (s *Server) whole(ctx context.Context, c aki.Card) (api.Card, error) {
	answer := s.card(c)
	names, err := s.staffNames(ctx)
	for i, r := range answer.Reports {
		answer.Reports[i].Officer = known(names[c.Reports[r.N-1].Officer])
	}
	return answer, err
}

func (s *Server) card(c aki.Card) api.Card {
	if c.ID == "" {
		return api.Card{}
	}
	state := c.StateOn(s.today())
	answer := api.Card{
		ID: c.ID, Number: c.Number, Seeker: c.Seeker, Ticket: known(c.Ticket),
		IssuedOn: string(c.IssuedOn), ExpiresOn: string(c.ExpiresOn),
		Status: api.CardStanding(state.Standing), Since: string(state.Since), CheckURL: s.AKI.CheckURL(c),
		Reports: []api.CardReport{}, Legalised: c.Legalised, Replaces: known(c.Replaces), ReplacedBy: known(c.ReplacedBy),
		Employer: known(c.Ending.Employer), Sector: known(c.Ending.Sector), Returned: known(c.Ending.Returned),
	}
	for i, r := range c.Reports {
		due, ok := c.ReportDue(i + 1)
		if !ok {
			break
		}
		row := api.CardReport{N: i + 1, OpensOn: string(aki.ReportOpens(due)), DueOn: string(due), MadeOn: known(string(r.On))}
		if r.On != "" {
			row.Late = known(aki.DaysLate(r.On, due))
		}
		answer.Reports = append(answer.Reports, row)
	}
	return answer
}
