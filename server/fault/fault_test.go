package fault

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
)

func TestErrorSaysNothingPersonal(t *testing.T) {
	e := New(Invalid, "field.not_in_list", "value", "Baiq Sri Wahyuni").At("name")
	if got := e.Error(); got != "field.not_in_list at name" {
		t.Errorf("the log would say %q", got)
	}
	joined := Join([]*Error{e, New(Invalid, "field.required").At("sex")})
	if got := joined.Error(); got != "field.not_in_list at name; field.not_in_list at name; field.required at sex" {
		t.Errorf("the log would say %q", got)
	}
}

func TestAt(t *testing.T) {
	bare := New(Conflict, "ticket.call_limit", "limit", "3")
	placed := bare.At("number")
	placed.Args["limit"] = "4"
	if bare.Field != "" || bare.Args["limit"] != "3" || placed.Field != "number" || placed.Kind != Conflict {
		t.Errorf("At changed its receiver: %+v, %+v", bare, placed)
	}
	worded := placed.With("why", "Penuh.", "Full.")
	if again := worded.At("other"); placed.Both != nil || worded.Field != "number" || again.Both["why"].EN != "Full." {
		t.Errorf("With changed its receiver: %+v, %+v", placed, worded)
	}
	if got := At(placed, "other"); got != error(placed) {
		t.Errorf("a field that is named was named again: %v", got)
	}
	wrapped, _ := errors.AsType[*Error](At(fmt.Errorf("store: %w", bare), "number"))
	if wrapped == nil || wrapped.Field != "number" {
		t.Errorf("a wrapped error got no field: %v", wrapped)
	}
	internal := errors.New("disk full")
	if At(internal, "x") != internal || At(nil, "x") != nil {
		t.Error("At changed an error that is not ours")
	}
}

func TestJoinAndCodes(t *testing.T) {
	one, two := New(Invalid, "field.required").At("a"), New(Invalid, "field.date").At("b")
	if Join(nil) != nil {
		t.Error("no wrong field is an error")
	}
	if got := Join([]*Error{one}); got != error(one) {
		t.Errorf("one wrong field became %v", got)
	}
	both, _ := errors.AsType[*Error](Join([]*Error{one, two}))
	if both == nil || both.Code != "field.required" || both.Field != "a" || !reflect.DeepEqual(both.Fields, []*Error{one, two}) || one.Fields != nil {
		t.Errorf("two wrong fields became %+v", both)
	}
	if !errors.Is(fmt.Errorf("x: %w", one), New(NotFound, "field.required")) || errors.Is(one, two) {
		t.Error("errors.Is does not go by the code")
	}
	for want, err := range map[string]error{"": nil, "field.date": fmt.Errorf("x: %w", two), "internal": errors.New("disk full")} {
		if got := CodeOf(err); got != want {
			t.Errorf("CodeOf(%v) = %q, want %q", err, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	e := New(Conflict, "ticket.wrong_state", "number", "A-012", "status", "@status.parked")
	for lang, want := range map[string]string{
		"id": "Nomor A-012 sedang “dititipkan”; tindakan ini tidak dapat dilakukan.",
		"en": "Number A-012 is “set aside”; this cannot be done now.",
		"nl": "Nomor A-012 sedang “dititipkan”; tindakan ini tidak dapat dilakukan.",
	} {
		if got := e.Words(lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := New(Invalid, "field.not_in_list", "value", "@nothing").Words("en"); got != "“@nothing” is not one of the choices." {
		t.Errorf("a value that is no code: %q", got)
	}
	if got, want := New(Internal, "no.such").Words("en"), New(Internal, "internal").Words("en"); got != want {
		t.Errorf("a code without words says %q", got)
	}
}
