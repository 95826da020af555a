// Package staff is the office's people: accounts, roles and sessions. Passwords are kept as argon2id
// hashes, sessions as hashes of a random cookie, so that the database alone lets nobody in.
package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"loket/server/access"
	"loket/server/fault"
)

// Member is a person who works in the office.
type Member struct {
	ID       string
	Username string
	Name     string
	NIP      string // civil servant's number, "" if none
	Roles    []access.Role
	Active   bool
}

// Session is a member who is signed in.
type Session struct {
	Member
	ExpiresAt time.Time
}

// Principal is who the session's requests are made by.
func (s Session) Principal() access.Principal {
	return access.Principal{Kind: access.Staff, ID: s.ID, Roles: s.Roles}
}

const (
	sessionLife     = 12 * time.Hour // a working day
	minPassword     = 8
	maxPassword     = 200
	maxUsername     = 64
	sessionTokenLen = 32
)

// newToken returns a session's cookie: 256 random bits.
func newToken() string {
	b := make([]byte, sessionTokenLen)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashToken is what the database keeps of a cookie. The token is random, so a plain hash is enough.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// check names what is wrong with a new member and password.
func (m Member) check(password string) error {
	var wrong []*fault.Error
	required := func(field, value string, limit string, n int) {
		switch {
		case strings.TrimSpace(value) == "":
			wrong = append(wrong, fault.New(fault.Invalid, "field.required").At(field))
		case utf8.RuneCountInString(value) > n:
			wrong = append(wrong, fault.New(fault.Invalid, "field.too_long", "limit", limit).At(field))
		case strings.ContainsFunc(value, unicode.IsControl):
			wrong = append(wrong, fault.New(fault.Invalid, "field.characters").At(field))
		}
	}
	required("user", m.Username, "64", maxUsername)
	if strings.ContainsFunc(m.Username, func(r rune) bool { return unicode.IsSpace(r) && !unicode.IsControl(r) }) {
		wrong = append(wrong, fault.New(fault.Invalid, "field.characters").At("user"))
	}
	required("name", m.Name, "100", 100)
	if strings.ContainsFunc(m.NIP, unicode.IsControl) {
		wrong = append(wrong, fault.New(fault.Invalid, "field.characters").At("nip"))
	}
	if n := utf8.RuneCountInString(password); n < minPassword || n > maxPassword {
		wrong = append(wrong, fault.New(fault.Invalid, "password.length").At("password"))
	}
	if len(m.Roles) == 0 {
		wrong = append(wrong, fault.New(fault.Invalid, "field.required").At("roles"))
	}
	for _, r := range m.Roles {
		if !slices.Contains(access.StaffRoles(), r) {
			wrong = append(wrong, fault.New(fault.Invalid, "field.not_in_list", "value", string(r)).At("roles"))
		}
	}
	return fault.Join(wrong)
}

func joinRoles(roles []access.Role) string {
	var words []string
	for _, r := range roles {
		words = append(words, string(r))
	}
	return strings.Join(words, ",")
}

func splitRoles(s string) []access.Role {
	var roles []access.Role
	for word := range strings.SplitSeq(s, ",") {
		roles = append(roles, access.Role(word))
	}
	return roles
}
