package escpos

import (
	"slices"

	"golang.org/x/text/encoding/charmap"
)

// charmaps are the code pages that profiles may name.
var charmaps = map[string]*charmap.Charmap{
	"cp437": charmap.CodePage437, "cp850": charmap.CodePage850, "cp852": charmap.CodePage852,
	"cp855": charmap.CodePage855, "cp858": charmap.CodePage858, "cp860": charmap.CodePage860,
	"cp862": charmap.CodePage862, "cp863": charmap.CodePage863, "cp865": charmap.CodePage865,
	"cp866": charmap.CodePage866, "cp1250": charmap.Windows1250, "cp1251": charmap.Windows1251,
	"cp1252": charmap.Windows1252, "cp1253": charmap.Windows1253, "cp1254": charmap.Windows1254,
	"cp1255": charmap.Windows1255, "cp1256": charmap.Windows1256, "cp1257": charmap.Windows1257,
	"cp1258": charmap.Windows1258, "iso8859-2": charmap.ISO8859_2, "iso8859-7": charmap.ISO8859_7,
	"iso8859-15": charmap.ISO8859_15,
}

// pageFor finds r in the present code page or else in another of the profile's, tried in
// order of their number. ok is false if none has it.
func (p Profile) pageFor(r rune, present string) (page string, b byte, ok bool) {
	if r < 0x80 {
		return present, byte(r), r >= 0x20 && r != 0x7F
	}
	if b, ok := charmaps[present].EncodeRune(r); ok && b >= 0x80 {
		return present, b, true
	}
	for _, name := range p.pageNames() {
		if b, ok := charmaps[name].EncodeRune(r); ok && b >= 0x80 {
			return name, b, true
		}
	}
	return "", 0, false
}

func (p Profile) pageNames() []string {
	names := make([]string, 0, len(p.CodePages))
	for name := range p.CodePages {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return int(p.CodePages[a]) - int(p.CodePages[b]) })
	return names
}

// pageByNumber is the code page that ESC t n selects; ok is false if the profile has none.
func (p Profile) pageByNumber(n byte) (string, bool) {
	for name, number := range p.CodePages {
		if number == n {
			return name, true
		}
	}
	return "", false
}
