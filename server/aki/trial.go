package aki

import (
	"fmt"
	"io"
	"strings"

	"loket/server/office"
)

// TrialCard prints a made-up seeker's card with the office's words, for nobody to see: words that do not fit
// are found when the office is set up and not when the first seeker waits. It returns a FieldError.
func TrialCard(o *office.Office) error {
	seeker := Seeker{NIK: "5202015203990001", Data: SeekerData{
		Name: "Baiq Siti Rahmawati", BirthPlace: "Praya", BirthDate: "1999-03-12",
		Sex: Female, Marital: Single, Religion: Islam,
		Address: "Dusun Montong Are RT 003 RW 001, Desa Mertak Tombok, Kecamatan Praya", Phone: "0812-3456-7890",
		Education: []School{{Level: UpperSecondary, School: "SMKN 1 Praya", Major: "Akuntansi", Year: 2017}},
	}}
	card := Card{Life: Begin("2026-11-23", o.Card.ValidMonths)}
	qr := "https://loket.example/v/" + strings.Repeat("A", 260) // as long as a signed card is
	sheet := card.sheet(seeker, o, []string{o.Code, "231126", "000001"}, qr)
	if err := RenderCard(io.Discard, sheet); err != nil {
		return fmt.Errorf("the office's card cannot be printed: %w", err)
	}
	return nil
}
