package aki

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"loket/server/office"
	"loket/server/store"

	"github.com/google/uuid"
)

// cardColumns are what scanCard reads of a card c.
const cardColumns = `c.id, c.number, c.seeker, c.ticket, c.counts_from, c.issued_on, c.expires_on, c.replaces, c.jws, c.created_at,
	c.ending, c.ended_on, c.ended_by, c.replaced_by, c.employer, c.sector, c.returned,
	(SELECT COALESCE(SUM(copies), 0) FROM card_legalisations WHERE card = c.id)`

// scanCard reads cardColumns and what stands behind them. The card's reports are read apart, by readReports.
func scanCard(rows *sql.Rows, c *Card, more ...any) error {
	var created int64
	columns := []any{
		&c.ID, &c.Number, &c.Seeker, &c.Ticket, &c.From, &c.IssuedOn, &c.ExpiresOn, &c.Replaces, &c.JWS, &created,
		&c.Ending.As, &c.Ending.On, &c.Ending.Officer, &c.ReplacedBy, &c.Ending.Employer, &c.Ending.Sector, &c.Ending.Returned, &c.Legalised,
	}
	err := rows.Scan(append(columns, more...)...)
	c.CreatedAt = store.Moment(created)
	return err
}

// cardsBy reads the cards for which condition holds.
func cardsBy(tx *store.Tx, condition string, args ...any) ([]Card, error) {
	var cards []Card
	err := tx.Each(func(rows *sql.Rows) error {
		var c Card
		err := scanCard(rows, &c)
		cards = append(cards, c)
		return err
	}, `SELECT `+cardColumns+` FROM cards c WHERE `+condition, args...)
	if err != nil {
		return nil, fmt.Errorf("aki: read cards: %w", err)
	}
	for i := range cards {
		if err := readReports(tx, &cards[i]); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

func readReports(tx *store.Tx, c *Card) error {
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			n int
			r Report
		)
		err := rows.Scan(&n, &r.On, &r.Officer)
		if err == nil {
			c.Reports[n-1] = r
		}
		return err
	}, `SELECT n, reported_on, officer FROM card_reports WHERE card = $1`, c.ID)
	if err != nil {
		return fmt.Errorf("aki: read reports: %w", err)
	}
	return nil
}

// cardBy reads the card for which condition holds; no rows without.
func cardBy(tx *store.Tx, condition string, args ...any) (Card, error) {
	cards, err := cardsBy(tx, condition, args...)
	if err == nil && len(cards) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Card{}, err
	}
	return cards[0], nil
}

// insertCard stores a new card with the reports that it takes over.
func insertCard(tx *store.Tx, officeID string, c Card, staff string) error {
	_, err := tx.Exec(`INSERT INTO cards (id, office, number, seeker, ticket, counts_from, issued_on, expires_on, replaces, jws, issued_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, officeID, c.Number, c.Seeker, c.Ticket, string(c.From), string(c.IssuedOn), string(c.ExpiresOn), c.Replaces, c.JWS, staff, c.CreatedAt.UnixMilli())
	if err != nil {
		return fmt.Errorf("aki: insert card: %w", err)
	}
	for i, r := range c.Reports {
		if r.On != "" {
			if err := insertReport(tx, c.ID, i+1, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func insertReport(tx *store.Tx, card string, n int, r Report) error {
	_, err := tx.Exec(`INSERT INTO card_reports (card, n, reported_on, officer, created_at) VALUES ($1, $2, $3, $4, $5)`,
		card, n, string(r.On), r.Officer, tx.Now().UnixMilli())
	if err == nil {
		_, err = tx.Exec(`UPDATE cards SET reported = $2 WHERE id = $1`, card, n)
	}
	if err != nil {
		return fmt.Errorf("aki: insert report: %w", err)
	}
	return nil
}

// endCard stores how a card ended.
func endCard(tx *store.Tx, c Card) error {
	_, err := tx.Exec(`UPDATE cards SET ending = $2, ended_on = $3, ended_by = $4, ended_at = $5, replaced_by = $6, employer = $7, sector = $8, returned = $9
		WHERE id = $1`, c.ID, string(c.Ending.As), string(c.Ending.On), c.Ending.Officer, tx.Now().UnixMilli(), c.ReplacedBy,
		c.Ending.Employer, c.Ending.Sector, c.Ending.Returned)
	if err != nil {
		return fmt.Errorf("aki: end card: %w", err)
	}
	return nil
}

// cardsToCome reads the cards whose next report, lapse or expiry may be between two days, and a few beside them:
// months are not all of one length.
func cardsToCome(tx *store.Tx, officeID string, low, high office.Day) ([]Card, error) {
	const standing = `SELECT id FROM cards WHERE ending = '' AND office = $1 AND `
	// Each by its own index: one condition with OR reads every card that has not ended.
	parts, args := []string{standing + `expires_on BETWEEN $2 AND $3`}, []any{officeID, string(low), string(high)}
	for made, months := range reportMonths {
		for _, later := range []int{0, lapseMonths} {
			from, to := low.AddMonths(-months-later).AddDays(-4), high.AddMonths(-months-later).AddDays(4)
			args = append(args, made, string(from), string(to))
			parts = append(parts, standing+fmt.Sprintf(`reported = $%d AND counts_from BETWEEN $%d AND $%d`, len(args)-2, len(args)-1, len(args)))
		}
	}
	return cardsBy(tx, `id IN (`+strings.Join(parts, ` UNION `)+`)`, args...)
}

func insertLegalisation(tx *store.Tx, card string, l Legalisation) error {
	_, err := tx.Exec(`INSERT INTO card_legalisations (id, card, copies, officer, created_at) VALUES ($1, $2, $3, $4, $5)`,
		uuid.Must(uuid.NewV7()).String(), card, l.Copies, l.Officer, l.At.UnixMilli())
	if err != nil {
		return fmt.Errorf("aki: insert legalisation: %w", err)
	}
	return nil
}

func legalisationsOf(tx *store.Tx, card string) ([]Legalisation, error) {
	var all []Legalisation
	err := tx.Each(func(rows *sql.Rows) error {
		var (
			l  Legalisation
			at int64
		)
		err := rows.Scan(&l.Copies, &l.Officer, &at)
		l.At = store.Moment(at)
		all = append(all, l)
		return err
	}, `SELECT copies, officer, created_at FROM card_legalisations WHERE card = $1 ORDER BY id`, card)
	if err != nil {
		return nil, fmt.Errorf("aki: read legalisations: %w", err)
	}
	return all, nil
}

func updateJWS(tx *store.Tx, id, jws string) error {
	if _, err := tx.Exec(`UPDATE cards SET jws = $2 WHERE id = $1`, id, jws); err != nil {
		return fmt.Errorf("aki: update card: %w", err)
	}
	return nil
}

func notePrint(tx *store.Tx, id string) error {
	if _, err := tx.Exec(`UPDATE cards SET printed_at = $2 WHERE id = $1`, id, tx.Now().UnixMilli()); err != nil {
		return fmt.Errorf("aki: note print: %w", err)
	}
	return nil
}

// printedSince tells whether a ticket's card was printed at or after a moment.
func printedSince(tx *store.Tx, officeID, ticket string, since time.Time) (bool, error) {
	var n int
	err := tx.Row(`SELECT COUNT(*) FROM cards WHERE ticket = $1 AND office = $2 AND printed_at >= $3`, ticket, officeID, since.UnixMilli()).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("aki: printed: %w", err)
	}
	return n > 0, nil
}
