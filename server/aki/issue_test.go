package aki_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"loket/server/aki"
	"loket/server/fault"
	"loket/server/office"
)

func (r *room) issue(t *testing.T, seeker, ticket string) aki.Card {
	t.Helper()
	card, err := r.IssueCard(t.Context(), "1", seeker, ticket)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func TestIssueWithATicket(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seeker := r.register(t)
		issue := func(staff, seeker, ticket string) func() error {
			return func() error {
				_, err := r.IssueCard(t.Context(), staff, seeker, ticket)
				return err
			}
		}
		r.serving["t1"] = "1"
		r.refused(t, "card.ticket", "ticket", issue("2", seeker.ID, "t1"))
		r.refused(t, "card.ticket", "ticket", issue("1", seeker.ID, "t2"))
		r.refused(t, "seeker.not_found", "seeker", issue("1", "nobody", "t1"))

		card := r.issue(t, seeker.ID, "t1")
		if card.Number != "5202231126000001" || card.IssuedOn != "2026-11-23" || card.ExpiresOn != "2028-11-23" ||
			card.Seeker != seeker.ID || card.Ticket != "t1" || !card.CreatedAt.Equal(r.clock.Now()) {
			t.Errorf("%+v", card)
		}
		read, err := r.Card(t.Context(), card.ID)
		card.CreatedAt = card.CreatedAt.UTC()
		if err != nil || read != card {
			t.Errorf("read %+v, %v", read, err)
		}
		r.refused(t, "card.not_found", "", func() error {
			_, err := r.Card(t.Context(), "no-card")
			return err
		})
		if again := r.issue(t, seeker.ID, "t1"); again != card {
			t.Errorf("a second press gave %+v", again)
		}
		if known, err := r.Seeker(t.Context(), seeker.ID); err != nil || known.Card == nil || *known.Card != card {
			t.Errorf("the seeker's card is %+v, %v", known.Card, err)
		}
		r.serving["t2"] = "1"
		if other := r.issue(t, seeker.ID, "t2"); other.ID == card.ID || other.Number != "5202231126000002" {
			t.Errorf("another visit gave %+v", other)
		}
		want := []string{"seeker.registered staff:1", "card.issued staff:1", "card.issued staff:1"}
		if got := r.kinds(t); !reflect.DeepEqual(got, want) {
			t.Errorf("the journal is %v, want %v", got, want)
		}
	})
}

func TestIssueWithoutATicket(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seeker := r.register(t)
		first := r.issue(t, seeker.ID, "")
		r.clock.Add(time.Second)
		if again := r.issue(t, seeker.ID, ""); again.ID != first.ID {
			t.Errorf("a second press gave %s after %s", again.Number, first.Number)
		}
		r.clock.Add(24 * time.Hour)
		second := r.issue(t, seeker.ID, "")
		if first.ID == second.ID || first.Number == second.Number {
			t.Errorf("%+v and %+v", first, second)
		}
		if known, err := r.Seeker(t.Context(), seeker.ID); err != nil || known.Card == nil || known.Card.ID != second.ID {
			t.Errorf("the latest card is %+v, %v", known.Card, err)
		}
	})
}

// A card whose number is on paper with a wrong name is signed anew and keeps its number; the paper with the
// wrong name is no longer the card in the register.
func TestCorrectedName(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seeker := r.register(t)
		r.serving["t1"] = "1"
		wrong := r.issue(t, seeker.ID, "t1")
		data := sri()
		data.Name = "Lale Sri Wahyuni"
		if _, err := r.Update(t.Context(), "staff:1", seeker.ID, data); err != nil {
			t.Fatal(err)
		}
		right := r.issue(t, seeker.ID, "t1")
		if right.ID != wrong.ID || right.Number != wrong.Number || right.JWS == wrong.JWS {
			t.Errorf("%+v became %+v", wrong, right)
		}
		kinds := r.kinds(t)
		if got := kinds[len(kinds)-1]; got != "card.corrected staff:1" {
			t.Errorf("the journal's last is %s", got)
		}
		answer, err := r.Check(t.Context(), r.CheckURL(right))
		if err != nil || answer.Result != aki.Result(aki.StandingValid) || answer.Claims.Initials != "L.S.W." {
			t.Errorf("the right card: %+v, %v", answer, err)
		}
		if answer, err := r.Check(t.Context(), r.CheckURL(wrong)); err != nil || answer.Result != aki.ResultUnknownCard {
			t.Errorf("the wrong card: %+v, %v", answer, err)
		}
	})
}

func TestNumbersBeginAnewEachYear(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seeker := r.register(t)
		var numbers []string
		for _, later := range []time.Duration{0, 24 * time.Hour, 37 * 24 * time.Hour, 24 * time.Hour} {
			r.clock.Add(later)
			numbers = append(numbers, r.issue(t, seeker.ID, "").Number)
		}
		want := []string{"5202231126000001", "5202241126000002", "5202311226000003", "5202010127000001"}
		if !reflect.DeepEqual(numbers, want) {
			t.Errorf("%v, want %v", numbers, want)
		}
	})
}

