package aki

import "strings"

// Positions on the back, in millimetres from the top.
const (
	backY      = margin - 2
	reportsEnd = 144.0
	footY      = 152.0 // legal basis on the left, acceptance on the right
)

// drawProvisions fills the left half of the back.
func drawProvisions(p *pen, sheet CardSheet) {
	top := p.heading(leftHalf, backY, "KETENTUAN") + 4
	drawNumbered(p, "Provisions", leftHalf, top, footY-4-top, cleanAll(p, "Provisions", sheet.Provisions), font{12.5, false}, 5)

	top = p.heading(leftHalf, footY, "DASAR HUKUM") + 2.4
	drawNumbered(p, "LegalBasis", leftHalf, top, bottom-5-top, cleanAll(p, "LegalBasis", sheet.LegalBasis), font{9.5, false}, 1.4)
	// The number again, so that a copy of the back alone can be told.
	p.text(leftHalf, bottom, "No. Pendaftaran "+p.clean("Number", strings.Join(sheet.Number, " ")), font{8, false}, ink)
}

func cleanAll(p *pen, field string, texts []string) []string {
	cleaned := make([]string, len(texts))
	for i, text := range texts {
		cleaned[i] = p.clean(field, text)
	}
	return cleaned
}

// drawReports fills the right half of the back: the seeker's three reports and
// the place where the new employer writes.
func drawReports(p *pen, sheet CardSheet) {
	const orderWidth, dateWidth, headHeight, pad = 33.0, 34.0, 8.0, 2.0
	const dateX, signX, right = rightHalf + orderWidth, rightHalf + orderWidth + dateWidth, rightHalf + halfWidth
	top := p.heading(rightHalf, backY, "LAPORAN PENCARI KERJA") + 2
	const rows = 3
	rowHeight := (reportsEnd - top - headHeight) / rows

	p.fill(rightHalf, top, halfWidth, headHeight, tint)
	head := font{9, true}
	y := top + headHeight/2 + head.capHeight()/2
	p.text(rightHalf+pad, y, "Laporan", head, ink)
	p.text(dateX+pad, y, "Tanggal", head, ink)
	p.text(signX+pad, y, "Tanda tangan petugas", head, ink)
	p.stroke(thin, ink)
	p.pdf.Rect(rightHalf, top, halfWidth, reportsEnd-top, "D")
	p.pdf.Line(dateX, top, dateX, reportsEnd)
	p.pdf.Line(signX, top, signX, reportsEnd)
	for i, order := range []string{"Pertama", "Kedua", "Ketiga"} {
		y := top + headHeight + rowHeight*float64(i)
		p.stroke(thin, ink)
		p.pdf.Line(rightHalf, y, right, y)
		p.text(rightHalf+pad, y+6, order, font{10, true}, ink)
		if i < len(sheet.ReportsDue) {
			p.text(rightHalf+pad, y+11, "paling lambat", font{8, false}, ink)
			p.text(rightHalf+pad, y+14.6, longDate(sheet.ReportsDue[i]), font{8, false}, ink)
		}
		p.dotted(dateX+pad, y+rowHeight-6, dateWidth-2*pad)
		for j, label := range []string{"Nama", "NIP"} {
			line := y + rowHeight - 8.4 + 5*float64(j)
			p.text(signX+pad, line, label, font{8, false}, ink)
			p.dotted(signX+pad+10, line+0.4, right-signX-2*pad-10)
		}
	}

	top = p.heading(rightHalf, footY, "KETERANGAN PENERIMAAN KERJA")
	f := font{10, false}
	for i, label := range []string{"Diterima di", "Terhitung mulai tanggal"} {
		y := top + 11 + 11*float64(i)
		p.text(rightHalf, y, label, f, ink)
		p.text(rightHalf+42, y, ":", f, ink)
		p.dotted(rightHalf+45, y+0.4, halfWidth-45)
	}
}
