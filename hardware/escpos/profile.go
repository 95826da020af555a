package escpos

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Profile is what one printer model can do and how it says it. Profiles are YAML files in
// firmware-configs/printers.
type Profile struct {
	Name   string `yaml:"name"` // also the file's name
	Vendor string `yaml:"vendor"`
	Model  string `yaml:"model"`

	WidthDots int   `yaml:"width_dots"`  // what the head can print, not the paper's width
	DotsPerMM int   `yaml:"dots_per_mm"` // 8 at 203 dpi
	Fonts     Fonts `yaml:"fonts"`

	CodePage  string          `yaml:"code_page"`  // selected after initialisation
	CodePages map[string]byte `yaml:"code_pages"` // name → n of ESC t n, the vendor's numbering

	Cutter  Cutter `yaml:"cutter"`
	QR      bool   `yaml:"qr"`      // draws QR symbols itself (GS ( k)
	Code128 bool   `yaml:"code128"` // draws Code128 itself (GS k 73)
	// RasterDouble: GS v 0 in mode 3 prints every dot two wide and two high, so that a symbol
	// travels in a quarter of its bytes.
	RasterDouble bool `yaml:"raster_double"`
	// KanjiAtStart: boots in a two-byte Chinese mode, where bytes from 80 hex pair up.
	KanjiAtStart bool `yaml:"kanji_at_start"`

	Status       StatusDialect `yaml:"status"`
	Confirmation Confirmation  `yaml:"confirmation"`
	ClearBuffer  bool          `yaml:"clear_buffer"` // obeys DLE DC4 8 and says so
	Identity     Identity      `yaml:"identity"`

	Quirks Quirks `yaml:"quirks"`

	Speed       int  `yaml:"speed"` // bits per second as delivered
	Flow        Flow `yaml:"flow"`
	BufferBytes int  `yaml:"buffer_bytes"` // receive buffer
	BandRows    int  `yaml:"band_rows"`    // rows of one raster command
	PrintMMPerS int  `yaml:"print_mm_per_s"`

	Sources []string `yaml:"sources"` // where the facts are from, with attribution
}

// Fonts are the resident fonts; B may be absent (zero).
type Fonts struct {
	A Font `yaml:"a"`
	B Font `yaml:"b"`
}

// Font is one resident font: columns per line and dots per character cell.
type Font struct {
	Columns int `yaml:"columns"`
	Width   int `yaml:"width"`
	Height  int `yaml:"height"`
}

// Cutter says how a ticket is parted from the roll.
type Cutter struct {
	Kind CutterKind `yaml:"kind"`
	// FeedLines moves the last line past the blade or the tear bar.
	FeedLines int `yaml:"feed_lines"`
}

// CutterKind is none, partial or full.
type CutterKind string

// The kinds of cutter.
const (
	CutterNone    CutterKind = "none"
	CutterPartial CutterKind = "partial"
	CutterFull    CutterKind = "full"
)

// StatusDialect is how a printer tells its state.
type StatusDialect string

// The status dialects.
const (
	StatusEpsonASB StatusDialect = "epson-asb" // GS a pushes every change; DLE EOT answers at any time
	StatusCloneR   StatusDialect = "clone-r"   // DLE EOT answers; nothing is pushed
	// StatusCSN: ESC v answers one byte, in buffer order. It has no question that is answered at any time. When
	// printing stops in the middle of a ticket the question stands behind the rest of that ticket and stays there,
	// as does every later one, so the printer is silent and cannot tell why; pieces of a line each would be
	// answered at the line's end, and let the motor stop at every line.
	StatusCSN    StatusDialect = "csn"
	StatusCustom StatusDialect = "custom" // DLE EOT 20 answers six bytes at any time (Custom KPM, VKP)
	// StatusNippon: ESC v answers one byte, in buffer order, with bits of its own; so a stop in the middle of a
	// ticket is silence, as with StatusCSN. Its word of a document (GS G) comes at the document's end.
	StatusNippon StatusDialect = "nippon"
	StatusNone   StatusDialect = "none" // tells nothing
)

// Confirmation is how one learns that everything sent so far was printed.
type Confirmation string

// The kinds of confirmation.
const (
	ConfirmGSH  Confirmation = "gs-h" // GS ( H echoes a process id
	ConfirmGSR  Confirmation = "gs-r" // GS r answers one byte, in buffer order
	ConfirmTime Confirmation = "time" // nothing; only the clock
	// ConfirmNippon: GS G 0 after a job that GS G 1 with its id began answers FF 13 and the id.
	ConfirmNippon Confirmation = "nippon"
)

