package aki

import (
	"bytes"
	"fmt"
	"strings"
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
