package escpos

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// quietModules is the white that a reader needs around a QR symbol (ISO/IEC 18004).
const quietModules = 4

// qrModules draws a symbol without its white border, one dot for each module.
func qrModules(content string, level qrcode.RecoveryLevel) (*bitmap, error) {
	code, err := qrcode.New(content, level)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	modules := newBitmap(len(rows), len(rows))
	for y, row := range rows {
		for x, black := range row {
			if black {
				modules.set(x, y)
			}
		}
	}
	return modules, nil
}

// qrLevels are the levels L, M, Q, H by the byte that selects them (GS ( k function 169).
var qrLevels = map[byte]qrcode.RecoveryLevel{
	0x30: qrcode.Low, 0x31: qrcode.Medium, 0x32: qrcode.High, 0x33: qrcode.Highest,
}

// mediumBytes is how many bytes versions 1 to 13 hold at level M (ISO/IEC 18004, table 7).
// Larger symbols are wider than 80 mm at a size that phones read.
var mediumBytes = [13]int{14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331}

// qrWidth is at least the number of modules that content takes at level M; ok is false beyond
// version 13.
func qrWidth(content string) (modules int, ok bool) {
	for i, capacity := range mediumBytes {
		if len(content) <= capacity {
			return 21 + 4*i, true
		}
	}
	return 0, false
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
