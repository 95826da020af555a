package escpos

import (
	"bytes"
	"image"
	"testing"

	"pgregory.net/rapid"
)

// treacherous draws bytes that often form real-time commands.
var treacherous = rapid.OneOf(rapid.SampledFrom([]byte{0x10, 0x04, 0x05, 0x14, 0x00}), rapid.Byte())

// TestPicturesHoldNoRealTimeCommand: whatever the picture, the band height and the text
// around it, no DLE command is sent, and on paper at most single dots are wider by one.
func TestPicturesHoldNoRealTimeCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testProfile()
		p.BandRows = rapid.IntRange(1, 9).Draw(t, "bandRows")
		stride := rapid.IntRange(1, p.WidthDots/8).Draw(t, "stride")
		rows := rapid.IntRange(1, 12).Draw(t, "rows")
		pix := rapid.SliceOfN(treacherous, stride*rows, stride*rows).Draw(t, "pix")
		want := &bitmap{width: stride * 8, stride: stride, pix: pix}
		data, err := NewEncoder(p).Image(want.gray()).Line("A").Image(want.gray()).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if at := findRealTime(data); at >= 0 {
			t.Fatalf("real-time command at %d: % x", at, data)
		}
		papers, err := Decode(p, data)
		if err != nil {
			t.Fatal(err)
		}
		got := toBitmap(papers[0].Image)
		for y := range rows {
			for x := range want.width {
				was, is := want.black(x, y), got.black(x, y)
				widened := !was && is && want.black(x+1, y) && !want.black(x+2, y)
				if was != is && !widened {
					t.Fatalf("dot (%d, %d) was %v, is %v", x, y, was, is)
				}
			}
		}
	})
}

// TestTicketsHoldNoRealTimeCommand: nor does anything else that makes a ticket, at the borders
// between its commands and bands, on any printer.
func TestTicketsHoldNoRealTimeCommand(t *testing.T) {
	all := printers(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(all).Draw(t, "printer")
		p.BandRows = rapid.SampledFrom([]int{1, 4, 5, 16, 20, 24}).Draw(t, "bandRows")
		small := rapid.IntRange(1, 8)
		picture := &bitmap{width: 40, stride: 5, pix: rapid.SliceOfN(treacherous, 5*20, 5*20).Draw(t, "pix")}
		data, err := NewEncoder(p).Align(Align(rapid.IntRange(0, 2).Draw(t, "align"))).
			Size(small.Draw(t, "w"), small.Draw(t, "h")).Text(rapid.StringMatching(`[A-E é–±Жم]{0,40}`).Draw(t, "text")).
			QR(rapid.StringMatching("[\x04\x05\x10\x14a]{1,20}").Draw(t, "qr"), small.Draw(t, "module")).
			Image(picture.gray()).Feed(small.Draw(t, "feed")).Code128("A-012", 2, small.Draw(t, "height")).
			Image(picture.gray()).Cut().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if at := findRealTime(data); at >= 0 {
			t.Fatalf("real-time command at %d", at)
		}
		if _, err := Decode(p, data); err != nil {
			t.Fatal(err)
		}
	})
}

// TestThickStrokesStayExact: a picture without single dots is not touched.
func TestThickStrokesStayExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testProfile()
		small := &bitmap{width: 24, stride: 3, pix: rapid.SliceOfN(treacherous, 24, 24).Draw(t, "pix")}
		want := newBitmap(2*small.width, 2*small.rows())
		want.draw(small, 0, 0, 2, 2)
		data, err := NewEncoder(p).Image(want.gray()).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		papers, err := Decode(p, data)
		if err != nil {
			t.Fatal(err)
		}
		got := papers[0].Image.SubImage(image.Rect(0, 0, want.width, want.rows()))
		if !bytes.Equal(toBitmap(got).pix, want.pix) {
			t.Fatal("the picture changed")
		}
	})
}

func TestTreacherousQRContentGoesAsPicture(t *testing.T) {
	p := testProfile()
	p.QR = true
	data, err := NewEncoder(p).QR("before\x10\x04\x01after", 4).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if findRealTime(data) >= 0 || bytes.Contains(data, []byte{0x1D, 0x28, 0x6B}) {
		t.Errorf("the content was sent as it is: % x", data[:40])
	}
}

func TestEndMarksArePrintable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testProfile()
		p.Confirmation = rapid.SampledFrom([]Confirmation{ConfirmGSH, ConfirmNippon}).Draw(t, "kind")
		id := rapid.Uint32().Draw(t, "id")
		if _, err := Decode(p, p.Marked(nil, id)); err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(p.EndMarkReply(id), p.EndMarkReply(id+1)) {
			t.Fatal("neighbours share a mark")
		}
	})
}

func testProfile() Profile {
	return Profile{
		Name: "test", Vendor: "test", Model: "test", WidthDots: 384, DotsPerMM: 8,
		Fonts:    Fonts{A: Font{32, 12, 24}, B: Font{42, 9, 17}},
		CodePage: "cp437", CodePages: map[string]byte{"cp437": 0, "cp1252": 16},
		Cutter: Cutter{CutterPartial, 4}, KanjiAtStart: true,
		Status: StatusCloneR, Confirmation: ConfirmGSR, Speed: 9600, Flow: FlowNone,
		BufferBytes: 4096, BandRows: 24, PrintMMPerS: 100, Sources: []string{"test"},
	}
}
