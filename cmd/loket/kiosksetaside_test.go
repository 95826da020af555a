package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTicketsSetAsideAreListedAndSettled finds two refused tickets among others, and drops one while no kiosk runs.
func TestTicketsSetAsideAreListedAndSettled(t *testing.T) {
	t.Parallel()
	spool := t.TempDir()
	for name, text := range map[string]string{
		"press-0001.json": `{"key":"press-0001","service":"ak1-baru","priority":true,"stage":"printed","offline":true,"refused":"number.not_reserved",
			"own":{"day":"2026-11-23","sequence":7,"number":"A-007","token":"secret-secret-secret"},
			"issued":{"number":"A-007","issuedAt":"2026-11-23T09:15:00+08:00","token":"secret-secret-secret"},"paper":{}}`,
		"press-0002.json": `{"key":"press-0002","service":"legalisir","stage":"failed","offline":true,"refused":"service.not_found",
			"issued":{"number":"C-002","issuedAt":"2026-11-23T08:15:00+08:00"},"paper":{}}`,
		"press-0003.json": `{"key":"press-0003","service":"legalisir","stage":"printed","offline":true,
			"issued":{"number":"C-003","issuedAt":"2026-11-23T08:15:00+08:00"},"paper":{}}`,
		"press-0004.json": `{`,
		"numbers.book": `{"name":"book-0001","day":"2026-11-23","numbers":[{"service":"ak1-baru","sequence":7,"number":"A-007"},
			{"service":"ak1-baru","sequence":8,"number":"A-008"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(spool, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(more ...string) (string, error) {
		return loket(t, "", kioskFlags(t, "http://127.0.0.1:1", "token", append([]string{"--spool", spool}, more...)...)...)
	}
	first, second := "C-002  legalisir  given 2026-11-23T08:15:00+08:00  refused: service.not_found\n",
		"A-007  ak1-baru  given 2026-11-23T09:15:00+08:00  refused: number.not_reserved\n"
	if out, err := ask("--set-aside"); err != nil || out != first+second {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := ask("--set-aside", "--drop", "C-003"); err == nil || !strings.Contains(err.Error(), `--drop "C-003": no such ticket is set aside`) {
		t.Errorf("a ticket that is not set aside: %v", err)
	}
	lock, err := lockSpool(spool)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask("--drop", "A-007"); err == nil || !strings.Contains(err.Error(), "--drop: stop the kiosk first") {
		t.Errorf("while the kiosk runs: %v", err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := ask("--drop", "A-007"); err != nil || out != "A-007 is forgotten\n" {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := ask("--set-aside"); err != nil || out != first {
		t.Errorf("%v\n%s", err, out)
	}
	book, err := os.ReadFile(filepath.Join(spool, "numbers.book"))
	if err != nil || strings.Contains(string(book), "A-007") || !strings.Contains(string(book), "A-008") {
		t.Errorf("the book is %s, %v", book, err)
	}
	if _, err := ask("--set-aside", "--spool", filepath.Join(spool, "none")); err == nil || !strings.Contains(err.Error(), "--spool") {
		t.Errorf("without a spool: %v", err)
	}
}
