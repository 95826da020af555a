package escpos

import (
	"slices"
	"unicode"

	bidirect "github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/bidi"
)

// piece is what a row is made of: one character of the resident font, or what only an embedded
// typeface has, an emoji or a word of joined letters.
type piece struct {
	text  []char // in reading order
	width int    // dots
	art   *art   // nil for the resident font
}

func (p piece) style() style { return p.text[0].style }

func (p piece) runes() []rune {
	runes := make([]rune, len(p.text))
	for i, c := range p.text {
		runes[i] = c.r
	}
	return runes
}

func (p piece) space() bool { return p.art == nil && p.text[0].r == ' ' }

func rowWidth(row []piece) int {
	width := 0
	for _, p := range row {
		width += p.width
	}
	return width
}

// plain says whether the resident font has r as a character of its own.
func plain(f Font, r rune) bool {
	if r < 0x7F {
		return r >= 0x20
	}
	_, ok := glyph(f, false, r)
	return ok && !unicode.In(r, unicode.M, unicode.Cf)
}

// pieces cuts a line up. What neither font nor typeface has comes back as missing.
func pieces(line []char, f Font, paper int) (row []piece, missing []rune) {
	if !slices.ContainsFunc(line, func(c char) bool { return !plain(f, c.r) }) {
		row = make([]piece, len(line))
		for i := range line {
			row[i] = piece{text: line[i : i+1], width: int(line[i].w) * f.Width}
		}
		return row, nil
	}
	for _, cluster := range joined(line, f) {
		if len(cluster) == 1 && plain(f, cluster[0].r) {
			row = append(row, piece{text: cluster, width: int(cluster[0].w) * f.Width})
			continue
		}
		drawn, missing := draw(cluster, f, paper)
		if missing != nil {
			return nil, missing
		}
		row = append(row, drawn...)
	}
	return row, nil
}

// joined cuts a line into what people see as one character each (UAX #29); letters of a
// right-to-left script that stand side by side stay together, as they join, and so does what a
// joiner holds.
func joined(line []char, f Font) [][]char {
	var seg segmenter.Segmenter
	seg.Init(piece{text: line}.runes())
	var clusters [][]char
	start := 0 // of the last cluster
	letters := false
	for it := seg.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		end := g.Offset + len(g.Text)
		joins := rightToLeft(g.Text[0]) && !plain(f, g.Text[0])
		held := g.Offset > 0 && line[g.Offset-1].r == joiner
		if (joins && letters || held) && line[start].style == line[g.Offset].style {
			clusters[len(clusters)-1] = line[start:end]
		} else {
			start = g.Offset
			clusters = append(clusters, line[start:end])
		}
		letters = joins
	}
	return clusters
}

// joiner makes one emoji of two.
const joiner = 0x200D

func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// draw shapes a cluster. A word that is wider than the paper is cut in two, and so on.
func draw(cluster []char, f Font, paper int) (row []piece, missing []rune) {
	p := piece{text: cluster}
	runes := p.runes()
	if !slices.ContainsFunc(runes, func(r rune) bool { return !invisible(r) }) {
		return []piece{{text: cluster, art: &art{dots: newBitmap(1, 0)}}}, nil
	}
	glyphs, ok := shape(runes, rightToLeft(runes[0]), f.em())
	if !ok {
		return nil, runes
	}
	if glyphs.width*int(p.style().w) <= paper {
		drawn := glyphs.draw()
		if p.art, p.width = &drawn, drawn.dots.width*int(p.style().w); p.width <= paper {
			return []piece{p}, nil
		}
	}
	half := len(cluster) / 2
	for half < len(cluster) && (unicode.In(cluster[half].r, unicode.M) || invisible(cluster[half].r)) {
		half++
	}
	if half == 0 || half == len(cluster) {
		return nil, runes
	}
	if row, missing = draw(cluster[:half], f, paper); missing != nil {
		return nil, missing
	}
	rest, missing := draw(cluster[half:], f, paper)
	return append(row, rest...), missing
}

// visual puts a row of a line into the order in which it stands on paper (UAX #9, rule L2). The
// line's first strong letter says from where the row is read.
func visual(row []piece, line []char) []piece {
	base := bidirect.LeftToRight
	for _, c := range line {
		if p, _ := bidi.LookupRune(c.r); p.Class() == bidi.L {
			break
		} else if rightToLeft(c.r) {
			base = bidirect.RightToLeft
			break
		}
	}
	var text []rune
	starts := make([]int, len(row))
	for i, p := range row {
		starts[i] = len(text)
		text = append(text, p.runes()...)
	}
	var paragraph bidirect.Paragraph
	runs := paragraph.Segment(text, base)
	levels := make([]int, len(row))
	highest := 0
	for i, n := 0, 0; i < len(row); i++ {
		for starts[i] >= runs.Run(n).End {
			n++
		}
		levels[i] = int(runs.Run(n).Level)
		highest = max(highest, levels[i])
	}
	out := slices.Clone(row)
	for i := range out {
		if mirror, ok := mirrors[out[i].text[0].r]; ok && levels[i]%2 == 1 && out[i].art == nil {
			out[i].text = []char{{mirror, out[i].style()}}
		}
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(out); i++ {
			end := i
			for end < len(out) && levels[end] >= level {
				end++
			}
			slices.Reverse(out[i:end])
			slices.Reverse(levels[i:end])
			i = max(i, end)
		}
	}
	return out
}

// mirrors are the resident font's characters that are turned round in right-to-left text.
var mirrors = map[rune]rune{
	'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹',
}

// top is how far above the foot of resident characters the first row of art is.
func (p piece) top(f Font) int {
	return (p.art.above + f.Height - f.baseline()) * int(p.style().h)
}

// drawRow draws a row, all its pieces standing on one line, with as much room below as the
// deepest of them needs.
func drawRow(row []piece, f Font) *bitmap {
	above, below := 0, 0
	for _, p := range row {
		h := int(p.style().h)
		above = max(above, h*f.Height)
		if p.art != nil {
			above = max(above, p.top(f))
			below = max(below, p.art.dots.rows()*h-p.top(f))
		}
	}
	out := newBitmap(max(rowWidth(row), 1), max(above+below, defaultSpacing))
	x := 0
	for _, p := range row {
		switch s := p.style(); {
		case p.art == nil:
			drawLine(out, p.text, f, x, above)
		case p.width > 0:
			out.draw(p.art.dots, x, above-p.top(f), int(s.w), int(s.h))
			if s.bold { // the typefaces have one weight: a second strike makes it heavier
				out.draw(p.art.dots, x+1, above-p.top(f), int(s.w), int(s.h))
			}
		}
		x += p.width
	}
	return out
}
