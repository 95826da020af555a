package aki

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed data/wilayah_5202.csv
var regionCSV string

// regions maps codes without dots, "520201", to names.
var regions = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for line := range strings.Lines(regionCSV) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), ",")
		names[strings.ReplaceAll(code, ".", "")] = strings.Trim(name, `"`)
	}
	return names
})

// RegionName returns the name of the sub-district (kecamatan) that a NIK was issued in, "" where the list
// of the office's regency does not know it.
func RegionName(nik NIK) string { return regions()[nik.District()] }
