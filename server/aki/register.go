package aki

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

// EventRegisterExported is journalled when the register leaves the program with full NIKs.
const EventRegisterExported = "register.exported"

// Entry is one line of the Buku Register (SOP, "Pencatatan dan Pendataan" 1): a card and its holder.
type Entry struct {
	Card
	NIK      NIK
	Holder   SeekerData
	IssuedBy string // staff id
}

// Page is a part of the register.
type Page struct {
	Entries []Entry
	Next    string // where the next page begins, "" after the last
}

// maxNumber is more digits than a registration number has.
const maxNumber = 40

// pageSize is the entries of a page, and how many a search finds.
const pageSize = 50

// RegisterPage returns the cards that were issued in the days from and to, in number order, from a place that an earlier
// page gave. Invalid for a day that is none, or a place that is not ours.
func (s *Service) RegisterPage(ctx context.Context, from, to office.Day, after string) (Page, error) {
	if err := checkDays(from, to); err != nil {
		return Page{}, err
	}
	created, id, err := readPlace(after)
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		page.Entries, err = entries(tx, s.NIKs, `c.office = $1 AND c.issued_on >= $2 AND c.issued_on <= $3
			AND (c.created_at > $4 OR (c.created_at = $4 AND c.id > $5)) ORDER BY c.created_at, c.id LIMIT $6`,
			s.journal.Office(), string(from), string(to), created, id, pageSize+1)
		return err
	})
	if len(page.Entries) > pageSize {
		page.Entries = page.Entries[:pageSize]
		last := page.Entries[pageSize-1]
		page.Next = fmt.Sprintf("%d.%s", last.CreatedAt.UnixMilli(), last.ID)
	}
	return page, err
}

func checkDays(from, to office.Day) error {
	c := &checker{}
	if !isDay(from) {
		c.wrong("from", fault.New(fault.Invalid, "field.date"))
	}
	if !isDay(to) {
		c.wrong("to", fault.New(fault.Invalid, "field.date"))
	}
	if len(c.found) == 0 && to < from {
		c.wrong("to", fault.New(fault.Invalid, "register.range"))
	}
	return fault.Join(c.found)
}

func readPlace(after string) (created int64, id string, err error) {
	if after == "" {
		return 0, "", nil
	}
	if n, err := fmt.Sscanf(after, "%d.%s", &created, &id); n != 2 || err != nil {
		return 0, "", fault.New(fault.Invalid, "register.place").At("after")
	}
	return created, id, nil
}

// Find returns the cards of those whom a text may mean: the digits of a NIK, of a registration number or of its
// beginning, otherwise a part of a name. At most 50, by name; more tells that there are others. Invalid for less than
// three characters.
func (s *Service) Find(ctx context.Context, text string) (found []Entry, more bool, err error) {
	text = strings.Join(strings.Fields(text), " ")
	if len([]rune(text)) < 3 {
		return nil, false, fault.New(fault.Invalid, "register.short").At("text")
	}
	// Each way leads from few rows of an index to the cards: a condition on both tables at once would read them all.
	condition, args := `c.seeker IN (SELECT id FROM seekers WHERE office = $1 AND name LIKE $2 ESCAPE '!' ORDER BY name, id LIMIT $3)
		ORDER BY s.name, c.created_at`, []any{s.journal.Office(), "%" + likely(fold(text)) + "%", pageSize + 1}
	if digits := strings.ReplaceAll(text, " ", ""); strings.Trim(digits, "0123456789") == "" {
		condition, args = `c.office = $1 AND c.number >= $2 AND c.number <= $3 ORDER BY c.number LIMIT $4`,
			[]any{s.journal.Office(), digits, digits + strings.Repeat("9", maxNumber), pageSize + 1}
		if nik, err := ParseNIK(digits); err == nil {
			condition, args = `c.id IN (SELECT id FROM cards WHERE office = $1 AND number = $2
				UNION SELECT k.id FROM cards k JOIN seekers p ON p.id = k.seeker WHERE p.office = $1 AND p.nik_mark = $3) ORDER BY c.created_at LIMIT $4`,
				[]any{s.journal.Office(), digits, mark(s.NIKs, nik), pageSize + 1}
		}
	}
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		found, err = entries(tx, s.NIKs, condition, args...)
		return err
	})
	return found[:min(len(found), pageSize)], len(found) > pageSize, err
}

// fold is a name as it is sought.
func fold(name string) string { return strings.ToLower(name) }

// likely keeps what LIKE would read as a pattern.
func likely(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

// Export returns all entries of the days from and to, and journals that actor took them, for they hold full NIKs.
func (s *Service) Export(ctx context.Context, actor string, from, to office.Day) ([]Entry, error) {
	if err := checkDays(from, to); err != nil {
		return nil, err
	}
	var all []Entry
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) (err error) {
		all, err = entries(tx.Tx, s.NIKs, `c.office = $1 AND c.issued_on >= $2 AND c.issued_on <= $3 ORDER BY c.created_at, c.id`,
			tx.Office, string(from), string(to))
		if err != nil {
			return err
		}
		_, err = tx.Append(EventRegisterExported, struct {
			From office.Day `json:"from"`
			To   office.Day `json:"to"`
		}{from, to})
		return err
	})
	return all, err
}

// entries reads the entries for which condition holds: c is the card, s its holder.
func entries(tx *store.Tx, box *NIKBox, condition string, args ...any) ([]Entry, error) {
	var (
		all  []Entry
		made []int // reports of each
	)
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			e              Entry
			reports        int
			sealed64, data string
		)
		err := scanCard(rows, &e.Card, &reports, &e.IssuedBy, &sealed64, &data)
		if err != nil {
			return err
		}
		if e.NIK, err = openNIK(box, sealed64, e.Seeker); err != nil {
			return err
		}
		all, made = append(all, e), append(made, reports)
		return json.Unmarshal([]byte(data), &all[len(all)-1].Holder)
	}, `SELECT `+cardColumns+`, c.reported, c.issued_by, s.nik_sealed, s.data
		FROM cards c JOIN seekers s ON s.id = c.seeker WHERE `+condition, args...)
	for i := range all {
		if err == nil && made[i] > 0 {
			err = readReports(tx, &all[i].Card)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("aki: register: %w", err)
	}
	return all, nil
}

// NameSeekers makes those found by name who were entered before names were kept apart. It runs once after such an update.
func (s *Service) NameSeekers(ctx context.Context) error {
	for after := ""; ; {
		names := map[string]string{}
		err := s.journal.Update(ctx, "system", func(tx *journal.Tx) error {
			err := tx.Each(func(rows *sql.Rows) error {
				var id, data string
				var d SeekerData
				if err := rows.Scan(&id, &data); err != nil {
					return err
				}
				err := json.Unmarshal([]byte(data), &d)
				names[id], after = fold(d.Name), id
				return err
			}, `SELECT id, data FROM seekers WHERE office = $1 AND name = '' AND id > $2 ORDER BY id LIMIT 1000`, tx.Office, after)
			for id, name := range names {
				if err == nil {
					_, err = tx.Exec(`UPDATE seekers SET name = $2 WHERE id = $1`, id, name)
				}
			}
			return err
		})
		if err != nil || len(names) == 0 {
			return err
		}
	}
}
