package aki_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"loket/server/aki"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
	"loket/server/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

const (
	sriNIK = "5202015203990001"
	aliNIK = "5202022311000002"
)

// room is the seekers and cards of an office.
type room struct {
	*aki.Service
	store   *store.Store
	journal *journal.Journal
	clock   *storetest.Clock
	office  *office.Office
	config  aki.Config
	serving map[string]string // ticket → officer, as the queue would say
}

func forEachEngine(t *testing.T, test func(t *testing.T, r *room)) {
	storetest.ForEachEngine(t, func(t *testing.T, s *store.Store) { test(t, newRoom(t, s)) })
}

func newRoom(t *testing.T, s *store.Store) *room {
	t.Helper()
	r := &room{
		store: s, office: office.Sample(), clock: storetest.At("2026-11-23T08:00:00+08:00"), serving: map[string]string{},
	}
	s.Now = r.clock.Now
	box, err := aki.NewNIKBox([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := aki.LoadOrCreateSigner(filepath.Join(t.TempDir(), "card.key"))
	if err != nil {
		t.Fatal(err)
	}
	if r.journal, err = journal.Open(t.Context(), s, "5202", func([]journal.Entry) {}); err != nil {
		t.Fatal(err)
	}
	r.config = aki.Config{
		Office: func() *office.Office { return r.office }, NIKs: box, Signer: signer, PublicURL: "https://loket.example",
		Served: func(_ *store.Tx, _, staff, ticket string) error {
			if r.serving[ticket] != staff {
				return fault.New(fault.Conflict, "card.ticket")
			}
			return nil
		},
	}
	if r.Service, err = aki.New(r.journal, r.config); err != nil {
		t.Fatal(err)
	}
	return r
}

func sri() aki.SeekerData {
	return aki.SeekerData{
		Name: "Baiq Sri Wahyuni", BirthPlace: "Praya", BirthDate: "1999-03-12", Sex: aki.Female, Marital: aki.Single,
		Religion: aki.Islam, Address: "Jl. Gajah Mada 5, Leneng, Praya", Phone: "0812-3456-789",
		Education: []aki.School{{Level: aki.UpperSecondary, School: "SMKN 1 Praya", Major: "Akuntansi", Year: 2017}},
	}
}

func (r *room) register(t *testing.T) aki.Seeker {
	t.Helper()
	seeker, err := r.Register(t.Context(), "staff:1", sriNIK, sri())
	if err != nil {
		t.Fatal(err)
	}
	return seeker
}

// refused runs an act that must fail with code at field and change nothing.
func (r *room) refused(t *testing.T, code, field string, act func() error) {
	t.Helper()
	before := storetest.Dump(t, r.store)
	e, ok := errors.AsType[*fault.Error](act())
	if !ok || e.Code != code || e.Field != field {
		t.Errorf("the error is %v, want %s at %q", e, code, field)
	}
	if after := storetest.Dump(t, r.store); after != before {
		t.Errorf("%s changed the data to\n%s", code, after)
	}
}

func (r *room) kinds(t *testing.T) []string {
	t.Helper()
	entries, err := r.journal.Read(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range entries {
		kinds = append(kinds, e.Type+" "+e.Actor)
	}
	return kinds
}

func TestRegisterAndUpdate(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		facts, err := r.LookUp(t.Context(), " "+sriNIK+" ")
		want := aki.Facts{NIK: sriNIK, BirthDate: "1999-03-12", Sex: aki.Female, Region: "Praya"}
		if err != nil || !reflect.DeepEqual(facts, want) {
			t.Errorf("before: %+v, %v", facts, err)
		}
		typed := sri()
		typed.Name, typed.Address, typed.Experience = "  Baiq   Sri\tWahyuni ", " Jl. Gajah Mada 5,\r\n Leneng, Praya", " menjahit\r\nkasir \n"
		seeker, err := r.Register(t.Context(), "staff:1", sriNIK, typed)
		tidy := sri()
		tidy.Experience = "menjahit\nkasir"
		if err != nil || !reflect.DeepEqual(seeker.Data, tidy) || seeker.NIK != sriNIK || len(seeker.Warnings) != 0 {
			t.Fatalf("registered %+v, %v", seeker, err)
		}
		read, err := r.Seeker(t.Context(), seeker.ID)
		seeker.UpdatedAt = seeker.UpdatedAt.UTC()
		if err != nil || !reflect.DeepEqual(read, seeker) {
			t.Errorf("read %+v, %v; want %+v", read, err, seeker)
		}
		facts, err = r.LookUp(t.Context(), sriNIK)
		if err != nil || facts.Seeker == nil || !reflect.DeepEqual(*facts.Seeker, read) {
			t.Errorf("after: %+v, %v", facts, err)
		}

		r.clock.Add(time.Hour)
		changed := sri()
		changed.Sex, changed.BirthDate, changed.Education = aki.Male, "1998-03-12", nil
		updated, err := r.Update(t.Context(), "staff:2", seeker.ID, changed)
		if err != nil || updated.NIK != sriNIK || !updated.UpdatedAt.Equal(r.clock.Now()) ||
			!reflect.DeepEqual(updated.Warnings, []aki.Warning{aki.WarnNIKBirthDate, aki.WarnNIKSex}) {
			t.Errorf("updated %+v, %v", updated, err)
		}
		read, err = r.Seeker(t.Context(), seeker.ID)
		if err != nil || read.Data.Sex != aki.Male || len(read.Data.Education) != 0 || !reflect.DeepEqual(read.Warnings, updated.Warnings) {
			t.Errorf("read %+v, %v", read, err)
		}
		if got, want := r.kinds(t), []string{"seeker.registered staff:1", "seeker.updated staff:2"}; !reflect.DeepEqual(got, want) {
			t.Errorf("the journal is %v, want %v", got, want)
		}
	})
}

func TestRegisterRefuses(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		r.register(t)
		register := func(nik string, data aki.SeekerData) func() error {
			return func() error {
				_, err := r.Register(t.Context(), "staff:1", nik, data)
				return err
			}
		}
		r.refused(t, "nik.known", "nik", register(sriNIK, sri()))
		r.refused(t, "nik.digits", "nik", register("52020152O3990001", sri()))
		r.refused(t, "nik.length", "nik", register("", sri()))
		r.refused(t, "nik.date", "nik", register("5202019903990001", sri()))
		r.refused(t, "nik.serial", "nik", register("5202015203990000", sri()))
		r.refused(t, "nik.length", "nik", func() error {
			_, err := r.LookUp(t.Context(), "5202")
			return err
		})
		r.refused(t, "seeker.not_found", "", func() error {
			_, err := r.Update(t.Context(), "staff:1", "nobody", sri())
			return err
		})
		r.refused(t, "seeker.not_found", "", func() error {
			_, err := r.Seeker(t.Context(), "nobody")
			return err
		})
		r.refused(t, "seeker.not_found", "", func() error {
			_, err := r.ReadNIK(t.Context(), "staff:1", "nobody")
			return err
		})
	})
}

