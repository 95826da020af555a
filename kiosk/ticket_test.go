package kiosk

import (
	"bytes"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loket/hardware/escpos"
	"loket/server/api"
)

const phonePage = "http://192.168.1.10:8080/t/Zk3xq9TmR2uVbW7yKc5N1A"

// configs are the profiles of the printers. A test reads them from the tree: the kiosk itself is handed one.
var configs = os.DirFS("../firmware-configs")

func wita(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Makassar")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func sampleTicket(t *testing.T) Ticket {
	return Ticket{
		Office:   "Disnakertrans Kabupaten Lombok Tengah",
		Service:  "Pembuatan AK/I baru",
		Number:   "A-012",
		IssuedAt: time.Date(2026, 11, 23, 8, 14, 0, 0, wita(t)),
		Ahead:    3,
		Wait:     api.Minutes{Low: 25, High: 40},
		URL:      phonePage,
		Calls:    3,
		Papers:   []string{"KTP asli", "Ijazah terakhir", "Pas foto 3×4 dua lembar", "Surat pengalaman kerja"},
		Language: api.ID,
	}
}

func profile(t *testing.T, name string) escpos.Profile {
	t.Helper()
	p, err := escpos.LoadProfile(configs, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// paperOf prints a ticket on the decoder, which refuses what the printer would not understand.
func paperOf(t *testing.T, p escpos.Profile, ticket Ticket) escpos.Paper {
	t.Helper()
	job, err := Lay(p, ticket)
	if err != nil {
		t.Fatal(err)
	}
	papers, err := escpos.Decode(p, job)
	if err != nil {
		t.Fatal(err)
	}
	if len(papers) != 1 {
		t.Fatalf("%d papers for one ticket", len(papers))
	}
	return papers[0]
}

func TestTicketSaysAllThatItMustAndFits(t *testing.T) {
	for _, name := range []string{"generic-58", "generic-80", "epson-tm-t82iii", "pos-5890"} {
		t.Run(name, func(t *testing.T) {
			paper := paperOf(t, profile(t, name), sampleTicket(t))
			text := strings.Join(strings.Fields(paper.Text()), " ")
			for _, want := range []string{
				"Disnakertrans Kabupaten Lombok Tengah", "Pembuatan AK/I baru", "A-012",
				"Senin, 23 November 2026", "08.14 WITA", "3 orang di depan Anda",
				"Panggilan maksimal 3 kali", "Siapkan: KTP asli, Ijazah terakhir",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not on the paper:\n%s", want, paper.Text())
				}
			}
			if strings.Contains(text, "SALINAN") {
				t.Error("the first paper calls itself a copy")
			}
		})
	}
}

func TestTicketInEnglishAndAsCopy(t *testing.T) {
	ticket := sampleTicket(t)
	ticket.Language, ticket.Copy, ticket.Ahead, ticket.Service = api.En, 2, 1, "New AK/I card"
	text := paperOf(t, profile(t, "generic-80"), ticket).Text()
	for _, want := range []string{"COPY 2", "Monday, 23 November 2026", "08:14 WITA", "1 person before you", "Called at most 3 times", "Have ready:"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the paper:\n%s", want, text)
		}
	}
	ticket.Language = api.ID
	if text := paperOf(t, profile(t, "generic-58"), ticket).Text(); !strings.Contains(text, "SALINAN 2") {
		t.Errorf("a copy does not say so:\n%s", text)
	}
}

func TestNumberIsTwelveMillimetresHigh(t *testing.T) {
	profiles, err := escpos.Profiles(configs)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles {
		for _, number := range []string{"A-001", "K-1000"} {
			ticket := sampleTicket(t)
			ticket.Number = number
			paper := paperOf(t, p, ticket)
			if got, want := tallestRun(paper.Image), 12*p.DotsPerMM; got < want {
				t.Errorf("%s, %s: the number's 1 is %d dots high, need %d", p.Name, number, got, want)
			}
		}
	}
}

// tallestRun is the longest vertical line of black dots, as far as it is part of text: the stem of the number's 1.
func tallestRun(img *image.Gray) int {
	best := 0
	for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
		run := 0
		for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
			if img.GrayAt(x, y).Y < 128 {
				run++
				best = max(best, run)
			} else {
				run = 0
			}
		}
	}
	return best
}

func TestQRLeadsToThePhonePage(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: apt-get install zbar-tools")
	}
	for _, name := range []string{"generic-58", "generic-80", "pos-5890", "epson-tm-t82iii"} {
		var picture bytes.Buffer
		if err := paperOf(t, profile(t, name), sampleTicket(t)).WritePNG(&picture); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if keep := os.Getenv("LOKET_PICTURES"); keep != "" {
			dir = keep
		}
		file := filepath.Join(dir, "ticket-"+name+".png")
		if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := exec.Command(zbar, "--quiet", "--raw", file).Output()
		if err != nil || strings.TrimSpace(string(got)) != phonePage {
			t.Errorf("%s: the QR reads %q (%v)", name, got, err)
		}
	}
}

func TestPapersStandOnTwoLines(t *testing.T) {
	many := []string{"KTP asli", "Ijazah terakhir", "Pas foto 3×4 dua lembar", "Surat pengalaman kerja"}
	tests := []struct {
		items   []string
		columns int
		want    []string
	}{
		{nil, 32, nil},
		{[]string{"KTP"}, 32, []string{"Siapkan: KTP."}},
		{many, 32, []string{"Siapkan: KTP asli, ", "Ijazah terakhir, dan lainnya."}},
		{many, 48, []string{"Siapkan: KTP asli, Ijazah terakhir, ", "Pas foto 3×4 dua lembar, Surat pengalaman kerja."}},
	}
	for _, tt := range tests {
		got := fill(indonesian.bring, tt.items, indonesian.more, tt.columns)
		if strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%d columns: %q, want %q", tt.columns, got, tt.want)
		}
	}
}
