package aki

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func sampleSheet(t fataler) CardSheet {
	nik, err := ParseNIK("5202015203990001")
	if err != nil {
		t.Fatal(err)
	}
	signer, _ := signerAndVerifier(t, 1)
	return CardSheet{
		Letterhead: Letterhead{
			Government: "PEMERINTAH KABUPATEN LOMBOK TENGAH",
			Office:     "DINAS TENAGA KERJA DAN TRANSMIGRASI",
			Address:    "Jl. S. Parman No. 5 Praya, Kabupaten Lombok Tengah, Nusa Tenggara Barat 83511, Telp./Faks. (0370) 6158349",
		},
		Provisions: DefaultProvisions,
		LegalBasis: DefaultLegalBasis,
		Number:     []string{"5202", "231126", "000001"},
		NIK:        nik,
		Name:       "Baiq Siti Rahmawati",
		BirthPlace: "Praya", BirthDate: date(1999, 3, 12),
		Sex: Female, Marital: Single, Religion: Islam,
		Address: "Dusun Montong Are RT 003 RW 001, Desa Mertak Tombok, Kecamatan Praya, Kabupaten Lombok Tengah",
		Phone:   "0812-3456-7890",
		Education: []EducationRow{
			{Primary, "SDN 2 Mertak Tombok", "", 2011},
			{LowerSecondary, "MTs Negeri 1 Lombok Tengah", "", 2014},
			{UpperSecondary, "SMKN 1 Praya", "Teknik Komputer dan Jaringan", 2017},
			{Diploma3, "Universitas Mataram", "Akuntansi", 2020},
		},
		Skills: []string{
			"Operator komputer dan administrasi perkantoran, Koperasi Serba Usaha Tastura, 2020–2023",
			"Kasir dan pembukuan, Toko Sinar Praya, 2023–2025",
			"Bahasa Inggris (aktif), menjahit dasar",
		},
		Signatory:  Signatory{DefaultSignatoryTitle, "Lalu Muhammad Hidayat, S.Sos.", "19800115 200501 1 004"},
		IssuedAt:   "Praya",
		IssuedOn:   today,
		ExpiresOn:  today.AddDate(2, 0, 0),
		ReportsDue: []time.Time{today.AddDate(0, 6, 0), today.AddDate(0, 12, 0), today.AddDate(0, 18, 0)},
		QR:         "https://loket.disnakertrans.lomboktengahkab.go.id/v/" + mustSign(t, signer, sample),
	}
}

