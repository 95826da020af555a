package visit

import (
	"slices"
	"time"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/office"
)

// Step is one activity of a visit as it was done, or is being done while EndedAt is zero.
type Step struct {
	Activity  string        // key
	Officer   string        // staff id: who did it, or noted the seeker's act
	Role      access.Role   // in which she acted
	Standard  time.Duration // on that day
	StartedAt time.Time
	EndedAt   time.Time
	Result    Result
	Reason    string // of a wrong result, or why the deputy acted
	Note      string // free words to Reason
}

// Open tells whether the step is being done now.
func (s Step) Open() bool { return s.EndedAt.IsZero() }

// Result is how a step ended.
type Result string

// The results.
const (
	Running Result = ""
	Done    Result = "done"
	Wrong   Result = "wrong"   // leads back, and counts as a misprint
	Skipped Result = "skipped" // an optional one that was not wanted
	Stopped Result = "stopped" // it was being done when the visit ended
)

// Ending is how a visit ended.
type Ending string

// The endings. All but Completed may stand at any point.
const (
	NotEnded      Ending = ""
	Completed     Ending = "completed"
	PapersMissing Ending = "papers_missing"
	Left          Ending = "left"      // the seeker went away or did not want to go on
	Postponed     Ending = "postponed" // the office could not go on: power, system, nobody to sign
)

// Valid tells whether the ending is one of an ended visit.
func (e Ending) Valid() bool {
	return slices.Contains([]Ending{Completed, PapersMissing, Left, Postponed}, e)
}

// WrongReasons are what was wrong with a card that went back.
var WrongReasons = []string{"name", "birth", "address", "education", "photo", "print", "other"}

// without is the refusal of an activity whose fruit is not there.
func without(g office.Gives) error {
	if g == office.GivesPrint {
		return fault.New(fault.Conflict, "visit.without_print").At("activity")
	}
	return fault.New(fault.Conflict, "visit.without_seeker").At("activity")
}

// roleWord is the words for a role.
var roleWord = map[access.Role]string{
	access.Registrar: "role.registrar", access.PlacementOfficer: "role.placement_officer", access.SectionHead: "role.section_head",
}

// Officer is who acts.
type Officer struct {
	ID    string
	Roles []access.Role
}

// Circumstances are what a step depends on beside the steps before it.
type Circumstances struct {
	Now    time.Time
	Absent string                    // why the placement officer is absent; "" when present
	Has    func(g office.Gives) bool // whether what an activity gives is there
}

// Walk is the way of one visit through the activities at the counter.
type Walk struct {
	Activities []office.Activity
	Began      time.Time
	Steps      []Step
	Ending     Ending
}

// position is the index of the activity that is due; len(Activities) after the last.
func (w Walk) position() int {
	at := 0
	for _, s := range w.Steps {
		i := w.index(s.Activity)
		switch {
		case i < 0: // the office took it out of the procedure meanwhile
		case s.Open():
			at = i
		case s.Result == Wrong:
			at = max(0, w.index(w.Activities[i].Wrong))
		case s.Result == Skipped:
			at = w.after(i)
		default:
			at = i + 1
		}
	}
	return at
}

func (w Walk) index(key string) int {
	return slices.IndexFunc(w.Activities, func(a office.Activity) bool { return a.Key == key })
}

// after is the index behind the optional activities that share a question with the one at i.
func (w Walk) after(i int) int {
	question := w.Activities[i].Optional
	for i++; i < len(w.Activities) && question != nil && w.Activities[i].Optional != nil && *w.Activities[i].Optional == *question; i++ {
	}
	return i
}

// Due is the activity to be done now; false when none is left or the visit has ended.
func (w Walk) Due() (office.Activity, bool) {
	at := w.position()
	if w.Ending != NotEnded || at >= len(w.Activities) {
		return office.Activity{}, false
	}
	return w.Activities[at], true
}

// DueSince is when the activity before the due one ended.
func (w Walk) DueSince() time.Time {
	since := w.Began
	for _, s := range w.Steps {
		if s.Open() {
			return s.StartedAt
		}
		since = s.EndedAt
	}
	return since
}

// Missing returns the required activities that are still to be done.
func (w Walk) Missing() []office.Activity {
	if w.Ending != NotEnded {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(w.Activities[min(w.position(), len(w.Activities)):]),
		func(a office.Activity) bool { return a.Optional != nil })
}

