package office_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"loket/server/office"

	"pgregory.net/rapid"
)

// withHours is the sample with the hours that it shows as a comment switched on, and with changes.
func withHours(t *testing.T, changes ...string) (*office.Office, error) {
	t.Helper()
	text := strings.ReplaceAll(string(office.SampleYAML()), "\n#", "\n")
	text = strings.Replace(text, "\n When numbers", "\n# When numbers", 1)
	text = strings.Replace(text, "\n (numbers of", "\n# (numbers of", 1)
	for i := 0; i+1 < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the sample has no %q", changes[i])
		}
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	return office.Parse(strings.NewReader(text))
}

func at(t *testing.T, clock string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, clock)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestClosingSaysWhyAndUntilWhen(t *testing.T) {
	o, err := withHours(t, "letter: C\n", "letter: C\n    dailyQuota: 5\n    maxWaiting: 3\n",
		"letter: D\n", "letter: D\n    hours: {saturday: [22:00-24:00], sunday: [00:00-01:00]}\n",
		"letter: B\n", "letter: B\n    closed: true\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		service, at    string
		given, waiting int
		reason         office.Reason
		opens          string
		id, en         string
	}{
		"the first minute": {"ak1-baru", "2026-11-23T08:00:00+08:00", 500, 500, "", "", "", ""},
		"the last moment":  {"ak1-baru", "2026-11-23T14:59:59+08:00", 0, 0, "", "", "", ""},
		"at dawn": {
			"ak1-baru", "2026-11-23T07:59:59+08:00", 0, 0, office.OutOfHours, "2026-11-23T08:00:00+08:00",
			"Di luar jam pelayanan. Buka kembali hari ini pukul 08.00.", "Outside opening hours. Opens again today at 08:00.",
		},
		"on a computer in UTC": {
			"ak1-baru", "2026-11-22T23:59:59Z", 0, 0, office.OutOfHours, "2026-11-23T08:00:00+08:00",
			"Di luar jam pelayanan. Buka kembali hari ini pukul 08.00.", "Outside opening hours. Opens again today at 08:00.",
		},
		"break": {
			"ak1-baru", "2026-11-23T12:00:00+08:00", 0, 0, office.OnBreak, "2026-11-23T13:00:00+08:00",
			"Jam istirahat. Buka kembali hari ini pukul 13.00.", "Closed for a break. Opens again today at 13:00.",
		},
		"evening": {
			"ak1-baru", "2026-11-23T15:00:00+08:00", 0, 0, office.OutOfHours, "2026-11-24T08:00:00+08:00",
			"Di luar jam pelayanan. Buka kembali besok, Selasa pukul 08.00.", "Outside opening hours. Opens again tomorrow, Tuesday, at 08:00.",
		},
		"weekend": {
			"ak1-baru", "2026-11-27T15:00:00+08:00", 0, 0, office.OutOfHours, "2026-11-30T08:00:00+08:00",
			"Di luar jam pelayanan. Buka kembali Senin, 30 November pukul 08.00.", "Outside opening hours. Opens again on Monday, 30 November, at 08:00.",
		},
		"holiday before a weekend": {
			"ak1-baru", "2026-12-25T09:00:00+08:00", 0, 0, office.OnHoliday, "2026-12-28T08:00:00+08:00",
			"Libur: Hari Raya Natal. Buka kembali Senin, 28 Desember pukul 08.00.", "Holiday: Christmas Day. Opens again on Monday, 28 December, at 08:00.",
		},
		"over the year's end": {
			"ak1-baru", "2026-12-31T15:00:00+08:00", 0, 0, office.OutOfHours, "2027-01-04T08:00:00+08:00",
			"Di luar jam pelayanan. Buka kembali Senin, 4 Januari 2027 pukul 08.00.", "Outside opening hours. Opens again on Monday, 4 January 2027, at 08:00.",
		},
		"the last of the quota": {"legalisir", "2026-11-23T09:00:00+08:00", 4, 0, "", "", "", ""},
		"quota": {
			"legalisir", "2026-11-27T09:00:00+08:00", 5, 0, office.QuotaIsOut, "2026-11-30T08:00:00+08:00",
			"Nomor untuk hari ini sudah habis. Buka kembali Senin, 30 November pukul 08.00.", "All of today's numbers are taken. Opens again on Monday, 30 November, at 08:00.",
		},
		"room for one": {"legalisir", "2026-11-23T09:00:00+08:00", 4, 2, "", "", "", ""},
		"queue full": {
			"legalisir", "2026-11-23T09:00:00+08:00", 4, 3, office.QueueIsFull, "",
			"Tempat menunggu sudah penuh. Silakan coba lagi nanti.", "The waiting room is full. Please try again later.",
		},
		"own hours go over midnight": {"konsultasi", "2026-11-29T00:00:00+08:00", 0, 0, "", "", "", ""},
		"own hours": {
			"konsultasi", "2026-11-29T01:00:00+08:00", 0, 0, office.OutOfHours, "2026-12-05T22:00:00+08:00",
			"Di luar jam pelayanan. Buka kembali Sabtu, 5 Desember pukul 22.00.", "Outside opening hours. Opens again on Saturday, 5 December, at 22:00.",
		},
		"by hand, whatever the clock says": {
			"ak1-perpanjangan", "2026-11-23T20:00:00+08:00", 0, 0, office.ByHand, "",
			"Nomor tidak diberikan saat ini. Silakan bertanya kepada petugas.", "No numbers are given out now. Please ask a staff member.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			service, ok := o.Service(c.service)
			if !ok {
				t.Fatal("no such service")
			}
			closing := o.Closing(service, at(t, c.at), c.given, c.waiting)
			if c.reason == "" {
				if closing != nil {
					t.Errorf("closed: %+v", *closing)
				}
				return
			}
			if closing == nil {
				t.Fatal("open")
			}
			opens := ""
			if !closing.Opens.IsZero() {
				opens = closing.Opens.Format(time.RFC3339)
			}
			if closing.Reason != c.reason || opens != c.opens || closing.Words != (office.Text{ID: c.id, EN: c.en}) {
				t.Errorf("%s until %q: %q, %q", closing.Reason, opens, closing.Words.ID, closing.Words.EN)
			}
		})
	}
}

