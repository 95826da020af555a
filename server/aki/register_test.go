package aki_test

import (
	"fmt"
	"testing"

	"loket/server/aki"
	"loket/server/journal"
)

// TestFind finds people by what an officer may type, on both engines.
func TestFind(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		var numbers []string
		for i, name := range []string{"Nurrahmawati", "Rahmat Hidayat", "Lalu 100% Contoh", "Baiq Sri_Wahyuni"} {
			data := sri()
			data.Name = name
			seeker, err := r.Register(t.Context(), "staff:1", fmt.Sprintf("520201520399000%d", i+1), data)
			if err != nil {
				t.Fatal(err)
			}
			card, err := r.IssueCard(t.Context(), "1", seeker.ID, "")
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, card.Number)
		}
		found := func(text string) (names []string) {
			t.Helper()
			entries, more, err := r.Find(t.Context(), text)
			if err != nil || more {
				t.Errorf("%q: more: %v, %v", text, more, err)
			}
			for _, e := range entries {
				names = append(names, e.Holder.Name)
			}
			return names
		}
		check := func(want map[string]string) {
			t.Helper()
			for text, names := range want {
				if got := fmt.Sprint(found(text)); got != names {
					t.Errorf("%q finds %s, want %s", text, got, names)
				}
			}
		}
		want := map[string]string{
			"rahma": "[Nurrahmawati Rahmat Hidayat]", "  RAHMAT   hid ": "[Rahmat Hidayat]", "100%": "[Lalu 100% Contoh]", "sri_w": "[Baiq Sri_Wahyuni]",
			"%%%": "[]", "___": "[]", "!!!": "[]", "5202015203990003": "[Lalu 100% Contoh]", numbers[1]: "[Rahmat Hidayat]",
			"5202231126": "[Nurrahmawati Rahmat Hidayat Lalu 100% Contoh Baiq Sri_Wahyuni]", "5202241126": "[]",
		}
		check(want)

		changed := sri()
		changed.Name = "Rahmat Sasmita"
		entries, _, err := r.Find(t.Context(), "hidayat")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Update(t.Context(), "staff:1", entries[0].Seeker, changed); err != nil {
			t.Fatal(err)
		}
		check(map[string]string{"hidayat": "[]", "sasmita": "[Rahmat Sasmita]"})

		// A database of before names were kept apart.
		if err := r.journal.Update(t.Context(), "system", func(tx *journal.Tx) error {
			_, err := tx.Exec(`UPDATE seekers SET name = ''`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		check(map[string]string{"rahma": "[]"})
		if err := r.NameSeekers(t.Context()); err != nil {
			t.Fatal(err)
		}
		check(map[string]string{"rahma": "[Nurrahmawati Rahmat Sasmita]"})
		r.refused(t, "register.short", "text", func() error { _, _, err := r.Find(t.Context(), "ab"); return err })
	})
}

// TestHighest is the highest level, in whatever order the rows stand.
func TestHighest(t *testing.T) {
	for want, levels := range map[aki.EducationLevel][]aki.EducationLevel{
		"": nil, aki.UpperSecondary: {aki.UpperSecondary, aki.Primary}, aki.University: {aki.Primary, aki.University, aki.Diploma3},
	} {
		var d aki.SeekerData
		for _, level := range levels {
			d.Education = append(d.Education, aki.School{Level: level})
		}
		if got := d.Highest(); got != want {
			t.Errorf("the highest of %v is %q", levels, got)
		}
	}
}
