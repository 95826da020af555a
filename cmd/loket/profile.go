package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"loket/firmware-configs"
	"loket/hardware/escpos"
)

func allProfiles() ([]escpos.Profile, error) { return escpos.Profiles(firmwareconfigs.FS) }

// loadProfile reads a printer's profile. A speed other than 0 takes the place of the profile's: many printers
// are set to another one by switch. The error of a name that does not exist tells those near it.
func loadProfile(name string, speed int) (escpos.Profile, error) {
	p, err := escpos.LoadProfile(firmwareconfigs.FS, name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return p, fmt.Errorf("--profile: there is no %q; %s", name, nearProfiles(name))
	}
	if err != nil || speed == 0 {
		return p, err
	}
	p.Speed = speed
	if err := p.Check(); err != nil {
		return p, fmt.Errorf("--speed: %d bit/s is no speed of a printer: write what its self-test slip says, such as 9600", speed)
	}
	return p, nil
}

// nearProfiles says which profiles somebody may have meant.
func nearProfiles(name string) string {
	profiles, err := allProfiles()
	if err != nil {
		return err.Error()
	}
	var near, all []string
	for _, p := range profiles {
		all = append(all, p.Name)
		if isNear(strings.ToLower(name), p.Name) {
			near = append(near, p.Name)
		}
	}
	if len(near) == 0 {
		return "known are " + strings.Join(all, ", ")
	}
	return "did you mean " + strings.Join(near, " or ") + "? 'loket printer list --profiles' shows all"
}

// isNear says whether one name is part of the other or a third of it is mistyped at most.
func isNear(wrong, right string) bool {
	if len(wrong) > 2 && (strings.Contains(right, wrong) || strings.Contains(wrong, right)) {
		return true
	}
	return distance(wrong, right) <= len(right)/3
}

// distance is how many characters must be put in, left out or replaced (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