func TestCheck(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		card := r.issue(t, r.register(t).ID, "")
		check := func(qr string, want aki.Result) {
			t.Helper()
			answer, err := r.Check(t.Context(), qr)
			if err != nil || answer.Result != want {
				t.Errorf("%s: %+v, %v; want %s", qr, answer, err, want)
			}
			if known := answer.Claims.Number == card.Number; known == (want == aki.ResultForged) {
				t.Errorf("%s: the claims are %+v", want, answer.Claims)
			}
		}
		check(card.JWS, aki.Result(aki.StandingValid))
		check(r.CheckURL(card), aki.Result(aki.StandingValid))
		check("https://another.example/v/"+card.JWS, aki.Result(aki.StandingValid)) // printed before the office moved
		check(" \t"+card.JWS+"\r\n", aki.Result(aki.StandingValid))                 // as scanners send it
		header, rest, _ := strings.Cut(card.JWS, ".")
		for unread, want := range map[string]aki.Refusal{
			"": aki.ErrCardMalformed, " ": aki.ErrCardMalformed, "x": aki.ErrCardMalformed, "..": aki.ErrCardMalformed,
			strings.Repeat("a", 5000): aki.ErrCardMalformed, "https://loket.example/v/": aki.ErrCardMalformed,
			card.JWS[5:]: aki.ErrCardMalformed, card.JWS + "x": aki.ErrCardMalformed,
			card.JWS[:len(card.JWS)-2]: aki.ErrCardCut, header: aki.ErrCardCut, header + "." + rest[:9]: aki.ErrCardCut,
		} {
			_, err := r.Check(t.Context(), unread)
			if e, ok := errors.AsType[*fault.Error](err); !ok || e.Code != string(want) || e.Field != "card" || e.Kind != fault.Invalid {
				t.Errorf("%.40q: %v, want %s", unread, err, want)
			}
		}

		for range 3 {
			r.clock.Add(182 * 24 * time.Hour)
			if _, err := r.Report(t.Context(), "1", card.ID, ""); err != nil {
				t.Fatal(err)
			}
		}
		r.clock.Add(184 * 24 * time.Hour) // 2028-11-22
		check(card.JWS, aki.Result(aki.StandingValid))
		r.clock.Add(24 * time.Hour) // the last day
		check(card.JWS, aki.Result(aki.StandingValid))
		r.clock.Add(16*time.Hour - time.Millisecond)
		check(card.JWS, aki.Result(aki.StandingValid))
		r.clock.Add(time.Millisecond)
		check(card.JWS, aki.Result(aki.StandingExpired))

		other := newRoom(t, r.store) // the same register with another key
		if answer, err := other.Check(t.Context(), card.JWS); err != nil || answer.Result != aki.ResultForged {
			t.Errorf("with another key: %+v, %v", answer, err)
		}
	})
}

// A card of the office's key that its register does not hold: from data that were lost, or a stolen key.
func TestCheckOfACardThatIsNotInTheRegister(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		jws, err := r.config.Signer.Sign(aki.CardClaims{
			Number: "5202231126999999", Initials: "X.", Office: "5202",
			IssuedOn: office.Day("2026-11-23").Time(), ExpiresOn: office.Day("2028-11-23").Time(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if answer, err := r.Check(t.Context(), jws); err != nil || answer.Result != aki.ResultUnknownCard {
			t.Errorf("%+v, %v", answer, err)
		}
	})
}

func TestPrint(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		card := r.issue(t, r.register(t).ID, "")
		pdf, err := r.Print(t.Context(), "staff:9", card.ID)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Fatalf("%d bytes, %v", len(pdf), err)
		}
		kinds := r.kinds(t)
		if got := kinds[len(kinds)-1]; got != "card.printed staff:9" {
			t.Errorf("the journal's last is %s", got)
		}
		r.refused(t, "card.not_found", "", func() error {
			_, err := r.Print(t.Context(), "staff:9", "no-card")
			return err
		})
	})
}

// What cannot stand on the card is refused before a number is taken for it.
func TestUnprintableTakesNoNumber(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		data := sri()
		data.Experience = strings.Repeat("é\n", 500)
		seeker, err := r.Register(t.Context(), "staff:1", aliNIK, data)
		if err != nil {
			t.Fatal(err)
		}
		r.refused(t, "card.overflow", "experience", func() error {
			_, err := r.IssueCard(t.Context(), "1", seeker.ID, "")
			return err
		})
		if card := r.issue(t, r.register(t).ID, ""); !strings.HasSuffix(card.Number, "000001") {
			t.Errorf("the first card is %s", card.Number)
		}
	})
}

func TestAnotherKeyOpensNoSeeker(t *testing.T) {
	forEachEngine(t, func(t *testing.T, r *room) {
		seeker := r.register(t)
		box, err := aki.NewNIKBox(bytes.Repeat([]byte{1}, aki.NIKKeySize))
		if err != nil {
			t.Fatal(err)
		}
		signer, err := aki.LoadOrCreateSigner(filepath.Join(t.TempDir(), "card.key"))
		if err != nil {
			t.Fatal(err)
		}
		config := r.config
		config.NIKs, config.Signer = box, signer
		other, err := aki.New(r.journal, config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Seeker(t.Context(), seeker.ID); fault.CodeOf(err) != "internal" || strings.Contains(err.Error(), sriNIK) {
			t.Errorf("with another key: %v", err)
		}
		if !bytes.Contains(other.PublicKeys(), []byte(`"Ed25519"`)) || bytes.Contains(other.PublicKeys(), []byte(`"d":`)) {
			t.Errorf("the public keys are %s", other.PublicKeys())
		}
	})
}
