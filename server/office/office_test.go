package office_test

import (
	"bytes"
	"context"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
	"loket/server/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestSample(t *testing.T) {
	o := office.Sample()
	if o.Code != "5202" || o.Location().String() != "Asia/Makassar" || o.Queue.CallLimit != 3 || o.Card.ValidMonths != 24 {
		t.Errorf("%+v", o)
	}
	served := map[string]bool{}
	for _, c := range o.Counters {
		for _, s := range c.Services {
			served[s] = true
		}
	}
	for _, s := range o.Services {
		if !served[s.ID] {
			t.Errorf("no counter serves %s", s.ID)
		}
		for _, text := range append([]office.Text{s.Name, s.Description}, names(s.Papers)...) {
			if text.ID == "" || text.EN == "" {
				t.Errorf("%s lacks words in a language: %+v", s.ID, text)
			}
		}
	}
	if s, ok := o.Service("legalisir"); !ok || s.Letter != "C" {
		t.Errorf("legalisir is %+v", s)
	}
	if c, ok := o.Counter("2"); !ok || c.Name != "Loket 2" {
		t.Errorf("counter 2 is %+v", c)
	}
	_, service := o.Service("")
	_, counter := o.Counter("9")
	if service || counter {
		t.Error("something was found that is not there")
	}
	if o.QueueWord != "antrian" {
		t.Errorf("the office writes %q", o.QueueWord)
	}
}

func names(papers []office.Paper) (texts []office.Text) {
	for _, p := range papers {
		texts = append(texts, p.Name)
	}
	return texts
}

// Each mistake is named by where it stands; several are named together.
func TestParseNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown key":       {"callLimit: 3", "callLimits: 3", "field callLimits not found"},
		"unknown top key":   {"city: Praya", "town: Praya", "line 7: field town not found"},
		"no number":         {"callLimit: 3", "callLimit: three", "cannot unmarshal"},
		"code":              {`code: "5202"`, `code: "520"`, `code: "520"`},
		"code's letters":    {`code: "5202"`, `code: "52O2"`, `code: "52O2"`},
		"name":              {"name: DINAS TENAGA KERJA DAN TRANSMIGRASI", `name: ""`, "name is empty"},
		"zone":              {"timezone: Asia/Makassar", "timezone: Asia/Praya", `timezone: "Asia/Praya"`},
		"no zone":           {"timezone: Asia/Makassar", `timezone: ""`, "timezone"},
		"computer's zone":   {"timezone: Asia/Makassar", "timezone: Local", `timezone: "Local"`},
		"queue's word":      {"queueWord: antrian", "queueWord: antri", `queueWord: "antri"`},
		"limit 0":           {"callLimit: 3", "callLimit: 0", "queue.callLimit: 0"},
		"limit 10":          {"callLimit: 3", "callLimit: 10", "queue.callLimit: 10"},
		"passes":            {"priorityPasses: 2", "priorityPasses: -1", "queue.priorityPasses: -1"},
		"return":            {"noShowReturn: last", "noShowReturn: first", `queue.noShowReturn: "first"`},
		"minutes":           {"serviceMinutes: 10", "serviceMinutes: 0", "queue.serviceMinutes: 0"},
		"months":            {"validMonths: 24", "validMonths: 0", "card.validMonths: 0"},
		"letter twice":      {"letter: B", "letter: A", `services[1].letter: "A"`},
		"small letter":      {"letter: B", "letter: b", `services[1].letter: "b"`},
		"two letters":       {"letter: B", "letter: BB", `services[1].letter: "BB"`},
		"service twice":     {"id: ak1-perpanjangan", "id: ak1-baru", `services[1].id: "ak1-baru"`},
		"service's id":      {"id: legalisir", "id: Legalisir!", `services[2].id: "Legalisir!"`},
		"one language":      {"en: Certified copies", `en: ""`, "services[2].name"},
		"quota":             {"letter: C", "letter: C\n    dailyQuota: -1", "services[2].dailyQuota: -1"},
		"counter twice":     {`id: "2"`, `id: "1"`, `counters[1].id: "1"`},
		"counter's name":    {"name: Loket 2", `name: ""`, "counters[1].name is empty"},
		"counter's service": {"legalisir, konsultasi]", "legalisir, konsul]", `counters[2].services: there is no service "konsul"`},
		"service again":     {"legalisir, konsultasi]", "legalisir, legalisir]", `counters[2].services: "legalisir" stands twice`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(string(office.SampleYAML()), c.from, c.to, 1)
			if text == string(office.SampleYAML()) {
				t.Fatalf("the sample has no %q", c.from)
			}
			o, err := office.Parse(strings.NewReader(text))
			if err == nil || !strings.Contains(err.Error(), c.want) || o != nil {
				t.Errorf("Parse: %v, want %s", err, c.want)
			}
		})
	}
	_, err := office.Parse(strings.NewReader("code: x\ntimezone: y\nqueue: {callLimit: 0}\n"))
	for _, want := range []string{"code", "name", "timezone", "queue.callLimit", "queue.serviceMinutes", "card.validMonths"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("one of several mistakes, %s, is not named: %v", want, err)
		}
	}
	if _, err := office.Parse(strings.NewReader("")); err == nil {
		t.Error("an empty file is an office")
	}
}

