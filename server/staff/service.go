package staff

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"

	"github.com/google/uuid"
)

// The journal's entries of this room. Their data is ids only.
const (
	EventAdded     = "staff.added"
	EventPassword  = "staff.password"
	EventNIK       = "staff.nik"
	EventSignedIn  = "staff.signed_in"
	EventSignedOut = "staff.signed_out"
)

// event is the data of this room's entries.
type event struct {
	Staff string `json:"staff"`
}

// Service is the room's operations.
type Service struct {
	journal  *journal.Journal
	throttle throttle
}

// New returns the operations on the journal's office.
func New(j *journal.Journal) *Service { return &Service{journal: j} }

const columns = `id, username, name, nip, roles, active`

func scan(row interface{ Scan(...any) error }, more ...any) (Member, error) {
	var (
		m     Member
		roles string
	)
	err := row.Scan(append([]any{&m.ID, &m.Username, &m.Name, &m.NIP, &roles, &m.Active}, more...)...)
	m.Roles = splitRoles(roles)
	return m, err
}

// Add makes an account. Invalid for a wrong field, Conflict for a user name that exists.
func (s *Service) Add(ctx context.Context, actor string, m Member, password string) (Member, error) {
	m.Username = strings.ToLower(strings.TrimSpace(m.Username))
	if err := m.check(password); err != nil {
		return Member{}, err
	}
	m.ID, m.Active = uuid.Must(uuid.NewV7()).String(), true
	phc := hashPassword(password)
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		n, err := tx.Exec(`INSERT INTO staff (id, office, username, name, nip, password, roles, active, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8) ON CONFLICT (office, username) DO NOTHING`,
			m.ID, tx.Office, m.Username, m.Name, m.NIP, phc, joinRoles(m.Roles), tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("staff: add: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "staff.exists", "user", m.Username).At("user")
		}
		_, err = tx.Append(EventAdded, event{m.ID})
		return err
	})
	return m, err
}

// SetPassword gives an account a new password and ends its sessions. NotFound for an unknown name.
func (s *Service) SetPassword(ctx context.Context, actor, username, password string) error {
	var id string
	if n := utf8.RuneCountInString(password); n < minPassword || n > maxPassword {
		return fault.New(fault.Invalid, "password.length").At("password")
	}
	phc := hashPassword(password)
	return s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		err := tx.Row(`UPDATE staff SET password = $3 WHERE office = $1 AND username = $2 RETURNING id`,
			tx.Office, strings.ToLower(username), phc).Scan(&id)
		if store.NoRows(err) {
			return fault.New(fault.NotFound, "staff.not_found", "user", username).At("user")
		}
		if err != nil {
			return fmt.Errorf("staff: password: %w", err)
		}
		if _, err := tx.Exec(`DELETE FROM sessions WHERE staff = $1`, id); err != nil {
			return fmt.Errorf("staff: password: %w", err)
		}
		_, err = tx.Append(EventPassword, event{id})
		return err
	})
}

