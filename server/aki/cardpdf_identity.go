package aki

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Positions in the identity half, in millimetres from the top.
const (
	titleY     = 47.5
	numberY    = 53.0
	nikY       = 63.0
	fieldsY    = 76.0
	fieldsEnd  = 150.0
	photoY     = 156.5
	photoWide  = 30.0
	photoHigh  = 40.0
	boxesWidth = 94.0
	boxHeight  = 7.0
	boxGap     = 2.2
)

// drawIdentity fills the left half of the front.
func drawIdentity(p *pen, sheet CardSheet) {
	drawLetterhead(p, sheet.Letterhead)
	const middle = leftHalf + halfWidth/2
	p.centred(middle, titleY, "KARTU TANDA BUKTI PENDAFTARAN PENCARI KERJA", font{12.5, true}, ink)
	groups := make([]string, len(sheet.Number))
	for i, group := range sheet.Number {
		groups[i] = p.clean("Number", group)
	}
	drawBoxes(p, numberY, "No. Pendaftaran", groups)
	digits := sheet.NIK.Digits()
	drawBoxes(p, nikY, "NIK", []string{digits[:6], digits[6:12], digits[12:]})
	drawFields(p, sheet)
	drawPhoto(p, sheet)
}

func drawLetterhead(p *pen, head Letterhead) {
	const labelWidth, labelHeight = 25.0, 6.6
	p.fill(leftHalf+halfWidth-labelWidth, margin-2, labelWidth, labelHeight, yellow)
	p.centred(leftHalf+halfWidth-labelWidth/2, margin+2.5, "Kartu AK/I", font{10, true}, ink)

	left := leftHalf
	if len(head.CoatOfArms) > 0 {
		const wide, high = 20.0, 23.0
		drawCoatOfArms(p, head.CoatOfArms, leftHalf, margin+3, wide, high)
		left += wide + 2
	}
	room := leftHalf + halfWidth - left
	middle := left + room/2
	y := margin + 11.5
	for _, line := range []struct {
		field, text string
		font        font
		most        int
		before      float64
	}{
		{"Letterhead.Government", head.Government, font{11, false}, 1, 0},
		{"Letterhead.Office", head.Office, font{13, true}, 1, 0.6},
		{"Letterhead.Address", head.Address, font{8, false}, 2, -0.8},
	} {
		lines, f := p.fit(line.field, line.text, room, line.most, line.font)
		y += line.before
		for _, text := range p.balance(lines, f) {
			p.centred(middle, y, text, f, ink)
			y += f.lineHeight()
		}
	}
	p.stroke(thick, green)
	p.pdf.Line(leftHalf, 38.6, leftHalf+halfWidth, 38.6)
	p.stroke(thin, green)
	p.pdf.Line(leftHalf, 39.7, leftHalf+halfWidth, 39.7)
}

// maxCoatOfArms bounds each side of the picture in pixels, before it is unpacked.
const maxCoatOfArms = 4000

// drawCoatOfArms places the picture into its slot without distorting it. It is
// unpacked and packed anew, because the PDF writer panics on a cut file and
// does not know interlaced ones.
func drawCoatOfArms(p *pen, picture []byte, x, y, wide, high float64) {
	config, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || max(config.Width, config.Height) > maxCoatOfArms {
		p.fail("Letterhead.CoatOfArms", ErrCardImage)
		return
	}
	decoded, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		p.fail("Letterhead.CoatOfArms", ErrCardImage)
		return
	}
	plain := image.NewNRGBA(decoded.Bounds())
	draw.Draw(plain, plain.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
	var packed bytes.Buffer
	if err := png.Encode(&packed, plain); err != nil {
		p.fail("Letterhead.CoatOfArms", ErrCardImage)
		return
	}
	scale := min(wide/float64(config.Width), high/float64(config.Height))
	w, h := scale*float64(config.Width), scale*float64(config.Height)
	options := fpdf.ImageOptions{ImageType: "PNG"}
	p.pdf.RegisterImageOptionsReader("coat-of-arms", options, &packed)
	p.pdf.ImageOptions("coat-of-arms", x+(wide-w)/2, y+(high-h)/2, w, h, false, options, 0, "")
}

