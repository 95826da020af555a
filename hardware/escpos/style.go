package escpos

// Align is where a line, symbol or picture stands across the paper.
type Align byte

// The alignments, by the number that ESC a takes.
const (
	Left Align = iota
	Center
	Right
)

// offset is where something so many dots wide begins.
func (a Align) offset(width, paper int) int {
	switch a {
	case Center:
		return max(paper-width, 0) / 2
	case Right:
		return max(paper-width, 0)
	}
	return 0
}

// style is how one character is printed.
type style struct {
	w, h byte // times as wide and high, 1–8
	bold bool
}

func (s style) sizeByte() byte { return (s.w-1)<<4 | (s.h - 1) }

// char is one character of a line that is being laid out or printed.
type char struct {
	r rune
	style
}

func lineWidth(line []char, f Font) int {
	width := 0
	for _, c := range line {
		width += int(c.w) * f.Width
	}
	return width
}

// wrap cuts a line into rows that fit. It breaks at spaces, which vanish there, and inside
// a word only if the word alone is longer than a row.
func wrap(line []char, f Font, paper int) [][]char {
	var rows [][]char
	for lineWidth(line, f) > paper {
		fit := 0
		for lineWidth(line[:fit+1], f) <= paper {
			fit++
		}
		end, next := fit, fit
		if line[fit].r == ' ' {
			next = fit + 1
		} else if space := lastSpace(line[:fit]); space > 0 {
			end, next = space, space+1
		}
		rows = append(rows, line[:end])
		line = line[next:]
	}
	return append(rows, line)
}

// lastSpace is the last space with something before it, or 0.
func lastSpace(line []char) int {
	for i := len(line) - 1; i > 0; i-- {
		if line[i].r == ' ' {
			return i
		}
	}
	return 0
}

// defaultSpacing is the least height of a line in dots: 3.75 mm at 203 dpi, 1/6 inch at 180 dpi
// (Epson ref. ESC 2).
const defaultSpacing = 30

// lineHeight is how high the tallest character stands.
func lineHeight(line []char, f Font) int {
	height := 0
	for _, c := range line {
		height = max(height, int(c.h)*f.Height)
	}
	return height
}

// drawLine draws characters side by side from x on, all standing on the row foot, as the
// printer does.
func drawLine(dst *bitmap, line []char, f Font, x, foot int) {
	for _, c := range line {
		if cell, ok := glyph(f, c.bold, c.r); ok {
			dst.draw(cell, x, foot-int(c.h)*f.Height, int(c.w), int(c.h))
		}
		x += int(c.w) * f.Width
	}
}
