package device

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"loket/server/fault"
)

// Details is what a kiosk says of itself beside its printer's state.
type Details struct {
	Broken      int    `json:"broken"`      // files of its spool that it cannot read or write
	ClockOffset int    `json:"clockOffset"` // milliseconds by which the server's clock is ahead
	Refused     int    `json:"refused"`     // tickets that it gave without the server, which did not take them
	Version     string `json:"version"`
	Waiting     int    `json:"waiting"` // tickets that it gave without the server and has not handed in
}

const (
	maxDetail  = 1_000_000
	maxVersion = 60
)

func (d *Details) wrong() (fields []*fault.Error) {
	if d == nil {
		return nil
	}
	for _, count := range []struct {
		name  string
		value int
	}{{"waiting", d.Waiting}, {"refused", d.Refused}, {"broken", d.Broken}} {
		if count.value < 0 || count.value > maxDetail {
			fields = append(fields, fault.New(fault.Invalid, "field.range", "low", "0", "high", strconv.Itoa(maxDetail)).At("details."+count.name))
		}
	}
	switch {
	case utf8.RuneCountInString(d.Version) > maxVersion:
		fields = append(fields, fault.New(fault.Invalid, "field.too_long", "limit", strconv.Itoa(maxVersion)).At("details.version"))
	case strings.ContainsFunc(d.Version, unicode.IsControl):
		fields = append(fields, fault.New(fault.Invalid, "field.characters").At("details.version"))
	}
	return fields
}

// text is the details' column; "" for none.
func (d *Details) text() string {
	if d == nil {
		return ""
	}
	body, err := json.Marshal(d)
	if err != nil {
		panic(err) // numbers and a text only
	}
	return string(body)
}

func parseDetails(column string) (*Details, error) {
	if column == "" {
		return nil, nil
	}
	d := &Details{}
	if err := json.Unmarshal([]byte(column), d); err != nil {
		return nil, fmt.Errorf("device: details: %w", err)
	}
	return d, nil
}
