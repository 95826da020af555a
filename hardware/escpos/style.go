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

// wrap cuts a line into rows that fit. It breaks at spaces, which vanish there, and inside
// a word only if the word alone is longer than a row.
func wrap(line []piece, paper int) [][]piece {
	var rows [][]piece
	start, space, width := 0, -1, 0
	for i := 0; i < len(line); i++ {
		if width += line[i].width; width <= paper {
			if line[i].space() && i > start {
				space = i
			}
			continue
		}
		end, next := i, i
		if line[i].space() {
			next = i + 1
		} else if space > start {
			end, next = space, space+1
		}
		rows = append(rows, line[start:end])
		start, space, width = next, -1, 0
		i = next - 1
	}
	return append(rows, line[start:])
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
