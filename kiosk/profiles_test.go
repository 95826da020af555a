package kiosk

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"loket/hardware/escpos"
	"loket/hardware/printer"
	"loket/server/api"
)

const (
	nativeBytes = 700  // the most of a ticket whose QR the printer draws
	smallBytes  = 4500 // and of one on 58 mm whose QR goes as a picture
	largeBytes  = 6500 // and on 80 mm
)

// printersFolder has the tickets' pictures. LOKET_SCREENS names another, which is filled anew.
const printersFolder = "../docs/printers"

// officeTicket is a ticket of the sample office's first service, in Indonesian.
func officeTicket(t *testing.T) Ticket {
	t.Helper()
	data, err := os.ReadFile("../server/office/sample.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var sample struct {
		Name     string
		Services []struct {
			Letter string
			Name   struct{ ID string }
			Papers []struct{ Name struct{ ID string } }
		}
	}
	if err := yaml.Unmarshal(data, &sample); err != nil {
		t.Fatal(err)
	}
	ticket, service := sampleTicket(t), sample.Services[0]
	ticket.Office, ticket.Service, ticket.Papers = sample.Name, service.Name.ID, nil
	for _, paper := range service.Papers {
		ticket.Papers = append(ticket.Papers, paper.Name.ID)
	}
	return ticket
}

func everyPrinter(t *testing.T, test func(t *testing.T, p escpos.Profile)) {
	t.Helper()
	all, err := escpos.Profiles(configs)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) { test(t, p) })
	}
}

// most is how many bytes a ticket may be.
func most(p escpos.Profile) int {
	switch {
	case p.QR:
		return nativeBytes
	case p.WidthDots <= 384:
		return smallBytes
	}
	return largeBytes
}

// TestEveryPrintersTicket lays the sample office's ticket out for every printer: it is small, says all
// that it must, leads a phone to the ticket's page, and its picture in docs/printers is as it would come out.
func TestEveryPrintersTicket(t *testing.T) {
	ticket := officeTicket(t)
	list := "# Printers\n\nThe sample office's ticket on every printer of `firmware-configs/printers`, dot by dot as its head would burn it.\n" +
		"Speed is as delivered: a switch, a menu or the self-test slip may say another. *Assumed* facts wait for that printer on a desk: `loket printer test` shows whether they hold.\n\n" +
		"Printers with the status `csn` or `nippon` answer in the order of their buffer: if paper ends or the cover opens in the middle of a ticket, the question stands behind the rest of it, and staff see \"does not answer\" until somebody looks. Before a ticket they tell why they cannot print.\n\n" +
		"| profile | printer | head | status | confirmation | bits per second | bytes of this ticket |\n|---|---|---|---|---|---|---|\n"
	var pictures strings.Builder
	everyPrinter(t, func(t *testing.T, p escpos.Profile) {
		job, err := Lay(p, ticket)
		if err != nil {
			t.Fatal(err)
		}
		if len(job) > most(p) {
			t.Errorf("%d bytes, more than %d", len(job), most(p))
		}
		paper := paperOf(t, p, ticket)
		looksRight(t, p, paper, ticket)
		showsPicture(t, p.Name+".png", paper)
		list += fmt.Sprintf("| [`%s`](#%s) | %s %s | %d dots | %s | %s | %d | %d |\n",
			p.Name, p.Name, p.Vendor, p.Model, p.WidthDots, p.Status, p.Confirmation, p.Speed, len(job))
		fmt.Fprintf(&pictures, "\n## %s\n\n![](%s.png)\n\n", p.Name, p.Name)
		for _, source := range p.Sources {
			fmt.Fprintf(&pictures, "- %s\n", source)
		}
	})
	showsText(t, "README.md", list+pictures.String())
}

