package access

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

func principal(roles ...Role) Principal { return Principal{Kind: Staff, ID: "1", Roles: roles} }

func TestMay(t *testing.T) {
	anyone := Principal{}
	for _, act := range []Act{PublicRead, PublicSignIn, LiveFollow} {
		if !anyone.May(act) || !principal(Administrator).May(act) {
			t.Errorf("%s is not everybody's", act)
		}
	}
	if anyone.May(TicketIssue) || anyone.May("no.such.act") || principal(StaffRoles()...).May("no.such.act") {
		t.Error("somebody may do what the table does not allow")
	}
	if two := principal(Administrator, SectionHead); !two.May(DeviceManage) || !two.May(SeekerRead) || two.May(CardIssue) {
		t.Error("two roles are not what both may do")
	}
	for want, p := range map[string]Principal{"anyone": anyone, "staff:1": principal(), "device:7": {Kind: Device, ID: "7"}} {
		if got := p.Actor(); got != want {
			t.Errorf("%+v is %q in the journal, want %q", p, got, want)
		}
	}
}

// declared reads a file's string constants of one type.
func declared(t *testing.T, file, kind string) (values []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); ok && of.Name == kind {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	return values
}

func TestEveryActAndRoleIsInTheTable(t *testing.T) {
	acts, roles, used := declared(t, "table.go", "Act"), declared(t, "access.go", "Role"), map[Role]bool{}
	if len(acts) != len(table) {
		t.Errorf("%d acts are declared and %d in the table", len(acts), len(table))
	}
	for _, act := range acts {
		if len(table[Act(act)]) == 0 {
			t.Errorf("nobody may do %s", act)
		}
	}
	for act, may := range table {
		for i, r := range may {
			used[r] = true
			if !slices.Contains(roles, string(r)) || slices.Contains(may[:i], r) || r == Public && len(may) > 1 {
				t.Errorf("%s: %s is unknown, stands twice or is not alone", act, r)
			}
		}
	}
	if all := len(StaffRoles()) + len(DeviceRoles()) + 1; len(used) != len(roles) || all != len(roles) {
		t.Errorf("%d roles are declared, %d used, and %d are staff, devices or public", len(roles), len(used), all)
	}
}

// The contract and the table name the same acts.
func TestEveryRoutesActIsInTheTable(t *testing.T) {
	contract, err := os.ReadFile("../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`x-act: *"?([a-z_.]+)`).FindAllSubmatch(contract, -1)
	if len(found) < 20 {
		t.Fatalf("the contract names %d acts", len(found))
	}
	for _, match := range found {
		if _, ok := table[Act(match[1])]; !ok {
			t.Errorf("the contract's act %s is not in the table", match[1])
		}
	}
}

// What the law and the SOP forbid, whatever else the table comes to say.
func TestWhoMayNot(t *testing.T) {
	for _, act := range []Act{SeekerRead, SeekerWrite, SeekerReadNIK, CardRead, CardIssue, CardPrint} {
		for _, r := range append(DeviceRoles(), Public, Administrator) {
			if principal(r).May(act) {
				t.Errorf("%s may %s: personal data are for those who serve seekers", r, act)
			}
		}
	}
	for _, act := range []Act{DeviceManage, DeviceRead, TicketList, LiveDesk, CounterServe} {
		for _, r := range append(DeviceRoles(), Public) {
			if principal(r).May(act) {
				t.Errorf("%s may %s", r, act)
			}
		}
	}
	if principal(SectionHead).May(CardIssue) || principal(SectionHead).May(SeekerWrite) {
		t.Error("who oversees the cards may issue them")
	}
}

func TestTableIsACopy(t *testing.T) {
	Table()[CardIssue] = []Role{Public}
	if (Principal{}).May(CardIssue) {
		t.Error("a copy of the table changed the table")
	}
}
