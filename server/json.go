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
	"strconv"
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
	body, err := readBody(c)
	if err != nil || len(body) == 0 {
		return err
	}
	return decode(body, v, c)
}

// bindNothing reads the body of a request that needs none: nothing, null or an object without members.
func bindNothing(c echo.Context) error {
	body, err := readBody(c)
	if text := string(bytes.TrimSpace(body)); err != nil || text == "" || text == "null" || text == "{}" {
		return err
	}
	return decode(body, &struct{}{}, c)
}

func readBody(c echo.Context) ([]byte, error) {
	body, err := io.ReadAll(c.Request().Body)
	if _, ok := errors.AsType[*echo.HTTPError](err); err != nil && !ok { // the body limit's is one
		err = fault.New(fault.Malformed, "request.malformed")
	}
	return body, err
}

func decode(body []byte, v any, c echo.Context) error {
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if !utf8.Valid(body) {
		return fault.New(fault.Malformed, "request.malformed")
	}
	if !json.Valid(body) {
		return fault.New(fault.Malformed, "request.malformed")
	}
	if first := bytes.TrimLeft(body, " \t\r\n")[0]; first != '{' && first != 'n' {
		return fault.New(fault.Malformed, "request.not_object")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := checkMembers(d, reflect.TypeOf(v).Elem(), ""); err != nil {
		return err
	}
	return jsonFault(json.Unmarshal(body, v))
}

func jsonFault(err error) error {
	if err == nil {
		return nil
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return fault.New(fault.Invalid, "request.wrong_type", "name", wrong.Field).At(wrong.Field)
	}
	return fault.New(fault.Malformed, "request.malformed")
}

// checkMembers reads a valid value and refuses what is no t, with its full path, and what encoding/json lets pass:
// members that t lacks, names in other letters, names that come twice, and the NUL that PostgreSQL's texts cannot hold.
func checkMembers(d *json.Decoder, t reflect.Type, at string) error {
	token, err := d.Token()
	if err != nil {
		return jsonFault(err)
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !fits(token, t) {
		return fault.New(fault.Invalid, "request.wrong_type", "name", at).At(at)
	}
	switch token := token.(type) {
	case string:
		if strings.ContainsRune(token, 0) {
			return fault.New(fault.Invalid, "field.characters").At(at)
		}
		return nil
	case json.Delim:
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

// fits tells whether a value that begins with token can be a t. The contract's requests hold texts, whole numbers,
// truth values, lists and objects; null is none of them and leaves a member out.
func fits(token json.Token, t reflect.Type) bool {
	switch token := token.(type) {
	case string:
		return t.Kind() == reflect.String
	case bool:
		return t.Kind() == reflect.Bool
	case json.Number:
		_, err := strconv.ParseInt(token.String(), 10, strconv.IntSize)
		return t.Kind() == reflect.Int && err == nil
	case json.Delim:
		return token == '[' && t.Kind() == reflect.Slice || token == '{' && t.Kind() == reflect.Struct
	}
	return true
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
