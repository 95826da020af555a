package aki

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"

	"loket/server/aki/cardfont"
)

type colour [3]int

var (
	ink    = colour{0x12, 0x21, 0x1C}
	green  = colour{0x0B, 0x5D, 0x45}
	yellow = colour{0xF5, 0xB7, 0x00}
	muted  = colour{0x7A, 0x86, 0x80}
	tint   = colour{0xEE, 0xF3, 0xEF}
)

// Line widths in millimetres.
const (
	hairline = 0.15
	thin     = 0.25
	thick    = 0.9
)

// smallest is the size in points below which nobody reads a card.
const smallest = 6.0

// millimetres per point.
const point = 25.4 / 72

// leading is the distance of two lines as a multiple of the size.
const leading = 1.22

type font struct {
	size float64 // points
	bold bool
}

func (f font) lineHeight() float64 { return f.size * point * leading }

// capHeight is how high capitals and digits stand above the baseline.
func (f font) capHeight() float64 { return f.size * point * 0.668 }

// pen draws text and lines. It keeps the first error and draws on, so that the
// drawing code reads as a list of what stands where.
type pen struct {
	pdf   *fpdf.Fpdf
	fonts map[string]bool // those that the PDF already has
	err   error
}

func (p *pen) fail(field string, why Refusal) {
	if p.err == nil {
		p.err = FieldError{field, why}
	}
}

// typeset composes letters with their accents and makes one space of any run of
// white space; false means that the typeface lacks a character.
func typeset(text string) (string, bool) {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	for _, character := range text {
		if _, ok := cardfont.Lookup(character); !ok {
			return "", false
		}
	}
	return text, true
}

// clean returns the text as typeset makes it. A character that the typeface
// lacks is an error of the field.
func (p *pen) clean(field, text string) string {
	text, ok := typeset(text)
	if !ok {
		p.fail(field, ErrCardCharacter)
	}
	return text
}

// words returns the Indonesian words of a code.
func (p *pen) words(field string, code interface{ Words(language string) string }) string {
	words := code.Words("id")
	if words == "" {
		p.fail(field, ErrCardCode)
	}
	return words
}

func (p *pen) width(text string, f font) float64 {
	thousandths := 0
	for _, character := range text {
		glyph, _ := cardfont.Lookup(character)
		if f.bold {
			thousandths += glyph.Bold
		} else {
			thousandths += glyph.Regular
		}
	}
	return float64(thousandths) / 1000 * f.size * point
}

// text draws one line with its baseline at y, stretch by stretch where it needs
// both files of the typeface.
func (p *pen) text(x, y float64, text string, f font, c colour) {
	p.pdf.SetTextColor(c[0], c[1], c[2])
	for text != "" {
		subset, end := cardfont.Subset(""), len(text)
		for i, character := range text {
			glyph, _ := cardfont.Lookup(character)
			if i == 0 {
				subset = glyph.Subset
			} else if glyph.Subset != subset {
				end = i
				break
			}
		}
		p.choose(subset, f)
		p.pdf.Text(x, y, text[:end])
		x += p.width(text[:end], f)
		text = text[end:]
	}
}

func (p *pen) choose(subset cardfont.Subset, f font) {
	style := ""
	if f.bold {
		style = "B"
	}
	if name := string(subset) + style; !p.fonts[name] {
		p.fonts[name] = true
		p.pdf.AddUTF8FontFromBytes(string(subset), style, cardfont.TTF(subset, f.bold))
	}
	p.pdf.SetFont(string(subset), style, f.size)
}

// centred draws one line around the middle x.
func (p *pen) centred(x, y float64, text string, f font, c colour) {
	p.text(x-p.width(text, f)/2, y, text, f, c)
}

// lines draws lines from the baseline y down and returns the baseline after them.
func (p *pen) lines(x, y float64, lines []string, f font, c colour) float64 {
	for _, line := range lines {
		p.text(x, y, line, f, c)
		y += f.lineHeight()
	}
	return y
}

// wrap breaks text into lines that fit the width; a word that is longer than a
// line breaks inside.
func (p *pen) wrap(text string, width float64, f font) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if joined := strings.TrimSpace(line + " " + word); p.width(joined, f) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = ""
		for _, character := range word {
			if line != "" && p.width(line+string(character), f) > width {
				lines = append(lines, line)
				line = ""
			}
			line += string(character)
		}
	}
	return append(lines, line)
}

// largest finds the largest size at which the content fits, in half points.
func (p *pen) largest(field string, from float64, fits func(size float64) bool) float64 {
	for size := from; size >= smallest; size -= 0.5 {
		if fits(size) {
			return size
		}
	}
	p.fail(field, ErrCardOverflow)
	return smallest
}

// fit wraps a text into at most so many lines, as large as possible.
func (p *pen) fit(field, text string, width float64, most int, f font) ([]string, font) {
	text = p.clean(field, text)
	f.size = p.largest(field, f.size, func(size float64) bool {
		return len(p.wrap(text, width, font{size, f.bold})) <= most
	})
	return p.wrap(text, width, f), f
}

// balance breaks wrapped text anew into as many lines of about equal length, so
// that no single word hangs below a centred line.
func (p *pen) balance(lines []string, f font) []string {
	text, widest, longestWord := strings.Join(lines, " "), 0.0, 0.0
	for _, line := range lines {
		widest = max(widest, p.width(line, f))
		for _, word := range strings.Fields(line) {
			longestWord = max(longestWord, p.width(word, f))
		}
	}
	for width := longestWord; width < widest; width++ {
		if again := p.wrap(text, width, f); len(again) <= len(lines) {
			return again
		}
	}
	return lines
}

func (p *pen) stroke(width float64, c colour) {
	p.pdf.SetLineWidth(width)
	p.pdf.SetDrawColor(c[0], c[1], c[2])
}

func (p *pen) fill(x, y, w, h float64, c colour) {
	p.pdf.SetFillColor(c[0], c[1], c[2])
	p.pdf.Rect(x, y, w, h, "F")
}

// heading draws a section's title with a rule below and returns the rule's y.
func (p *pen) heading(x, y float64, title string) float64 {
	p.text(x, y+3.4, title, font{10, true}, green)
	p.stroke(0.5, green)
	p.pdf.Line(x, y+5.4, x+halfWidth, y+5.4)
	return y + 5.4
}

// dotted draws a line to write on.
func (p *pen) dotted(x, y, width float64) {
	p.stroke(thin, muted)
	p.pdf.SetDashPattern([]float64{0.3, 0.9}, 0)
	p.pdf.Line(x, y, x+width, y)
	p.pdf.SetDashPattern(nil, 0)
}
