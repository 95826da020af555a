package aki

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"pgregory.net/rapid"
)

var sample = CardClaims{
	Number: "5202231126000001", Initials: "B.S.", IssuedOn: today, ExpiresOn: today.AddDate(2, 0, 0), Office: "5202",
}

func testKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

type fataler interface{ Fatal(...any) }

func signerAndVerifier(t fataler, seed byte) (*Signer, *Verifier) {
	signer, err := newSigner(testKey(seed))
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := NewVerifier(signer.PublicJWKS())
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

func onlyKeyID(verifier *Verifier) string {
	for id := range verifier.keys {
		return id
	}
	return ""
}

func mustSign(t fataler, signer *Signer, claims CardClaims) string {
	token, err := signer.Sign(claims)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// craft signs any header and payload with the key of the seed.
func craft(seed byte, header, payload string) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	signature := ed25519.Sign(testKey(seed), []byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestCardToken(t *testing.T) {
	signer, verifier := signerAndVerifier(t, 1)
	token := mustSign(t, signer, sample)
	parts := strings.Split(token, ".")
	payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if want := `{"n":"5202231126000001","i":"B.S.","d":"2026-11-23","x":"2028-11-23","o":"5202"}`; string(payload) != want {
		t.Errorf("payload %s", payload)
	}
	header, _ := base64.RawURLEncoding.DecodeString(parts[0])
	if want := `{"alg":"EdDSA","kid":"` + onlyKeyID(verifier) + `"}`; string(header) != want || len(onlyKeyID(verifier)) != 8 {
		t.Errorf("header %s", header)
	}
	if len(token) > 250 {
		t.Errorf("the token has %d characters", len(token))
	}
	for _, qr := range []string{token, "https://loket.example/v/" + token, "http://10.0.0.2:8080/v/" + token, "https://h/under/v/" + token} {
		if claims, err := verifier.Verify(qr); err != nil || claims != sample {
			t.Errorf("%s: %+v, %v", qr, claims, err)
		}
	}
}

func TestCardTokenRoundTrip(t *testing.T) {
	signer, verifier := signerAndVerifier(t, 1)
	_, stranger := signerAndVerifier(t, 2)
	rapid.Check(t, func(t *rapid.T) {
		issued := date(2020, 1, 1).AddDate(0, 0, rapid.IntRange(0, 20000).Draw(t, "issued"))
		claims := CardClaims{
			Number:    rapid.StringMatching(`[0-9A-Z./-]{1,40}`).Draw(t, "number"),
			Initials:  Initials("Él " + rapid.StringN(0, 60, -1).Draw(t, "name")),
			IssuedOn:  issued,
			ExpiresOn: issued.AddDate(0, 0, rapid.IntRange(1, 2000).Draw(t, "days")),
			Office:    rapid.StringMatching(`[0-9]{4}`).Draw(t, "office"),
		}
		token := mustSign(t, signer, claims)
		if got, err := verifier.Verify(token); err != nil || got != claims {
			t.Fatalf("%+v, %v", got, err)
		}
		if _, err := stranger.Verify(token); !errors.Is(err, ErrCardUnknownKey) {
			t.Fatalf("another office's keys: %v", err)
		}
	})
}

func TestVerifyNoticesEveryChange(t *testing.T) {
	signer, verifier := signerAndVerifier(t, 1)
	token := mustSign(t, signer, sample)
	for i := range len(token) * 8 {
		changed := []byte(token)
		changed[i/8] ^= 1 << (i % 8)
		if claims, err := verifier.Verify(string(changed)); err == nil {
			t.Errorf("character %d, bit %d may change: %s gives %+v", i/8, i%8, changed, claims)
		}
	}
	// Every other spelling of the last character, whose lower bits carry nothing.
	for _, character := range base64URL {
		if changed := token[:len(token)-1] + string(character); changed != token {
			if _, err := verifier.Verify(changed); err == nil {
				t.Errorf("the last character may be %c", character)
			}
		}
	}
	for length := 3; length < len(token); length++ {
		if _, err := verifier.Verify(token[:length]); !errors.Is(err, ErrCardCut) {
			t.Errorf("cut to %d characters: %v", length, err)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	signer, verifier := signerAndVerifier(t, 1)
	other, _ := signerAndVerifier(t, 2)
	token := mustSign(t, signer, sample)
	parts := strings.Split(token, ".")
	encode := base64.RawURLEncoding.EncodeToString
	kid := onlyKeyID(verifier)
	good := `{"alg":"EdDSA","kid":"` + kid + `"}`
	payload, _ := sample.encode()

	// HS256 with the public key as the secret, which careless libraries accept.
	confused := encode([]byte(`{"alg":"HS256","kid":"`+kid+`"}`)) + "." + parts[1]
	mac := hmac.New(sha256.New, verifier.keys[kid])
	mac.Write([]byte(confused))

	elder := sample
	elder.ExpiresOn = sample.ExpiresOn.AddDate(1, 0, 0)
	longer, _ := elder.encode()
	signed, _ := signer.signer.Sign(payload)

	for name, test := range map[string]struct {
		qr   string
		want error
	}{
		"empty":                    {"", ErrCardMalformed},
		"another QR":               {"https://example.com/menu", ErrCardMalformed},
		"WIFI":                     {"WIFI:S:kantor;T:WPA;P:rahasia;;", ErrCardMalformed},
		"alg none":                 {encode([]byte(`{"alg":"none","kid":"`+kid+`"}`)) + "." + parts[1] + "." + parts[2], ErrCardMalformed},
		"alg none, unsigned":       {encode([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".", ErrCardMalformed},
		"HS256 with public key":    {confused + "." + encode(mac.Sum(nil)), ErrCardMalformed},
		"HS256, padded":            {confused + "." + encode(append(mac.Sum(nil), make([]byte, 32)...)), ErrCardMalformed},
		"content of another card":  {parts[0] + "." + encode(longer) + "." + parts[2], ErrCardForged},
		"signed by another key":    {craft(2, good, string(payload)), ErrCardForged},
		"another office":           {mustSign(t, other, sample), ErrCardUnknownKey},
		"no kid":                   {craft(1, `{"alg":"EdDSA"}`, string(payload)), ErrCardUnknownKey},
		"kid in capitals":          {craft(1, `{"alg":"EdDSA","kid":"`+strings.ToUpper(kid)+`"}`, string(payload)), ErrCardUnknownKey},
		"key in the header":        {craft(1, `{"alg":"EdDSA","kid":"`+kid+`","typ":"JWT"}`, string(payload)), ErrCardMalformed},
		"critical extension":       {craft(1, `{"alg":"EdDSA","kid":"`+kid+`","crit":["x"],"x":1}`, string(payload)), ErrCardMalformed},
		"trailing character":       {token + "A", ErrCardMalformed},
		"trailing part":            {token + ".AAAA", ErrCardMalformed},
		"trailing newline":         {token + "\n", ErrCardMalformed},
		"newline within":           {token[:10] + "\n" + token[10:], ErrCardMalformed},
		"leading space":            {" " + token, ErrCardMalformed},
		"padding":                  {token + "==", ErrCardMalformed},
		"JSON serialization":       {signed.FullSerialize(), ErrCardMalformed},
		"too long":                 {"https://h/" + strings.Repeat("a", maxCardQR) + "/v/" + token, ErrCardMalformed},
		"query":                    {"https://h/v/" + token + "?x=1", ErrCardMalformed},
		"fragment":                 {"https://h/v/" + token + "#x", ErrCardMalformed},
		"another scheme":           {"javascript://h/v/" + token, ErrCardMalformed},
		"no host":                  {"https:///v/" + token, ErrCardMalformed},
		"another path":             {"https://h/w/" + token, ErrCardMalformed},
		"percent-encoded":          {"https://h/v/%65" + token[1:], ErrCardMalformed},
		"payload: more keys":       {craft(1, good, strings.Replace(string(payload), "{", `{"z":1,`, 1)), ErrCardMalformed},
		"payload: key twice":       {craft(1, good, strings.Replace(string(payload), "{", `{"n":"1",`, 1)), ErrCardMalformed},
		"payload: key in capital":  {craft(1, good, strings.Replace(string(payload), `"n"`, `"N"`, 1)), ErrCardMalformed},
		"payload: space":           {craft(1, good, string(payload)+" "), ErrCardMalformed},
		"payload: second document": {craft(1, good, string(payload)+"{}"), ErrCardMalformed},
		"payload: empty":           {craft(1, good, ""), ErrCardMalformed},
		"payload: null":            {craft(1, good, "null"), ErrCardMalformed},
		"payload: bad day":         {craft(1, good, strings.Replace(string(payload), "2028-11-23", "2028-11-31", 1)), ErrCardMalformed},
		"payload: ends first":      {craft(1, good, strings.Replace(string(payload), "2028", "2024", 1)), ErrCardMalformed},
	} {
		if claims, err := verifier.Verify(test.qr); !errors.Is(err, test.want) || claims != (CardClaims{}) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	signer, _ := signerAndVerifier(t, 1)
	for name, change := range map[string]func(*CardClaims){
		"number":       func(c *CardClaims) { c.Number = "" },
		"spaces":       func(c *CardClaims) { c.Number = "5202 231126 000001" },
		"initials":     func(c *CardClaims) { c.Initials = "" },
		"a whole name": func(c *CardClaims) { c.Initials = "Budi" },
		"issue":        func(c *CardClaims) { c.IssuedOn = time.Time{} },
		"expiry":       func(c *CardClaims) { c.ExpiresOn = c.IssuedOn },
		"office":       func(c *CardClaims) { c.Office = "" },
	} {
		claims := sample
		change(&claims)
		if _, err := signer.Sign(claims); !errors.Is(err, ErrCardClaims) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Budi Santoso":               "B.S.",
		"  siti   nurhaliza ":        "S.N.",
		"Lalu Ahmad, S.Kom., M.T.":   "L.A.",
		"Ba'iq 'Aisyah":              "B.A.",
		"Élodie d’Arc":               "É.D.",
		"Sukarno":                    "S.",
		"12 Budi":                    "B.",
		"":                           "",
		"- 3":                        "",
		"A B C D E F G H I J":        "A.B.C.D.E.F.G.H.",
		"(alm.) H. Muhammad Zainul ": "A.H.M.Z.",
	} {
		if got := Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestValidityOn(t *testing.T) {
	for when, want := range map[time.Time]Validity{
		sample.IssuedOn:                      Valid,
		sample.ExpiresOn:                     Valid,
		sample.ExpiresOn.Add(23 * time.Hour): Valid,
		sample.ExpiresOn.AddDate(0, 0, 1):    Expired,
	} {
		if got := ValidityOn(sample, when); got != want {
			t.Errorf("%v: %s, want %s", when, got, want)
		}
	}
}

func TestLoadOrCreateSigner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "card.jwk")
	first, err := LoadOrCreateSigner(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	second, err := LoadOrCreateSigner(path)
	if err != nil || mustSign(t, first, sample) != mustSign(t, second, sample) {
		t.Errorf("a second start signs otherwise: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadOrCreateSigner(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("readable by others: %v", err)
	}
	jwks := first.PublicJWKS()
	for name, content := range map[string]string{
		"not JSON":     "key",
		"public only":  string(jwks[len(`{"keys":[`) : len(jwks)-2]),
		"mixed pair":   mixedPair(t),
		"another kind": `{"kty":"oct","k":"AAAA"}`,
	} {
		path := filepath.Join(t.TempDir(), "card.jwk")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadOrCreateSigner(path); err == nil {
			t.Errorf("%s is taken for a key", name)
		}
	}
}

// mixedPair is a JWK whose halves belong to two keys.
func mixedPair(t *testing.T) string {
	mixed := append(bytes.Clone(testKey(1).Seed()), testKey(2).Public().(ed25519.PublicKey)...)
	encoded, err := (&jose.JSONWebKey{Key: ed25519.PrivateKey(mixed)}).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestNewVerifierRefuses(t *testing.T) {
	signer, _ := signerAndVerifier(t, 1)
	jwks := signer.PublicJWKS()
	if strings.Contains(string(jwks), `"d"`) {
		t.Fatalf("the public set holds the private key: %s", jwks)
	}
	key := string(jwks[len(`{"keys":[`) : len(jwks)-2])
	private, _ := (&jose.JSONWebKey{Key: testKey(1), KeyID: "p"}).MarshalJSON()
	for name, set := range map[string]string{
		"not JSON":    "x",
		"empty":       `{"keys":[]}`,
		"private":     `{"keys":[` + string(private) + `]}`,
		"same twice":  `{"keys":[` + key + `,` + key + `]}`,
		"symmetric":   `{"keys":[{"kty":"oct","k":"AAAA","kid":"a"}]}`,
		"without kid": `{"keys":[` + strings.Replace(key, `"kid"`, `"kix"`, 1) + `]}`,
	} {
		if _, err := NewVerifier([]byte(set)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func FuzzVerify(f *testing.F) {
	signer, verifier := signerAndVerifier(f, 1)
	token := mustSign(f, signer, sample)
	for _, seed := range []string{"", token, "https://h/v/" + token, token[:40], token + "A", "a.b.c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, qr string) {
		claims, err := verifier.Verify(qr)
		if err == nil && (claims != sample || !strings.HasSuffix(qr, token)) {
			t.Errorf("%q is taken for %+v", qr, claims)
		}
		if err != nil && claims != (CardClaims{}) {
			t.Errorf("%q is refused and yet says %+v", qr, claims)
		}
	})
}