func TestDays(t *testing.T) {
	o := office.Sample()
	for moment, want := range map[string]office.Day{
		"2026-11-23T15:59:59Z": "2026-11-23", "2026-11-23T16:00:00Z": "2026-11-24",
		"2026-11-23T23:59:59+07:00": "2026-11-24", "2026-12-31T16:00:00Z": "2027-01-01",
	} {
		at, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.DayOf(at); got != want {
			t.Errorf("%s is %s, want %s", moment, got, want)
		}
	}
	for _, text := range []string{"", "2026-2-3", "2026-02-30", "23-11-2026", "2026-11-23T00:00:00Z"} {
		if day, err := office.ParseDay(text); err == nil || day != "" {
			t.Errorf("ParseDay(%q) = %q", text, day)
		}
	}
	if day, err := office.ParseDay("2028-02-29"); err != nil || day != "2028-02-29" || day.Time().Format(time.RFC3339) != "2028-02-29T00:00:00Z" {
		t.Errorf("%s, %v", day, err)
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		day    office.Day
		months int
		want   office.Day
	}{
		{"2026-11-23", 6, "2027-05-23"}, {"2026-11-23", 24, "2028-11-23"}, {"2026-08-31", 6, "2027-02-28"},
		{"2027-08-31", 6, "2028-02-29"}, {"2028-02-29", 12, "2029-02-28"}, {"2028-02-29", 48, "2032-02-29"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-12-31", 1, "2027-01-31"}, {"2026-01-31", 0, "2026-01-31"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", -1, "2025-12-15"},
	} {
		if got := c.day.AddMonths(c.months); got != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.day, c.months, got, c.want)
		}
	}
}

func TestKeeper(t *testing.T) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) {
		j, err := journal.Open(t.Context(), s, "5202", func([]journal.Entry) {})
		if err != nil {
			t.Fatal(err)
		}
		k, err := office.Load(t.Context(), s, j, office.Sample())
		if err != nil || !reflect.DeepEqual(k.Office(), office.Sample()) {
			t.Fatalf("the first office is %+v, %v", k.Office(), err)
		}

		changed, err := office.Parse(bytes.NewReader(bytes.ReplaceAll(office.SampleYAML(), []byte("callLimit: 3"), []byte("callLimit: 5"))))
		if err != nil {
			t.Fatal(err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := k.Apply(gone, "staff:1", changed); err == nil || k.Office().Queue.CallLimit != 3 {
			t.Errorf("a failed change is in force: %d, %v", k.Office().Queue.CallLimit, err)
		}
		if err := k.Apply(t.Context(), "staff:1", changed); err != nil || k.Office().Queue.CallLimit != 5 {
			t.Errorf("the limit is %d, %v", k.Office().Queue.CallLimit, err)
		}

		again, err := office.Load(t.Context(), s, j, office.Sample())
		if err != nil || !reflect.DeepEqual(again.Office(), changed) {
			t.Errorf("loaded again: %+v, %v", again.Office(), err)
		}
		entries, err := j.Read(t.Context(), 0, 10)
		if err != nil || len(entries) != 2 || entries[1].Type != office.EventChanged || entries[1].Actor != "staff:1" || string(entries[1].Data) != "{}" {
			t.Errorf("the journal is %+v, %v", entries, err)
		}

		err = s.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE offices SET config = 'code: x'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := office.Load(t.Context(), s, j, office.Sample()); err == nil || !strings.Contains(err.Error(), "stored configuration") {
			t.Errorf("a broken stored configuration: %v", err)
		}
	})
}
