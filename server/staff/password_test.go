package staff

import (
	"regexp"
	"strings"
	"testing"
)

// The vector was made by the reference implementation:
//
//	echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -e
const vector = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

func TestPHC(t *testing.T) {
	if !checkPassword(vector, "password") {
		t.Error("the reference's own hash does not hold")
	}
	if checkPassword(vector, "passwore") {
		t.Error("another password has the reference's hash")
	}
	phc := hashPassword("kopi lombok enak")
	form := regexp.MustCompile(`^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`)
	if !form.MatchString(phc) {
		t.Errorf("%s is not of PHC's form with the chosen costs", phc)
	}
	if hashPassword("kopi lombok enak") == phc {
		t.Error("two hashes have one salt")
	}
	if !checkPassword(phc, "kopi lombok enak") || checkPassword(phc, "kopi lombok enak ") || checkPassword(phc, "") {
		t.Error("the hash does not tell passwords apart")
	}
	if parts := strings.Split(nobody(), "$"); len(parts) != 6 || parts[3] != strings.Split(phc, "$")[3] {
		t.Errorf("an unknown user costs %s", nobody())
	}
}

func TestBrokenPHC(t *testing.T) {
	good := hashPassword("x")
	for _, phc := range []string{
		"", "x", "$argon2i" + good[9:], strings.Replace(good, "v=19", "v=16", 1), good[:len(good)-1], good + "x",
		good[:strings.LastIndex(good, "$")], strings.Replace(good, "m=", "n=", 1), good[:len(good)-10] + "!!!!!!!!!!",
		strings.TrimSuffix(good, good[strings.LastIndex(good, "$")+1:]), // an empty key
	} {
		if checkPassword(phc, "x") {
			t.Errorf("%q holds", phc)
		}
	}
}
