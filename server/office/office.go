// Package office holds what an office has decided about itself: its name and letterhead, its time zone,
// its services and counters and the rules of its queue. An installer writes it as one YAML file
// (sample.yaml is an example); the server keeps it in the database and in memory.
package office

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Office is one office's whole configuration.
type Office struct {
	Code      string    `yaml:"code"`   // regency code, "5202"
	Agency    string    `yaml:"agency"` // the government above the office, first line of the letterhead
	Name      string    `yaml:"name"`   // second line
	Address   string    `yaml:"address"`
	Phone     string    `yaml:"phone"`
	City      string    `yaml:"city"`            // where letters are dated, "Praya"
	Timezone  string    `yaml:"timezone"`        // IANA name
	QueueWord string    `yaml:"queueWord"`       // "antrian" or "antrean"
	Notice    string    `yaml:"notice"`          // the board's running text
	Hours     *Hours    `yaml:"hours,omitempty"` // when numbers are given out; nil: always
	Holidays  []Holiday `yaml:"holidays,omitempty"`
	Queue     Queue     `yaml:"queue"`
	Card      Card      `yaml:"card"`
	Services  []Service `yaml:"services"`
	Counters  []Counter `yaml:"counters"`

	Procedures []Procedure `yaml:"procedures,omitempty"` // besides the SOP's, or in their place by the same key

	location *time.Location
}

// Queue is the rules of calling.
type Queue struct {
	CallLimit      int          `yaml:"callLimit"`      // calls before the next number is due; the SOP says 3
	PriorityPasses int          `yaml:"priorityPasses"` // priority calls that may pass an ordinary ticket
	NoShowReturn   NoShowReturn `yaml:"noShowReturn"`   // where a seeker who missed the calls comes back
	ServiceMinutes int          `yaml:"serviceMinutes"` // how long one seeker takes, before there is experience
}

// NoShowReturn is the place in the queue of a seeker who comes back after missing the calls.
type NoShowReturn string

// The places.
const (
	ReturnLast  NoShowReturn = "last"  // behind all who wait now
	ReturnPlace NoShowReturn = "place" // where the number's time of issue puts it
)

// Card is the words of the AK/I card and how it is numbered and valid.
type Card struct {
	ValidMonths int      `yaml:"validMonths"`
	Provisions  []string `yaml:"provisions"`
	LegalBasis  string   `yaml:"legalBasis"`
	Signatory   string   `yaml:"signatory"` // title below the signature
	Officer     string   `yaml:"officer"`   // name of the placement officer
	OfficerNIP  string   `yaml:"officerNIP"`
}

// Service is something that people take a number for.
type Service struct {
	ID          string  `yaml:"id"`
	Letter      string  `yaml:"letter"`
	Name        Text    `yaml:"name"`
	Description Text    `yaml:"description"`
	Papers      []Paper `yaml:"papers"`
	Procedure   string  `yaml:"procedure,omitempty"` // key of the way in which a visit goes; "": none
	Closed      bool    `yaml:"closed"`
	Hours       *Hours  `yaml:"hours,omitempty"` // in place of the office's; nil: as the office
	DailyQuota  int     `yaml:"dailyQuota"`      // numbers of a day; 0: no limit
	MaxWaiting  int     `yaml:"maxWaiting"`      // numbers that may wait at one time; 0: no limit
}

// Paper is something to bring.
type Paper struct {
	Key  string `yaml:"key"` // names its picture: ktp, ijazah, photo, letter, card
	Name Text   `yaml:"name"`
	Note Text   `yaml:"note"`
}

// Counter is a desk with a number.
type Counter struct {
	ID       string   `yaml:"id"`
	Name     string   `yaml:"name"`
	Services []string `yaml:"services"`
}

// Text is the same words in both languages.
type Text struct {
	ID string `yaml:"id"`
	EN string `yaml:"en"`
}

//go:embed sample.yaml
var sample []byte

// Sample is the district office in Praya whose SOP the program follows.
func Sample() *Office {
	o, err := Parse(bytes.NewReader(sample))
	if err != nil {
		panic(err) // embedded; a test reads it
	}
	return o
}

// SampleYAML is Sample as a file to start from.
func SampleYAML() []byte { return bytes.Clone(sample) }

