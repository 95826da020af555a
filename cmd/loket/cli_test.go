package main

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"loket/server/aki"
	"loket/server/api"
)

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfigurationIsStrict(t *testing.T) {
	for _, c := range []struct{ content, want string }{
		{"adr: :80\nCrowd: 3\n", "unknown key Crowd, adr"},
		{"data: [", "configuration"},
		{"crowd: many\n", "crowd"},
		{"addr: not an address\n", "cannot listen at not an address"},
	} {
		_, err := loket(t, "", "demo", "--data", t.TempDir(), "--config", file(t, "loket.yaml", c.content))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.content, err, c.want)
		}
	}
	if _, err := loket(t, "", "demo", "--config", "/nowhere.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a configuration that is not there: %v", err)
	}
}

// TestLaterSettingsWin sets the data folder in all ways at once.
func TestLaterSettingsWin(t *testing.T) {
	config := file(t, "loket.yaml", "data: /in/the/file\n")
	list := func(args ...string) string {
		_, err := loket(t, "", append([]string{"staff", "list", "--config", config}, args...)...)
		if err == nil {
			t.Fatal("there is no such folder")
		}
		return err.Error()
	}
	if got := list(); !strings.Contains(got, "/in/the/file") {
		t.Errorf("the file's folder: %s", got)
	}
	t.Setenv("LOKET_DATA", "/in/the/environment")
	if got := list(); !strings.Contains(got, "/in/the/environment") {
		t.Errorf("the environment's folder: %s", got)
	}
	if got := list("--data", "/on/the/line"); !strings.Contains(got, "/on/the/line") {
		t.Errorf("the command line's folder: %s", got)
	}
}

// TestEveryFlagIsAnEnvironmentVariable reads the help of all commands.
func TestEveryFlagIsAnEnvironmentVariable(t *testing.T) {
	parser, err := kong.New(&commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	leaves := parser.Model.Leaves(false)
	if len(leaves) < 12 {
		t.Fatalf("only %d commands", len(leaves))
	}
	for _, command := range leaves {
		help, err := loket(t, "", append(strings.Fields(strings.TrimPrefix(command.FullPath(), parser.Model.Name)), "--help")...)
		if err != nil {
			t.Errorf("%s --help: %v", command.FullPath(), err)
		}
		for _, group := range command.AllFlags(false) {
			for _, flag := range group {
				variable := "($LOKET_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_")) + ")"
				if flag.Name != "help" && !strings.Contains(help, variable) {
					t.Errorf("%s: no %s in\n%s", command.FullPath(), variable, help)
				}
			}
		}
	}
}