// looksRight reads the paper: as text as far as it was sent as text, as pixels by an independent program.
func looksRight(t *testing.T, p escpos.Profile, paper escpos.Paper, ticket Ticket) {
	t.Helper()
	text := strings.Join(strings.Fields(paper.Text()), " ")
	for _, want := range []string{ticket.Office, ticket.Service, ticket.Number, "Senin, 23 November 2026", "3 orang di depan Anda", "Panggilan maksimal 3 kali", "Siapkan: KTP asli"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the paper:\n%s", want, paper.Text())
		}
	}
	if got, want := tallestRun(paper.Image), 12*p.DotsPerMM; got < want {
		t.Errorf("the number is %d dots high, need %d", got, want)
	}
	var picture bytes.Buffer
	if err := paper.WritePNG(&picture); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "paper.png")
	if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := exec.Command("zbarimg", "--quiet", "--raw", file).Output()
	if err != nil || strings.TrimSpace(string(got)) != ticket.URL {
		t.Errorf("zbarimg (Debian's zbar-tools) reads %q (%v)", got, err)
	}
}

// showsPicture compares the paper with its picture in docs, dot by dot, or takes the picture anew.
func showsPicture(t *testing.T, name string, paper escpos.Paper) {
	t.Helper()
	var file bytes.Buffer
	if err := paper.WritePNG(&file); err != nil {
		t.Fatal(err)
	}
	if file.Len() > 30_000 {
		t.Errorf("%s has %d bytes", name, file.Len())
	}
	want, err := png.Decode(bytes.NewReader(shown(t, name, file.Bytes())))
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(want.Bounds())
	draw.Draw(gray, gray.Rect, want, image.Point{}, draw.Src)
	if gray.Rect != paper.Image.Rect || !bytes.Equal(gray.Pix, paper.Image.Pix) {
		t.Errorf("the ticket differs from docs/printers/%s (make screens takes it anew)", name)
	}
}

func showsText(t *testing.T, name, text string) {
	t.Helper()
	if string(shown(t, name, []byte(text))) != text {
		t.Errorf("docs/printers/%s is out of date (make screens writes it anew)", name)
	}
}

// shown reads a file of docs/printers, after writing it where LOKET_SCREENS names the folder.
func shown(t *testing.T, name string, now []byte) []byte {
	t.Helper()
	folder := printersFolder
	if given := os.Getenv("LOKET_SCREENS"); given != "" {
		folder = given
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestEveryPrinterPrintsATicket sends the ticket through the driver to the emulated printer.
func TestEveryPrinterPrintsATicket(t *testing.T) {
	everyPrinter(t, func(t *testing.T, p escpos.Profile) {
		job, err := Lay(p, officeTicket(t))
		if err != nil {
			t.Fatal(err)
		}
		driver, _, papers := emulated(t, p.Name)
		outcome, err := driver.Print(t.Context(), printer.Job{ID: 12, Data: job})
		if outcome != printer.Printed || err != nil {
			t.Fatalf("%s, %v", outcome, err)
		}
		select {
		case paper := <-papers:
			if want := paperOf(t, p, officeTicket(t)); !bytes.Equal(paper.Image.Pix, want.Image.Pix) {
				t.Error("the paper differs from the one that was laid out")
			}
		case <-time.After(20 * time.Second):
			t.Fatal("no paper came out")
		}
	})
}

// TestLongNamesOnEveryPrinter: an office or service may be called anything that can be drawn.
func TestLongNamesOnEveryPrinter(t *testing.T) {
	everyPrinter(t, func(t *testing.T, p escpos.Profile) {
		ticket := officeTicket(t)
		ticket.Office = "Dinas Tenaga Kerja, Transmigrasi, Koperasi dan Usaha Mikro Kabupaten Lombok Tengah – دائرة القوى العاملة 😀"
		ticket.Service = strings.Repeat("Perpanjangan kartu pencari kerja ", 20)
		paper := paperOf(t, p, ticket)
		if n := strings.Count(strings.Join(strings.Fields(paper.Text()), " "), "Perpanjangan kartu pencari kerja"); n != 20 {
			t.Errorf("%d of 20 words are on the paper", n)
		}
		ticket.Office = strings.Repeat("Disnakertrans ", 715) // 10,010 characters
		if _, err := Lay(p, ticket); err != nil && !strings.Contains(err.Error(), "two metres") {
			t.Errorf("a name of 10,000 characters: %v", err)
		}
		for name, want := range map[string]string{"Disnaker\x1b@": "U+001B", "\u202eDisnaker": "U+202E", "勞工局": "U+52DE"} {
			ticket.Office, ticket.Language = name, api.ID
			if job, err := Lay(p, ticket); err == nil || job != nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}