// Flow is the handshake that the printer drives where the cable has modem lines.
type Flow string

// The kinds of handshake.
const (
	FlowNone   Flow = "none"
	FlowDTRDSR Flow = "dtr-dsr"
	FlowRTSCTS Flow = "rts-cts"
)

// Identity is what GS I answers; empty where the printer has no such command.
type Identity struct {
	Maker string `yaml:"maker"`
	Model string `yaml:"model"`
}

// Quirks are commands that the model gets wrong.
type Quirks struct {
	NoDotFeed bool `yaml:"no_dot_feed"` // ignores ESC J; white is fed in whole lines
}

// LoadProfile reads printers/<name>.yaml. An unknown key, a missing fact or an impossible value
// is an error that names the file.
func LoadProfile(fsys fs.FS, name string) (Profile, error) {
	file := path.Join("printers", name+".yaml")
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Profile{}, fmt.Errorf("printer profile %q: %w", name, err)
	}
	var p Profile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil {
		return Profile{}, fmt.Errorf("%s: %w", file, err)
	}
	if p.Name != name {
		return Profile{}, fmt.Errorf("%s: name is %q", file, p.Name)
	}
	if err := p.Check(); err != nil {
		return Profile{}, fmt.Errorf("%s: %w", file, err)
	}
	return p, nil
}

// Profiles reads every profile, in order of name.
func Profiles(fsys fs.FS) ([]Profile, error) {
	files, err := fs.Glob(fsys, "printers/*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Profile
	for _, file := range files {
		p, err := LoadProfile(fsys, strings.TrimSuffix(path.Base(file), ".yaml"))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// Check returns every contradiction in the profile.
func (p Profile) Check() error {
	var errs []error
	demand := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	demand(p.Vendor != "" && p.Model != "", "vendor and model are needed")
	demand(p.WidthDots > 0 && p.WidthDots <= 2048 && p.WidthDots%8 == 0, "width_dots %d", p.WidthDots)
	demand(p.DotsPerMM >= 4 && p.DotsPerMM <= 24, "dots_per_mm %d", p.DotsPerMM)
	demand(p.Fonts.A.Columns > 0, "font a is needed")
	for name, f := range map[string]Font{"a": p.Fonts.A, "b": p.Fonts.B} {
		fits := f.Columns*f.Width <= p.WidthDots && f.Width <= 32 && f.Height <= 48
		demand(f == Font{} || fits && f.Columns > 0 && f.Width >= 6 && f.Height >= 8, "font %s: %+v", name, f)
	}
	for name := range p.CodePages {
		demand(charmaps[name] != nil, "code page %q is not known", name)
	}
	_, ok := p.CodePages[p.CodePage]
	demand(ok, "code_page %q is not in code_pages", p.CodePage)
	demand(oneOf(p.Cutter.Kind, CutterNone, CutterPartial, CutterFull), "cutter kind %q", p.Cutter.Kind)
	demand(p.Cutter.FeedLines > 0 && p.Cutter.FeedLines < 20, "cutter feed_lines %d", p.Cutter.FeedLines)
	demand(oneOf(p.Status, StatusEpsonASB, StatusCloneR, StatusCSN, StatusCustom, StatusNippon, StatusNone), "status %q", p.Status)
	demand(oneOf(p.Confirmation, ConfirmGSH, ConfirmGSR, ConfirmTime, ConfirmNippon), "confirmation %q", p.Confirmation)
	demand(oneOf(p.Flow, FlowNone, FlowDTRDSR, FlowRTSCTS), "flow %q", p.Flow)
	demand(p.Speed >= 1200 && p.Speed <= 921600, "speed %d", p.Speed)
	demand(p.BufferBytes > 0, "buffer_bytes %d", p.BufferBytes)
	demand(p.BandRows > 0 && p.BandRows < 256, "band_rows %d", p.BandRows)
	demand(p.PrintMMPerS > 0, "print_mm_per_s %d", p.PrintMMPerS)
	demand(len(p.Sources) > 0, "sources are needed")
	return errors.Join(errs...)
}

func oneOf[T comparable](v T, all ...T) bool {
	for _, a := range all {
		if v == a {
			return true
		}
	}
	return false
}
