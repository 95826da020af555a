package aki

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// Reasons for which Verify refuses what a QR says.
const (
	ErrCardMalformed  Refusal = "card.malformed"   // not a card's QR at all
	ErrCardCut        Refusal = "card.cut"         // the beginning of one, the rest is missing
	ErrCardUnknownKey Refusal = "card.unknown_key" // signed, but not by a key of this set
	ErrCardForged     Refusal = "card.forged"      // signature and content do not belong together
)

// maxCardQR is the longest input that Verify looks at; a real one has about
// 250 characters plus the address.
const maxCardQR = 1024

// signatureLength is an Ed25519 signature in base64url.
const signatureLength = 86

// Verifier checks cards with public keys alone; it needs no network.
type Verifier struct{ keys map[string]ed25519.PublicKey }

// NewVerifier reads a JWKS of public Ed25519 keys with distinct ids. It refuses
// any other key, private ones above all.
func NewVerifier(jwks []byte) (*Verifier, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(jwks, &set); err != nil {
		return nil, fmt.Errorf("aki: key set: %w", err)
	}
	keys := map[string]ed25519.PublicKey{}
	for _, key := range set.Keys {
		public, ok := key.Key.(ed25519.PublicKey)
		if !ok || key.KeyID == "" || keys[key.KeyID] != nil {
			return nil, fmt.Errorf("aki: key set: key %q is not a public Ed25519 key with an id of its own", key.KeyID)
		}
		keys[key.KeyID] = public
	}
	if len(keys) == 0 {
		return nil, errors.New("aki: key set: no keys")
	}
	return &Verifier{keys}, nil
}

// Verify reads a card's QR: the compact JWS or the address that ends in
// /v/<JWS>. The address's host is not looked at, for only the key says who
// signed. It returns ErrCardMalformed, ErrCardCut, ErrCardUnknownKey or
// ErrCardForged. Whether the card is still valid, ValidityOn says.
func (v *Verifier) Verify(qr string) (CardClaims, error) {
	token, err := cardToken(qr)
	if err != nil {
		return CardClaims{}, err
	}
	signed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || len(signed.Signatures) != 1 {
		return CardClaims{}, ErrCardMalformed
	}
	header := signed.Signatures[0].Protected
	if header.JSONWebKey != nil || header.Nonce != "" || len(header.ExtraHeaders) != 0 {
		return CardClaims{}, ErrCardMalformed
	}
	key, known := v.keys[header.KeyID]
	if !known {
		return CardClaims{}, ErrCardUnknownKey
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return CardClaims{}, ErrCardForged
	}
	claims, err := decodeClaims(payload)
	if err != nil {
		return CardClaims{}, ErrCardMalformed
	}
	return claims, nil
}

// cardToken takes the JWS out of the QR's text and sees that it has the shape
// of one, down to the unused bits of its last characters: one card has one
// spelling.
func cardToken(qr string) (string, error) {
	if len(qr) > maxCardQR {
		return "", ErrCardMalformed
	}
	token := qr
	if strings.Contains(qr, "://") {
		address, err := url.Parse(qr)
		if err != nil || (address.Scheme != "https" && address.Scheme != "http") || address.Host == "" ||
			address.RawQuery != "" || address.ForceQuery || strings.Contains(qr, "#") {
			return "", ErrCardMalformed
		}
		at := strings.LastIndex(address.EscapedPath(), "/v/")
		if at < 0 {
			return "", ErrCardMalformed
		}
		token = address.EscapedPath()[at+len("/v/"):]
	}
	parts := strings.Split(token, ".")
	// Every header begins with {" and so with these three characters.
	if len(parts) > 3 || !strings.HasPrefix(token, "eyJ") || strings.Trim(token, base64URL+".") != "" {
		return "", ErrCardMalformed
	}
	if len(parts) > 1 && algorithm(parts[0]) != jose.EdDSA {
		return "", ErrCardMalformed // another's signature may be shorter, and is not cut for that
	}
	if len(parts) < 3 || len(parts[2]) < signatureLength {
		return "", ErrCardCut
	}
	if len(parts[2]) > signatureLength {
		return "", ErrCardMalformed
	}
	for _, part := range parts {
		if _, err := base64.RawURLEncoding.Strict().DecodeString(part); err != nil {
			return "", ErrCardMalformed
		}
	}
	return token, nil
}

// algorithm is what a header says that it is signed with, "" if it is none.
func algorithm(header string) jose.SignatureAlgorithm {
	var says struct {
		Algorithm jose.SignatureAlgorithm `json:"alg"`
	}
	encoded, err := base64.RawURLEncoding.DecodeString(header)
	if err != nil || json.Unmarshal(encoded, &says) != nil {
		return ""
	}
	return says.Algorithm
}

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
