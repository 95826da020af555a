package office_test

import (
	"testing"
	"time"

	"loket/server/office"

	"pgregory.net/rapid"
)

// At every moment of its days the timetable says what the office itself would: also on holidays, over midnight and
// where a zone's clock jumps.
func TestTimetableSaysWhatTheOfficeWould(t *testing.T) {
	for _, zone := range []string{"Asia/Makassar", "Europe/Berlin", "America/Sao_Paulo"} {
		o, err := withHours(t, "timezone: Asia/Makassar", "timezone: "+zone,
			"letter: B\n", "letter: B\n    closed: true\n", "letter: C\n", "letter: C\n    dailyQuota: 5\n",
			"letter: D\n", "letter: D\n    hours: {saturday: [01:30-02:45, 22:00-24:00], sunday: [00:00-02:30]}\n")
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			begin := time.Date(rapid.SampledFrom([]int{2017, 2026}).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
			at := begin.Add(time.Duration(rapid.Int64Range(0, 365*24*60*60).Draw(t, "second")) * time.Second)
			s := o.Services[rapid.IntRange(0, 3).Draw(t, "service")]
			table := o.Timetable(s, at, 7)
			moment := at.Add(time.Duration(rapid.Int64Range(0, 6*24*60*60).Draw(t, "later")) * time.Second)
			var said *office.Closing
			for _, c := range table {
				if !c.From.After(moment) {
					said = c.Closing
				}
			}
			if table[0].From.After(at) {
				t.Fatalf("it begins at %v", table[0].From)
			}
			want := o.Closing(s, moment, 0, 0)
			if (want == nil) != (said == nil) || want != nil && (want.Words != said.Words || want.Reason != said.Reason || !want.Opens.Equal(said.Opens)) {
				t.Fatalf("%s at %v: %+v, want %+v", s.ID, moment, said, want)
			}
		})
	}
}