func TestStaffCommands(t *testing.T) {
	data := t.TempDir()
	runDemo(t, "--data", data, "--empty").end()
	must := func(in string, args ...string) string {
		t.Helper()
		out, err := loket(t, in, append(args, "--data", data)...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return out
	}
	must("rahasia-2026\n", "staff", "add", "wayan", "--name", "I Wayan Contoh", "--role", "registrar,section_head")
	if list := must("", "staff", "list"); !regexp.MustCompile(`(?m)^wayan +I Wayan Contoh +\[registrar section_head\]$`).MatchString(list) {
		t.Errorf("the list:\n%s", list)
	}
	for _, c := range []struct {
		in, want string
		args     []string
	}{
		{"rahasia-2026\n", "user", []string{"add", "wayan", "--name", "Lain", "--role", "registrar"}},
		{"rahasia-2026\n", "role", []string{"add", "made", "--name", "Made", "--role", "king"}},
		{"x\n", "password", []string{"add", "made", "--name", "Made", "--role", "registrar"}},
		{"", "no password", []string{"add", "made", "--name", "Made", "--role", "registrar"}},
		{"rahasia-2026\n", "user", []string{"password", "nobody"}},
		{"520201450301\n", "nik", []string{"nik", "wayan"}},
		{seekerNIK + "\n", "user", []string{"nik", "nobody"}},
	} {
		_, err := loket(t, c.in, slices.Concat([]string{"staff"}, c.args, []string{"--data", data})...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
	must(seekerNIK+"\n", "staff", "nik", "wayan")
	must("baru-2026-sekali\n", "staff", "password", "wayan")
	again := runDemo(t, "--data", data, "--empty")
	defer again.end()
	officer(t, again.address, "wayan", "baru-2026-sekali")
	if list := must("", "staff", "list"); strings.Contains(list, "Made") {
		t.Errorf("a refused account is there:\n%s", list)
	}
}

func TestDeviceCommands(t *testing.T) {
	data := t.TempDir()
	d := runDemo(t, "--data", data, "--empty")
	defer d.end()
	token, err := loket(t, "", "device", "pair", "kiosk", "Kiosk pintu utama", "--data", data)
	if err != nil {
		t.Fatal(err)
	}
	kiosk := newCrowd(d.address, strings.TrimSpace(token), 1).kiosk
	takeAt(t, kiosk, "ak1-baru")
	list, err := loket(t, "", "device", "list", "--data", data)
	line := regexp.MustCompile(`(?m)^(\S+) +kiosk +Kiosk pintu utama`).FindStringSubmatch(list)
	if err != nil || line == nil || strings.Contains(list, strings.TrimSpace(token)) {
		t.Fatalf("the list: %v\n%s", err, list)
	}
	if _, err := loket(t, "", "device", "revoke", line[1], "--data", data); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the running server refuses the revoked token", func() bool {
		r, err := kiosk.IssueTicketWithResponse(t.Context(), &api.IssueTicketParams{IdempotencyKey: "after-revoke"}, api.TicketRequest{Service: "ak1-baru"})
		return err == nil && r.StatusCode() == http.StatusUnauthorized
	})
	if list, err := loket(t, "", "device", "list", "--data", data); err != nil || !regexp.MustCompile(line[1]+`.*revoked`).MatchString(list) {
		t.Errorf("the list afterwards: %v\n%s", err, list)
	}
	if _, err := loket(t, "", "device", "pair", "toaster", "X", "--data", data); err == nil || !strings.Contains(err.Error(), "kind") {
		t.Errorf("a toaster: %v", err)
	}
	if _, err := loket(t, "", "device", "revoke", "none", "--data", data); err == nil {
		t.Error("a device that is not there was revoked")
	}
}

func TestOfficeCommands(t *testing.T) {
	sample, err := loket(t, "", "office", "sample")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := loket(t, "", "office", "check", file(t, "office.yaml", sample)); err != nil || !strings.Contains(out, "4 services, 3 counters") {
		t.Errorf("the sample: %q %v", out, err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"callLimit:", "calLimit:", "calLimit"},
		{"timezone: Asia/Makassar", "timezone: Asia/Praya", "timezone"},
		{"letter: B", "letter: A", "letter"},
		{"services: [ak1-baru, ak1-perpanjangan]}", "services: [ak1-lama]}", "ak1-lama"},
	} {
		_, err := loket(t, "", "office", "check", file(t, "office.yaml", strings.Replace(sample, c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.to, err)
		}
	}

	data := t.TempDir()
	runDemo(t, "--data", data, "--empty").end()
	other := file(t, "office.yaml", strings.Replace(sample, "name: DINAS TENAGA KERJA DAN TRANSMIGRASI", "name: KANTOR CONTOH", 1))
	if _, err := loket(t, "", "office", "apply", "--data", data, other); err != nil {
		t.Fatal(err)
	}
	d := runDemo(t, "--data", data, "--empty")
	defer d.end()
	if r, err := d.kiosk().GetOfficeWithResponse(t.Context()); err != nil || r.JSON200 == nil || r.JSON200.Name != "KANTOR CONTOH" {
		t.Errorf("the server serves %+v, %v", r.JSON200, err)
	}
}

func TestVerifyCommands(t *testing.T) {
	signer, err := aki.LoadOrCreateSigner(filepath.Join(t.TempDir(), "card.jwk"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := aki.LoadOrCreateSigner(filepath.Join(t.TempDir(), "card.jwk"))
	if err != nil {
		t.Fatal(err)
	}
	keys := file(t, "jwks.json", string(signer.PublicJWKS()))
	card := func(signer *aki.Signer, years int) string {
		jws, err := signer.Sign(aki.CardClaims{
			Number: "5202231126000001", Initials: "B.C.A.", Office: "5202",
			IssuedOn: time.Now().AddDate(years-2, 0, 0), ExpiresOn: time.Now().AddDate(years, 0, 0),
		})
		if err != nil {
			t.Fatal(err)
		}
		return jws
	}
	good, old, foreign := card(signer, 2), card(signer, -1), card(other, 2)
	for name, c := range map[string]struct{ qr, out, err string }{
		"good":    {qr: good, out: "ASLI · BERLAKU"},
		"address": {qr: "https://loket.example/v/" + good + "\n", out: "5202231126000001"},
		"expired": {qr: old, out: "ASLI · KEDALUWARSA", err: "expired"},
		"forged":  {qr: forge(good), err: "TIDAK SAH / not genuine\nKode ini bukan kartu AK/I yang sah"},
		"cut":     {qr: good[:len(good)-9], err: "Please scan again."},
		"other":   {qr: "https://example.org/", err: "Pindai lagi."},
		"foreign": {qr: foreign, err: "a key that the office's key file does not hold"},
	} {
		out, err := loket(t, "", "verify", "card", "--keys", keys, c.qr)
		failed := ""
		if err != nil {
			failed = err.Error()
		}
		if !strings.Contains(out, c.out) || (err != nil) != (c.err != "") || !strings.Contains(failed, c.err) {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
	empty := t.TempDir()
	if _, err := loket(t, "", "verify", "--data", empty); err == nil || !strings.Contains(err.Error(), "there is no database in "+empty) {
		t.Errorf("an empty folder: %v", err)
	}
	if left, err := os.ReadDir(empty); err != nil || len(left) > 0 {
		t.Errorf("the check left %v, %v", left, err)
	}
}
