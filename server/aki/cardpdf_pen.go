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
	fonts map[string]bool // those that the file already has
	err   error
}

func (p *pen) fail(field string, why Refusal) {
	if p.err == nil {
		p.err = FieldError{field, why}
	}
}

// clean composes letters with their accents and makes one space of any run of
// white space. A character that the typeface lacks is an error of the field.
func (p *pen) clean(field, text string) string {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	for _, character := range text {
		if _, ok := cardfont.SubsetOf(character); !ok {
			p.fail(field, ErrCardCharacter)
			return ""
		}
	}
	return text
}

// runs calls do for each stretch of text that one font file can draw, with
// that font chosen.
func (p *pen) runs(text string, f font, do func(run string)) {
	style := ""
	if f.bold {
		style = "B"
	}
	for text != "" {
		subset, end := cardfont.Subset(""), len(text)
		for i, character := range text {
			found, _ := cardfont.SubsetOf(character)
			if i == 0 {
				subset = found
			} else if found != subset {
				end = i
				break
			}
		}
		if name := string(subset) + style; !p.fonts[name] {
			p.fonts[name] = true
			p.pdf.AddUTF8FontFromBytes(string(subset), style, cardfont.TTF(subset, f.bold))
		}
		p.pdf.SetFont(string(subset), style, f.size)
		do(text[:end])
		text = text[end:]
	}
}

func (p *pen) width(text string, f font) (width float64) {
	p.runs(text, f, func(run string) { width += p.pdf.GetStringWidth(run) })
	return width
}

// text draws one line with its baseline at y.
func (p *pen) text(x, y float64, text string, f font, c colour) {
	p.pdf.SetTextColor(c[0], c[1], c[2])
	p.runs(text, f, func(run string) {
		p.pdf.Text(x, y, run)
		x += p.pdf.GetStringWidth(run)
	})
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
