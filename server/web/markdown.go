package web

import (
	"html"
	"html/template"
	"strings"
)

// prose turns the contract's descriptions into HTML: paragraphs, `* ` lists and `code`. Everything else is text.
func prose(text string) template.HTML {
	var out strings.Builder
	var lines []string
	tag := "p"
	flush := func() {
		if len(lines) > 0 {
			out.WriteString("<" + tag + ">" + inline(strings.Join(lines, " ")) + "</" + tag + ">")
		}
		lines, tag = nil, "p"
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "* ")
		switch {
		case line == "":
			flush()
		case isItem:
			flush()
			lines, tag = []string{item}, "li"
		default:
			lines = append(lines, line)
		}
	}
	flush()
	return template.HTML(listed(out.String())) //nolint:gosec // every piece of text went through html.EscapeString
}

// listed puts runs of items into lists.
func listed(s string) string {
	s = strings.ReplaceAll(s, "</li><li>", "\x00")
	s = strings.ReplaceAll(s, "<li>", "<ul><li>")
	s = strings.ReplaceAll(s, "</li>", "</li></ul>")
	return strings.ReplaceAll(s, "\x00", "</li><li>")
}

// inline marks `code`; an odd backquote stays as it is.
func inline(text string) string {
	parts := strings.Split(html.EscapeString(text), "`")
	if len(parts)%2 == 0 {
		return strings.Join(parts, "`")
	}
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "<code>" + parts[i] + "</code>"
	}
	return strings.Join(parts, "")
}
