package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// neverShown are refusals that stay inside: whoever meets them gets another code, or "internal".
var neverShown = []string{
	"nik.plain", "nik.seal_damaged", "nik.seal_other_key", "registration.template", "registration.number", "registration.full",
	"card.claims",
}

var placeholder = regexp.MustCompile(`\{[a-zA-Z]*\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// source is all Go files of the program but tests and this room's own list.
func source(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != "..":
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, ".gen.go"),
			strings.HasSuffix(path, "server/fault/messages.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, files
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	for code, m := range messages {
		if strings.TrimSpace(m.ID) == "" || strings.TrimSpace(m.EN) == "" {
			t.Errorf("%s lacks words", code)
		}
		if id, en := placeholders(m.ID), placeholders(m.EN); !slices.Equal(id, en) {
			t.Errorf("%s has %v in Indonesian and %v in English", code, id, en)
		}
		if strings.Contains(m.ID, "%") || strings.Contains(m.EN, "%") {
			t.Errorf("%s holds a %%, which nobody fills", code)
		}
	}
}

// Every code that the program makes an error of has words, and what their braces name is given.
func TestEveryErrorHasWords(t *testing.T) {
	set, files := source(t)
	calls := 0
	with := map[*ast.CallExpr][]string{} // the words that are chained to an error
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f, chained := call.Fun.(*ast.SelectorExpr); chained && f.Sel.Name == "With" && len(call.Args) == 3 {
				if inner, ok := f.X.(*ast.CallExpr); ok {
					name, _ := text(call.Args[0])
					with[inner] = append(with[call], "{"+name+"}")
				}
			}
			if !isNew(call) {
				return true
			}
			calls++
			at := set.Position(call.Pos())
			code, literal := text(call.Args[1])
			if !literal {
				if conversion, ok := call.Args[1].(*ast.CallExpr); !ok || len(conversion.Args) != 1 {
					t.Errorf("%s: the code is neither a literal nor a refusal's", at)
				}
				return true
			}
			m, known := messages[code]
			if !known {
				t.Errorf("%s: %s has no words", at, code)
				return true
			}
			given := with[call]
			for i := 2; i+1 < len(call.Args); i += 2 {
				name, _ := text(call.Args[i])
				given = append(given, "{"+name+"}")
			}
			slices.Sort(given)
			if len(call.Args)%2 != 0 || !slices.Equal(given, placeholders(m.ID)) {
				t.Errorf("%s: %s is given %v and has %v", at, code, given, placeholders(m.ID))
			}
			return true
		})
	}
	if calls < 50 {
		t.Errorf("only %d errors were found: does the test read the program?", calls)
	}
}

func isNew(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "New" || len(call.Args) < 2 {
		return false
	}
	room, ok := f.X.(*ast.Ident)
	return ok && room.Name == "fault"
}

func text(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(literal.Value)
	return s, err == nil
}

// Refusals and warnings are codes too. All literals that look like a code are gathered: a message that
// nothing names says nothing.
func TestEveryRefusalAndNoOtherHasWords(t *testing.T) {
	_, files := source(t)
	used := map[string]bool{"internal": true}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if s, ok := text(e); ok {
					used[strings.TrimPrefix(s, "@")] = true
				}
			}
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); ok && (kind.Name == "Refusal" || kind.Name == "Warning") {
				code, _ := text(spec.Values[0])
				if slices.Contains(neverShown, code) == Known(code) {
					t.Errorf("%s: has words: %v; is never shown: %v", code, Known(code), !Known(code))
				}
			}
			return true
		})
	}
	for code := range messages {
		if prefix, _, _ := strings.Cut(code, "."); !used[code] && prefix != "status" && prefix != "standing" {
			t.Errorf("nothing says %s", code)
		}
	}
}
