package escpos

import (
	"image"
	"image/color"
	"image/png"
	"io"
)

// Paper is one piece of paper as it came out of the printer.
type Paper struct {
	Lines   []Line
	Symbols []Symbol
	// Image is what the head could burn, dot by dot; the paper itself is wider by its margins.
	Image *image.Gray
	// Cut is true if the cutter parted it, false if it was moved to the tear bar.
	Cut bool
}

// Line is one printed line of text. Text that was sent as a picture is only in Image.
type Line struct {
	Text string
	// Width and Height are the greatest size of its characters, 1 to 8.
	Width, Height int
	// Bold is true if any character is bold.
	Bold  bool
	Align Align
	// Y is the line's first row in Image.
	Y int
}

// SymbolKind is "qr" or "code128".
type SymbolKind string

// The symbols that printers draw themselves.
const (
	SymbolQR      SymbolKind = "qr"
	SymbolCode128 SymbolKind = "code128"
)

// Symbol is a symbol that the printer drew itself. One that was sent as a picture is only in Image.
type Symbol struct {
	Kind    SymbolKind
	Content string
	Y       int
}

// Text is all lines, each ended by a newline.
func (p Paper) Text() string {
	var out []byte
	for _, line := range p.Lines {
		out = append(append(out, line.Text...), '\n')
	}
	return string(out)
}

// WritePNG writes the picture of the paper, one bit for each dot.
func (p Paper) WritePNG(w io.Writer) error {
	img := image.NewPaletted(p.Image.Rect, color.Palette{color.Black, color.White})
	for i, y := range p.Image.Pix {
		img.Pix[i] = y >> 7
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(w, img)
}
