package main

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
)

// testSlip shows whether the profile fits: a line of numbers as long as the profile's, a ruler as wide as its
// head in millimetres, a line with accents, a QR symbol as tickets have it, and the cut.
func testSlip(p escpos.Profile) ([]byte, error) {
	numbers := strings.Repeat("1234567890", p.Fonts.A.Columns/10+1)[:p.Fonts.A.Columns]
	return escpos.NewEncoder(p).
		Size(1, 2).Line("LOKET TEST").Size(1, 1).
		Line(p.Name).
		Line(fmt.Sprintf("%s %s", p.Vendor, p.Model)).
		Line(fmt.Sprintf("%d bit/s, %d mm", p.Speed, p.WidthDots/p.DotsPerMM)).
		Line(numbers).
		Image(ruler(p)).
		Line(fmt.Sprintf("%s: a-acute á e-grave è n-tilde ñ ± ½", p.CodePage)).
		Align(escpos.Center).QR("LOKET TEST "+p.Name, 6).
		Align(escpos.Left).Line("QR: LOKET TEST " + p.Name).
		Cut().Bytes()
}

// ruler is a line over the whole head with a tick each millimetre and a long one each ten.
func ruler(p escpos.Profile) image.Image {
	const height = 24
	img := image.NewGray(image.Rect(0, 0, p.WidthDots, height))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	black := func(x, rows int) {
		for y := range rows {
			img.SetGray(x, y, color.Gray{})
			img.SetGray(min(x+1, p.WidthDots-1), y, color.Gray{})
		}
	}
	for x := range p.WidthDots {
		black(x, 2)
	}
	for mm := 0; mm*p.DotsPerMM < p.WidthDots; mm++ {
		black(mm*p.DotsPerMM, map[bool]int{true: height, false: height / 3}[mm%10 == 0])
	}
	black(p.WidthDots-2, height)
	return img
}

// slipTime is how long a slip may take: twice its time on the line, and the paper's own time.
func slipTime(p escpos.Profile, bytes int) time.Duration {
	return 2*time.Duration(bytes)*port.Config{Speed: p.Speed}.ByteTime() + 30*time.Second
}
