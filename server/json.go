package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"loket/server/fault"

	"github.com/labstack/echo/v4"
)

// strictJSON reads bodies strictly: JSON only, and a member that the contract does not name in these very
// letters, one that comes twice, a wrong type or anything behind the value is refused with the member's name.
// No body is an empty object, so that the refusal names what is missing.
type strictJSON struct{}

// Bind reads the request's body into v.
func (strictJSON) Bind(v any, c echo.Context) error {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		if _, ok := errors.AsType[*echo.HTTPError](err); ok {
			return err // the body limit's
		}
		return fault.New(fault.Malformed, "request.malformed")
	}
	if len(body) == 0 {
		return nil
	}
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if !utf8.Valid(body) {
		return fault.New(fault.Malformed, "request.malformed")
	}
	if err := json.Unmarshal(body, v); err != nil {
		return jsonFault(err)
	}
	return checkMembers(json.NewDecoder(bytes.NewReader(body)), reflect.TypeOf(v).Elem(), "")
}

func jsonFault(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return fault.New(fault.Invalid, "request.wrong_type", "name", wrong.Field).At(wrong.Field)
	}
	return fault.New(fault.Malformed, "request.malformed")
}

// checkMembers reads a value that encoding/json has read into a t and refuses what that lets pass: members that
// t lacks, names in other letters, names that come twice, and the NUL that PostgreSQL's texts cannot hold.
func checkMembers(d *json.Decoder, t reflect.Type, at string) error {
	token, err := d.Token()
	if err != nil {
		return jsonFault(err)
	}
	switch token := token.(type) {
	case string:
		if strings.ContainsRune(token, 0) {
			return fault.New(fault.Invalid, "field.characters").At(at)
		}
		return nil
	case json.Delim:
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if token == '[' {
			err = checkElements(d, t.Elem(), at)
		} else {
			err = checkObject(d, t, at)
		}
		if err == nil {
			_, err = d.Token() // the closing bracket
		}
	}
	return err
}

func checkElements(d *json.Decoder, t reflect.Type, at string) error {
	for i := 0; d.More(); i++ {
		if err := checkMembers(d, t, fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func checkObject(d *json.Decoder, t reflect.Type, at string) error {
	types := map[string]reflect.Type{}
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		types[name] = field.Type
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return jsonFault(err)
		}
		name, _ := token.(string)
		path := strings.TrimPrefix(at+"."+name, ".")
		switch {
		case types[name] == nil:
			return fault.New(fault.Invalid, "request.unknown_field", "name", path).At(path)
		case seen[name]:
			return fault.New(fault.Malformed, "request.malformed").At(path)
		}
		seen[name] = true
		if err := checkMembers(d, types[name], path); err != nil {
			return err
		}
	}
	return nil
}