func TestOfficeWithoutHoursIsAlwaysOpen(t *testing.T) {
	o := office.Sample()
	for hour := range 24 * 7 {
		if c := o.Closing(o.Services[0], at(t, "2026-11-23T00:00:00+08:00").Add(time.Duration(hour)*time.Hour), 9999, 9999); c != nil {
			t.Fatalf("closed after %d hours: %+v", hour, c)
		}
	}
}

func TestParseNamesWrongHours(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown day":    {"  monday: ", "  senin: ", "field senin not found"},
		"form":           {"[08:00-11:30,", "[8-11,", `hours.friday[0]: "8-11" is not a part of a day`},
		"no such minute": {"[08:00-11:30,", "[08:00-11:60,", `hours.friday[0]: "08:00-11:60"`},
		"no such hour":   {"[08:00-11:30,", "[08:00-24:30,", `hours.friday[0]: "08:00-24:30"`},
		"backwards":      {"[08:00-11:30,", "[11:30-08:00,", `hours.friday[0]: "11:30-08:00"`},
		"overlap":        {"13:30-15:00]", "11:29-15:00]", `hours.friday[1]: "11:29-15:00" begins before the one before it ends`},
		"no day":         {"letter: C\n", "letter: C\n    hours: {}\n", "services[2].hours: no day is open"},
		"service's day":  {"letter: C\n", "letter: C\n    hours: {sunday: [\"\"]}\n", `services[2].hours.sunday[0]: ""`},
		"date":           {"date: 2026-12-25", "date: 25-12-2026", `holidays[0].date: "25-12-2026"`},
		"no such date":   {"date: 2026-12-25", "date: 2026-02-29", `holidays[0].date: "2026-02-29"`},
		"date twice":     {"date: 2027-01-01", "date: 2026-12-25", "holidays[1].date: 2026-12-25 stands twice"},
		"no reason":      {"id: Hari Raya Natal", `id: ""`, "holidays[0].name"},
		"long reason":    {"id: Hari Raya Natal", "id: " + strings.Repeat("N", 81), "holidays[0].name.id: longer than 80"},
		"waiting":        {"letter: C\n", "letter: C\n    maxWaiting: -1\n", "services[2].maxWaiting: -1"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := withHours(t, c.from, c.to); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if _, err := withHours(t); err != nil {
		t.Errorf("the hours that the sample shows: %v", err)
	}
}

// The next opening lies ahead, is one, and no other lies before it: in zones without summer time, with it, with one
// that jumps at midnight and with one of half an hour, near their changes and far from them.
func TestNextOpeningIsTheNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := office.Sample()
		around := rapid.SampledFrom([]struct{ zone, day string }{
			{"Asia/Makassar", "2026-12-25"}, {"Asia/Jakarta", "2027-01-01"}, {"Europe/Berlin", "2026-03-29"}, {"Europe/Berlin", "2026-10-25"},
			{"America/New_York", "2026-11-01"}, {"Australia/Lord_Howe", "2026-04-05"}, {"Australia/Lord_Howe", "2026-10-04"},
			{"America/Sao_Paulo", "2018-11-04"}, {"America/Sao_Paulo", "2019-02-17"}, {"Asia/Beirut", "2026-03-29"}, {"America/Havana", "2026-11-01"},
		}).Draw(t, "around")
		change, _ := office.ParseDay(around.day)
		text := "hours:\n"
		for _, day := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"monday", "tuesday", "thursday", "friday", "saturday", "sunday"}), 1, 6, rapid.ID).Draw(t, "days") {
			bounds := rapid.SliceOfNDistinct(rapid.IntRange(0, 48), 2, 6, rapid.ID).Draw(t, day)
			text += "  " + day + ": [" + strings.Join(spans(bounds), ", ") + "]\n"
		}
		for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(-3, 12), 0, 4, rapid.ID).Draw(t, "holidays") {
			o.Holidays = append(o.Holidays, office.Holiday{Date: office.Day(change.Time().AddDate(0, 0, n).Format("2006-01-02")), Name: office.Text{ID: "Libur", EN: "Holiday"}})
		}
		o, err := parseWith(o.Holidays, around.zone, text)
		if err != nil {
			t.Fatal(err)
		}
		service := o.Services[0]
		from := change.Time().Add(time.Duration(rapid.IntRange(-72*60, 72*60).Draw(t, "minute")) * time.Minute)
		next, ok := o.NextOpening(service, from)
		if !ok || next.Before(from) || !o.OpenAt(service, next) {
			t.Fatalf("from %s: %s, %v", from, next, ok)
		}
		for m := from; m.Before(next); m = m.Truncate(grid).Add(grid) {
			if o.OpenAt(service, m) {
				t.Fatalf("from %s: %s, but %s is open", from, next, m.In(o.Location()))
			}
		}
	})
}