// Misprints counts the wrong results.
func (w Walk) Misprints() int {
	n := 0
	for _, s := range w.Steps {
		if s.Result == Wrong {
			n++
		}
	}
	return n
}

// MayDo tells whether the officer may do an activity, were it due.
func (w Walk) MayDo(a office.Activity, by Officer, absent string) bool {
	_, err := roleFor(a, by, absent)
	return err == nil
}

// State is how an activity stands, as its last step tells.
type State string

// The states.
const (
	StateComing  State = "coming"
	StateDue     State = "due"
	StateRunning State = "running"
	StateDone    State = "done"
	StateSkipped State = "skipped"
)

// State returns how an activity stands, how often it was begun, and how long its ended steps took.
func (w Walk) State(a office.Activity) (state State, rounds int, spent time.Duration) {
	state = StateComing
	var last Step
	for _, s := range w.Steps {
		if s.Activity != a.Key {
			continue
		}
		last = s
		rounds++
		if !s.Open() {
			spent += s.EndedAt.Sub(s.StartedAt)
		}
	}
	at, i := w.position(), w.index(a.Key)
	_, running := w.open()
	switch {
	case i < at && rounds > 0:
		state = StateDone
	case i < at:
		state = StateSkipped // of one question with another
	case i == at && w.Ending == NotEnded && running:
		state = StateRunning
	case i == at && w.Ending == NotEnded:
		state = StateDue
	}
	if state == StateDone && last.Result == Skipped {
		state = StateSkipped
	}
	return state, rounds, spent
}

// due returns the activity with a key if it is its turn, and the role in which the officer may act.
func (w Walk) due(key string, by Officer, c Circumstances) (office.Activity, access.Role, error) {
	if w.Ending != NotEnded {
		return office.Activity{}, "", fault.New(fault.Conflict, "visit.ended")
	}
	if w.index(key) < 0 {
		return office.Activity{}, "", fault.New(fault.NotFound, "visit.no_activity", "activity", key).At("activity")
	}
	a, ok := w.Due()
	if !ok || a.Key != key {
		return a, "", outOfTurn(a, ok)
	}
	role, err := roleFor(a, by, c.Absent)
	return a, role, err
}

func outOfTurn(a office.Activity, ok bool) error {
	if !ok {
		return fault.New(fault.Conflict, "visit.nothing_due").At("activity")
	}
	return fault.New(fault.Conflict, "visit.out_of_turn").With("activity", a.Name.ID, a.Name.EN).At("activity")
}

// servers are the roles in which an officer serves at a counter, the first that she holds before the second.
var servers = []access.Role{access.Registrar, access.PlacementOfficer}

// first is the first of the roles that the officer holds, "" if she holds none.
func (o Officer) first(roles ...access.Role) access.Role {
	if i := slices.IndexFunc(roles, func(r access.Role) bool { return slices.Contains(o.Roles, r) }); i >= 0 {
		return roles[i]
	}
	return ""
}

// roleFor is the role in which the officer may do an activity: its actor's; for the seeker's acts that of
// whoever serves; the deputy's only while the placement officer is absent.
func roleFor(a office.Activity, by Officer, absent string) (access.Role, error) {
	actors := []access.Role{access.Role(a.Actor)}
	if a.Actor == office.ActorSeeker {
		actors = servers
	}
	if role := by.first(actors...); role != "" {
		return role, nil
	}
	if deputy := by.first(access.Role(a.Deputy)); deputy != "" {
		if absent == "" {
			return "", fault.New(fault.Forbidden, "visit.not_absent")
		}
		return deputy, nil
	}
	return "", fault.New(fault.Forbidden, "visit.not_yours", "role", "@"+roleWord[actors[0]]).With("activity", a.Name.ID, a.Name.EN)
}

// Start begins the due activity. Starting what one has begun changes nothing. Forbidden without the right,
// Conflict if it is another's turn or somebody else has begun it.
func (w Walk) Start(key string, by Officer, c Circumstances) (Walk, error) {
	a, role, err := w.due(key, by, c)
	if err != nil {
		return w, err
	}
	if open, ok := w.open(); ok {
		if open.Officer != by.ID {
			return w, fault.New(fault.Conflict, "visit.begun")
		}
		return w, nil
	}
	return w.with(Step{Activity: a.Key, Officer: by.ID, Role: role, Standard: a.Standard(), StartedAt: c.Now, Reason: deputyReason(a, role, c)}), nil
}

