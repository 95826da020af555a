package aki

import "github.com/skip2/go-qrcode"

const (
	qrSize  = 34.0 // millimetres without the quiet zone
	qrQuiet = 4    // modules of white on each side (ISO/IEC 18004)
)

// drawQR draws the code as rectangles, sharp on any printer, and says what it
// is for: it verifies the card, it is no electronic signature (PP 71/2019 art. 60).
func drawQR(p *pen, content string) {
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil || content == "" {
		p.fail("QR", ErrCardQR)
		return
	}
	code.DisableBorder = true
	modules := code.Bitmap()
	module := qrSize / float64(len(modules))
	// The symbol stands flush with the column; its quiet zone lies in the margin.
	const x, y = rightHalf, signatureY
	quiet := module * qrQuiet
	p.fill(x-quiet, y-quiet, qrSize+2*quiet, qrSize+2*quiet, colour{255, 255, 255})
	// Rectangles that touch show a hairline on some screens; these overlap a little.
	const overlap = 0.01
	for row, line := range modules {
		for start := 0; start < len(line); start++ {
			if !line[start] {
				continue
			}
			end := start
			for end < len(line) && line[end] {
				end++
			}
			p.fill(x+float64(start)*module, y+float64(row)*module,
				float64(end-start)*module+overlap, module+overlap, colour{})
			start = end
		}
	}
	f := font{7.5, false}
	p.lines(x, y+qrSize+quiet+f.capHeight(),
		p.wrap("Pindai untuk memeriksa keaslian dan masa berlaku kartu ini. Kode ini bukan tanda tangan elektronik.", qrSize+10, f), f, ink)
}
