package escpos

import "fmt"

// fixedGS are the lengths of GS commands that have one.
var fixedGS = map[byte]int{'!': 3, 'a': 3, 'r': 3, 'I': 3, 'h': 3, 'w': 3, 'H': 3}

func (d *Decoder) gs() (int, error) {
	if len(d.buf) < 2 {
		return 0, nil
	}
	switch d.buf[1] {
	case 'V':
		return d.cut()
	case 'v':
		return d.rasterBand()
	case 'k':
		return d.barcode()
	case '(':
		return d.extended()
	case 'G':
		return d.document()
	case 'e':
		return d.present()
	}
	length := fixedGS[d.buf[1]]
	if length == 0 {
		return 0, fmt.Errorf("unknown command GS %02x", d.buf[1])
	}
	if len(d.buf) < length {
		return 0, nil
	}
	return length, d.simpleGS(d.buf[1], d.buf[2])
}

func (d *Decoder) simpleGS(command, n byte) error {
	switch command {
	case '!':
		if n&0x88 != 0 {
			return fmt.Errorf("GS ! %02x", n)
		}
		d.w, d.h = n>>4+1, n&7+1
	case 'a':
		if d.p.Status != StatusEpsonASB {
			return fmt.Errorf("this printer has no automatic status")
		}
		d.query(QueryAutoStatus, n)
	case 'r':
		d.query(QueryStatus, n)
	case 'I':
		if d.p.Identity == (Identity{}) {
			return fmt.Errorf("this printer has no GS I")
		}
		d.query(QueryIdentity, n)
	case 'h':
		d.barHeight = n
	case 'w':
		if n < 2 || n > 6 {
			return fmt.Errorf("GS w %d", n)
		}
		d.barDot = n
	case 'H':
		if n != 0 && n != '0' {
			return fmt.Errorf("text under bars is not drawn here")
		}
	}
	return nil
}

// cut parts the paper; 41 and 42 first move it to the blade.
func (d *Decoder) cut() (int, error) {
	if len(d.buf) < 3 {
		return 0, nil
	}
	length, rows := 3, 0
	switch m := d.buf[2]; m {
	case 0x00, 0x01, '0', '1':
	case 0x41, 0x42:
		if len(d.buf) < 4 {
			return 0, nil
		}
		length, rows = 4, d.p.Cutter.FeedLines*d.spacing+int(d.buf[3])
	default:
		return 0, fmt.Errorf("GS V %02x", m)
	}
	switch {
	case d.p.Cutter.Kind == CutterNone:
		return 0, fmt.Errorf("this printer has no cutter")
	case len(d.line) > 0:
		return 0, fmt.Errorf("cut inside a line")
	}
	if err := d.feed(rows); err != nil {
		return 0, err
	}
	d.emit(true)
	return length, nil
}

// rasterBand is GS v 0: width in bytes, height in rows; in mode 3 every dot is two wide and high.
func (d *Decoder) rasterBand() (int, error) {
	if len(d.buf) < 8 {
		return d.whole(8)
	}
	mode, stride, rows := d.buf[3]&^0x30, int(d.buf[4])|int(d.buf[5])<<8, int(d.buf[6])|int(d.buf[7])<<8
	scale := 1
	if mode == 3 && d.p.RasterDouble {
		scale = 2
	}
	switch {
	case d.buf[2] != '0':
		return 0, fmt.Errorf("GS v %02x", d.buf[2])
	case d.buf[3] != mode && d.buf[3] != '0'+mode || mode != 0 && scale == 1:
		return 0, fmt.Errorf("raster mode %d", d.buf[3])
	case stride == 0 || rows == 0:
		return 0, fmt.Errorf("empty raster")
	case stride*8*scale > d.p.WidthDots:
		return 0, fmt.Errorf("raster of %d dots on a head of %d", stride*8*scale, d.p.WidthDots)
	case rows > maxRaster:
		return 0, fmt.Errorf("raster of %d rows", rows)
	case len(d.line) > 0:
		return 0, fmt.Errorf("raster inside a line")
	}
	length := 8 + stride*rows
	if n, err := d.whole(length); n == 0 {
		return 0, err
	}
	return length, d.place(&bitmap{width: stride * 8, stride: stride, pix: d.buf[8:]}, scale)
}

// maxRaster is the most rows of one raster command (Epson ref. GS v 0).
const maxRaster = 2303

// barcode is GS k 73: Code128 with its length before it. Only code set B is drawn.
func (d *Decoder) barcode() (int, error) {
	if len(d.buf) < 4 {
		return 0, nil
	}
	switch {
	case !d.p.Code128:
		return 0, fmt.Errorf("this printer draws no Code128")
	case d.buf[2] != 'I':
		return 0, fmt.Errorf("GS k %d", d.buf[2])
	case len(d.line) > 0:
		return 0, fmt.Errorf("bars inside a line")
	}
	length := 4 + int(d.buf[3])
	if n, err := d.whole(length); n == 0 {
		return 0, err
	}
	data := d.buf[4:]
	if len(data) < 3 || data[0] != '{' || data[1] != 'B' {
		return 0, fmt.Errorf("Code128 without code set B")
	}
	var content []byte
	for i := 2; i < len(data); i++ {
		if data[i] == '{' {
			if i++; i == len(data) || data[i] != '{' {
				return 0, fmt.Errorf("Code128 changes its code set")
			}
		}
		content = append(content, data[i])
	}
	bars, err := code128Bitmap(string(content), int(d.barDot), max(int(d.barHeight), 1))
	if err != nil {
		return 0, err
	}
	return length, d.symbol(SymbolCode128, string(content), bars, 1)
}

// symbol draws and notes a symbol.
func (d *Decoder) symbol(kind SymbolKind, content string, picture *bitmap, scale int) error {
	if picture.width*scale > d.p.WidthDots {
		return fmt.Errorf("symbol of %d dots on a head of %d", picture.width*scale, d.p.WidthDots)
	}
	y := d.y
	if err := d.place(picture, scale); err != nil {
		return err
	}
	d.paper.Symbols = append(d.paper.Symbols, Symbol{kind, content, y})
	return nil
}
