package staff_test

import (
	"errors"
	"testing"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/staff"
	"loket/server/store/storetest"
)

// What is listed on a terminal must not steer it, and a user name must be typed as it is shown.
func TestCharactersThatCannotBeUsed(t *testing.T) {
	r := newRoom(t, storetest.Open(t, storetest.SQLite(t)))
	for field, m := range map[string]staff.Member{
		"user": {Username: "made wayan", Name: "Made"},
		"name": {Username: "made", Name: "Made\x1b[2J"},
		"nip":  {Username: "made", Name: "Made", NIP: "1987\n"},
	} {
		m.Roles = []access.Role{access.Registrar}
		_, err := r.Add(t.Context(), "system", m, password)
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Code != "field.characters" || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := r.Add(t.Context(), "system", staff.Member{Username: "ma\x00de", Name: "Made", Roles: []access.Role{access.Registrar}}, password)
	if fault.CodeOf(err) != "field.characters" {
		t.Errorf("a user name with a zero byte: %v", err)
	}
}
