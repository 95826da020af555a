package kiosk

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"loket/server/api"
)

// maxWish is the largest press in bytes; a real one has about 120.
const maxWish = 4096

// readWish reads a press strictly: one object, each member once, by its exact name and of its type. The problem
// names the first member that is wrong.
func readWish(w http.ResponseWriter, r *http.Request) (PressRequest, *problem) {
	var wish PressRequest
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxWish))
	field, err := readMembers(body, map[string]any{
		"key": &wish.Key, "service": &wish.Service, "priority": &wish.Priority, "language": &wish.Language,
	})
	if wish.Language != api.En {
		wish.Language = api.ID
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return wish, newProblem("request.too_large", wish.Language)
	case err != nil:
		return wish, fieldProblem("request.invalid", field, wish.Language)
	case !pressKey.MatchString(wish.Key):
		return wish, fieldProblem("request.invalid", "key", wish.Language)
	case wish.Service == "" || len(wish.Service) > 64:
		return wish, fieldProblem("request.invalid", "service", wish.Language)
	}
	return wish, nil
}

var errWish = errors.New("not a press")

// readMembers reads one object into members by their names, and nothing behind it. field is the member at which an
// error was found, "" where there is none to name.
func readMembers(body *json.Decoder, members map[string]any) (field string, err error) {
	if open, err := body.Token(); err != nil || open != json.Delim('{') {
		return "", errors.Join(errWish, err)
	}
	for body.More() {
		name, err := body.Token()
		if err != nil {
			return "", err
		}
		field, _ = name.(string)
		into, known := members[field]
		if !known {
			return field, errWish
		}
		delete(members, field) // a second one is unknown
		if err := body.Decode(into); err != nil {
			return field, err
		}
	}
	if _, err := body.Token(); err != nil {
		return "", err
	}
	if _, err := body.Token(); !errors.Is(err, io.EOF) {
		return "", errors.Join(errWish, err)
	}
	return "", nil
}
