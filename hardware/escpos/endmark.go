package escpos

// idBase is the number of characters that GS ( H takes in each of an id's four places: 20–7E.
const idBase = 95

// EndMark is what to send after a job so that the printer answers once everything before it
// was printed; nil where the printer has no such answer. Of the id only its remainder by
// 95⁴ travels (Epson ref. GS ( H function 48: four characters 20–7E).
func (p Profile) EndMark(id uint32) []byte {
	switch p.Confirmation {
	case ConfirmGSH:
		d := markID(id)
		return append([]byte{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30}, d[:]...)
	case ConfirmGSR:
		return []byte{0x1D, 0x72, 0x01}
	}
	return nil
}

// EndMarkReply is what the printer answers to EndMark(id); for GS r any status byte does, so
// it is nil there.
func (p Profile) EndMarkReply(id uint32) []byte {
	if p.Confirmation != ConfirmGSH {
		return nil
	}
	d := markID(id)
	return append(append([]byte{0x37, 0x22}, d[:]...), 0)
}

func markID(id uint32) (d [4]byte) {
	for i := range d {
		d[len(d)-1-i] = ' ' + byte(id%idBase)
		id /= idBase
	}
	return d
}
