package escpos

import (
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

// draw copies src's black dots to (x, y), each as w × h dots.
func (b *bitmap) draw(src *bitmap, x, y, w, h int) {
	src.each(func(sx, sy int) {
		for dy := range h {
			for dx := range w {
				b.set(x+sx*w+dx, y+sy*h+dy)
			}
		}
	})
}

// each calls f for every black dot. Most bytes are white and skipped whole.
func (b *bitmap) each(f func(x, y int)) {
	for i, eight := range b.pix {
		for ; eight != 0; eight &= eight - 1 {
			x := i%b.stride*8 + 7 - bits.TrailingZeros8(eight)
			if x < b.width {
				f(x, i/b.stride)
			}
		}
	}
}

// gray is the bitmap as a picture.
func (b *bitmap) gray() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, b.width, b.rows()))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	b.each(func(x, y int) { img.Pix[y*img.Stride+x] = 0 })
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
