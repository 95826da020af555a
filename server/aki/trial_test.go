package aki

import (
	"errors"
	"slices"
	"testing"

	"loket/server/office"
)

func TestTrialCardFindsWordsThatDoNotFit(t *testing.T) {
	o := office.Sample()
	if err := TrialCard(o); err != nil {
		t.Fatal(err)
	}
	o.Card.Provisions = slices.Repeat(o.Card.Provisions, 20)
	err := TrialCard(o)
	if e, ok := errors.AsType[FieldError](err); !ok || e.Field != "Provisions" || !errors.Is(err, ErrCardOverflow) {
		t.Errorf("eighty provisions: %v", err)
	}
}
