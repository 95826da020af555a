package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// words/NAME.json holds a page's words in both languages, {"id": {"key": "…"}, "en": {…}}; common.json those of all pages.
//
//go:embed words
var wordFiles embed.FS

var dictionary = mustReadWords("common", "phone", "check", "docs", "start", "screens", "error")

// words looks a page's words up in one language.
type words map[string]string

func mustReadWords(names ...string) map[string]map[string]words {
	pages := map[string]map[string]words{}
	for _, name := range names {
		text, err := wordFiles.ReadFile("words/" + name + ".json")
		if err != nil {
			panic(err)
		}
		var page map[string]words
		if err := json.Unmarshal(text, &page); err != nil {
			panic(fmt.Errorf("words/%s.json: %w", name, err))
		}
		pages[name] = page
	}
	return pages
}

// language returns "en" for English and "id" for everything else.
func language(lang string) string {
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return "en"
	}
	return "id"
}

func wordsOf(page, lang string) words {
	all := words{}
	for _, part := range []string{"common", page} {
		for key, text := range dictionary[part][lang] {
			all[key] = text
		}
	}
	return all
}

// T returns the text of key, with {name} replaced from pairs: T "ahead" "count" 3. Without a text it returns the key.
func (w words) T(key string, pairs ...any) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return text
}

// Date writes a day in words: "23 November 2026".
func (w words) Date(day time.Time) string {
	return fmt.Sprintf("%d %s %d", day.Day(), w.T(fmt.Sprintf("month%d", day.Month())), day.Year())
}

// Clock writes a time of day as the language does: "08.14" in Indonesian, "08:14" in English.
func (w words) Clock(at time.Time) string {
	return at.Format("15") + w.T("clockSeparator") + at.Format("04")
}
