package escpos

// Split cuts a job into pieces of at least size bytes, the last excepted, that end between two
// commands, where a host may ask for the status. It returns an *Error for what the printer
// would not understand.
func (p Profile) Split(data []byte, size int) ([][]byte, error) {
	var pieces [][]byte
	d := NewDecoder(p)
	start := 0
	for i := range data {
		if _, err := d.Write(data[i : i+1]); err != nil {
			return nil, err
		}
		if i+1-start >= size && !d.Pending() {
			pieces = append(pieces, data[start:i+1])
			start = i + 1
		}
	}
	if d.Pending() {
		return nil, &Error{d.offset, "the data ends inside a command"}
	}
	if start < len(data) {
		pieces = append(pieces, data[start:])
	}
	return pieces, nil
}
