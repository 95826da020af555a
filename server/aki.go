package server

import (
	"bytes"
	"context"
	"errors"

	"loket/server/aki"
	"loket/server/api"
	"loket/server/fault"
	"loket/server/office"
)

// LookUpSeeker tells what a NIK says.
func (s *Server) LookUpSeeker(ctx context.Context, r api.LookUpSeekerRequestObject) (api.LookUpSeekerResponseObject, error) {
	f, err := s.AKI.LookUp(ctx, r.Body.Nik)
	if err != nil {
		return nil, err
	}
	facts := api.LookUpSeeker200JSONResponse{
		BirthDate: string(f.BirthDate), Sex: api.Sex(f.Sex), Region: known(f.Region), Warnings: warnings(ctx, f.Warnings),
	}
	if f.Seeker != nil {
		seeker := s.seeker(ctx, *f.Seeker)
		facts.Seeker = &seeker
	}
	return facts, nil
}

// RegisterSeeker enters a new seeker.
func (s *Server) RegisterSeeker(ctx context.Context, r api.RegisterSeekerRequestObject) (api.RegisterSeekerResponseObject, error) {
	seeker, err := s.AKI.Register(ctx, principal(ctx).Actor(), r.Body.Nik, seekerData(r.Body.Data))
	return api.RegisterSeeker201JSONResponse(s.seeker(ctx, seeker)), inData(err)
}

// inData names the fields of a seeker's data as a registration holds them, beside the NIK.
func inData(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	named := e.At(e.Field)
	if e.Field != "" && e.Field != "nik" {
		named.Field = "data." + e.Field
	}
	named.Fields = nil
	for _, f := range e.Fields {
		if f.Field != "nik" {
			f = f.At("data." + f.Field)
		}
		named.Fields = append(named.Fields, f)
	}
	return named
}

// GetSeeker returns a seeker.
func (s *Server) GetSeeker(ctx context.Context, r api.GetSeekerRequestObject) (api.GetSeekerResponseObject, error) {
	seeker, err := s.AKI.Seeker(ctx, r.Seeker)
	return api.GetSeeker200JSONResponse(s.seeker(ctx, seeker)), err
}

// UpdateSeeker changes a seeker's data.
func (s *Server) UpdateSeeker(ctx context.Context, r api.UpdateSeekerRequestObject) (api.UpdateSeekerResponseObject, error) {
	seeker, err := s.AKI.Update(ctx, principal(ctx).Actor(), r.Seeker, seekerData(*r.Body))
	return api.UpdateSeeker200JSONResponse(s.seeker(ctx, seeker)), err
}

// ReadNik returns the full NIK.
func (s *Server) ReadNik(ctx context.Context, r api.ReadNikRequestObject) (api.ReadNikResponseObject, error) {
	nik, err := s.AKI.ReadNIK(ctx, principal(ctx).Actor(), r.Seeker)
	return api.ReadNik200JSONResponse{Nik: nik.Digits()}, err
}

// IssueCard issues a card.
func (s *Server) IssueCard(ctx context.Context, r api.IssueCardRequestObject) (api.IssueCardResponseObject, error) {
	if err := required("seeker", r.Body.Seeker); err != nil {
		return nil, err
	}
	staff, err := officer(ctx)
	if err != nil {
		return nil, err
	}
	card, err := s.AKI.IssueCard(ctx, staff, r.Body.Seeker, given(r.Body.Ticket))
	return api.IssueCard201JSONResponse(s.card(card)), err
}

// PrintCard returns the card's PDF.
func (s *Server) PrintCard(ctx context.Context, r api.PrintCardRequestObject) (api.PrintCardResponseObject, error) {
	pdf, err := s.AKI.Print(ctx, principal(ctx).Actor(), r.Card)
	if err != nil {
		return nil, err
	}
	return api.PrintCard200ApplicationPdfResponse{Body: bytes.NewReader(pdf), ContentLength: int64(len(pdf))}, nil
}

// CheckCard answers whether a card is genuine and valid.
func (s *Server) CheckCard(ctx context.Context, r api.CheckCardRequestObject) (api.CheckCardResponseObject, error) {
	if err := required("card", r.Body.Card); err != nil {
		return nil, err
	}
	answer, err := s.AKI.Check(ctx, r.Body.Card)
	if err != nil {
		return nil, err
	}
	if answer.Result == aki.ResultForged {
		why := fault.New(fault.Invalid, string(aki.ErrCardForged))
		return api.CheckCard200JSONResponse{
			Result: api.CardCheckResultForged, Code: &why.Code, Title: known(why.Words(languageIn(ctx))),
		}, nil
	}
	c := answer.Claims
	return api.CheckCard200JSONResponse{
		Genuine: true, Result: api.CardCheckResult(answer.Result),
		Number: &c.Number, Initials: &c.Initials, Office: &c.Office,
		IssuedOn: known(c.IssuedOn.Format("2006-01-02")), ExpiresOn: known(c.ExpiresOn.Format("2006-01-02")),
		Since: known(string(answer.Since)), LastReportOn: known(string(answer.LastReport)),
	}, nil
}

func (s *Server) seeker(ctx context.Context, k aki.Seeker) api.Seeker {
	d := k.Data
	data := api.SeekerData{
		Name: d.Name, BirthPlace: d.BirthPlace, BirthDate: string(d.BirthDate), Sex: api.Sex(d.Sex),
		Marital: api.Marital(d.Marital), Religion: api.Religion(d.Religion), Address: d.Address,
		Phone: known(d.Phone), Experience: known(d.Experience),
	}
	if len(d.Education) > 0 {
		var rows []api.Education
		for _, row := range d.Education {
			rows = append(rows, api.Education{
				Level: api.EducationLevel(row.Level), School: row.School, Major: known(row.Major), Year: known(row.Year),
			})
		}
		data.Education = &rows
	}
	seeker := api.Seeker{
		ID: k.ID, NikMasked: k.NIK.Masked(), Data: data, Warnings: warnings(ctx, k.Warnings),
		UpdatedAt: k.UpdatedAt.In(s.Office.Office().Location()),
	}
	if k.Card != nil {
		card := s.card(*k.Card)
		seeker.Card = &card
	}
	return seeker
}

// seekerData is what was typed, unchecked.
func seekerData(d api.SeekerData) aki.SeekerData {
	data := aki.SeekerData{
		Name: d.Name, BirthPlace: d.BirthPlace, BirthDate: office.Day(d.BirthDate), Sex: aki.Sex(d.Sex), Marital: aki.MaritalStatus(d.Marital),
		Religion: aki.Religion(d.Religion), Address: d.Address, Phone: given(d.Phone), Experience: given(d.Experience),
	}
	for _, row := range given(d.Education) {
		data.Education = append(data.Education, aki.School{
			Level: aki.EducationLevel(row.Level), School: row.School, Major: given(row.Major), Year: given(row.Year),
		})
	}
	return data
}

// warnings words what the officer should look at.
func warnings(ctx context.Context, list []aki.Warning) []api.Warning {
	all := []api.Warning{}
	for _, w := range list {
		e := fault.New(fault.Invalid, string(w))
		all = append(all, api.Warning{Code: e.Code, Field: warningField[w], Title: e.Words(languageIn(ctx))})
	}
	return all
}

var warningField = map[aki.Warning]string{
	aki.WarnNIKBirthDate: "birthDate", aki.WarnNIKSex: "sex", aki.WarnNIKRegion: "nik",
}
