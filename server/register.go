package server

import (
	"bytes"
	"context"

	"loket/server/aki"
	"loket/server/api"
	"loket/server/office"
)

// ReadRegister returns a page of the register.
func (s *Server) ReadRegister(ctx context.Context, r api.ReadRegisterRequestObject) (api.ReadRegisterResponseObject, error) {
	page, err := s.AKI.RegisterPage(ctx, office.Day(r.Params.From), office.Day(r.Params.To), given(r.Params.After))
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, page.Entries)
	return api.ReadRegister200JSONResponse{Entries: entries, Next: known(page.Next)}, err
}

// SearchRegister finds cards.
func (s *Server) SearchRegister(ctx context.Context, r api.SearchRegisterRequestObject) (api.SearchRegisterResponseObject, error) {
	found, more, err := s.AKI.Find(ctx, r.Body.Text)
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, found)
	return api.SearchRegister200JSONResponse{Entries: entries, More: more}, err
}

// ExportRegister returns the register as a spreadsheet.
func (s *Server) ExportRegister(ctx context.Context, r api.ExportRegisterRequestObject) (api.ExportRegisterResponseObject, error) {
	from, to := office.Day(r.Params.From), office.Day(r.Params.To)
	all, err := s.AKI.Export(ctx, principal(ctx).Actor(), from, to)
	if err != nil {
		return nil, err
	}
	names, err := s.staffNames(ctx)
	if err != nil {
		return nil, err
	}
	var book bytes.Buffer
	if err := aki.WriteRegister(&book, s.Office.Office().Name, from, to, all, names); err != nil {
		return nil, err
	}
	return api.ExportRegister200ApplicationVndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: &book, ContentLength: int64(book.Len()),
	}, nil
}

func (s *Server) entries(ctx context.Context, list []aki.Entry) ([]api.RegisterEntry, error) {
	names, err := s.staffNames(ctx)
	all := make([]api.RegisterEntry, 0, len(list))
	for _, e := range list {
		d := e.Holder
		all = append(all, api.RegisterEntry{
			Card: s.card(e.Card), Seeker: e.Seeker, Name: d.Name, NikMasked: e.NIK.Masked(), Sex: api.Sex(d.Sex),
			BirthPlace: d.BirthPlace, BirthDate: string(d.BirthDate), Address: d.Address,
			Education: known(api.EducationLevel(d.Highest())), IssuedBy: known(names[e.IssuedBy]),
		})
	}
	return all, err
}
