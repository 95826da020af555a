// Package device is the office's paired machines: kiosks, boards and counters' call units. Each has a token
// that is told once and kept as a hash, and says how it is; a failure is a named state that staff see.
package device

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"loket/server/access"
	"loket/server/fault"
	"loket/server/journal"
	"loket/server/store"

	"github.com/google/uuid"
)

// Device is one paired machine.
type Device struct {
	ID      string
	Kind    access.Role // Kiosk, Display or CounterDevice
	Name    string
	State   string // "" before the first report, "ready", or by name what is wrong
	SeenAt  time.Time
	Revoked bool
	Details *Details // nil where it said none
}

// Principal is who the device's requests are made by.
func (d Device) Principal() access.Principal {
	return access.Principal{Kind: access.Device, ID: d.ID, Roles: []access.Role{d.Kind}}
}

// The journal's entries of this room.
const (
	EventPaired  = "device.paired"
	EventRevoked = "device.revoked"
	EventHealth  = "device.health"
)

// Event is the data of this room's entries.
type Event struct {
	Device string `json:"device,omitempty"`
	Name   string `json:"name"`
	State  string `json:"state,omitempty"`
}

// Service is the room's operations.
type Service struct{ journal *journal.Journal }

// New returns the operations on the journal's office.
func New(j *journal.Journal) *Service { return &Service{j} }

const columns = `id, kind, name, state, seen_at, revoked_at, details`

func scan(row interface{ Scan(...any) error }) (Device, error) {
	var (
		d             Device
		seen, revoked int64
		details       string
	)
	err := row.Scan(&d.ID, &d.Kind, &d.Name, &d.State, &seen, &revoked, &details)
	if err == nil {
		d.Details, err = parseDetails(details)
	}
	if seen > 0 {
		d.SeenAt = time.UnixMilli(seen).UTC()
	}
	d.Revoked = revoked > 0
	return d, err
}

// Pair adds a device and returns its token, which nobody can read again. Invalid for a wrong field.
func (s *Service) Pair(ctx context.Context, actor string, kind access.Role, name string) (Device, string, error) {
	name = strings.TrimSpace(name)
	var wrong []*fault.Error
	if !slices.Contains(access.DeviceRoles(), kind) {
		wrong = append(wrong, fault.New(fault.Invalid, "field.not_in_list", "value", string(kind)).At("kind"))
	}
	switch {
	case name == "":
		wrong = append(wrong, fault.New(fault.Invalid, "field.required").At("name"))
	case utf8.RuneCountInString(name) > 60:
		wrong = append(wrong, fault.New(fault.Invalid, "field.too_long", "limit", "60").At("name"))
	case strings.ContainsFunc(name, unicode.IsControl):
		wrong = append(wrong, fault.New(fault.Invalid, "field.characters").At("name"))
	}
	if err := fault.Join(wrong); err != nil {
		return Device{}, "", err
	}
	d := Device{ID: uuid.Must(uuid.NewV7()).String(), Kind: kind, Name: name}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	token := base64.RawURLEncoding.EncodeToString(secret)
	err := s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		_, err := tx.Exec(`INSERT INTO devices (id, office, kind, name, token_hash, state, seen_at, created_at, revoked_at)
			VALUES ($1, $2, $3, $4, $5, '', 0, $6, 0)`,
			d.ID, tx.Office, string(d.Kind), d.Name, hashToken(token), tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("device: pair: %w", err)
		}
		_, err = tx.Append(EventPaired, Event{Device: d.ID, Name: d.Name})
		return err
	})
	return d, token, err
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ByToken returns the device with a token. SignedOut if there is none or it was revoked.
func (s *Service) ByToken(ctx context.Context, token string) (Device, error) {
	var d Device
	err := s.journal.Glance(ctx, func(tx *store.Tx) (err error) {
		d, err = scan(tx.Row(`SELECT `+columns+` FROM devices WHERE token_hash = $1 AND office = $2 AND revoked_at = 0`,
			hashToken(token), s.journal.Office()))
		return err
	})
	if store.NoRows(err) {
		return Device{}, fault.New(fault.SignedOut, "device.unknown")
	}
	if err != nil {
		return Device{}, fmt.Errorf("device: token: %w", err)
	}
	return d, nil
}

// List returns all devices, the oldest first.
func (s *Service) List(ctx context.Context) ([]Device, error) {
	var devices []Device
	err := s.journal.View(ctx, func(tx *store.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			d, err := scan(rows)
			devices = append(devices, d)
			return err
		}, `SELECT `+columns+` FROM devices WHERE office = $1 ORDER BY id`, s.journal.Office())
	})
	if err != nil {
		return nil, fmt.Errorf("device: list: %w", err)
	}
	return devices, nil
}

// Revoke takes a device's token away. NotFound if there is no such device with a token.
func (s *Service) Revoke(ctx context.Context, actor, id string) error {
	return s.journal.Update(ctx, actor, func(tx *journal.Tx) error {
		var name string
		err := tx.Row(`UPDATE devices SET revoked_at = $3 WHERE id = $1 AND office = $2 AND revoked_at = 0 RETURNING name`,
			id, tx.Office, tx.Now().UnixMilli()).Scan(&name)
		if store.NoRows(err) {
			return fault.New(fault.NotFound, "device.not_found")
		}
		if err != nil {
			return fmt.Errorf("device: revoke: %w", err)
		}
		_, err = tx.Append(EventRevoked, Event{Device: id, Name: name})
		return err
	})
}

var stateName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// Report notes how a device is, with its details where it tells them (else nil); the journal hears of it when the
// state changed. Invalid for a state that is no name or a wrong detail, NotFound for a device that is revoked.
func (s *Service) Report(ctx context.Context, id, state string, details *Details) error {
	wrong := details.wrong()
	if !stateName.MatchString(state) {
		wrong = append(wrong, fault.New(fault.Invalid, "field.characters").At("state"))
	}
	if err := fault.Join(wrong); err != nil {
		return err
	}
	return s.journal.Update(ctx, "device:"+id, func(tx *journal.Tx) error {
		var name, before string
		err := tx.Row(`SELECT name, state FROM devices WHERE id = $1 AND office = $2 AND revoked_at = 0`, id, tx.Office).Scan(&name, &before)
		if store.NoRows(err) {
			return fault.New(fault.NotFound, "device.not_found")
		}
		if err != nil {
			return fmt.Errorf("device: report: %w", err)
		}
		if _, err := tx.Exec(`UPDATE devices SET state = $2, seen_at = $3, details = $4 WHERE id = $1`,
			id, state, tx.Now().UnixMilli(), details.text()); err != nil {
			return fmt.Errorf("device: report: %w", err)
		}
		if before == state {
			return nil
		}
		_, err = tx.Append(EventHealth, Event{Device: id, Name: name, State: state})
		return err
	})
}