// grid is what the test's hours and its zones' jumps are multiples of.
const grid = 30 * time.Minute

// spans are parts of a day that begin and end at half hours.
func spans(bounds []int) []string {
	taken := map[int]bool{}
	for _, b := range bounds {
		taken[b] = true
	}
	var sorted []int
	for b := range 49 {
		if taken[b] {
			sorted = append(sorted, b)
		}
	}
	var all []string
	for i := 0; i+1 < len(sorted); i += 2 {
		all = append(all, fmt.Sprintf("%02d:%02d-%02d:%02d", sorted[i]/2, sorted[i]%2*30, sorted[i+1]/2, sorted[i+1]%2*30))
	}
	return all
}

func parseWith(holidays []office.Holiday, zone, hours string) (*office.Office, error) {
	text := strings.Replace(string(office.SampleYAML()), "timezone: Asia/Makassar", "timezone: "+zone, 1) + hours
	if len(holidays) > 0 {
		text += "holidays:\n"
	}
	for _, h := range holidays {
		text += fmt.Sprintf("  - {date: %s, name: {id: %s, en: %s}}\n", h.Date, h.Name.ID, h.Name.EN)
	}
	return office.Parse(strings.NewReader(text))
}

func TestNoOpeningWithinAYear(t *testing.T) {
	o, err := withHours(t, "letter: D\n", "letter: D\n    hours: {monday: [08:00-09:00]}\n")
	if err != nil {
		t.Fatal(err)
	}
	for day := at(t, "2026-11-23T00:00:00Z"); day.Year() < 2028; day = day.AddDate(0, 0, 7) {
		o.Holidays = append(o.Holidays, office.Holiday{Date: office.Day(day.Format("2006-01-02"))})
	}
	service, _ := o.Service("konsultasi")
	if c := o.Closing(service, at(t, "2026-11-24T09:00:00+08:00"), 0, 0); c == nil || !c.Opens.IsZero() || c.Words.ID != "Di luar jam pelayanan." {
		t.Errorf("%+v", c)
	}
}
