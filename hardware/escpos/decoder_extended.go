package escpos

import "fmt"

// extended is GS ( x pL pH …: QR symbols, end marks, graphics.
func (d *Decoder) extended() (int, error) {
	if len(d.buf) < 5 {
		return 0, nil
	}
	length := 5 + (int(d.buf[3]) | int(d.buf[4])<<8)
	if n, err := d.whole(length); n == 0 {
		return 0, err
	}
	args := d.buf[5:]
	switch d.buf[2] {
	case 'k':
		return length, d.qr(args)
	case 'H':
		return length, d.endMark(args)
	case 'L':
		return length, d.graphic(args)
	}
	return 0, fmt.Errorf("unknown command GS ( %02x", d.buf[2])
}

// endMark is GS ( H function 48: four printable characters.
func (d *Decoder) endMark(args []byte) error {
	switch {
	case d.p.Confirmation != ConfirmGSH:
		return fmt.Errorf("this printer has no GS ( H")
	case len(args) != 6 || args[0] != 0x30 || args[1] != 0x30:
		return fmt.Errorf("GS ( H % x", args)
	}
	for _, c := range args[2:] {
		if c < 0x20 || c > 0x7E {
			return fmt.Errorf("process id % x", args[2:])
		}
	}
	d.query(QueryEndMark, args[2:]...)
	return nil
}

// qr is GS ( k with cn = 31.
func (d *Decoder) qr(args []byte) error {
	if !d.p.QR {
		return fmt.Errorf("this printer draws no QR symbols")
	}
	if len(args) < 3 || args[0] != 0x31 {
		return fmt.Errorf("GS ( k % x", args[:min(len(args), 8)])
	}
	n := args[2]
	switch fn := args[1]; fn {
	case 0x41:
		if n != 0x32 && n != 0x31 {
			return fmt.Errorf("qr model %02x", n)
		}
	case 0x43:
		if n < 1 || n > 16 {
			return fmt.Errorf("qr module of %d dots", n)
		}
		d.qrModule = n
	case 0x45:
		if _, ok := qrLevels[n]; !ok {
			return fmt.Errorf("qr level %02x", n)
		}
		d.qrLevel, d.qrDrawn = n, nil
	case 0x50:
		if n != 0x30 || len(args) < 4 {
			return fmt.Errorf("qr data % x", args[:min(len(args), 8)])
		}
		d.qrStored, d.qrDrawn = append([]byte(nil), args[3:]...), nil
	case 0x51:
		return d.printQR()
	default:
		return fmt.Errorf("qr function %02x", fn)
	}
	return nil
}

func (d *Decoder) printQR() error {
	switch {
	case len(d.line) > 0:
		return fmt.Errorf("qr inside a line")
	case d.qrStored == nil:
		return fmt.Errorf("no qr data stored")
	}
	if d.qrDrawn == nil {
		modules, err := qrModules(string(d.qrStored), qrLevels[d.qrLevel])
		if err != nil {
			return err
		}
		d.qrDrawn = modules
	}
	return d.symbol(SymbolQR, string(d.qrStored), d.qrDrawn, int(d.qrModule))
}

// graphic is GS ( L: function 112 stores a picture, function 50 prints it.
func (d *Decoder) graphic(args []byte) error {
	switch {
	case len(args) == 2 && args[0] == 0x30 && (args[1] == 0x32 || args[1] == 2):
		if d.graphics == nil || len(d.line) > 0 {
			return fmt.Errorf("no picture stored, or inside a line")
		}
		return d.place(d.graphics, 1)
	case len(args) >= 10 && args[0] == 0x30 && args[1] == 0x70:
		width, rows := int(args[6])|int(args[7])<<8, int(args[8])|int(args[9])<<8
		stride := (width + 7) / 8
		switch {
		case args[2] != 0x30 || args[3] != 1 || args[4] != 1 || args[5] != 0x31:
			return fmt.Errorf("graphics tone or scale % x", args[2:6])
		case width == 0 || rows == 0 || stride*8 > d.p.WidthDots || len(args) != 10+stride*rows:
			return fmt.Errorf("graphics of %d × %d dots in %d bytes", width, rows, len(args))
		}
		d.graphics = &bitmap{width: stride * 8, stride: stride, pix: append([]byte(nil), args[10:]...)}
		return nil
	}
	return fmt.Errorf("GS ( L % x", args[:min(len(args), 8)])
}
