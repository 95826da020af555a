package escpos

import "bytes"

// idBase is the number of characters that GS ( H takes in each of an id's four places: 20–7E.
const idBase = 95

// Marked is a job with what makes the printer answer once all of it was printed; the job alone
// where the printer has no such answer. Of the id only its remainder by 95⁴ travels (Epson ref.
// GS ( H function 48: four characters 20–7E).
func (p Profile) Marked(job []byte, id uint32) []byte {
	d := markID(id)
	switch p.Confirmation {
	case ConfirmGSH:
		return bytes.Join([][]byte{job, {0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30}, d[:]}, nil)
	case ConfirmGSR:
		return bytes.Join([][]byte{job, {0x1D, 0x72, 0x01}}, nil)
	case ConfirmNippon:
		// Initialising might end the document, so that comes first.
		init := p.Init()
		if !bytes.HasPrefix(job, init) {
			init = nil
		}
		return bytes.Join([][]byte{init, {0x1D, 0x47, '1'}, d[:], job[len(init):], {0x1D, 0x47, '0'}}, nil)
	}
	return bytes.Clone(job)
}

// MarkBytes is how many bytes Marked puts behind a job.
func (p Profile) MarkBytes() int {
	switch p.Confirmation {
	case ConfirmGSH:
		return 11
	case ConfirmGSR, ConfirmNippon:
		return 3
	}
	return 0
}

// EndMarkReply is how the printer's answer to the mark of a job begins; for GS r any status
// byte does, so it is nil there.
func (p Profile) EndMarkReply(id uint32) []byte {
	d := markID(id)
	switch p.Confirmation {
	case ConfirmGSH:
		return append(append([]byte{0x37, 0x22}, d[:]...), 0)
	case ConfirmNippon:
		return append([]byte{0xFF, 0x13}, d[:]...)
	}
	return nil
}

func markID(id uint32) (d [4]byte) {
	for i := range d {
		d[len(d)-1-i] = ' ' + byte(id%idBase)
		id /= idBase
	}
	return d
}