// SignIn starts a session and returns its cookie. SignedOut for a wrong name or password, without saying
// which; TooMany after too many wrong tries of one name, from one address or both.
func (s *Service) SignIn(ctx context.Context, username, password, address string) (token string, session Session, err error) {
	username = strings.ToLower(strings.TrimSpace(username))
	wrong := fault.New(fault.SignedOut, "session.wrong")
	if len(username) > maxUsername*4 || len(password) > maxPassword*4 {
		return "", Session{}, wrong
	}
	m, phc, err := s.byUsername(ctx, username)
	if err != nil {
		return "", Session{}, err
	}
	byBoth, byName, byAddress := "both:"+address+" "+username, "name:"+username, "address:"+address
	if wait := s.throttle.take(s.journal.Now(), limited{byBoth, triesPerBoth}, limited{byName, triesPerName},
		limited{byAddress, triesPerAddress}); wait > 0 {
		return "", Session{}, fault.New(fault.TooMany, "session.too_many", "minutes", strconv.Itoa(int(wait.Minutes())+1))
	}
	// An unknown name costs as much time as a wrong password, so that nobody learns which names exist.
	if !checkPassword(phc, password) || !m.Active {
		return "", Session{}, wrong
	}
	s.throttle.right(byBoth, byName, byAddress)
	token = newToken()
	err = s.journal.Update(ctx, "staff:"+m.ID, func(tx *journal.Tx) error {
		session = Session{Member: m, ExpiresAt: tx.Now().Add(sessionLife).Truncate(time.Second)}
		if _, err := tx.Exec(`DELETE FROM sessions WHERE expires_at < $1`, tx.Now().UnixMilli()); err != nil {
			return fmt.Errorf("staff: sign in: %w", err)
		}
		_, err := tx.Exec(`INSERT INTO sessions (hash, staff, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
			hashToken(token), m.ID, tx.Now().UnixMilli(), session.ExpiresAt.UnixMilli())
		if err != nil {
			return fmt.Errorf("staff: sign in: %w", err)
		}
		_, err = tx.Append(EventSignedIn, event{m.ID})
		return err
	})
	return token, session, err
}

// nobody is the hash of no password, made with the same costs as any other; only who signs in pays them.
var nobody = sync.OnceValue(func() string { return hashPassword(newToken()) })

func (s *Service) byUsername(ctx context.Context, username string) (m Member, phc string, err error) {
	err = s.journal.View(ctx, func(tx *store.Tx) error {
		m, err = scan(tx.Row(`SELECT `+columns+`, password FROM staff WHERE office = $1 AND username = $2`,
			s.journal.Office(), username), &phc)
		return err
	})
	if store.NoRows(err) {
		return Member{}, nobody(), nil
	}
	if err != nil {
		return Member{}, "", fmt.Errorf("staff: %w", err)
	}
	return m, phc, nil
}

// Session returns who a cookie belongs to. SignedOut if the session is unknown or over.
func (s *Service) Session(ctx context.Context, token string) (Session, error) {
	var (
		session Session
		expires int64
	)
	err := s.journal.Glance(ctx, func(tx *store.Tx) (err error) {
		session.Member, err = scan(tx.Row(`SELECT m.id, m.username, m.name, m.nip, m.roles, m.active, s.expires_at
			FROM sessions s JOIN staff m ON m.id = s.staff
			WHERE s.hash = $1 AND m.office = $2 AND s.expires_at > $3 AND m.active = TRUE`,
			hashToken(token), s.journal.Office(), tx.Now().UnixMilli()), &expires)
		return err
	})
	if store.NoRows(err) {
		return Session{}, fault.New(fault.SignedOut, "session.signed_out")
	}
	if err != nil {
		return Session{}, fmt.Errorf("staff: session: %w", err)
	}
	session.ExpiresAt = time.UnixMilli(expires)
	return session, nil
}

// Present tells whether a member has a session now.
func (s *Service) Present(tx *store.Tx, id string) (bool, error) {
	var n int
	err := tx.Row(`SELECT COUNT(*) FROM sessions WHERE staff = $1 AND expires_at > $2`, id, tx.Now().UnixMilli()).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("staff: present: %w", err)
	}
	return n > 0, nil
}

// Holds tells whether an active member has a role.
func (s *Service) Holds(tx *store.Tx, id string, role access.Role) (bool, error) {
	m, err := scan(tx.Row(`SELECT `+columns+` FROM staff WHERE office = $1 AND id = $2`, s.journal.Office(), id))
	if store.NoRows(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("staff: holds: %w", err)
	}
	return m.Active && slices.Contains(m.Roles, role), nil
}

// NIKMark is the mark under which a member's own NIK is kept, "" if none is.
func (s *Service) NIKMark(tx *store.Tx, id string) (string, error) {
	var mark string
	err := tx.Row(`SELECT nik_mark FROM staff WHERE office = $1 AND id = $2`, s.journal.Office(), id).Scan(&mark)
	if err != nil && !store.NoRows(err) {
		return "", fmt.Errorf("staff: nik: %w", err)
	}
	return mark, nil
}

// SetNIKMark keeps the mark of a member's own NIK, so that nobody signs an own card. NotFound for an unknown name.
func (s *Service) SetNIKMark(ctx context.Context, actor, username, mark string) error {
	return s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		var id string
		err := tx.Row(`UPDATE staff SET nik_mark = $3 WHERE office = $1 AND username = $2 RETURNING id`, tx.Office, username, mark).Scan(&id)
		if store.NoRows(err) {
			return fault.New(fault.NotFound, "staff.not_found", "user", username).At("user")
		}
		if err != nil {
			return fmt.Errorf("staff: nik: %w", err)
		}
		_, err = tx.Append(EventNIK, event{id})
		return err
	})
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.journal.Update(ctx, "system", func(tx *journal.Tx) error {
		var id string
		err := tx.Row(`DELETE FROM sessions WHERE hash = $1 RETURNING staff`, hashToken(token)).Scan(&id)
		if store.NoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("staff: sign out: %w", err)
		}
		tx.Actor = "staff:" + id
		_, err = tx.Append(EventSignedOut, event{id})
		return err
	})
}

// Members returns all accounts by user name.
func (s *Service) Members(ctx context.Context) ([]Member, error) {
	var members []Member
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			m, err := scan(rows)
			members = append(members, m)
			return err
		}, `SELECT `+columns+` FROM staff WHERE office = $1 ORDER BY username`, s.journal.Office())
	})
	if err != nil {
		return nil, fmt.Errorf("staff: members: %w", err)
	}
	return members, nil
}