func TestOneNIKIsOneSeeker(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		var (
			wg   sync.WaitGroup
			errs [6]error
		)
		for i := range errs {
			wg.Go(func() { _, errs[i] = r.Register(t.Context(), "staff:1", sriNIK, sri()) })
		}
		wg.Wait()
		registered := 0
		for _, err := range errs {
			switch fault.CodeOf(err) {
			case "":
				registered++
			case "nik.known":
			default:
				t.Error(err)
			}
		}
		if registered != 1 {
			t.Errorf("%d seekers have one NIK", registered)
		}
	})
}

func TestReadingANIKIsJournalled(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seeker := r.register(t)
		nik, err := r.ReadNIK(t.Context(), "staff:7", seeker.ID)
		if err != nil || nik.Digits() != sriNIK {
			t.Errorf("%s, %v", nik, err)
		}
		entries, err := r.journal.Read(t.Context(), 1, 10)
		if err != nil || len(entries) != 1 || entries[0].Type != aki.EventNIKRead || entries[0].Actor != "staff:7" ||
			string(entries[0].Data) != `{"seeker":"`+seeker.ID+`"}` {
			t.Errorf("the journal is %+v, %v", entries, err)
		}
	})
}

// work does everything that handles a NIK.
func (r *room) work(t *testing.T) {
	t.Helper()
	seeker := r.register(t)
	r.serving["ticket-1"] = "1"
	card, err := r.IssueCard(t.Context(), "1", seeker.ID, "ticket-1")
	if err == nil {
		_, err = r.Print(t.Context(), "staff:1", card.ID)
	}
	if err == nil {
		_, err = r.ReadNIK(t.Context(), "staff:1", seeker.ID)
	}
	if err == nil {
		_, err = r.Update(t.Context(), "staff:1", seeker.ID, sri())
	}
	if err == nil {
		_, err = r.LookUp(t.Context(), aliNIK)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoNIKInTheData(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		r.work(t)
		dump := storetest.Dump(t, r.store)
		if !strings.Contains(dump, "Baiq Sri Wahyuni") {
			t.Errorf("the dump does not hold the seeker:\n%s", dump)
		}
		for _, nik := range []string{sriNIK, aliNIK} {
			if strings.Contains(dump, nik) {
				t.Errorf("a NIK stands in the data:\n%s", dump)
			}
		}
		entries, err := r.journal.Read(t.Context(), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.Contains(string(e.Data), "Sri") || strings.Contains(string(e.Data), "Praya") {
				t.Errorf("the journal holds personal data: %s", e.Data)
			}
		}
	})
}

// What a stolen disk shows: the file, and what is written but not yet moved into it.
func TestNoNIKInTheFiles(t *testing.T) {
	url := storetest.SQLite(t)
	newRoom(t, storetest.Open(t, url)).work(t)
	folder := filepath.Dir(strings.TrimPrefix(url, "sqlite:"))
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	name := false
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name = name || strings.Contains(string(content), "Baiq Sri Wahyuni")
		for _, nik := range []string{sriNIK, aliNIK} {
			if strings.Contains(string(content), nik) {
				t.Errorf("a NIK stands in %s", filepath.Base(path))
			}
		}
	}
	if !name || len(files) < 2 {
		t.Errorf("the files are not those of the data: %v", files)
	}
}

func TestRegionName(t *testing.T) {
	for nik, want := range map[aki.NIK]string{sriNIK: "Praya", "5271015203990001": "", "5202995203990001": ""} {
		if got := aki.RegionName(nik); got != want {
			t.Errorf("%s: %q, want %q", nik.District(), got, want)
		}
	}
}
