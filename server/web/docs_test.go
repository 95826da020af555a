package web_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"loket/server/api"
	"loket/server/web"
)

func TestDocsTellEveryOperationAndSchema(t *testing.T) {
	html := page(t, func(w *bytes.Buffer) error { return web.Docs(w, web.DocsPage{Lang: "id", Spec: api.Spec}) })
	operations := regexp.MustCompile(`operationId: (\w+)`).FindAllStringSubmatch(string(api.Spec), -1)
	for _, o := range operations {
		if !strings.Contains(html, `<article id="`+o[1]+`"`) {
			t.Errorf("%s is missing", o[1])
		}
	}
	if got := strings.Count(html, `data-testid="operation"`); got != len(operations) {
		t.Errorf("%d operations are shown of %d", got, len(operations))
	}
	for _, act := range regexp.MustCompile(`x-act: (\S+)`).FindAllStringSubmatch(string(api.Spec), -1) {
		if !strings.Contains(html, "<code>"+act[1]+"</code>") {
			t.Errorf("the act %s is missing", act[1])
		}
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(html, -1) {
		if !strings.Contains(html, `id="`+link[1]+`"`) {
			t.Errorf("a link leads to %s, which is not there", link[1])
		}
	}
}

func TestDocsShowDetails(t *testing.T) {
	spec := []byte(`
info: {title: Test, version: "2", description: "One <b>.\n\n* first\n* second with ` + "`code`" + `\n"}
servers: [{url: /api/v2}]
tags: [{name: things}]
paths:
  /things/{thing}:
    parameters: [{$ref: "#/components/parameters/ThingID"}]
    put:
      operationId: putThing
      tags: [things]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"200": {description: Done, content: {application/pdf: {schema: {type: string, format: binary}}}}}
components:
  parameters: {ThingID: {name: thing, in: path, required: true, schema: {type: string}}}
  schemas:
    Thing: {type: object, required: [size], properties: {size: {type: array, items: {type: string, enum: [s, l]}, example: [s]}}}
`)
	html := page(t, func(w *bytes.Buffer) error { return web.Docs(w, web.DocsPage{Spec: spec}) })
	for _, want := range []string{
		"<p>One &lt;b&gt;.</p><ul><li>first</li><li>second with <code>code</code></li></ul>", "/api/v2",
		"<code>thing</code> <small>path, wajib</small>", `<a href="#schema-Thing">Thing</a>`, "application/pdf", "string[]: <code>s</code> | <code>l</code>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing in\n%s", want, html)
		}
	}
	if err := web.Docs(&bytes.Buffer{}, web.DocsPage{Spec: []byte("paths: 3")}); err == nil {
		t.Error("a spec that is none renders")
	}
}
