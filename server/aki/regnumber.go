package aki

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Reasons for which registration numbers and their templates are refused.
const (
	ErrRegTemplate Refusal = "registration.template" // not a usable template
	ErrRegNumber   Refusal = "registration.number"   // does not follow the template
	ErrRegFull     Refusal = "registration.full"     // the running number has no place left
)

// DefaultRegTemplate is the office's numbering: district 4, day DDMMYY,
// running number 6, "5202231126000001", printed in groups 4-6-6.
const DefaultRegTemplate = "{office}{ddmmyy}{run:6}"

// RegNumber is what a card's registration number says.
type RegNumber struct {
	Office  string // four digits, "5202"
	Day     time.Time
	Running int // from 1
}

// RegTemplate lays out registration numbers.
type RegTemplate struct{ parts []regPart }

type regPart struct {
	kind  string // "office", "ddmmyy", "run" or "" for literal text
	text  string // of a literal
	width int
}

var regToken = regexp.MustCompile(`^(?:\{(office|ddmmyy|run):?([3-9]?)\}|([0-9A-Z./-]+))`)

// ParseRegTemplate reads a template: {office} (4 digits), {ddmmyy}, {run:N}
// (N digits, 3 to 9), each exactly once, in any order, with capital letters,
// digits, dots, slashes and hyphens between them. It returns ErrRegTemplate.
func ParseRegTemplate(text string) (RegTemplate, error) {
	var template RegTemplate
	seen := map[string]int{}
	for rest := text; rest != ""; {
		token := regToken.FindStringSubmatch(rest)
		if token == nil {
			return RegTemplate{}, ErrRegTemplate
		}
		rest = rest[len(token[0]):]
		part := regPart{kind: token[1], text: token[3]}
		switch part.kind {
		case "office":
			part.width = 4
		case "ddmmyy":
			part.width = 6
		case "run":
			part.width, _ = strconv.Atoi(token[2])
		default:
			part.width = len(part.text)
		}
		if hasWidth := strings.Contains(token[0], ":"); hasWidth != (part.kind == "run") || part.width == 0 {
			return RegTemplate{}, ErrRegTemplate
		}
		seen[part.kind]++
		template.parts = append(template.parts, part)
	}
	if seen["office"] != 1 || seen["ddmmyy"] != 1 || seen["run"] != 1 {
		return RegTemplate{}, ErrRegTemplate
	}
	return template, nil
}

// Format writes the number. It returns ErrRegFull when the running number needs
// more digits than the template has, ErrRegNumber for any other bad part.
func (t RegTemplate) Format(n RegNumber) (string, error) {
	if len(n.Office) != 4 || !digitsOnly(n.Office) || n.Running < 1 || n.Day.Year() < 2000 || n.Day.Year() > 2099 {
		return "", ErrRegNumber
	}
	var out strings.Builder
	for _, part := range t.parts {
		switch part.kind {
		case "office":
			out.WriteString(n.Office)
		case "ddmmyy":
			out.WriteString(n.Day.Format("020106"))
		case "run":
			running := fmt.Sprintf("%0*d", part.width, n.Running)
			if len(running) > part.width {
				return "", ErrRegFull
			}
			out.WriteString(running)
		default:
			out.WriteString(part.text)
		}
	}
	return out.String(), nil
}

// Parse reads a number that Format wrote; spaces, as between printed groups,
// are passed over. It returns ErrRegNumber.
func (t RegTemplate) Parse(text string) (RegNumber, error) {
	pieces, err := t.split(text)
	if err != nil {
		return RegNumber{}, err
	}
	var n RegNumber
	for i, part := range t.parts {
		if part.kind == "" {
			if pieces[i] != part.text {
				return RegNumber{}, ErrRegNumber
			}
			continue
		}
		if !digitsOnly(pieces[i]) {
			return RegNumber{}, ErrRegNumber
		}
		switch part.kind {
		case "office":
			n.Office = pieces[i]
		case "ddmmyy":
			// time.Parse takes 69 to 99 for the last century.
			if n.Day, err = time.Parse("02012006", pieces[i][:4]+"20"+pieces[i][4:]); err != nil {
				return RegNumber{}, ErrRegNumber
			}
		case "run":
			n.Running, _ = strconv.Atoi(pieces[i])
		}
	}
	if n.Running < 1 {
		return RegNumber{}, ErrRegNumber
	}
	return n, nil
}

// Groups divides a number into its printed groups, "5202", "231126", "000001".
// It returns ErrRegNumber for a number of another length.
func (t RegTemplate) Groups(number string) ([]string, error) { return t.split(number) }

func (t RegTemplate) split(text string) ([]string, error) {
	text = strings.ReplaceAll(text, " ", "")
	pieces := make([]string, 0, len(t.parts))
	for _, part := range t.parts {
		if len(text) < part.width {
			return nil, ErrRegNumber
		}
		pieces = append(pieces, text[:part.width])
		text = text[part.width:]
	}
	if text != "" || len(pieces) == 0 {
		return nil, ErrRegNumber
	}
	return pieces, nil
}

func digitsOnly(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
