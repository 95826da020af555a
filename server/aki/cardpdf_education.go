package aki

import "fmt"

// Positions in the education half, in millimetres from the top.
const (
	educationY   = margin - 2
	educationEnd = 92.0
	skillsY      = 96.0
	skillsEnd    = 143.0
	signatureY   = 149.0
)

// educationLine is one row of the table as it is printed.
type educationLine struct{ level, school, year string }

// educationLines puts the rows into the card's order. The form's levels all
// stand there, those without a school with a dash, so that none can be added
// by hand; the four diplomas share a line until there is one.
func educationLines(p *pen, rows []EducationRow) []educationLine {
	var lines []educationLine
	add := func(label string, levels ...EducationLevel) {
		before := len(lines)
		for _, level := range levels {
			for _, row := range rows {
				if row.Level != level {
					continue
				}
				school := p.clean("Education", row.School)
				if major := p.clean("Education", row.Major); major != "" && school != "" {
					school += " / " + major
				} else if school == "" {
					school = major
				}
				lines = append(lines, educationLine{level.Words("id"), orDash(school), yearOrDash(row.Year)})
			}
		}
		if len(lines) == before {
			lines = append(lines, educationLine{label, "–", "–"})
		}
	}
	add("SD", Primary)
	add("SLTP", LowerSecondary)
	add("SLTA/SMK", UpperSecondary)
	add("D1–D4", Diploma1, Diploma2, Diploma3, Diploma4)
	add("Akta", TeachingLicence)
	add("PT", University)
	for _, row := range rows {
		if !row.Level.Valid() {
			p.fail("Education", ErrCardCode)
		}
	}
	return lines
}

// drawEducation fills the right half of the front down to the signature.
func drawEducation(p *pen, sheet CardSheet) {
	const levelWidth, yearWidth, pad = 24.0, 18.0, 2.0
	const schoolX, yearX, right = rightHalf + levelWidth, rightHalf + halfWidth - yearWidth, rightHalf + halfWidth
	const headHeight = 6.0
	top := p.heading(rightHalf, educationY, "PENDIDIKAN FORMAL")

	p.fill(rightHalf, top, halfWidth, headHeight, tint)
	head := font{8.5, true}
	y := top + headHeight/2 + head.capHeight()/2
	p.text(rightHalf+pad, y, "Jenjang", head, ink)
	p.text(schoolX+pad, y, "Nama sekolah / jurusan", head, ink)
	p.centred(yearX+yearWidth/2, y, "Tahun", head, ink)

	lines := educationLines(p, sheet.Education)
	const schoolWidth = halfWidth - levelWidth - yearWidth - 2*pad
	rowHeight := func(line educationLine, f font) float64 {
		return float64(len(p.wrap(line.school, schoolWidth, f))) * f.lineHeight()
	}
	height := func(size float64) (total float64) {
		for _, line := range lines {
			total += rowHeight(line, font{size, false})
		}
		return total
	}
	room := educationEnd - top - headHeight
	const closest = 0.9
	size := p.largest("Education", 9.5, func(size float64) bool {
		return height(size)+closest*float64(len(lines)) <= room
	})
	f := font{size, false}
	gap := (room - height(size)) / float64(len(lines))
	y = top + headHeight
	p.stroke(hairline, muted)
	for _, line := range lines {
		baseline := y + gap/2 + (f.lineHeight()+f.capHeight())/2
		p.text(rightHalf+pad, baseline, line.level, font{size, true}, ink)
		p.lines(schoolX+pad, baseline, p.wrap(line.school, schoolWidth, f), f, ink)
		p.centred(yearX+yearWidth/2, baseline, line.year, f, ink)
		y += rowHeight(line, f) + gap
		p.pdf.Line(rightHalf, y, right, y)
	}
	p.pdf.Line(schoolX, top, schoolX, y)
	p.pdf.Line(yearX, top, yearX, y)
	drawSkills(p, sheet.Skills)
}

func drawSkills(p *pen, skills []string) {
	top := p.heading(rightHalf, skillsY, "KETERAMPILAN / PENGALAMAN KERJA") + 2
	items := make([]string, len(skills))
	for i, skill := range skills {
		items[i] = p.clean("Skills", skill)
	}
	drawNumbered(p, "Skills", rightHalf, top, skillsEnd-2-top, items, font{9.5, false}, 1.2)
	p.stroke(hairline, muted)
	p.pdf.Line(rightHalf, skillsEnd, rightHalf+halfWidth, skillsEnd)
}

// drawNumbered sets a numbered list as large as the room allows and returns the
// y below it. One item alone has no number, none prints a dash.
func drawNumbered(p *pen, field string, x, y, room float64, items []string, f font, gap float64) float64 {
	if len(items) == 0 {
		items = []string{"–"}
	}
	indent := 6.0
	if len(items) == 1 {
		indent = 0
	}
	f.size = p.largest(field, f.size, func(size float64) bool {
		lines := 0
		for _, item := range items {
			lines += len(p.wrap(item, halfWidth-indent, font{size, f.bold}))
		}
		return float64(lines)*font{size, f.bold}.lineHeight()+gap*float64(len(items)-1) <= room
	})
	y += f.capHeight()
	for i, item := range items {
		if len(items) > 1 {
			p.text(x, y, fmt.Sprintf("%d.", i+1), f, ink)
		}
		y = p.lines(x+indent, y, p.wrap(item, halfWidth-indent, f), f, ink) + gap
	}
	return y - gap - f.capHeight()
}

// drawSignature sets place, day and officer, with room for an ink signature and
// the office's stamp. Without an officer's name there is a line to write it on.
func drawSignature(p *pen, sheet CardSheet) {
	const width = 78.0
	const blankName = 60.0
	const middle = rightHalf + halfWidth - width/2
	f := font{9.5, false}
	y := signatureY + f.capHeight()
	p.centred(middle, y, p.clean("IssuedAt", sheet.IssuedAt)+", "+longDate(sheet.IssuedOn), f, ink)
	y += f.lineHeight()
	for _, title := range sheet.Signatory.Title {
		lines, f := p.fit("Signatory.Title", title, width, 2, f)
		for _, line := range lines {
			p.centred(middle, y, line, f, ink)
			y += f.lineHeight()
		}
	}
	name, bold := p.fit("Signatory.Name", sheet.Signatory.Name, width, 2, font{10.5, true})
	name = p.balance(name, bold)
	y = bottom - 8 - float64(len(name)-1)*bold.lineHeight()
	for _, line := range name {
		p.centred(middle, y, line, bold, ink)
		y += bold.lineHeight()
	}
	wide := 0.0
	if sheet.Signatory.Name == "" {
		wide = blankName
	}
	for _, line := range name {
		wide = max(wide, p.width(line, bold))
	}
	y -= bold.lineHeight()
	p.stroke(thin, ink)
	p.pdf.Line(middle-wide/2, y+1.1, middle+wide/2, y+1.1)
	if sheet.Signatory.Name == "" {
		p.text(middle-wide/2, y+5.4, "NIP.", f, ink)
		return
	}
	nip, f := p.fit("Signatory.NIP", "NIP. "+orDash(sheet.Signatory.NIP), width, 1, f)
	p.centred(middle, y+5.4, nip[0], f, ink)
}
