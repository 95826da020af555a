package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"loket/hardware/escpos"
)

// suggest says what a printer told of itself, which profiles fit and what to do next.
func suggest(out io.Writer, name string, f *finding, profiles []escpos.Profile) {
	_, _ = fmt.Fprintf(out, "\nspeed    %d bit/s, 8N1\nstate    %s\nstatus   %s\nit says  %s\n\n", f.speed, f.state(), f.told(), f.identity())
	fits := fitting(f, profiles)
	if len(fits) == 0 {
		_, _ = fmt.Fprintln(out, "No profile speaks this dialect. 'loket printer list --profiles' shows those that are known.")
		return
	}
	if len(fits) > 1 {
		_, _ = fmt.Fprintln(out, "These profiles speak as it does; choose by its label and by the paper's width:")
		for _, p := range fits {
			_, _ = fmt.Fprintf(out, "  %-18s %s %s, %d mm printed\n", p.Name, p.Vendor, p.Model, p.WidthDots/p.DotsPerMM)
		}
		_, _ = fmt.Fprintln(out)
	}
	best := fits[0]
	_, _ = fmt.Fprintf(out, "For the configuration file:\n  port: %s\n  profile: %s\n", name, best.Name)
	speed := ""
	if f.speed != best.Speed {
		_, _ = fmt.Fprintf(out, "  speed: %d\n", f.speed)
		speed = fmt.Sprintf(" --speed %d", f.speed)
	}
	_, _ = fmt.Fprintf(out, "Try it: loket printer test --port %s --profile %s%s\n", name, best.Name, speed)
}

func (f *finding) state() string {
	switch {
	case f.online == 0:
		return "answers"
	case f.offline():
		return "offline: no paper, cover open or an error. It does not tell its model now; mend it and probe again"
	}
	return "online"
}

func (f *finding) told() string {
	var all []string
	for _, c := range []struct {
		yes  bool
		what string
	}{
		{f.online != 0, "DLE EOT"}, {f.custom, "DLE EOT 20 (Custom)"}, {f.sensor, "ESC v (CSN-A2 class, Nippon)"},
		{f.pushes, "GS a, tells changes by itself"}, {f.confirms, "GS r, in its turn"},
	} {
		if c.yes {
			all = append(all, c.what)
		}
	}
	return strings.Join(all, "; ")
}

func (f *finding) identity() string {
	if f.maker == "" && f.model == "" {
		return "nothing of maker and model"
	}
	return strings.TrimSpace(fmt.Sprintf("%q %q", f.maker, f.model))
}

// fitting returns the profiles whose answers the printer gave, the likeliest first: the very model alone if one
// has its name, else those of its maker, then generic ones, then the rest.
func fitting(f *finding, profiles []escpos.Profile) []escpos.Profile {
	var fits []escpos.Profile
	for _, p := range profiles {
		if f.model != "" && p.Identity.Model == f.model && p.Identity.Maker == f.maker {
			fits = append(fits, p)
		}
	}
	if len(fits) > 0 {
		return fits
	}
	for _, p := range profiles {
		if slices.Contains(f.dialects(), p.Status) {
			fits = append(fits, p)
		}
	}
	rank := func(p escpos.Profile) int {
		switch {
		case f.maker != "" && strings.EqualFold(p.Vendor, f.maker):
			return 0
		case p.Vendor == "generic":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(fits, func(a, b escpos.Profile) int { return rank(a) - rank(b) })
	return fits
}