func render(t fataler, sheet CardSheet) []byte {
	var out bytes.Buffer
	if err := RenderCard(&out, sheet); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// longSheet is as much as one card must hold.
func longSheet(t fataler) CardSheet {
	sheet := sampleSheet(t)
	sheet.Name = "Baiq Raden Ayu Siti Nurhaliza Rahmawati Putri Wulandari Łée" // 60 characters
	sheet.BirthPlace = "Desa Persiapan Mekar Sari Utara, Kecamatan Praya Barat Daya"
	sheet.Address = strings.Repeat("Perumahan Griya Tastura Indah Permai Blok AB Nomor 117, ", 4) + "Kecamatan Praya Barat Daya"
	sheet.Letterhead.Address = strings.Repeat("Jl. S. Parman No. 5 Praya, ", 7)
	sheet.Signatory = Signatory{
		[]string{"a.n. Pengantar Kerja/Petugas Antar Kerja", "Kepala Bidang Penempatan dan Perluasan Kerja"},
		"Dr. H. Lalu Muhammad Hidayatullah Kusumawardhana, S.Sos., M.A.P.", "19800115 200501 1 004"}
	sheet.Education = nil
	for i, level := range append(EducationLevels, University) {
		sheet.Education = append(sheet.Education, EducationRow{level,
			fmt.Sprintf("Sekolah Menengah Kejuruan Negeri %d Praya Kabupaten Lombok Tengah", i+1),
			"Rekayasa Perangkat Lunak dan Gim", 2001 + i})
	}
	sheet.Skills = nil
	for i := range 8 {
		sheet.Skills = append(sheet.Skills, fmt.Sprintf("Pekerjaan ke-%d: operator produksi dan pengawas mutu, PT Contoh Sejahtera Bersama, 20%02d–20%02d", i+1, 10+i, 11+i))
	}
	return sheet
}

func run(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed (Debian: poppler-utils, zbar-tools)", name)
	}
	out, err := exec.Command(name, arguments...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

func writePDF(t *testing.T, sheet CardSheet) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "card.pdf")
	if err := os.WriteFile(path, render(t, sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func unspaced(text string) string { return strings.Join(strings.Fields(text), "") }

// mustStandIn checks that the page's text holds all of each wanted text, where
// line breaks may stand anywhere.
func mustStandIn(t *testing.T, page string, wanted ...string) {
	t.Helper()
	page = unspaced(page)
	for _, text := range wanted {
		if !strings.Contains(page, unspaced(text)) {
			t.Errorf("not on the card: %q", text)
		}
	}
}

func TestCardHoldsEverything(t *testing.T) {
	for name, sheet := range map[string]CardSheet{"usual": sampleSheet(t), "long": longSheet(t)} {
		t.Run(name, func(t *testing.T) {
			text := run(t, "pdftotext", "-raw", writePDF(t, sheet), "-")
			mustStandIn(t, text, sheet.Provisions...)
			mustStandIn(t, text, sheet.LegalBasis...)
			mustStandIn(t, text, sheet.Skills...)
			mustStandIn(t, text, sheet.Signatory.Title...)
			for _, row := range sheet.Education {
				line := row.School
				if row.Major != "" {
					line += " / " + row.Major
				}
				mustStandIn(t, text, row.Level.Words("id")+line+strconv.Itoa(row.Year))
			}
			mustStandIn(t, text, "Kartu AK/I", "KARTU TANDA BUKTI PENDAFTARAN PENCARI KERJA",
				sheet.Letterhead.Government, sheet.Letterhead.Office, sheet.Letterhead.Address,
				"No. Pendaftaran 5202 231126 000001", "NIK 5202015203990001",
				"Nama lengkap : "+sheet.Name, "Tempat, tanggal lahir : "+sheet.BirthPlace+", 12 Maret 1999",
				"Jenis kelamin : Perempuan", "Status perkawinan : Belum kawin", "Agama : Islam",
				"Alamat : "+sheet.Address, "Telepon : "+sheet.Phone, "3 × 4 cm",
				"Terdaftar : 23 November 2026", "Berlaku sampai : 23 November 2028",
				"Praya, 23 November 2026", sheet.Signatory.Name+"NIP. "+sheet.Signatory.NIP,
				"Kode ini bukan tanda tangan elektronik.",
				"Pertama paling lambat 23 Mei 2027", "Kedua paling lambat 23 November 2027", "Ketiga paling lambat 23 Mei 2028",
				"Diterima di :", "Terhitung mulai tanggal :")
		})
	}
}

func TestNamesOfEveryLengthStandWhole(t *testing.T) {
	long := "Wuwung Mawar Ayu Wirawati Kusumawardhani Pangestuningtyas Mangkuwinoto"
	for _, length := range []int{3, 4, 7, 12, 20, 28, 36, 44, 52, 59, 60} {
		for _, name := range []string{strings.TrimSpace(long[:length]), strings.Repeat("W", length)} {
			sheet := sampleSheet(t)
			sheet.Name, sheet.Signatory.Name = name, name
			path := writePDF(t, sheet)
			mustStandIn(t, run(t, "pdftotext", "-raw", path, "-"), "Nama lengkap : "+name+"Tempat", name+"NIP.")
			noOverlap(t, path)
		}
	}
}

type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// noOverlap checks by the words' boxes that no word leaves its half of the
// sheet and none is printed over another.
func noOverlap(t *testing.T, path string) {
	t.Helper()
	var document struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal([]byte(run(t, "pdftotext", "-bbox", path, "-")), &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Pages) != 2 || len(document.Pages[0].Words) < 50 {
		t.Fatalf("%d pages", len(document.Pages))
	}
	const millimetre = 72 / 25.4
	for _, page := range document.Pages {
		for i, a := range page.Words {
			left, right := leftHalf*millimetre, (leftHalf+halfWidth)*millimetre
			if a.XMin > pageWidth/2*millimetre {
				left, right = rightHalf*millimetre, (rightHalf+halfWidth)*millimetre
			}
			if a.XMin < left-0.5 || a.XMax > right+0.5 || a.YMin < 5*millimetre || a.YMax > (pageHeight-5)*millimetre {
				t.Errorf("%q stands outside its half", a.Text)
			}
			for _, b := range page.Words[i+1:] {
				// A box reaches from ascent to descent, more than a line's height:
				// the ink is in its middle.
				slack := 0.2 * min(a.YMax-a.YMin, b.YMax-b.YMin)
				if min(a.XMax, b.XMax)-max(a.XMin, b.XMin) > 0.2 && min(a.YMax, b.YMax)-max(a.YMin, b.YMin) > slack {
					t.Errorf("%q is printed over %q", a.Text, b.Text)
				}
			}
		}
	}
}

func TestNothingOverlaps(t *testing.T) {
	short := sampleSheet(t)
	short.Education, short.Skills, short.ReportsDue, short.Name, short.Phone = nil, nil, nil, "Udi", ""
	short.Letterhead.CoatOfArms = shield(t)
	for name, sheet := range map[string]CardSheet{"usual": sampleSheet(t), "long": longSheet(t), "short": short} {
		t.Run(name, func(t *testing.T) { noOverlap(t, writePDF(t, sheet)) })
	}
}

func TestPrintedQRVerifies(t *testing.T) {
	_, verifier := signerAndVerifier(t, 1)
	for name, sheet := range map[string]CardSheet{"usual": sampleSheet(t), "long": longSheet(t)} {
		t.Run(name, func(t *testing.T) {
			path := writePDF(t, sheet)
			run(t, "pdftoppm", "-r", "300", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile", path, strings.TrimSuffix(path, ".pdf"))
			picture := strings.TrimSuffix(path, ".pdf") + ".png"
			report := run(t, "zbarimg", "--quiet", "--xml", "-Sdisable", "-Sqrcode.enable", picture)
			qr := regexp.MustCompile(`CDATA\[(.*?)\]\]`).FindStringSubmatch(report)
			if qr == nil || qr[1] != sheet.QR {
				t.Fatalf("read %q, want %q", qr, sheet.QR)
			}
			claims, err := verifier.Verify(qr[1])
			if err != nil || claims != sample {
				t.Errorf("%+v, %v", claims, err)
			}
			checkQRSize(t, picture)
		})
	}
}

// checkQRSize measures the printed code: at least 32 mm, with four modules of
// white around it.
func checkQRSize(t *testing.T, path string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	picture, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	dot := 300 / 25.4 // dots per millimetre
	dark := func(x, y int) bool { return color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y < 128 }
	left, top := int(rightHalf*dot+1), int(signatureY*dot+1)
	wide, module := 0, 0
	for dark(left+module, top) {
		module++ // the finder pattern is seven modules wide
	}
	module /= 7
	for x := left; x < left+int(60*dot); x++ {
		if dark(x, top+3) || dark(x, top+3*module) {
			if x-left-wide > 4*module {
				break
			}
			wide = x - left
		}
	}
	if millimetres := float64(wide) / dot; millimetres < 32 || millimetres > 36 {
		t.Errorf("the QR is %.1f mm wide", millimetres)
	}
	quiet := image.Rect(left-4*module+2, top-4*module+2, left+wide+4*module-2, top+wide+4*module-2)
	code := image.Rect(left-4, top-4, left+wide+8, top+wide+8)
	for y := quiet.Min.Y; y < quiet.Max.Y; y++ {
		for x := quiet.Min.X; x < quiet.Max.X; x++ {
			if !image.Pt(x, y).In(code) && dark(x, y) {
				t.Fatalf("ink in the quiet zone at %d, %d", x, y)
			}
		}
	}
}

func TestEqualSheetsGiveEqualBytes(t *testing.T) {
	sheet := longSheet(t)
	sheet.Letterhead.CoatOfArms = shield(t)
	first := render(t, sheet)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			var again bytes.Buffer
			if err := RenderCard(&again, sheet); err != nil || !bytes.Equal(again.Bytes(), first) {
				t.Errorf("two renderings at once differ, %v", err)
			}
		})
	}
	group.Wait()
	sheet.Name = "Udi"
	if bytes.Equal(render(t, sheet), first) {
		t.Error("two names give the same file")
	}
}

// shield is a picture for the coat of arms' slot, partly transparent.
func shield(t *testing.T) []byte {
	picture := image.NewNRGBA(image.Rect(0, 0, 40, 48))
	for y := range 48 {
		for x := 4; x < 36; x++ {
			picture.Set(x, y, color.NRGBA{0x0B, 0x5D, 0x45, uint8(255 - y)})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRenderCardRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*CardSheet)
		want   FieldError
	}{
		"no NIK":             {func(s *CardSheet) { s.NIK = "" }, FieldError{"NIK", ErrNIKLength}},
		"no number":          {func(s *CardSheet) { s.Number = nil }, FieldError{"Number", ErrRegNumber}},
		"unprintable name":   {func(s *CardSheet) { s.Name = "王小明" }, FieldError{"Name", ErrCardCharacter}},
		"unprintable skill":  {func(s *CardSheet) { s.Skills = []string{"juru ketik ⌨"} }, FieldError{"Skills", ErrCardCharacter}},
		"endless address":    {func(s *CardSheet) { s.Address = strings.Repeat("Gang Mawar ", 400) }, FieldError{"Address", ErrCardOverflow}},
		"endless name":       {func(s *CardSheet) { s.Name = strings.Repeat("Ayu ", 1000) }, FieldError{"Name", ErrCardOverflow}},
		"too many schools":   {func(s *CardSheet) { s.Education = make40(s.Education[0]) }, FieldError{"Education", ErrCardOverflow}},
		"endless skills":     {func(s *CardSheet) { s.Skills = []string{strings.Repeat("las ", 2000)} }, FieldError{"Skills", ErrCardOverflow}},
		"endless provisions": {func(s *CardSheet) { s.Provisions = []string{strings.Repeat("BERLAKU ", 2000)} }, FieldError{"Provisions", ErrCardOverflow}},
		"endless officer":    {func(s *CardSheet) { s.Signatory.Name = strings.Repeat("Lalu ", 90) }, FieldError{"Signatory.Name", ErrCardOverflow}},
		"unknown level":      {func(s *CardSheet) { s.Education = []EducationRow{{"tk", "TK Pertiwi", "", 2004}} }, FieldError{"Education", ErrCardCode}},
		"unknown religion":   {func(s *CardSheet) { s.Religion = "x" }, FieldError{"Religion", ErrCardCode}},
		"no QR":              {func(s *CardSheet) { s.QR = "" }, FieldError{"QR", ErrCardQR}},
		"endless QR":         {func(s *CardSheet) { s.QR = strings.Repeat("x", 4000) }, FieldError{"QR", ErrCardQR}},
		"broken coat":        {func(s *CardSheet) { s.Letterhead.CoatOfArms = []byte("GIF89a") }, FieldError{"Letterhead.CoatOfArms", ErrCardImage}},
		"cut coat": {func(s *CardSheet) { s.Letterhead.CoatOfArms = shield(t)[:60] },
			FieldError{"Letterhead.CoatOfArms", ErrCardImage}},
	} {
		sheet := sampleSheet(t)
		test.change(&sheet)
		var out bytes.Buffer
		err := RenderCard(&out, sheet)
		var field FieldError
		if !errors.As(err, &field) || field != test.want || !errors.Is(err, test.want.Why) || out.Len() > 0 {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func make40(row EducationRow) (rows []EducationRow) {
	for range 40 {
		rows = append(rows, row)
	}
	return rows
}
