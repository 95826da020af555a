package aki

import (
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

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

// The fullest card that is accepted is still whole and clear.
func TestFullestCards(t *testing.T) {
	for name, fill := range map[string]func(*CardSheet, int){
		"address":    func(s *CardSheet, n int) { s.Address = strings.Repeat("Gang Mawar Baru ", n) },
		"education":  func(s *CardSheet, n int) { s.Education = slices.Repeat(s.Education[2:3], n) },
		"skills":     func(s *CardSheet, n int) { s.Skills = slices.Repeat([]string{"Juru las, bengkel"}, n) },
		"provisions": func(s *CardSheet, n int) { s.Provisions = slices.Repeat(DefaultProvisions, n) },
		"law":        func(s *CardSheet, n int) { s.LegalBasis = slices.Repeat(DefaultLegalBasis, n) },
		"officer":    func(s *CardSheet, n int) { s.Signatory.Name = strings.Repeat("Lalu ", n) },
	} {
		t.Run(name, func(t *testing.T) {
			most := sort.Search(400, func(n int) bool {
				sheet := sampleSheet(t)
				fill(&sheet, n+1)
				return RenderCard(io.Discard, sheet) != nil
			})
			if most == 0 || most == 400 {
				t.Fatalf("%d times is the most", most)
			}
			sheet := sampleSheet(t)
			fill(&sheet, most)
			path := writePDF(t, sheet)
			noOverlap(t, path)
			mustStandIn(t, run(t, "pdftotext", "-raw", path, "-"), sheet.Address, sheet.Signatory.Name)
		})
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