func deputyReason(a office.Activity, role access.Role, c Circumstances) string {
	if a.Deputy != "" && string(role) == a.Deputy {
		return c.Absent
	}
	return ""
}

// Finish ends the due activity; one that nobody started ran since the one before ended. A wrong result, for
// which a reason of WrongReasons is given, leads back. Invalid for a wrong result where the procedure has none or without a
// reason, Conflict while what the activity gives is not there, otherwise as Start.
func (w Walk) Finish(key string, by Officer, result Result, reason, note string, c Circumstances) (Walk, error) {
	a, role, err := w.due(key, by, c)
	if err != nil {
		return w, err
	}
	switch {
	case result != Done && result != Wrong:
		return w, fault.New(fault.Invalid, "field.not_in_list", "value", string(result)).At("result")
	case result == Wrong && a.Wrong == "":
		return w, fault.New(fault.Invalid, "visit.never_wrong").With("activity", a.Name.ID, a.Name.EN).At("result")
	case result == Wrong && reason == "":
		return w, fault.New(fault.Invalid, "field.required").At("reason")
	case result == Wrong && !slices.Contains(WrongReasons, reason):
		return w, fault.New(fault.Invalid, "field.not_in_list", "value", reason).At("reason")
	case result == Done && !c.Has(a.Gives):
		return w, without(a.Gives)
	}
	if result == Done {
		reason, note = deputyReason(a, role, c), ""
	}
	return w.end(a, by, role, result, reason, note, c.Now), nil
}

// Skip leaves out the due activity, and those that share its question. Invalid for a required one.
func (w Walk) Skip(key string, by Officer, c Circumstances) (Walk, error) {
	if w.Ending != NotEnded {
		return w, fault.New(fault.Conflict, "visit.ended")
	}
	a, ok := w.Due()
	switch {
	case w.index(key) < 0:
		return w, fault.New(fault.NotFound, "visit.no_activity", "activity", key).At("activity")
	case !ok || a.Key != key:
		return w, outOfTurn(a, ok)
	case a.Optional == nil:
		return w, fault.New(fault.Invalid, "visit.required").With("activity", a.Name.ID, a.Name.EN).At("activity")
	}
	// Whoever serves the seeker hears the answer to the question.
	role, err := roleFor(office.Activity{Actor: office.ActorSeeker, Name: a.Name}, by, "")
	if err != nil {
		return w, err
	}
	return w.end(a, by, role, Skipped, "", "", c.Now), nil
}

// End ends the visit. Completed is a Conflict while a required activity is left, of which the error names the
// first; the other endings always hold.
func (w Walk) End(ending Ending, now time.Time) (Walk, error) {
	missing := w.Missing()
	switch {
	case w.Ending != NotEnded:
		return w, fault.New(fault.Conflict, "visit.ended")
	case !ending.Valid():
		return w, fault.New(fault.Invalid, "field.not_in_list", "value", string(ending)).At("ending")
	case ending == Completed && len(missing) > 0:
		return w, fault.New(fault.Conflict, "visit.incomplete").With("activity", missing[0].Name.ID, missing[0].Name.EN)
	}
	w.Steps = slices.Clone(w.Steps)
	if open, ok := w.open(); ok {
		open.EndedAt, open.Result = now, Stopped
		w.Steps[len(w.Steps)-1] = open
	}
	w.Ending = ending
	return w, nil
}

func (w Walk) open() (Step, bool) {
	if n := len(w.Steps); n > 0 && w.Steps[n-1].Open() {
		return w.Steps[n-1], true
	}
	return Step{}, false
}

func (w Walk) with(s Step) Walk {
	w.Steps = append(slices.Clone(w.Steps), s)
	return w
}

// end closes the open step, or adds one that ran since the last.
func (w Walk) end(a office.Activity, by Officer, role access.Role, result Result, reason, note string, now time.Time) Walk {
	step := Step{Activity: a.Key, Standard: a.Standard(), StartedAt: w.DueSince()}
	if result == Skipped {
		step.StartedAt = now // nothing ran
	}
	if open, ok := w.open(); ok {
		step = open
		w.Steps = w.Steps[:len(w.Steps)-1]
	}
	step.Officer, step.Role, step.EndedAt, step.Result, step.Reason, step.Note = by.ID, role, now, result, reason, note
	return w.with(step)
}
