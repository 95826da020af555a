package aki

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Reasons for which NIKBox.Open refuses.
const (
	ErrNIKSealDamaged  Refusal = "nik.seal_damaged"   // altered, cut, or moved from another row
	ErrNIKSealOtherKey Refusal = "nik.seal_other_key" // sealed with a key that is not this one
)

// NIKKeySize is the length of the key of a NIKBox in bytes.
const NIKKeySize = 32

// sealVersion is the first byte of what Seal returns; keyMarkSize bytes that
// name the key follow, then nonce, ciphertext and tag of AES-256-GCM.
const (
	sealVersion = 1
	keyMarkSize = 4
)

// NIKBox encrypts identity numbers at rest. The database alone, or a backup of
// it, shows nobody's number and cannot be searched for one.
type NIKBox struct {
	seal        cipher.AEAD
	fingerprint []byte
	mark        []byte
}

// NewNIKBox derives the box's keys from one key of NIKKeySize bytes: one for
// sealing, one for fingerprints, and a public mark that names the key.
func NewNIKBox(key []byte) (*NIKBox, error) {
	if len(key) != NIKKeySize {
		return nil, fmt.Errorf("aki: NIK key has %d bytes, want %d", len(key), NIKKeySize)
	}
	derive := func(purpose string, size int) []byte {
		derived, err := hkdf.Key(sha256.New, key, nil, "loket/aki/nik/"+purpose, size)
		if err != nil {
			panic(err) // only for sizes above 255 hashes
		}
		return derived
	}
	block, err := aes.NewCipher(derive("seal", 32))
	if err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &NIKBox{seal: seal, fingerprint: derive("fingerprint", 32), mark: derive("mark", keyMarkSize)}, nil
}

// Mark names the key; it says nothing of it.
func (b *NIKBox) Mark() string { return hex.EncodeToString(b.mark) }

// Seal encrypts a number for the row with the given id. Two calls give
// different bytes of equal length.
func (b *NIKBox) Seal(nik NIK, rowID string) []byte { return b.SealText([]byte(nik.Digits()), rowID) }

// SealText encrypts any text that holds a person's data, for the row with the given id.
func (b *NIKBox) SealText(text []byte, rowID string) []byte {
	sealed := append([]byte{sealVersion}, b.mark...)
	return b.seal.Seal(sealed, nil, text, []byte(rowID))
}

// Open decrypts what Seal made for the same row. It returns
// ErrNIKSealOtherKey or ErrNIKSealDamaged.
func (b *NIKBox) Open(sealed []byte, rowID string) (NIK, error) {
	digits, err := b.OpenText(sealed, rowID)
	if err != nil {
		return "", err
	}
	return ParseNIK(string(digits))
}

// OpenText decrypts what SealText made for the same row; its errors are Open's.
func (b *NIKBox) OpenText(sealed []byte, rowID string) ([]byte, error) {
	if len(sealed) < 1+keyMarkSize || sealed[0] != sealVersion {
		return nil, ErrNIKSealDamaged
	}
	if !bytes.Equal(sealed[1:1+keyMarkSize], b.mark) {
		return nil, ErrNIKSealOtherKey
	}
	text, err := b.seal.Open(nil, nil, sealed[1+keyMarkSize:], []byte(rowID))
	if err != nil {
		return nil, ErrNIKSealDamaged
	}
	return text, nil
}

// Fingerprint returns 32 bytes that are equal for equal numbers, by which a
// seeker is found again; without the key they say nothing.
func (b *NIKBox) Fingerprint(nik NIK) []byte {
	mac := hmac.New(sha256.New, b.fingerprint)
	mac.Write([]byte(nik.Digits()))
	return mac.Sum(nil)
}

// LoadOrCreateKey reads the key of a NIKBox, 64 hexadecimal digits that can
// also be kept on paper, or creates the file (mode 0600). It refuses a file
// that others may read and one that does not hold exactly one key.
func LoadOrCreateKey(path string) ([]byte, error) {
	text, err := loadOrCreateSecret(path, func() ([]byte, error) {
		key := make([]byte, NIKKeySize)
		_, _ = rand.Read(key) // never fails
		return append([]byte(hex.EncodeToString(key)), '\n'), nil
	})
	if err != nil {
		return nil, err
	}
	text = bytes.TrimSpace(text)
	if len(text) != hex.EncodedLen(NIKKeySize) {
		return nil, fmt.Errorf("aki: key file %s holds %d characters, want %d hexadecimal digits",
			path, len(text), hex.EncodedLen(NIKKeySize))
	}
	key := make([]byte, NIKKeySize)
	if _, err := hex.Decode(key, text); err != nil {
		return nil, fmt.Errorf("aki: key file %s holds something other than hexadecimal digits", path)
	}
	return key, nil
}