// drawBoxes draws a label and one box per character, with gaps between groups;
// the last box ends at the half's right edge.
func drawBoxes(p *pen, y float64, label string, groups []string) {
	characters := len([]rune(strings.Join(groups, "")))
	p.text(leftHalf, y+boxHeight/2+font{9.5, false}.capHeight()/2, label, font{9.5, false}, ink)
	if characters == 0 {
		p.fail("Number", ErrRegNumber)
		return
	}
	box := (boxesWidth - boxGap*float64(len(groups)-1)) / float64(characters)
	f := font{min(13, box*2.3), true}
	x := leftHalf + halfWidth - boxesWidth
	p.stroke(thin, ink)
	for _, group := range groups {
		for _, character := range group {
			p.pdf.Rect(x, y, box, boxHeight, "D")
			p.centred(x+box/2, y+boxHeight/2+f.capHeight()/2, string(character), f, ink)
			x += box
		}
		x += boxGap
	}
}

// drawFields sets label, colon and value in three columns, spread evenly over
// the room, smaller when the values are long.
func drawFields(p *pen, sheet CardSheet) {
	rows := []struct {
		field, label, value string
		bold                bool
	}{
		{"Name", "Nama lengkap", p.clean("Name", sheet.Name), true},
		{"BirthPlace", "Tempat, tanggal lahir", p.clean("BirthPlace", sheet.BirthPlace) + ", " + longDate(sheet.BirthDate), false},
		{"Sex", "Jenis kelamin", p.words("Sex", sheet.Sex), false},
		{"Marital", "Status perkawinan", p.words("Marital", sheet.Marital), false},
		{"Religion", "Agama", p.words("Religion", sheet.Religion), false},
		{"Address", "Alamat", p.clean("Address", sheet.Address), false},
		{"Phone", "Telepon", p.clean("Phone", sheet.Phone), false},
	}
	longest := rows[0]
	for _, row := range rows {
		if len(row.value) > len(longest.value) {
			longest = row
		}
	}
	const labelWidth = 37.0
	const valueX = leftHalf + labelWidth + 3
	const valueWidth = halfWidth - labelWidth - 3
	const room = fieldsEnd - fieldsY
	height := func(size float64) (total float64) {
		for _, row := range rows {
			f := font{size, row.bold}
			total += float64(len(p.wrap(row.value, valueWidth, f))) * f.lineHeight()
		}
		return total
	}
	const closest = 0.8
	size := p.largest(longest.field, 10.5, func(size float64) bool {
		return height(size)+closest*float64(len(rows)) <= room
	})
	gap := min(5, (room-height(size))/float64(len(rows)))
	y := fieldsY + font{size, false}.capHeight()
	for _, row := range rows {
		p.text(leftHalf, y, row.label, font{size, false}, ink)
		p.text(leftHalf+labelWidth, y, ":", font{size, false}, ink)
		f := font{size, row.bold}
		y = p.lines(valueX, y, p.wrap(orDash(row.value), valueWidth, f), f, ink) + gap
	}
}

// drawPhoto draws the frame for the glued photo with the line on which the
// seeker signs across it (SOP activity seeker-sign), and the card's days.
func drawPhoto(p *pen, sheet CardSheet) {
	const x = leftHalf
	p.stroke(thin, muted)
	p.pdf.SetDashPattern([]float64{1.2, 1}, 0)
	p.pdf.Rect(x, photoY, photoWide, photoHigh, "D")
	p.pdf.SetDashPattern(nil, 0)
	p.centred(x+photoWide/2, photoY+15, "Pas foto", font{8.5, false}, muted)
	p.centred(x+photoWide/2, photoY+19, "3 × 4 cm", font{8.5, false}, muted)

	const textX = x + photoWide + 10
	for i, row := range [][2]string{{"Terdaftar", longDate(sheet.IssuedOn)}, {"Berlaku sampai", longDate(sheet.ExpiresOn)}} {
		y := photoY + 3.4 + 5.6*float64(i)
		p.text(textX, y, row[0], font{9.5, false}, ink)
		p.text(textX+29, y, ":", font{9.5, false}, ink)
		p.text(textX+32, y, row[1], font{9.5, true}, ink)
	}
	const lineY, lineX, lineEnd = photoY + 33.0, x + photoWide - 10, x + photoWide + 62
	p.stroke(thin, ink)
	p.pdf.Line(lineX, lineY, lineEnd, lineY)
	p.text(textX, lineY+3.8, "Tanda tangan pencari kerja, mengenai foto", font{7.5, false}, ink)
}
