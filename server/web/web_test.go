package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"loket/server/api"
	"loket/server/web"
)

var (
	office = time.FixedZone("WITA", 8*60*60)
	now    = time.Date(2026, time.November, 23, 8, 14, 0, 0, office)
)

// page renders one page, which must not fail.
func page(t *testing.T, render func(*bytes.Buffer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := render(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// pages are all pages in one language, with everything filled in.
func pages(t *testing.T, lang string) map[string]string {
	all := map[string]string{
		"docs": page(t, func(w *bytes.Buffer) error { return web.Docs(w, web.DocsPage{Lang: lang, Spec: api.Spec}) }),
		"screens": page(t, func(w *bytes.Buffer) error {
			return web.Screens(w, web.ScreensPage{Lang: lang, TicketPath: "/t/abc"})
		}),
		"start": page(t, func(w *bytes.Buffer) error {
			return web.Start(w, web.StartPage{Lang: lang, Office: "Kantor", Demo: &web.Demo{
				Staff:       []web.DemoStaff{{User: "rina", Password: "rahasia", Name: "Rina", Roles: []string{"registrar", "administrator"}}},
				DeviceToken: "token", PaperURL: "/demo/paper.png", ScreensURL: "/dev/screens", LANURL: "http://192.168.1.20:8080/",
			}})
		}),
	}
	for _, status := range []int{403, 404, 418, 429, 500, 503} {
		all[fmt.Sprint("error ", status)] = page(t, func(w *bytes.Buffer) error {
			return web.Error(w, web.ErrorPage{Lang: lang, Status: status, Reference: "r1"})
		})
	}
	for _, result := range []api.CardCheckResult{"valid", "expired", "unknown_card", "forged"} {
		all["check "+string(result)] = page(t, func(w *bytes.Buffer) error { return web.Check(w, checked(lang, result)) })
	}
	for _, status := range []api.TicketStatus{"waiting", "called", "serving", "parked", "no_show", "done"} {
		all["phone "+string(status)] = page(t, func(w *bytes.Buffer) error { return web.Phone(w, ticket(lang, status)) })
	}
	return all
}

func TestPagesKeepTheContentSecurityPolicy(t *testing.T) {
	forbidden := regexp.MustCompile(`<style|\sstyle=|\son[a-z]+=|javascript:|<script[^>]*>[^<{]|(src|href)="(https?:)?//`)
	lan := `href="http://192.168.1.20:8080/"`
	for _, lang := range []string{"id", "en"} {
		for name, html := range pages(t, lang) {
			if found := forbidden.FindString(strings.ReplaceAll(html, lan, "")); found != "" {
				t.Errorf("%s (%s): the browser would refuse %q", name, lang, found)
			}
		}
	}
}

func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	files, err := filepath.Glob("words/*.json")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	common := readWords(t, "words/common.json")
	key := regexp.MustCompile(`\.T "(\w+)"`)
	for _, file := range files {
		words := readWords(t, file)
		if id, en := slices.Sorted(maps.Keys(words["id"])), slices.Sorted(maps.Keys(words["en"])); !slices.Equal(id, en) {
			t.Errorf("%s holds %v in Indonesian and %v in English", file, id, en)
		}
		template, err := os.ReadFile("templates/" + strings.TrimSuffix(filepath.Base(file), ".json") + ".html")
		if err != nil && file != "words/common.json" {
			t.Error(err)
		}
		for _, match := range key.FindAllStringSubmatch(string(template), -1) {
			if _, own := words["id"][match[1]]; !own && common["id"][match[1]] == "" {
				t.Errorf("%s lacks %q", file, match[1])
			}
		}
	}
}

func readWords(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	var words map[string]map[string]string
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(file, err)
	}
	return words
}

func TestPagesAreFilledInAndSayTheirLanguage(t *testing.T) {
	apart := regexp.MustCompile(`(?s)<script.*?</script>|<main lang="en">.*</main>`)
	for _, lang := range []string{"id", "en"} {
		for name, html := range pages(t, lang) {
			if !strings.Contains(html, `<html lang="`+lang+`">`) {
				t.Errorf("%s does not say that it is in %q", name, lang)
			}
			if rest := apart.ReplaceAllString(html, ""); strings.ContainsAny(rest, "{}") || strings.Contains(rest, "ZgotmplZ") {
				t.Errorf("%s (%s) leaves a value unfilled:\n%s", name, lang, rest)
			}
		}
	}
}

func TestVendoredFilesAreUnchanged(t *testing.T) {
	list, err := os.ReadFile("assets/VENDORED.md")
	if err != nil {
		t.Fatal(err)
	}
	sums := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(list), -1)
	if len(sums) < 8 {
		t.Fatalf("VENDORED.md lists %d files", len(sums))
	}
	for _, sum := range sums {
		content, err := fs.ReadFile(web.Assets(), sum[2])
		if err != nil {
			t.Error(err)
			continue
		}
		if got := sha256.Sum256(content); hex.EncodeToString(got[:]) != sum[1] {
			t.Errorf("%s is not the published file", sum[2])
		}
	}
}

func TestAssetsHoldNoTests(t *testing.T) {
	err := fs.WalkDir(web.Assets(), ".", func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".mjs") {
			t.Errorf("%s is served", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestErrorPageSaysWhatToDo(t *testing.T) {
	known := page(t, func(w *bytes.Buffer) error { return web.Error(w, web.ErrorPage{Lang: "id", Status: 404}) })
	own := page(t, func(w *bytes.Buffer) error {
		return web.Error(w, web.ErrorPage{Lang: "en-GB", Status: 410, Title: "Gone <b>", Advice: "Take a new number."})
	})
	for html, want := range map[string]string{known: "pindai lagi kode QR", own: "Gone &lt;b&gt;"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing in %s", want, html)
		}
	}
}
