package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"loket/server/fault"

	"github.com/labstack/echo/v4"
)

// strictJSON reads bodies strictly: a member that the contract does not name, a wrong type or anything
// behind the value is refused with the member's name.
type strictJSON struct{}

func (strictJSON) Serialize(c echo.Context, v any, _ string) error {
	return json.NewEncoder(c.Response()).Encode(v)
}

func (strictJSON) Deserialize(c echo.Context, v any) error {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err // the body limit's
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return jsonFault(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Malformed, "request.malformed")
	}
	return nil
}

func jsonFault(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return fault.New(fault.Invalid, "request.wrong_type", "name", wrong.Field).At(wrong.Field)
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		name = strings.Trim(name, `"`)
		return fault.New(fault.Invalid, "request.unknown_field", "name", name).At(name)
	}
	if strings.Contains(err.Error(), "parsing time") || strings.Contains(err.Error(), "cannot parse") {
		return fault.New(fault.Invalid, "field.date")
	}
	return fault.New(fault.Malformed, "request.malformed")
}
