package office

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// Procedure is one way of giving a service: its activities in their order (SOP DNK-PNP-PM-02 has two).
type Procedure struct {
	Key        string     `yaml:"key"`
	Name       Text       `yaml:"name"`
	Causes     []Cause    `yaml:"causes,omitempty"` // for which it may be used; none: always
	Activities []Activity `yaml:"activities"`
}

// Cause is why the office works in another way than usual.
type Cause struct {
	Key  string `yaml:"key"`
	Name Text   `yaml:"name"`
}

// Activity is one line of a procedure.
type Activity struct {
	Key      string `yaml:"key"`
	Label    string `yaml:"label,omitempty"` // the number that the SOP prints; not unique
	Name     Text   `yaml:"name"`
	At       Stage  `yaml:"at"`
	Actor    string `yaml:"actor"`            // whose act it is: an access role, or ActorSeeker
	Deputy   string `yaml:"deputy,omitempty"` // the role that does it when the actor is marked absent
	Minutes  int    `yaml:"minutes"`          // standard time
	Needs    string `yaml:"needs,omitempty"`
	Output   string `yaml:"output,omitempty"`
	Gives    Gives  `yaml:"gives,omitempty"`
	Wrong    string `yaml:"wrong,omitempty"`    // key of the activity to which a wrong result leads back
	Optional *Text  `yaml:"optional,omitempty"` // the question that is asked first; nil: required
}

// ActorSeeker marks the acts of the seeker, which an officer notes.
const ActorSeeker = "seeker"

// Stage is where in a visit an activity belongs.
type Stage string

// The stages.
const (
	AtQueue   Stage = "queue"   // before the counter
	AtCounter Stage = "counter" // with the seeker there
	AtLater   Stage = "later"   // after the seeker has gone
	AtMonth   Stage = "month"   // once a month, for all
)

// Gives is what the system sees of an activity, and without which it is not done.
type Gives string

// What an activity gives.
const (
	GivesNothing Gives = ""
	GivesTicket  Gives = "ticket"
	GivesCall    Gives = "call"
	GivesSeeker  Gives = "seeker" // the seeker's data are entered
	GivesPrint   Gives = "print"  // the card was printed since the data were entered
	GivesSign    Gives = "sign"   // the office's signature
)

// Standard is the activity's standard time.
func (a Activity) Standard() time.Duration { return time.Duration(a.Minutes) * time.Minute }

// AtCounter returns the activities of a visit, in their order.
func (p Procedure) AtCounter() []Activity {
	return slices.DeleteFunc(slices.Clone(p.Activities), func(a Activity) bool { return a.At != AtCounter })
}

// Activity returns the activity with a key.
func (p Procedure) Activity(key string) (Activity, bool) {
	i := slices.IndexFunc(p.Activities, func(a Activity) bool { return a.Key == key })
	if i < 0 {
		return Activity{}, false
	}
	return p.Activities[i], true
}

// Procedure returns the office's own procedure with a key, or the SOP's.
func (o *Office) Procedure(key string) (Procedure, bool) {
	for _, p := range append(slices.Clone(o.Procedures), sop...) {
		if p.Key == key {
			return p, true
		}
	}
	return Procedure{}, false
}

//go:embed procedures.yaml
var procedures []byte

var sop = func() []Procedure {
	var file struct{ Procedures []Procedure }
	d := yaml.NewDecoder(bytes.NewReader(procedures))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		panic(err) // embedded; a test reads it
	}
	return file.Procedures
}()

// checkProcedures refuses a procedure that nobody could walk to its end.
func (o *Office) checkProcedures(wrong func(format string, args ...any)) {
	keys := map[string]bool{}
	for i, p := range o.Procedures {
		field := fmt.Sprintf("procedures[%d]", i)
		if !plainID(p.Key) || keys[p.Key] {
			wrong("%s.key: %q is empty, used twice or not made of a-z, 0-9 and -", field, p.Key)
		}
		keys[p.Key] = true
		p.check(field, wrong)
	}
	for i, s := range o.Services {
		if _, known := o.Procedure(s.Procedure); s.Procedure != "" && !known {
			wrong("services[%d].procedure: there is no procedure %q", i, s.Procedure)
		}
	}
}

func (p Procedure) check(field string, wrong func(format string, args ...any)) {
	if p.Name.ID == "" || p.Name.EN == "" {
		wrong("%s.name: needs id and en", field)
	}
	for i, r := range p.Causes {
		if !plainID(r.Key) || r.Name.ID == "" || r.Name.EN == "" {
			wrong("%s.causes[%d]: needs a key of a-z, 0-9 and -, and a name in id and en", field, i)
		}
	}
	before := map[string]Stage{}
	for i, a := range p.Activities {
		a.check(fmt.Sprintf("%s.activities[%d]", field, i), before, wrong)
		before[a.Key] = a.At
	}
	if len(p.AtCounter()) == 0 {
		wrong("%s.activities: none has at: counter", field)
	}
}

var (
	actors = []string{ActorSeeker, "registrar", "placement_officer", "section_head"}
	stages = []Stage{AtQueue, AtCounter, AtLater, AtMonth}
	gives  = []Gives{GivesNothing, GivesTicket, GivesCall, GivesSeeker, GivesPrint, GivesSign}
)

// check names what is wrong with an activity; before holds the keys of those that precede it.
func (a Activity) check(field string, before map[string]Stage, wrong func(format string, args ...any)) {
	if !plainID(a.Key) || before[a.Key] != "" {
		wrong("%s.key: %q is empty, used twice or not made of a-z, 0-9 and -", field, a.Key)
	}
	if a.Name.ID == "" || a.Name.EN == "" {
		wrong("%s.name: needs id and en", field)
	}
	if !slices.Contains(stages, a.At) {
		wrong("%s.at: %q is none of queue, counter, later, month", field, a.At)
	}
	if !slices.Contains(actors, a.Actor) {
		wrong("%s.actor: %q is none of seeker, registrar, placement_officer, section_head", field, a.Actor)
	}
	if a.Deputy != "" && (a.Deputy == ActorSeeker || a.Deputy == a.Actor || !slices.Contains(actors, a.Deputy)) {
		wrong("%s.deputy: %q is none of registrar, placement_officer, section_head, or the actor itself", field, a.Deputy)
	}
	if a.Minutes < 1 || a.Minutes > 8*60 {
		wrong("%s.minutes: %d is not between 1 and 480", field, a.Minutes)
	}
	if !slices.Contains(gives, a.Gives) {
		wrong("%s.gives: %q is none of ticket, call, seeker, print, sign", field, a.Gives)
	}
	if a.Wrong != "" && (a.At != AtCounter || before[a.Wrong] != AtCounter) {
		wrong("%s.wrong: no activity %q at the counter stands before it", field, a.Wrong)
	}
	if a.Optional != nil && (a.Optional.ID == "" || a.Optional.EN == "") {
		wrong("%s.optional: needs the question in id and en", field)
	}
}