// Parse reads an office's YAML strictly: a key that does not exist is an error with its line.
func Parse(r io.Reader) (*Office, error) {
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	var o Office
	switch err := d.Decode(&o); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("office: the file is empty; begin with: loket office sample")
	case err != nil:
		return nil, fmt.Errorf("office: %w", err)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errors.New("office: the file holds a second document (after ---); write one office")
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	return &o, nil
}

// check completes the office and names everything that is wrong with it.
func (o *Office) check() error {
	var problems []error
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Errorf("office: "+format, args...)) }

	if len(o.Code) != 4 || strings.Trim(o.Code, "0123456789") != "" {
		wrong("code: %q is not a regency code of 4 digits", o.Code)
	}
	if o.Name == "" {
		wrong("name is empty")
	}
	location, err := time.LoadLocation(o.Timezone)
	if err != nil || o.Timezone == "" || o.Timezone == "Local" {
		wrong("timezone: %q is not known; write for example Asia/Makassar", o.Timezone)
	}
	o.location = location
	if o.QueueWord != "antrian" && o.QueueWord != "antrean" {
		wrong("queueWord: %q is neither antrian nor antrean", o.QueueWord)
	}
	if o.Queue.CallLimit < 1 || o.Queue.CallLimit > 9 {
		wrong("queue.callLimit: %d is not between 1 and 9", o.Queue.CallLimit)
	}
	if o.Queue.PriorityPasses < 0 {
		wrong("queue.priorityPasses: %d is negative", o.Queue.PriorityPasses)
	}
	if o.Queue.NoShowReturn != ReturnLast && o.Queue.NoShowReturn != ReturnPlace {
		wrong("queue.noShowReturn: %q is neither last nor place", o.Queue.NoShowReturn)
	}
	if o.Queue.ServiceMinutes < 1 {
		wrong("queue.serviceMinutes: %d is less than 1", o.Queue.ServiceMinutes)
	}
	if o.Card.ValidMonths < 1 || o.Card.ValidMonths > 120 {
		wrong("card.validMonths: %d is not between 1 and 120", o.Card.ValidMonths)
	}
	o.checkLengths(wrong)
	ids, letters := map[string]bool{}, map[string]bool{}
	for i, s := range o.Services {
		if !plainID(s.ID) || ids[s.ID] {
			wrong("services[%d].id: %q is empty, used twice or not made of a-z, 0-9 and -", i, s.ID)
		}
		if len(s.Letter) != 1 || s.Letter[0] < 'A' || s.Letter[0] > 'Z' || letters[s.Letter] {
			wrong("services[%d].letter: %q is not one letter A-Z of its own", i, s.Letter)
		}
		if s.Name.ID == "" || s.Name.EN == "" {
			wrong("services[%d].name: needs id and en", i)
		}
		if s.DailyQuota < 0 {
			wrong("services[%d].dailyQuota: %d is negative; 0 is no limit", i, s.DailyQuota)
		}
		if s.MaxWaiting < 0 {
			wrong("services[%d].maxWaiting: %d is negative; 0 is no limit", i, s.MaxWaiting)
		}
		ids[s.ID], letters[s.Letter] = true, true
	}
	counters := map[string]bool{}
	for i, c := range o.Counters {
		if !plainID(c.ID) || counters[c.ID] {
			wrong("counters[%d].id: %q is empty, used twice or not made of a-z, 0-9 and -", i, c.ID)
		}
		counters[c.ID] = true
		if c.Name == "" {
			wrong("counters[%d].name is empty", i)
		}
		for at, s := range c.Services {
			if !ids[s] {
				wrong("counters[%d].services: there is no service %q", i, s)
			}
			if slices.Contains(c.Services[:at], s) {
				wrong("counters[%d].services: %q stands twice", i, s)
			}
		}
	}
	o.checkServed(wrong)
	o.checkHours(wrong)
	o.checkProcedures(wrong)
	return errors.Join(problems...)
}

func plainID(id string) bool {
	return id != "" && len(id) <= 32 && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Service returns the service with id.
func (o *Office) Service(id string) (Service, bool) {
	i := slices.IndexFunc(o.Services, func(s Service) bool { return s.ID == id })
	if i < 0 {
		return Service{}, false
	}
	return o.Services[i], true
}

// Counter returns the counter with id.
func (o *Office) Counter(id string) (Counter, bool) {
	i := slices.IndexFunc(o.Counters, func(c Counter) bool { return c.ID == id })
	if i < 0 {
		return Counter{}, false
	}
	return o.Counters[i], true
}

// Location is the office's time zone.
func (o *Office) Location() *time.Location { return o.location }
