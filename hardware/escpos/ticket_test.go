package escpos_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	firmwareconfigs "loket/firmware-configs"
	"loket/hardware/escpos"
)

const ticketURL = "https://loket.example/t/7Q2M-K4XW"

// sampleTicket is a ticket as the kiosk lays it out, with characters beyond ASCII.
func sampleTicket(p escpos.Profile) *escpos.Encoder {
	return escpos.NewEncoder(p).
		Align(escpos.Center).Bold(true).Line("DINAS TENAGA KERJA").Bold(false).
		Line("AK/I – Kartu Pencari Kerja").
		Feed(1).Size(4, 4).Bold(true).Line("A-012").Size(1, 1).Bold(false).
		Line("5 orang di depan Anda, ± 25 menit").
		QR(ticketURL, 6).
		Align(escpos.Left).
		Line("Panggilan maksimal 3 kali. Siapkan KTP, ijazah terakhir dan pasfoto berwarna.").
		Cut()
}

func profiles(t *testing.T) []escpos.Profile {
	t.Helper()
	all, err := escpos.Profiles(firmwareconfigs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestProfiles prints the sample on every printer: the bytes and the picture are as approved,
// the text can be read back, and an independent reader finds the QR symbol.
func TestProfiles(t *testing.T) {
	all := profiles(t)
	if len(all) < 18 {
		t.Fatalf("only %d profiles", len(all))
	}
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) {
			data, err := sampleTicket(p).Bytes()
			if err != nil {
				t.Fatal(err)
			}
			escpos.Golden(t, p.Name+".hex", []byte(hex.Dump(data)))
			papers, err := escpos.Decode(p, data)
			if err != nil || len(papers) != 1 {
				t.Fatalf("%d papers, %v", len(papers), err)
			}
			paper := papers[0]
			if paper.Cut != (p.Cutter.Kind != escpos.CutterNone) {
				t.Errorf("cut: %v", paper.Cut)
			}
			var picture bytes.Buffer
			if err := paper.WritePNG(&picture); err != nil {
				t.Fatal(err)
			}
			escpos.GoldenPicture(t, p.Name+".png", paper.Image)
			text := strings.Join(strings.Fields(paper.Text()), " ")
			const after = "Panggilan maksimal 3 kali. Siapkan KTP, ijazah terakhir dan pasfoto berwarna."
			before := "DINAS TENAGA KERJA AK/I – Kartu Pencari Kerja A-012"
			if _, dash := p.CodePages["cp1252"]; !dash { // that line goes as dots
				before = "DINAS TENAGA KERJA A-012"
			}
			if !strings.HasPrefix(text, before) || !strings.HasSuffix(text, after) {
				t.Errorf("text is %q", text)
			}
			if got := zbar(t, picture.Bytes()); got != "QR-Code:"+ticketURL {
				t.Errorf("zbarimg reads %q", got)
			}
		})
	}
}

// zbar reads the symbols in a picture with an independent program.
func zbar(t *testing.T, picture []byte) string {
	t.Helper()
	path, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: apt-get install zbar-tools")
	}
	file := filepath.Join(t.TempDir(), "paper.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--quiet", file)
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("zbarimg finds nothing: %v", err)
	}
	return strings.TrimSpace(string(out))
}
