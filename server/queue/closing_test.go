package queue_test

import (
	"errors"
	"testing"

	"loket/server/fault"
	"loket/server/office"
	"loket/server/store/storetest"
)

// Out of hours, in a break, on a holiday, beyond the quota or with a full queue a press gets no number but the
// reason in its language, and nothing is written. What was given before stays, and moves on.
func TestClosedServiceGivesTheReason(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		r.office.Hours = &office.Hours{
			Monday:  []office.Span{"08:00-12:00", "13:00-15:00"},
			Tuesday: []office.Span{"08:00-15:00"}, Wednesday: []office.Span{"08:00-15:00"},
		}
		r.office.Holidays = []office.Holiday{{Date: "2026-11-24", Name: office.Text{ID: "Hari Guru", EN: "Teachers' Day"}}}
		r.office.Services[1].MaxWaiting = 2
		kept := r.press("a", false)
		early, err := r.Issue(t.Context(), "device:kiosk", kept)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			r.issue(t, "b", true)
		}
		for range 3 {
			r.issue(t, "few", false)
		}
		r.open(t, "1", "2")
		before := storetest.Dump(t, r.store)
		for _, c := range []struct{ name, at, service, code, reason, id, en string }{
			{"the last minute", "2026-11-23T07:59:59.999+08:00", "a", "service.hours", "hours",
				"Layanan A: Di luar jam pelayanan. Buka kembali hari ini pukul 08.00.", "Service A: Outside opening hours. Opens again today at 08:00."},
			{"break", "2026-11-23T12:00:00+08:00", "a", "service.break", "break",
				"Layanan A: Jam istirahat. Buka kembali hari ini pukul 13.00.", "Service A: Closed for a break. Opens again today at 13:00."},
			{"full", "2026-11-23T08:30:00+08:00", "b", "service.queue_full", "queue_full",
				"Layanan B: Tempat menunggu sudah penuh. Silakan coba lagi nanti.", "Service B: The waiting room is full. Please try again later."},
			{"quota", "2026-11-23T08:30:00+08:00", "few", "service.full", "quota",
				"Sedikit: Nomor untuk hari ini sudah habis. Buka kembali Rabu, 25 November pukul 08.00.", "Few: All of today's numbers are taken. Opens again on Wednesday, 25 November, at 08:00."},
			{"holiday", "2026-11-24T09:00:00+08:00", "a", "service.holiday", "holiday",
				"Layanan A: Libur: Hari Guru. Buka kembali besok, Rabu pukul 08.00.", "Service A: Holiday: Teachers' Day. Opens again tomorrow, Wednesday, at 08:00."},
			{"by hand", "2026-11-23T08:30:00+08:00", "closed", "service.closed", "closed", "Layanan Tutup sedang ditutup.", "The service Closed is closed."},
		} {
			t.Run(c.name, func(t *testing.T) {
				r.clock.Add(storetest.At(c.at).Now().Sub(r.clock.Now()))
				_, err := r.Issue(t.Context(), "device:kiosk", r.press(c.service, false))
				mustFail(t, err, fault.Conflict, c.code, "service")
				if said := words(err, "id"); said != c.id {
					t.Errorf("it says %q", said)
				}
				if said := words(err, "en"); said != c.en {
					t.Errorf("in English it says %q", said)
				}
				board, err := r.Board(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range board.Services {
					if s.ID == c.service && (s.Closing == nil || string(s.Closing.Reason) != c.reason) {
						t.Errorf("the services say %+v", s.Closing)
					}
				}
			})
		}
		if after := storetest.Dump(t, r.store); after != before {
			t.Errorf("refused requests changed the data to\n%s", after)
		}

		r.clock.Add(storetest.At("2026-11-23T20:00:00+08:00").Now().Sub(r.clock.Now())) // the counters go on with those who are there
		if again, err := r.Issue(t.Context(), "device:kiosk", kept); err != nil || again.ID != early.ID {
			t.Errorf("a press that had its number: %+v, %v", again, err)
		}
		called, err := r.CallNext(t.Context(), "1", "officer-1")
		if err != nil {
			t.Fatal(err)
		}
		if moved, err := r.Transfer(t.Context(), "1", "officer-1", "few"); err != nil || moved.ID != called.ID {
			t.Errorf("a transfer in the evening: %+v, %v", moved, err)
		}
	})
}

// A full queue takes the next as soon as somebody is called.
func TestFullQueueOpensWithACall(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	r.office.Services[0].MaxWaiting = 1
	r.open(t, "1")
	r.issue(t, "a", false)
	if _, err := r.Issue(t.Context(), "device:kiosk", r.press("a", true)); fault.CodeOf(err) != "service.queue_full" {
		t.Fatalf("a full queue: %v", err)
	}
	r.callNext(t, "1")
	if issued := r.issue(t, "a", false); issued.Number != "A-002" || issued.Ahead != 0 {
		t.Errorf("after the call: %+v", issued)
	}
}

func words(err error, language string) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Words(language)
	}
	return ""
}
