package escpos

import "fmt"

// presentSteps moves the ticket out of the mouth so far that a hand can take it. A step is
// 7.3 mm on the VKP80 and less on the others (Custom command manuals, GS e).
const presentSteps = 12

// presented is what puts a ticket that was cut into the mouth of a Custom printer.
func (p Profile) presented() []byte {
	if p.Status != StatusCustom || p.Cutter.Kind == CutterNone {
		return nil
	}
	return []byte{0x1D, 0x65, 3, presentSteps}
}

// present is GS e of Custom's printers: 2 takes the ticket back, 3 presents it by so many
// steps, 5 throws it out.
func (d *Decoder) present() (int, error) {
	if len(d.buf) < 3 {
		return 0, nil
	}
	if d.p.Status != StatusCustom {
		return 0, fmt.Errorf("this printer has no GS e")
	}
	switch n := d.buf[2]; n {
	case 2, 5:
		return 3, nil
	case 3:
		return d.whole(4)
	default:
		return 0, fmt.Errorf("GS e %d", n)
	}
}

// document is GS G of Nippon's printers: '1' and four bytes begin a document, '0' ends it and
// asks for word when it is printed (NP-2511 specifications, "print start / print finish").
func (d *Decoder) document() (int, error) {
	if len(d.buf) < 3 {
		return 0, nil
	}
	if d.p.Confirmation != ConfirmNippon {
		return 0, fmt.Errorf("this printer has no GS G")
	}
	switch n := d.buf[2]; n {
	case '1':
		if len(d.buf) < 7 {
			return 0, nil
		}
		d.documentID = append([]byte(nil), d.buf[3:7]...)
		return 7, nil
	case '0':
		if d.documentID == nil {
			return 0, fmt.Errorf("GS G 0 without a document")
		}
		d.query(QueryEndMark, d.documentID...)
		d.documentID = nil
		return 3, nil
	default:
		return 0, fmt.Errorf("GS G %02x", n)
	}
}
