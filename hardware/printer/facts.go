package printer

// facts is what the printer last said of itself.
type facts struct {
	offline, coverOpen, paperOut, paperLow, cutter, hot, fault bool
	notTaken                                                   bool // the last ticket is still in the mouth
}

func (f facts) state() State {
	switch {
	case f.coverOpen:
		return CoverOpen
	case f.paperOut:
		return PaperOut
	case f.cutter:
		return Cutter
	case f.hot:
		return Hot
	case f.fault:
		return Fault
	case f.offline:
		return Offline
	case f.paperLow:
		return PaperLow
	case f.notTaken:
		return NotTaken
	}
	return Ready
}

// asb takes all facts from an automatic status (Epson ref. GS a).
func (f *facts) asb(b []byte) {
	*f = facts{
		offline: b[0]&0x08 != 0, coverOpen: b[0]&0x20 != 0,
		cutter: b[1]&0x08 != 0, fault: b[1]&0x20 != 0, hot: b[1]&0x40 != 0,
		paperLow: b[2]&0x03 != 0, paperOut: b[2]&0x0C != 0,
	}
}

// eot takes the facts of the answer to DLE EOT n (Epson ref. DLE EOT).
func (f *facts) eot(n, b byte) {
	switch n {
	case 1:
		f.offline = b&0x08 != 0
	case 2:
		f.coverOpen = b&0x04 != 0
	case 3:
		f.cutter, f.fault, f.hot = b&0x08 != 0, b&0x20 != 0, b&0x40 != 0
	case 4:
		f.paperLow, f.paperOut = b&0x0C != 0, b&0x60 != 0
	}
}

// csn takes the facts of the answer to ESC v of the CSN-A2 class: no paper, voltage, hot. It knows
// no near end and no cover.
func (f *facts) csn(b byte) {
	*f = facts{paperOut: b&0x04 != 0, fault: b&0x08 != 0, hot: b&0x40 != 0}
}

// nippon takes the facts of the answer to ESC v (Nippon NP-266 and NP-2511 specifications): near end,
// cover, no paper, hot, cutter, presenter, paper in the presenter. Bit 7 is set within a document.
func (f *facts) nippon(b byte) {
	*f = facts{
		paperLow: b&0x01 != 0, coverOpen: b&0x02 != 0, paperOut: b&0x04 != 0, hot: b&0x08 != 0,
		cutter: b&0x10 != 0, fault: b&0x20 != 0, notTaken: b&0x40 != 0,
	}
}

// custom takes the facts of a full status: the bytes for paper, user, errors that pass and errors
// that do not (Custom KPM150, KPM216 and VKP80 command manuals, DLE EOT 20).
func (f *facts) custom(b []byte) {
	*f = facts{
		paperOut: b[0]&0x01 != 0, paperLow: b[0]&0x04 != 0, notTaken: b[0]&0x20 != 0,
		coverOpen: b[1]&0x03 != 0 || b[3]&0x02 != 0, // head up, cover, cutter's cover
		hot:       b[2]&0x01 != 0,
		cutter:    b[3]&0x01 != 0,
		fault:     b[2]&0x48 != 0 || b[3]&0x8C != 0, // voltage, paper jam; RAM, EEPROM, head
	}
}
