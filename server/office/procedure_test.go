package office

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestTheSOPsProcedures holds the two procedures against SOP DNK-PNP-PM-02: the activities in order, whose act
// each is, and its standard time.
func TestTheSOPsProcedures(t *testing.T) {
	for key, want := range map[string]string{
		"online": "wait seeker 3, call registrar 1, submit seeker 1, enter registrar 3, print registrar 3, check seeker 1, " +
			"photo registrar 1, seeker-sign seeker 1, officer-sign placement_officer 1, receive seeker 1, " +
			"counsel placement_officer 5, copies seeker 1, legalise placement_officer 1, report registrar 60, review section_head 30",
		"manual": "wait seeker 3, call registrar 1, submit seeker 1, write registrar 1, check seeker 1, confirm seeker 1, " +
			"photo registrar 1, seeker-sign seeker 1, officer-sign placement_officer 1, receive seeker 1, " +
			"counsel placement_officer 5, copies seeker 1, legalise placement_officer 1, archive registrar 5, " +
			"enter-later registrar 30, mark registrar 30, report registrar 30, review section_head 30",
	} {
		p, ok := new(Office).Procedure(key)
		if !ok {
			t.Fatalf("no procedure %s", key)
		}
		var got []string
		required := 0
		for _, a := range p.Activities {
			got = append(got, fmt.Sprintf("%s %s %d", a.Key, a.Actor, a.Minutes))
			if a.Optional == nil && (a.At == AtQueue || a.At == AtCounter) {
				required += a.Minutes
			}
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s:\n%s\nwant\n%s", key, text, want)
		}
		if sum := map[string]int{"online": 16, "manual": 12}[key]; required != sum {
			t.Errorf("%s: %d minutes, the SOP's sum is %d", key, required, sum)
		}
	}
	online, _ := new(Office).Procedure("online")
	if check, _ := online.Activity("check"); check.Wrong != "enter" {
		t.Errorf("a wrong card leads back to %q", check.Wrong)
	}
	if sign, _ := online.Activity("officer-sign"); sign.Deputy != "section_head" {
		t.Errorf("the deputy is %q", sign.Deputy)
	}
	manual, _ := new(Office).Procedure("manual")
	if len(manual.Causes) != 4 {
		t.Errorf("%d causes for service by hand, the SOP has four", len(manual.Causes))
	}
}

// TestProceduresOfTheOffice lets an office write its own and names what is wrong with one.
func TestProceduresOfTheOffice(t *testing.T) {
	apply := func(change func(string) string) (*Office, error) {
		file := strings.ReplaceAll(string(SampleYAML()), "procedure: online", "procedure: short") + change(`
procedures:
  - key: short
    name: {id: Singkat, en: Short}
    activities:
      - {key: enter, at: counter, actor: registrar, minutes: 3, gives: seeker, name: {id: Menginput, en: Entering}}
      - {key: check, at: counter, actor: seeker, minutes: 1, wrong: enter, name: {id: Meneliti, en: Checking}}
`)
		return Parse(bytes.NewReader([]byte(file)))
	}
	o, err := apply(func(s string) string { return s })
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := o.Procedure("short"); !ok || len(p.AtCounter()) != 2 {
		t.Errorf("the office's own procedure is %+v", p)
	}
	for _, test := range []struct{ old, with, want string }{
		{"key: short", "key: Short!", `procedures[0].key: "Short!"`},
		{"key: short", "key: brief", `services[0].procedure: there is no procedure "short"`},
		{"{id: Singkat, en: Short}", "{id: Singkat}", "procedures[0].name: needs id and en"},
		{"key: check", "key: enter", `procedures[0].activities[1].key: "enter"`},
		{"actor: seeker", "actor: guard", `procedures[0].activities[1].actor: "guard"`},
		{"at: counter", "at: home", `procedures[0].activities[0].at: "home"`},
		{"minutes: 3", "minutes: 0", "procedures[0].activities[0].minutes: 0"},
		{"gives: seeker", "gives: gold", `procedures[0].activities[0].gives: "gold"`},
		{"wrong: enter", "wrong: check", `procedures[0].activities[1].wrong: no activity "check"`},
		{"actor: registrar,", "actor: registrar, deputy: seeker,", `procedures[0].activities[0].deputy: "seeker"`},
		{"actor: registrar,", "actor: registrar, optional: {id: Perlu},", "procedures[0].activities[0].optional"},
		{"minutes: 3", "minutes: 3, speed: 4", "field speed not found"},
	} {
		_, err := apply(func(s string) string { return strings.Replace(s, test.old, test.with, 1) })
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.with, err, test.want)
		}
	}
}
