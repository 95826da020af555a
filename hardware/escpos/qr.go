package escpos

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// quietModules is the white that a reader needs around a QR symbol (ISO/IEC 18004).
const quietModules = 4

// qrBitmap draws a symbol without its white border, each module as n × n dots.
func qrBitmap(content string, level qrcode.RecoveryLevel, n int) (*bitmap, error) {
	code, err := qrcode.New(content, level)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	code.DisableBorder = true
	modules := code.Bitmap()
	small := newBitmap(len(modules), len(modules))
	for y, row := range modules {
		for x, black := range row {
			if black {
				small.set(x, y)
			}
		}
	}
	large := newBitmap(small.width*n, small.rows()*n)
	large.draw(small, 0, 0, n, n)
	return large, nil
}

// qrLevels are the levels L, M, Q, H by the byte that selects them (GS ( k function 169).
var qrLevels = map[byte]qrcode.RecoveryLevel{
	0x30: qrcode.Low, 0x31: qrcode.Medium, 0x32: qrcode.High, 0x33: qrcode.Highest,
}

// qrCommand is GS ( k for the QR symbol (cn = 31).
func qrCommand(fn byte, args ...byte) []byte {
	n := len(args) + 2
	return append([]byte{0x1D, 0x28, 0x6B, byte(n), byte(n >> 8), 0x31, fn}, args...)
}

// nativeQR lets the printer draw the symbol: model 2, module size, level M, store, print.
func nativeQR(content string, n int) []byte {
	var out []byte
	out = append(out, qrCommand(0x41, 0x32, 0x00)...)
	out = append(out, qrCommand(0x43, byte(n))...)
	out = append(out, qrCommand(0x45, 0x31)...)
	out = append(out, qrCommand(0x50, append([]byte{0x30}, content...)...)...)
	return append(out, qrCommand(0x51, 0x30)...)
}
