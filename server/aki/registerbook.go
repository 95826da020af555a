package aki

import (
	"fmt"
	"io"
	"strconv"

	"loket/server/office"

	"github.com/xuri/excelize/v2"
)

// registerHead is the head of the book's columns, with their width in characters.
var registerHead = []struct {
	title string
	width float64
}{
	{"No.", 6}, {"Nomor Pendaftaran", 20}, {"Tanggal", 12}, {"NIK", 19}, {"Nama", 30}, {"L/P", 5}, {"Tempat Lahir", 18},
	{"Tanggal Lahir", 14}, {"Alamat", 44}, {"Pendidikan", 12}, {"Berlaku s.d.", 14}, {"Petugas", 24},
}

// WriteRegister writes the entries as a spreadsheet (XLSX) with the columns of the paper book; officers are the names
// by id. Numbers and NIKs are texts, so that no digit is lost.
func WriteRegister(w io.Writer, officeName string, from, to office.Day, entries []Entry, officers map[string]string) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	const sheet = "Buku Register"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("aki: register: %w", err)
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("aki: register: %w", err)
	}
	head := make([]any, len(registerHead))
	for i, c := range registerHead {
		head[i] = c.title
		if err := out.SetColWidth(i+1, i+1, c.width); err != nil {
			return fmt.Errorf("aki: register: %w", err)
		}
	}
	rows := [][]any{{"BUKU REGISTER PENCARI KERJA (AK/I)"}, {officeName}, {string(from) + " s.d. " + string(to)}, {}, head}
	for i, e := range entries {
		d := e.Holder
		rows = append(rows, []any{
			i + 1, e.Number, string(e.IssuedOn), e.NIK.Digits(), d.Name, string(d.Sex), d.BirthPlace, string(d.BirthDate),
			d.Address, d.Highest().Words("id"), string(e.ExpiresOn), officers[e.IssuedBy],
		})
	}
	for i, row := range rows {
		if err := out.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			return fmt.Errorf("aki: register: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("aki: register: %w", err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("aki: register: %w", err)
	}
	return nil
}
