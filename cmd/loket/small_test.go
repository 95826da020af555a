package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loket/server/aki"
)

// TestAskedToStopWhileStarting is Ctrl-C before anything answers: nothing went wrong.
func TestAskedToStopWhileStarting(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, command := range []string{"serve", "demo"} {
		err := run(ctx, []string{command, "--addr", "127.0.0.1:0", "--data", t.TempDir()}, strings.NewReader(""), io.Discard, io.Discard)
		if err != nil {
			t.Errorf("%s ended with: %v", command, err)
		}
	}
}

func TestRefusalWithoutField(t *testing.T) {
	data := t.TempDir()
	serveOnce(t, data, func(string) {})
	_, err := loket(t, "", "device", "revoke", "nope", "--data", data)
	if err == nil || err.Error() != "There is no such device." {
		t.Errorf("it says %v", err)
	}
}

// TestFirstStartNamesTheFolder: the hint must work when it is copied.
func TestFirstStartNamesTheFolder(t *testing.T) {
	data := t.TempDir()
	if printed := serveOnce(t, data, func(string) {}); !strings.Contains(printed, "loket staff password --data "+data+" admin)") {
		t.Errorf("the first start says:\n%s", printed)
	}
}

func TestNoFolderIsRefused(t *testing.T) {
	for _, args := range [][]string{{"serve"}, {"demo"}, {"staff", "list"}, {"verify"}} {
		_, err := loket(t, "", append(args, "--data", "")...)
		if err == nil || !strings.Contains(err.Error(), "--data") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestCardIsCheckedOnTheOfficesDay checks a card on the last day that is still going on somewhere.
func TestCardIsCheckedOnTheOfficesDay(t *testing.T) {
	signer, err := aki.LoadOrCreateSigner(filepath.Join(t.TempDir(), "card.jwk"))
	if err != nil {
		t.Fatal(err)
	}
	keys := file(t, "jwks.json", string(signer.PublicJWKS()))
	// The two zones are 26 hours apart: their days always differ.
	west, err := time.LoadLocation("Etc/GMT+12")
	if err != nil {
		t.Fatal(err)
	}
	last := time.Now().In(west)
	jws, err := signer.Sign(aki.CardClaims{
		Number: "5202231126000001", Initials: "B.C.A.", Office: "5202", IssuedOn: last.AddDate(-2, 0, 0), ExpiresOn: last,
	})
	if err != nil {
		t.Fatal(err)
	}
	for zone, want := range map[string]string{"Etc/GMT+12": "", "Etc/GMT-14": "the card has expired", "Local": "timezone", "Asia/Praya": "timezone"} {
		_, err := loket(t, "", "verify", "card", "--keys", keys, "--timezone", zone, jws)
		if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("in %s: %v", zone, err)
		}
	}
}
