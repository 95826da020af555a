package aki

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"loket/server/office"

	"codeberg.org/go-pdf/fpdf"
)

// Reasons for which RenderCard refuses a sheet; a FieldError names the field.
const (
	ErrCardCharacter Refusal = "card.character" // the card's typeface lacks a character
	ErrCardOverflow  Refusal = "card.overflow"  // too long even at the smallest readable size
	ErrCardCode      Refusal = "card.code"      // a code that has no words
	ErrCardImage     Refusal = "card.image"     // the coat of arms is not a usable PNG
	ErrCardQR        Refusal = "card.qr"        // nothing to put into the QR, or too much
)

// FieldError names the field of a CardSheet that cannot be printed.
type FieldError struct {
	Field string // as in CardSheet: "Name", "Education"
	Why   Refusal
}

// Error returns the code and the field.
func (e FieldError) Error() string { return fmt.Sprintf("%v: %s", e.Why, e.Field) }

// Unwrap returns Why.
func (e FieldError) Unwrap() error { return e.Why }

// DefaultProvisions is the text on the back of cards of other offices, word for
// word; the office may set its own.
var DefaultProvisions = []string{
	"BERLAKU NASIONAL",
	"BILA ADA PERUBAHAN DATA / KETERANGAN LAINNYA ATAU TELAH MENDAPAT PEKERJAAN HARAP SEGERA MELAPOR",
	"APABILA PENCARI KERJA YANG BERSANGKUTAN TELAH DITERIMA BEKERJA MAKA INSTANSI / PERUSAHAAN YANG MENERIMA AGAR MENGEMBALIKAN KARTU AK I INI",
	"KARTU INI BERLAKU SELAMA 2 (DUA) TAHUN DENGAN KEHARUSAN KETENTUAN MELAPOR SETIAP 6 (ENAM) BULAN SEKALI BAGI PENCARI KERJA YANG BELUM MENDAPATKAN PEKERJAAN",
}

// DefaultLegalBasis is what the SOP cites for placement; the office may set its own.
var DefaultLegalBasis = []string{
	"Undang-Undang Republik Indonesia Nomor 13 Tahun 2003 tentang Ketenagakerjaan",
	"Peraturan Menteri Ketenagakerjaan Republik Indonesia Nomor 39 Tahun 2016 tentang Penempatan Tenaga Kerja",
}

// CardSheet is everything that stands on one printed AK/I card.
type CardSheet struct {
	Letterhead Letterhead
	Provisions []string // back, numbered
	LegalBasis []string // back, below the provisions
	Number     []string // registration number in printed groups, see RegTemplate.Groups
	NIK        NIK
	Name       string
	BirthPlace string
	BirthDate  time.Time
	Sex        Sex
	Marital    MaritalStatus
	Religion   Religion
	Address    string
	Phone      string
	Education  []EducationRow
	Skills     []string // skills and work experience, one line each
	Signatory  Signatory
	IssuedAt   string // place, "Praya"
	IssuedOn   time.Time
	ExpiresOn  time.Time
	ReportsDue []time.Time // first, second, third report; none prints no due days
	QR         string      // the address that checks the card
}

// Letterhead is the head of the identity half.
type Letterhead struct {
	CoatOfArms []byte // PNG; none centres the lines on the whole half
	Government string // "PEMERINTAH KABUPATEN LOMBOK TENGAH"
	Office     string // "DINAS TENAGA KERJA DAN TRANSMIGRASI"
	Address    string
}

// EducationRow is one school in the education half.
type EducationRow struct {
	Level  EducationLevel
	School string
	Major  string // may be empty
	Year   int    // of graduation; 0 prints a dash
}

// Signatory is the officer who signs: the placement officer, or the deputy
// (SOP activity officer-sign), whose Title then has both lines, for example
// "a.n. Pengantar Kerja", "Kepala Seksi".
type Signatory struct {
	Title []string
	Name  string
	NIP   string
}

// DefaultSignatoryTitle is what the form prints above the officer's signature.
var DefaultSignatoryTitle = []string{"Pengantar Kerja/Petugas Antar Kerja"}

// Geometry of the sheet in millimetres: A4 landscape, folded in the middle.
const (
	pageWidth, pageHeight = 297.0, 210.0
	margin                = 10.0
	halfWidth             = pageWidth/2 - margin - 9 // 9 mm of air at the fold
	leftHalf              = margin
	rightHalf             = pageWidth - margin - halfWidth
	bottom                = pageHeight - margin
)

// RenderCard writes the card as a PDF of two A4 landscape pages, front and
// back, to be printed on both sides (short edge) and folded. Equal sheets give
// equal bytes. Long texts wrap and shrink and are never cut: what cannot be
// printed whole is refused with a FieldError.
func RenderCard(w io.Writer, sheet CardSheet) error {
	if _, err := ParseNIK(sheet.NIK.Digits()); err != nil {
		return FieldError{"NIK", err.(Refusal)}
	}
	pdf := fpdf.New("L", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(day(sheet.IssuedOn))
	pdf.SetModificationDate(day(sheet.IssuedOn))
	pdf.SetProducer("Loket", true)
	pdf.SetTitle("Kartu AK/I", true) // no name: a title shows in file lists
	pdf.SetLang("id")
	p := &pen{pdf: pdf, fonts: map[string]bool{}}

	pdf.AddPage()
	foldMarks(p)
	drawIdentity(p, sheet)
	drawEducation(p, sheet)
	drawSignature(p, sheet)
	drawQR(p, sheet.QR)
	pdf.AddPage()
	foldMarks(p)
	drawProvisions(p, sheet)
	drawReports(p, sheet)
	if p.err != nil {
		return p.err
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("aki: write card: %w", err)
	}
	return nil
}

// foldMarks draws two short ticks; a line through the card would show after folding.
func foldMarks(p *pen) {
	p.stroke(hairline, muted)
	p.pdf.Line(pageWidth/2, 0, pageWidth/2, 6)
	p.pdf.Line(pageWidth/2, pageHeight-6, pageWidth/2, pageHeight)
}

// longDate writes a day as Indonesian letters do, "23 November 2026".
func longDate(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return fmt.Sprintf("%d %s %d", t.Day(), office.MonthName(t.Month()).ID, t.Year())
}

func yearOrDash(year int) string {
	if year == 0 {
		return "–"
	}
	return strconv.Itoa(year)
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
