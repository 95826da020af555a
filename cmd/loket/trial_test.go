package main

import (
	"strings"
	"testing"
)

// TestOfficeCheckPrintsACard: what is too long for the card is found before the first seeker waits for one.
func TestOfficeCheckPrintsACard(t *testing.T) {
	sample, err := loket(t, "", "office", "sample")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Replace(sample, "    - BERLAKU NASIONAL\n", strings.Repeat("    - "+strings.Repeat("BERLAKU NASIONAL ", 29)+"\n", 17), 1)
	for _, args := range [][]string{{"office", "check"}, {"office", "apply", "--data", t.TempDir()}, {"serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--office"}} {
		_, err := loket(t, "", append(args, file(t, "office.yaml", long))...)
		if err == nil || !strings.Contains(err.Error(), "card cannot be printed") || !strings.Contains(err.Error(), "Provisions") {
			t.Errorf("%v: %v", args, err)
		}
	}
}
