package bench

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"loket/server"
	"loket/server/aki"
	"loket/server/journal"
	"loket/server/office"
)

const batch = 5_000 // rows of one transaction

var (
	firstNames = strings.Fields("Lalu Baiq Muhammad Siti Nur Ahmad Dewi Made Wayan Ni Abdul Raden Putri Zainul Sri Hasan Rina Ayu Agus Yuli")
	lastNames  = strings.Fields("Hidayat Rahmawati Wirawan Anggraini Hartono Lestari Sasmita Kusuma Wahyuni Saputra Maulana Fitriani Nugraha Aprilia " +
		"Setiawan Handayani Suryadi Marlina Iskandar Puspita Ramdhani Yuliani Firmansyah Oktaviani Gunawan Safitri Zulkarnain Mulyani Prasetyo Utami")
)

// benchName is the i-th seeker's, one of 12,000 with a number that no other has.
func benchName(i int) string {
	return fmt.Sprintf("%s %s %s %d", firstNames[i%20], lastNames[i/20%30], lastNames[(i/600+i)%30], i)
}

func benchNIK(i int) string {
	return fmt.Sprintf("520201%02d%02d%02d%04d", 1+i%28, 1+i/28%12, (70+i/336%35)%100, 1+i/11760)
}

// register measures finding a card among ten years of them, and its PDF, at the API of a server in a process of its
// own, beside the same server's answer that it is alive.
func register(ctx context.Context, dir string, options Options) ([]Figure, error) {
	data := filepath.Join(dir, "data")
	o, err := prepare(ctx, data, 1)
	if err != nil {
		return nil, err
	}
	card, err := fill(ctx, data, options.Cards)
	if err != nil {
		return nil, err
	}
	p, err := serveData(ctx, data)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.stop() }()
	c := newClient(p.url, "")
	defer c.close()
	if err := c.signIn(ctx, o.officers[0], o.password); err != nil {
		return nil, err
	}
	find := func(text func(i int) string) func(i int) error {
		return func(i int) error {
			body, err := json.Marshal(map[string]string{"text": text(i)})
			if err != nil {
				return err
			}
			_, err = c.post(ctx, "/register-searches", "", string(body), http.StatusOK)
			return err
		}
	}
	const runs = 200
	floor, err := slowest(runs, func(int) error {
		_, err := c.send(ctx, http.MethodGet, "/office", "", "", http.StatusOK)
		return err
	})
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for _, f := range []struct {
		name string
		most float64
		do   func(i int) error
	}{
		{"search, part of a frequent name, p95", 50, find(func(i int) string { return strings.ToLower(lastNames[i%30][1:5]) })},
		{"search, part of one name, p95", 50, find(func(i int) string { return benchName(i * 997 % options.seekers())[3:] })},
		{"search, part of no name, p95", 50, find(func(i int) string { return fmt.Sprintf("zzz%d", i) })},
		{"search, NIK, p95", 50, find(func(i int) string { return benchNIK(i * 991 % options.seekers()) })},
		{"search, number, p95", 50, find(func(i int) string { return benchNumber(i * 1499 % options.Cards) })},
		{"card as PDF, p95", 60, func(int) error {
			_, err := c.send(ctx, http.MethodGet, "/cards/"+card+"/pdf", "", "", http.StatusOK)
			return err
		}},
	} {
		took, err := slowest(runs, f.do)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		figures = append(figures, figure(f.name, "ms", took, floor, "the office's name from the same server").atMost(f.most))
	}
	return figures, nil
}

// slowest is the 95th percentile of so many runs, in milliseconds.
func slowest(runs int, do func(i int) error) (float64, error) {
	took := make([]float64, runs)
	for i := range took {
		began := time.Now()
		if err := do(i); err != nil {
			return 0, err
		}
		took[i] = float64(time.Since(began).Microseconds()) / 1000
	}
	return quantile(took, .95), nil
}

func benchNumber(i int) string {
	day := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/82)
	return fmt.Sprintf("5202%s%06d", day.Format("020106"), i)
}

// seekers is how many people the cards are for.
func (o Options) seekers() int { return o.Cards * 2 / 3 }

// fill writes cards and their seekers, as the room would, and returns the id of a card of today that can be printed.
func fill(ctx context.Context, data string, cards int) (string, error) {
	seekers := Options{Cards: cards}.seekers()
	s, err := server.New(ctx, server.Config{Data: data, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	defer func() { _ = s.Close() }()
	holder := aki.SeekerData{
		BirthPlace: "Praya", BirthDate: "1999-03-12", Sex: aki.Female, Marital: aki.Single, Religion: aki.Islam,
		Address: "Dusun Montong Are RT 003 RW 001, Desa Mertak Tombok, Kecamatan Praya, Kabupaten Lombok Tengah",
		Education: []aki.School{
			{Level: aki.Primary, School: "SDN 2 Mertak Tombok", Year: 2011}, {Level: aki.LowerSecondary, School: "MTs Negeri 1 Lombok Tengah", Year: 2014},
			{Level: aki.UpperSecondary, School: "SMKN 1 Praya", Major: "Teknik Komputer dan Jaringan", Year: 2017},
		},
	}
	seeker := func(i int) string { return fmt.Sprintf("bench-seeker-%06d", i) }
	for from := 0; from < seekers; from += batch {
		err := s.Journal.Update(ctx, "system", func(tx *journal.Tx) error {
			for i := from; i < min(from+batch, seekers); i++ {
				nik, err := aki.ParseNIK(benchNIK(i))
				if err != nil {
					return fmt.Errorf("%s: %w", benchNIK(i), err)
				}
				holder.Name = benchName(i)
				text, err := json.Marshal(holder)
				if err != nil {
					return err
				}
				mark, err := aki.MarkNIK(s.AKI.NIKs, benchNIK(i))
				if err != nil {
					return err
				}
				_, err = tx.Exec(`INSERT INTO seekers (id, office, nik_sealed, nik_mark, data, created_at, updated_at, name) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
					seeker(i), tx.Office, base64.RawStdEncoding.EncodeToString(s.AKI.NIKs.Seal(nik, seeker(i))), mark, string(text), int64(i), strings.ToLower(holder.Name))
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	for from := 0; from < cards; from += batch {
		err := s.Journal.Update(ctx, "system", func(tx *journal.Tx) error {
			for i := from; i < min(from+batch, cards); i++ {
				day := office.Day(time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/82).Format("2006-01-02"))
				ending := ""
				if i+seekers < cards { // its holder gets a later one
					ending = "replaced"
				}
				_, err := tx.Exec(`INSERT INTO cards (id, office, number, seeker, ticket, issued_on, expires_on, counts_from, jws, issued_by, created_at, ending)
					VALUES ($1, $2, $3, $4, '', $5, $6, $5, $7, 'bench', $8, $9)`, fmt.Sprintf("bench-card-%06d", i), tx.Office, benchNumber(i),
					seeker(i%seekers), string(day), string(day.AddMonths(24)), strings.Repeat("x", 300), int64(i), ending)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	card, err := s.AKI.IssueCard(ctx, "bench", seeker(0), "")
	return card.ID, err
}
