package escpos

import (
	"encoding/binary"
	"image"
	"math/bits"
)

// bitmap is a picture of dots, one bit each, most significant bit left, 1 = black: the form
// in which a raster command carries it. It grows downwards.
type bitmap struct {
	width  int // dots
	stride int // bytes per row
	pix    []byte
}

func newBitmap(width, rows int) *bitmap {
	stride := (width + 7) / 8
	return &bitmap{width: width, stride: stride, pix: make([]byte, stride*rows)}
}

func (b *bitmap) rows() int { return len(b.pix) / b.stride }

// grow adds white rows until there are n.
func (b *bitmap) grow(n int) {
	if missing := n*b.stride - len(b.pix); missing > 0 {
		b.pix = append(b.pix, make([]byte, missing)...)
	}
}

// black says whether the dot is set; outside everything is white.
func (b *bitmap) black(x, y int) bool {
	return x >= 0 && x < b.width && y >= 0 && y < b.rows() && b.pix[y*b.stride+x/8]&(0x80>>(x%8)) != 0
}

// set blackens a dot and ignores dots outside.
func (b *bitmap) set(x, y int) {
	if x >= 0 && x < b.width && y >= 0 && y < b.rows() {
		b.pix[y*b.stride+x/8] |= 0x80 >> (x % 8)
	}
}

// draw copies src's black dots to (x, y), each as w × h dots. What falls outside on the right,
// above or below is lost; x is not negative.
func (b *bitmap) draw(src *bitmap, x, y, w, h int) {
	wide := make([]byte, (src.stride*8*w+7)/8)
	for sy := range src.rows() {
		row := src.pix[sy*src.stride : (sy+1)*src.stride]
		if w > 1 {
			widen(wide, row, w)
			row = wide
		}
		for dy := range h {
			b.drawRow(row, x, y+sy*h+dy)
		}
	}
}

// widen writes row to out with every dot w times as wide.
func widen(out, row []byte, w int) {
	clear(out)
	for i, eight := range row {
		for ; eight != 0; eight &= eight - 1 {
			from := (i*8 + 7 - bits.TrailingZeros8(eight)) * w
			for x := from; x < from+w; x++ {
				out[x/8] |= 0x80 >> (x % 8)
			}
		}
	}
}

// drawRow blackens the dots of row from (x, y) on.
func (b *bitmap) drawRow(row []byte, x, y int) {
	if y < 0 || y >= b.rows() {
		return
	}
	out := b.pix[y*b.stride : (y+1)*b.stride]
	at, shift := x/8, x%8
	for _, eight := range row {
		if at >= len(out) {
			break
		}
		out[at] |= eight >> shift
		at++
		if shift > 0 && at < len(out) {
			out[at] |= eight << (8 - shift)
		}
	}
	if spare := b.stride*8 - b.width; spare > 0 {
		out[b.stride-1] &= 0xFF << spare
	}
}

// grayOf has eight dots as eight pixels, the left one first in memory.
var grayOf = func() (table [256]uint64) {
	for eight := range table {
		for x := range 8 {
			if eight&(0x80>>x) == 0 {
				table[eight] |= 0xFF << (8 * x)
			}
		}
	}
	return table
}()

// gray is the bitmap as a picture.
func (b *bitmap) gray() *image.Gray {
	img := &image.Gray{Pix: make([]byte, b.stride*8*b.rows()), Stride: b.stride * 8, Rect: image.Rect(0, 0, b.width, b.rows())}
	for i, eight := range b.pix {
		binary.LittleEndian.PutUint64(img.Pix[i*8:], grayOf[eight])
	}
	return img
}

// toBitmap takes every pixel darker than the middle as black; transparent is white.
func toBitmap(img image.Image) *bitmap {
	r := img.Bounds()
	b := newBitmap(r.Dx(), r.Dy())
	for y := range r.Dy() {
		for x := range r.Dx() {
			red, green, blue, alpha := img.At(r.Min.X+x, r.Min.Y+y).RGBA()
			luma := (299*red + 587*green + 114*blue) / 1000
			if luma+(0xFFFF-alpha) < 0x8000 {
				b.set(x, y)
			}
		}
	}
	return b
}
