package staff

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon2id with OWASP's second recommended cost: 19 MiB and two passes, about 30 ms on a small computer.
const (
	argonMemory = 19 * 1024 // KiB
	argonPasses = 2
	argonLanes  = 1
	argonKey    = 32
	argonSalt   = 16
)

// hashing bounds how many passwords are hashed at once, so that a flood of sign-ins cannot take all
// memory and cores from the counters.
var hashing = make(chan struct{}, max(1, runtime.NumCPU()/2))

func derive(password string, salt []byte, memory, passes uint32, lanes uint8) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, passes, memory, lanes, argonKey)
}

// hashPassword returns the password's PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$key.
func hashPassword(password string) string {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails
	key := derive(password, salt, argonMemory, argonPasses, argonLanes)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, argonMemory, argonPasses, argonLanes, b64(salt), b64(key))
}

// checkPassword tells whether password has the PHC string, whatever costs it was made with.
func checkPassword(phc, password string) bool {
	var (
		version        int
		memory, passes uint32
		lanes          uint8
		rest           string
	)
	n, err := fmt.Sscanf(phc, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &memory, &passes, &lanes, &rest)
	if err != nil || n != 5 || version != argon2.Version {
		return false
	}
	salt64, key64, ok := strings.Cut(rest, "$")
	if !ok {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(salt64)
	key, err2 := base64.RawStdEncoding.DecodeString(key64)
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(key, derive(password, salt, memory, passes, lanes)) == 1
}
