package aki

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/go-jose/go-jose/v4"
)

// ErrCardClaims is returned for claims that a card cannot carry.
const ErrCardClaims Refusal = "card.claims"

// CardClaims is what the card's QR says about the card: enough to check it at
// a gate, too little to identify its holder.
type CardClaims struct {
	Number    string    // registration number without spaces
	Initials  string    // as Initials makes them
	IssuedOn  time.Time // day
	ExpiresOn time.Time // last day on which the card is valid
	Office    string    // code of the issuing office, "5202"
}

// cardPayload has one-letter keys because every byte makes the QR denser.
type cardPayload struct {
	Number    string `json:"n"`
	Initials  string `json:"i"`
	IssuedOn  string `json:"d"`
	ExpiresOn string `json:"x"`
	Office    string `json:"o"`
}

var (
	claimNumber   = regexp.MustCompile(`^[0-9A-Z./-]{1,40}$`)
	claimInitials = regexp.MustCompile(`^(\p{L}\.){1,8}$`)
	claimOffice   = regexp.MustCompile(`^[0-9A-Z-]{1,12}$`)
)

// encode writes the one payload that stands for the claims.
func (c CardClaims) encode() ([]byte, error) {
	if !claimNumber.MatchString(c.Number) || !claimInitials.MatchString(c.Initials) || !claimOffice.MatchString(c.Office) ||
		c.IssuedOn.IsZero() || c.ExpiresOn.Year() > 9999 || !day(c.ExpiresOn).After(day(c.IssuedOn)) {
		return nil, ErrCardClaims
	}
	return json.Marshal(cardPayload{
		Number: c.Number, Initials: c.Initials, Office: c.Office,
		IssuedOn: c.IssuedOn.Format(time.DateOnly), ExpiresOn: c.ExpiresOn.Format(time.DateOnly),
	})
}

// decodeClaims takes exactly what encode writes: no other key, order, spacing
// or spelling of a day.
func decodeClaims(encoded []byte) (CardClaims, error) {
	var payload cardPayload
	if err := json.Unmarshal(encoded, &payload); err != nil {
		return CardClaims{}, ErrCardClaims
	}
	issued, err := time.Parse(time.DateOnly, payload.IssuedOn)
	if err != nil {
		return CardClaims{}, ErrCardClaims
	}
	expires, err := time.Parse(time.DateOnly, payload.ExpiresOn)
	if err != nil {
		return CardClaims{}, ErrCardClaims
	}
	claims := CardClaims{payload.Number, payload.Initials, issued, expires, payload.Office}
	if again, err := claims.encode(); err != nil || !bytes.Equal(again, encoded) {
		return CardClaims{}, ErrCardClaims
	}
	return claims, nil
}

// Initials returns the first letters of up to eight words of a name, "B.S.";
// titles after a comma are left out. A name without a letter gives "".
func Initials(name string) string {
	name, _, _ = strings.Cut(name, ",")
	var initials strings.Builder
	for i, word := range strings.Fields(name) {
		at := strings.IndexFunc(word, unicode.IsLetter)
		if at < 0 || i >= 8 {
			continue
		}
		for _, letter := range word[at:] {
			initials.WriteRune(unicode.ToUpper(letter))
			break
		}
		initials.WriteByte('.')
	}
	return initials.String()
}

// Validity is what a card that the office issued is worth on a day.
type Validity string

// The validities. The day of expiry itself still counts.
const (
	Valid   Validity = "valid"
	Expired Validity = "expired"
)

// ValidityOn says what a card with these claims is worth on the day.
func ValidityOn(claims CardClaims, today time.Time) Validity {
	if day(today).After(day(claims.ExpiresOn)) {
		return Expired
	}
	return Valid
}

// Signer signs cards with the office's Ed25519 key.
type Signer struct {
	signer jose.Signer
	id     string
	jwks   []byte
}

// LoadOrCreateSigner reads the key, a private JWK, or creates the file (mode
// 0600). It refuses a file that others may read.
func LoadOrCreateSigner(path string) (*Signer, error) {
	encoded, err := loadOrCreateSecret(path, func() ([]byte, error) {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		return json.Marshal(jose.JSONWebKey{Key: private, Algorithm: string(jose.EdDSA), Use: "sig"})
	})
	if err != nil {
		return nil, err
	}
	var key jose.JSONWebKey
	if err := json.Unmarshal(encoded, &key); err != nil {
		return nil, fmt.Errorf("aki: card key file %s is not a JWK", path)
	}
	private, ok := key.Key.(ed25519.PrivateKey)
	// A half of the pair that was edited would make signatures that nobody accepts.
	if !ok || len(private) != ed25519.PrivateKeySize || !private.Equal(ed25519.NewKeyFromSeed(private.Seed())) {
		return nil, fmt.Errorf("aki: card key file %s holds no private Ed25519 key", path)
	}
	return newSigner(private)
}

func newSigner(private ed25519.PrivateKey) (*Signer, error) {
	id, err := keyID(private.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	key := jose.JSONWebKey{Key: private, KeyID: id, Algorithm: string(jose.EdDSA), Use: "sig"}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, nil)
	if err != nil {
		return nil, err
	}
	jwks, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}})
	return &Signer{signer, id, jwks}, err
}

// keyID is the first 48 bits of the key's thumbprint (RFC 7638): it tells an
// office's few keys apart and need not resist anybody.
func keyID(public ed25519.PublicKey) (string, error) {
	thumbprint, err := (&jose.JSONWebKey{Key: public}).Thumbprint(crypto.SHA256)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(thumbprint[:6]), nil
}

// Sign returns the claims as a compact JWS (RFC 7515, EdDSA of RFC 8037). It
// returns ErrCardClaims for claims that a card cannot carry.
func (s *Signer) Sign(claims CardClaims) (string, error) {
	payload, err := claims.encode()
	if err != nil {
		return "", err
	}
	signed, err := s.signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("aki: sign card: %w", err)
	}
	return signed.CompactSerialize()
}

// KeyID names the key, as the cards and PublicJWKS do.
func (s *Signer) KeyID() string { return s.id }

// PublicJWKS returns the key set (RFC 7517) with which anyone checks the cards.
func (s *Signer) PublicJWKS() []byte { return bytes.Clone(s.jwks) }
