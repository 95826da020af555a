package escpos

// A printer obeys DLE EOT (10 04), DLE ENQ (10 05) and DLE DC4 (10 14) wherever they stand,
// also inside a picture's data, where they are nothing but dots. They must not be sent by
// accident.
//
// Inside a row they cannot be broken up: a raster command carries whole rows. So the dots
// change, in the one way that costs nothing on paper: 10 hex is a single black dot between
// white ones, and such a dot is made two wide, to the left, where it is still inside the picture. What
// results (30 hex) neither begins nor continues a sequence, so one pass is enough. Pictures
// whose strokes are at least two dots wide, QR symbols among them, hold no 10 hex at all and
// stay exact.

// realTime says whether b after a DLE starts a real-time command.
func realTime(b byte) bool { return b == 0x04 || b == 0x05 || b == 0x14 }

// breakRealTime widens dots in data, which is one band's rows, until no sequence is left.
func breakRealTime(data []byte) {
	for i := range len(data) - 1 {
		if data[i] == 0x10 && realTime(data[i+1]) {
			data[i] = 0x30
		}
	}
}

// findRealTime returns where the first sequence starts, or -1.
func findRealTime(data []byte) int {
	for i := range len(data) - 1 {
		if data[i] == 0x10 && realTime(data[i+1]) {
			return i
		}
	}
	return -1
}
