package web

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// DocsPage is the contract as a page to read, at api.BaseURL.
type DocsPage struct {
	Lang string
	Spec []byte // openapi.yaml, or the same as JSON
}

// Docs writes the page: operations by tag with what they take, answer and ask for, then the schemas.
func Docs(w io.Writer, p DocsPage) error {
	var s spec
	if err := yaml.Unmarshal(p.Spec, &s); err != nil {
		return fmt.Errorf("read the contract: %w", err)
	}
	return render(w, "docs", p.Lang, newDocs(s))
}

type docs struct {
	Title, Version, Description, Base string
	Groups                            []docsGroup
	Schemas                           []docsSchema
}

type docsGroup struct {
	Name, Description string
	Operations        []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description, Act string
	Parameters                                  []docsField
	Body                                        docsType
	Answers                                     []docsAnswer
}

type docsAnswer struct {
	Status, Description string
	Type                docsType
}

type docsSchema struct {
	Name, Description string
	Type              docsType
	Fields            []docsField
}

type docsField struct {
	Name, In, Description, Example string
	Type                           docsType
	Required                       bool
}

// docsType is a type's name; Ref is set where it is a schema of the page.
type docsType struct {
	Ref, Name string
	List      bool
	Enum      []string
}

func newDocs(s spec) docs {
	d := docs{Title: s.Info.Title, Version: s.Info.Version, Description: s.Info.Description}
	if len(s.Servers) > 0 {
		d.Base = s.Servers[0].URL
	}
	for _, tag := range s.Tags {
		d.Groups = append(d.Groups, docsGroup{Name: tag.Name, Description: tag.Description})
	}
	for _, path := range s.Paths {
		for _, o := range operationsOf(path.Value) {
			op := s.operation(o.method, path.Key, o.operation, path.Value.Parameters)
			for i := range d.Groups {
				if slices.Contains(o.operation.Tags, d.Groups[i].Name) {
					d.Groups[i].Operations = append(d.Groups[i].Operations, op)
				}
			}
		}
	}
	for _, e := range s.Components.Schemas {
		d.Schemas = append(d.Schemas, docsSchema{
			Name: e.Key, Description: e.Value.Description, Type: typeOf(e.Value), Fields: fieldsOf(e.Value),
		})
	}
	return d
}

type methodOperation struct {
	method    string
	operation *operation
}

func operationsOf(p pathItem) []methodOperation {
	all := []methodOperation{{"GET", p.Get}, {"POST", p.Post}, {"PUT", p.Put}, {"PATCH", p.Patch}, {"DELETE", p.Delete}}
	return slices.DeleteFunc(all, func(m methodOperation) bool { return m.operation == nil })
}

func (s spec) operation(method, path string, o *operation, shared []parameter) docsOperation {
	op := docsOperation{ID: o.ID, Method: method, Path: path, Summary: o.Summary, Description: o.Description, Act: o.Act}
	for _, p := range slices.Concat(shared, o.Parameters) {
		if p.Ref != "" {
			p = s.Components.Parameters[refName(p.Ref)]
		}
		op.Parameters = append(op.Parameters, docsField{
			Name: p.Name, In: p.In, Description: p.Description, Required: p.Required, Type: typeOf(p.Schema),
		})
	}
	if o.RequestBody != nil {
		op.Body = bodyType(*o.RequestBody)
	}
	for _, e := range o.Responses {
		answer := e.Value
		if answer.Ref != "" {
			answer = s.Components.Responses[refName(answer.Ref)]
		}
		op.Answers = append(op.Answers, docsAnswer{Status: e.Key, Description: answer.Description, Type: bodyType(answer)})
	}
	return op
}

func bodyType(r response) docsType {
	if len(r.Content) == 0 {
		return docsType{}
	}
	t := typeOf(r.Content[0].Value.Schema)
	if !strings.HasSuffix(r.Content[0].Key, "json") {
		t.Name = r.Content[0].Key
	}
	return t
}

func fieldsOf(s schema) []docsField {
	var fields []docsField
	for _, e := range s.Properties {
		f := docsField{
			Name: e.Key, Description: e.Value.Description, Required: slices.Contains(s.Required, e.Key), Type: typeOf(e.Value),
		}
		if e.Value.Example != nil {
			f.Example = fmt.Sprint(e.Value.Example)
		}
		fields = append(fields, f)
	}
	return fields
}

func typeOf(s schema) docsType {
	switch {
	case s.Ref != "":
		return docsType{Ref: refName(s.Ref), Name: refName(s.Ref)}
	case s.Type == "array" && s.Items != nil:
		t := typeOf(*s.Items)
		t.List = true
		return t
	case s.Format != "":
		return docsType{Name: s.Format, Enum: s.Enum}
	default:
		return docsType{Name: s.Type, Enum: s.Enum}
	}
}
