package emulator

// endless paper never runs out.
const endless = 1 << 40

// faults is what can be wrong with a printer, and how its status bytes tell it.
type faults struct {
	nearEnd, paperOut, coverOpen, cutterJam, hot, lowVoltage bool
	silent, powerOff, unplugged                              bool
	late, garbled, wrongSpeed                                bool // of the line
	stopped, full                                            bool // takes no bytes; loses them
	keepsTicket, inMouth, gbk                                bool
	rowsLeft                                                 int
}

// offline says whether the printer has stopped printing.
func (f *faults) offline() bool {
	return f.paperOut || f.coverOpen || f.cutterJam || f.hot || f.lowVoltage || f.powerOff
}

func when(on bool, bits byte) byte {
	if on {
		return bits
	}
	return 0
}

// dleEOT is the answer to DLE EOT n (Epson ref. DLE EOT).
func (f *faults) dleEOT(n byte) (byte, bool) {
	const fixed = 0x12
	switch n {
	case 1:
		return fixed | when(f.offline(), 0x08), true
	case 2:
		error := f.cutterJam || f.hot || f.lowVoltage
		return fixed | when(f.coverOpen, 0x04) | when(f.paperOut, 0x20) | when(error, 0x40), true
	case 3:
		return fixed | when(f.cutterJam, 0x08) | when(f.lowVoltage, 0x20) | when(f.hot, 0x40), true
	case 4:
		return fixed | when(f.nearEnd || f.paperOut, 0x0C) | when(f.paperOut, 0x60), true
	}
	return 0, false
}

// asb is the automatic status (Epson ref. GS a).
func (f *faults) asb() [4]byte {
	return [4]byte{
		0x10 | when(f.offline(), 0x08) | when(f.coverOpen, 0x20),
		when(f.cutterJam, 0x08) | when(f.lowVoltage, 0x20) | when(f.hot, 0x40),
		f.paperSensor(),
		0,
	}
}

// paperSensor is the answer to GS r 1 and the third byte of the automatic status.
func (f *faults) paperSensor() byte {
	return when(f.nearEnd || f.paperOut, 0x03) | when(f.paperOut, 0x0C)
}

// csn is the answer to ESC v of the CSN-A2 class.
func (f *faults) csn() byte {
	return when(f.paperOut, 0x04) | when(f.lowVoltage, 0x08) | when(f.hot, 0x40)
}

// nippon is the answer to ESC v of Nippon's printers.
func (f *faults) nippon() byte {
	return when(f.nearEnd, 0x01) | when(f.coverOpen, 0x02) | when(f.paperOut, 0x04) | when(f.hot, 0x08) |
		when(f.cutterJam, 0x10) | when(f.lowVoltage, 0x20) | when(f.inMouth, 0x40)
}

// custom is the answer to DLE EOT 20 of Custom's printers.
func (f *faults) custom() []byte {
	return []byte{
		0x10, 0x0F,
		when(f.paperOut, 0x01) | when(f.nearEnd, 0x04) | when(f.inMouth, 0x20),
		when(f.coverOpen, 0x02),
		when(f.hot, 0x01) | when(f.lowVoltage, 0x08),
		when(f.cutterJam, 0x01),
	}
}

// change alters the faults, tells the host and wakes the mechanism.
func (p *Printer) change(alter func(*faults)) {
	p.mu.Lock()
	before := p.faults
	alter(&p.faults)
	if p.faults != before {
		p.told(before)
	}
	p.mu.Unlock()
	p.flush()
}

// told pushes the status if the host would see a difference. The lock is held.
func (p *Printer) told(before faults) {
	if p.faults.asb() != before.asb() {
		p.pushStatus()
	}
	p.notify()
}

// consume takes paper off the roll. The lock is held.
func (p *Printer) consume(rows int) {
	for name := range p.armed {
		p.armed[name] -= rows
	}
	if p.faults.rowsLeft == endless || rows == 0 {
		return
	}
	before := p.faults
	p.faults.rowsLeft -= rows
	if p.faults.rowsLeft <= 0 {
		p.faults.paperOut = true
	}
	p.told(before)
}

// PaperNearEnd sets the sensor that warns of the roll's end.
func (p *Printer) PaperNearEnd(on bool) { p.change(func(f *faults) { f.nearEnd = on }) }

// PaperOut ends the paper at once; printing stops where it is.
func (p *Printer) PaperOut() { p.change(func(f *faults) { f.paperOut = true }) }

// PaperLeft leaves so many millimetres on the roll; then the paper is out.
func (p *Printer) PaperLeft(mm int) {
	p.change(func(f *faults) { f.rowsLeft = mm * p.profile.DotsPerMM })
}

// Refill puts a full roll in. The printer goes on with what is left in its buffer.
func (p *Printer) Refill() {
	p.change(func(f *faults) { f.paperOut, f.nearEnd, f.rowsLeft = false, false, endless })
}

// CoverOpen opens or closes the cover.
func (p *Printer) CoverOpen(on bool) { p.change(func(f *faults) { f.coverOpen = on }) }

// CutterJam blocks or frees the cutter.
func (p *Printer) CutterJam(on bool) { p.change(func(f *faults) { f.cutterJam = on }) }

// HeadHot lets the head overheat or cool down.
func (p *Printer) HeadHot(on bool) { p.change(func(f *faults) { f.hot = on }) }

// Silent breaks or mends the wire to the host: it prints and never answers.
func (p *Printer) Silent(on bool) { p.change(func(f *faults) { f.silent = on }) }

// LowVoltage lets the supply sag or recover.
func (p *Printer) LowVoltage(on bool) { p.change(func(f *faults) { f.lowVoltage = on }) }

// Power switches off or on. Off, the buffer and all settings are gone and bytes are lost.
func (p *Printer) Power(on bool) {
	p.change(func(f *faults) {
		f.powerOff = !on
		p.forget()
	})
}

// forget is what a printer does without power. The lock is held.
func (p *Printer) forget() {
	p.queue, p.asb, p.answers, p.inside = nil, false, nil, 0
	p.decoder.PowerCycle()
}
