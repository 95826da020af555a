package escpos

import "bytes"

// idBase is the number of characters that GS ( H takes in each of an id's four places: 20–7E.
const idBase = 95

// Marked is a job with what makes the printer answer once all of it was printed; the job alone
// where the printer has no such answer. With GS ( H the printer answers before the last line too: a ticket whose
// last line was not reached is known not to be whole, also when its end mark was cleared with the buffer.
// Of the id only its remainder by 95⁴/2 travels (Epson ref. GS ( H function 48: four characters 20–7E).
func (p Profile) Marked(job []byte, id uint32) []byte {
	d := markID(id)
	switch p.Confirmation {
	case ConfirmGSH:
		at := p.lastLine(job)
		return bytes.Join([][]byte{job[:at], mark(lastID(id)), job[at:], mark(endID(id))}, nil)
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

// lastLine is where the last line or picture of a job begins. What only feeds or cuts is none.
func (p Profile) lastLine(job []byte) int {
	d := NewDecoder(p)
	last, line, command, rows := 0, 0, 0, 0
	for i := range job {
		if _, err := d.Write(job[i : i+1]); err != nil {
			return last // Split tells it
		}
		if d.Pending() {
			continue
		}
		if d.Rows() > rows {
			if feeds := job[command] == 0x1B || bytes.HasPrefix(job[command:], []byte{0x1D, 0x56}); !feeds {
				last = line
			}
			line, rows = i+1, d.Rows()
		}
		command = i + 1
	}
	return last
}

// LastMarkReply is how the printer's answer to the mark before the last line begins, nil where there is none.
func (p Profile) LastMarkReply(id uint32) []byte {
	if p.Confirmation != ConfirmGSH {
		return nil
	}
	return marked(lastID(id))
}

// EndMarkReply is how the printer's answer to the mark of a job begins; for GS r any status
// byte does, so it is nil there.
func (p Profile) EndMarkReply(id uint32) []byte {
	d := markID(id)
	switch p.Confirmation {
	case ConfirmGSH:
		return marked(endID(id))
	case ConfirmNippon:
		return append([]byte{0xFF, 0x13}, d[:]...)
	}
	return nil
}

func lastID(id uint32) [4]byte { return markID(2 * (id % (1 << 31))) }

func endID(id uint32) [4]byte { return markID(2*(id%(1<<31)) + 1) }

// mark is GS ( H, and marked the answer.
func mark(d [4]byte) []byte { return append([]byte{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30}, d[:]...) }

func marked(d [4]byte) []byte { return append(append([]byte{0x37, 0x22}, d[:]...), 0) }

func markID(id uint32) (d [4]byte) {
	for i := range d {
		d[len(d)-1-i] = ' ' + byte(id%idBase)
		id /= idBase
	}
	return d
}
