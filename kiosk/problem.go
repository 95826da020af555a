package kiosk

import (
	"encoding/json"
	"net/http"

	"loket/server/api"
)

// problem is an error for the page: problem+json, the server's own bytes where it comes from there.
type problem struct {
	status int
	body   []byte
}

const problemType = "application/problem+json"

// ownProblem is what the kiosk itself says, in both languages.
var ownProblem = map[string]struct {
	status int
	id, en string
}{
	"kiosk.server_away": {http.StatusServiceUnavailable,
		"Sambungan ke server terputus, jadi nomor belum dapat diambil. Silakan minta nomor kepada petugas.",
		"The connection to the server is lost, so no number could be taken. Please ask a staff member for a number."},
	"kiosk.starting": {http.StatusServiceUnavailable,
		"Mesin nomor sedang dinyalakan. Silakan coba lagi sebentar lagi.",
		"This kiosk is starting. Please try again in a moment."},
	"kiosk.spool": {http.StatusInternalServerError,
		"Penyimpanan mesin nomor bermasalah, jadi nomor belum diambil. Silakan minta nomor kepada petugas.",
		"This kiosk's storage has a fault, so no number was taken. Please ask a staff member for a number."},
	"kiosk.unknown_press": {http.StatusNotFound,
		"Pengambilan nomor ini tidak dikenal. Silakan mulai lagi dari awal.",
		"This request is not known. Please start again."},
	"kiosk.closed": {http.StatusConflict,
		"Layanan ini sedang tutup, jadi nomor belum diambil. Silakan bertanya kepada petugas.",
		"This service is closed, so no number was taken. Please ask a staff member."},
	"kiosk.copies_used": {http.StatusConflict,
		"Tiket ini sudah dicetak ulang tiga kali. Silakan foto nomor di layar atau bertanya kepada petugas.",
		"This ticket was printed again three times. Please take a photo of the screen or ask a staff member."},
	"request.invalid": {http.StatusBadRequest,
		"Permintaan tidak lengkap atau salah. Silakan mulai lagi dari awal.",
		"The request is incomplete or wrong. Please start again."},
	"request.too_large": {http.StatusRequestEntityTooLarge,
		"Permintaan terlalu besar. Silakan mulai lagi dari awal.",
		"The request is too large. Please start again."},
	"request.key_reused": {http.StatusConflict,
		"Kunci permintaan ini sudah dipakai untuk pilihan lain. Silakan mulai lagi dari awal.",
		"This request's key was used for another choice. Please start again."},
}

// newProblem is one of the kiosk's own problems in the person's language.
func newProblem(code string, language api.Language) *problem {
	return fieldProblem(code, "", language)
}

// fieldProblem is newProblem with the name of the wrong member.
func fieldProblem(code, field string, language api.Language) *problem {
	own := ownProblem[code]
	p := api.Problem{Type: "about:blank", Status: own.status, Code: code, Title: pick(language, own.id, own.en)}
	if field != "" {
		p.Field = &field
	}
	return toldProblem(p)
}

func toldProblem(p api.Problem) *problem {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return &problem{status: p.Status, body: body}
}

// code is the problem's stable name; "" for no problem.
func (p *problem) code() string {
	var said api.Problem
	if p == nil || json.Unmarshal(p.body, &said) != nil {
		return ""
	}
	return said.Code
}

// aboutNumber says whether the server refused the number that the kiosk took, and no more than that.
func (p *problem) aboutNumber() bool {
	code := p.code()
	return code == codeNotReserved || code == codeOtherDay
}

// What the server says of a number that it does not have reserved.
const (
	codeNotReserved = "number.not_reserved"
	codeOtherDay    = "ticket.other_day"
)

func (p *problem) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.status)
	_, err := w.Write(p.body)
	return err
}

// pick is the text of a language; Indonesian where it is neither.
func pick(language api.Language, id, en string) string {
	if language == api.En {
		return en
	}
	return id
}
