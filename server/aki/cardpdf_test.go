package aki

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		t.Fatalf("%s is not installed (Debian: poppler-utils, zbar-tools)", name)
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

func TestLettersOfBothFontFilesAreEmbedded(t *testing.T) {
	sheet := sampleSheet(t)
	if bytes.Contains(render(t, sheet), []byte("latin-ext")) {
		t.Error("a font that nothing needs is embedded")
	}
	sheet.Name = "Zoë Łukasz Šimić"
	if !bytes.Contains(render(t, sheet), []byte("latin-extB")) {
		t.Error("Ł and Š are drawn with a font that lacks them")
	}
}

func TestBalanceKeepsWordsWhole(t *testing.T) {
	p := &pen{}
	for _, lines := range [][]string{{"Kusumawardhana", "A"}, {"Jalan Satu Dua Tiga Empat Lima Enam", "Tujuh"}, {"Satu"}} {
		balanced := p.balance(lines, font{8, false})
		if len(balanced) != len(lines) || strings.Join(balanced, " ") != strings.Join(lines, " ") {
			t.Errorf("%q became %q", lines, balanced)
		}
	}
	if got := p.balance([]string{"Jalan Satu Dua Tiga Empat Lima Enam", "Tujuh"}, font{8, false}); got[1] == "Tujuh" {
		t.Errorf("a word hangs alone: %q", got)
	}
}

// An interlaced picture of one pixel has the same data as a plain one.
func TestCoatOfArmsMayBeInterlaced(t *testing.T) {
	var packed bytes.Buffer
	if err := png.Encode(&packed, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	picture := packed.Bytes()
	const header, method, end = 12, 28, 29 // offsets of the IHDR chunk's type, last field and checksum
	picture[method] = 1
	binary.BigEndian.PutUint32(picture[end:], crc32.ChecksumIEEE(picture[header:end]))
	sheet := sampleSheet(t)
	sheet.Letterhead.CoatOfArms = picture
	render(t, sheet)
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

func TestEqualSheetsGiveEqualBytes(t *testing.T) {
	sheet := longSheet(t)
	sheet.Letterhead.CoatOfArms = shield(t)
	first := render(t, sheet)
	if !bytes.Contains(first, []byte("/CreationDate (D:20261123000000)")) || !bytes.Contains(first, []byte("/ModDate (D:20261123000000)")) {
		t.Error("the file carries another day than the card's")
	}
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
		"too many schools":   {func(s *CardSheet) { s.Education = slices.Repeat(s.Education, 10) }, FieldError{"Education", ErrCardOverflow}},
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
