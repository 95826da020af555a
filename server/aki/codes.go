package aki

// English is the language code for the second language; any other code gives
// Indonesian words.
const English = "en"

type words struct{ indonesian, english string }

func (w words) in(language string) string {
	if language == English {
		return w.english
	}
	return w.indonesian
}

// Sex is the sex as the ID card states it.
type Sex string

// Sexes, with the letters that the IPK report prints.
const (
	Male   Sex = "L"
	Female Sex = "P"
)

var sexWords = map[Sex]words{
	Male:   {"Laki-laki", "Male"},
	Female: {"Perempuan", "Female"},
}

// Words returns the word to print, empty for an unknown code.
func (s Sex) Words(language string) string { return sexWords[s].in(language) }

// Valid reports whether the code is known.
func (s Sex) Valid() bool { _, ok := sexWords[s]; return ok }

// MaritalStatus is the seeker's marital status as the AK/I form divides it.
type MaritalStatus string

// Marital statuses of the AK/I and AK/II forms.
const (
	Single  MaritalStatus = "single"
	Married MaritalStatus = "married"
	Widow   MaritalStatus = "widow"
	Widower MaritalStatus = "widower"
)

// MaritalStatuses lists all codes in the order of the form.
var MaritalStatuses = []MaritalStatus{Single, Married, Widow, Widower}

var maritalWords = map[MaritalStatus]words{
	Single:  {"Belum kawin", "Single"},
	Married: {"Kawin", "Married"},
	Widow:   {"Janda", "Widowed or divorced (woman)"},
	Widower: {"Duda", "Widowed or divorced (man)"},
}

// Words returns the word to print, empty for an unknown code.
func (m MaritalStatus) Words(language string) string { return maritalWords[m].in(language) }

// Valid reports whether the code is known.
func (m MaritalStatus) Valid() bool { _, ok := maritalWords[m]; return ok }

// Religion is the religion as the ID card states it.
type Religion string

// Religions of the AK/I and AK/II forms.
const (
	Islam         Religion = "islam"
	Catholic      Religion = "catholic"
	Protestant    Religion = "protestant"
	Hindu         Religion = "hindu"
	Buddhist      Religion = "buddhist"
	Confucian     Religion = "confucian"
	OtherReligion Religion = "other"
)

// Religions lists all codes in the order of the form.
var Religions = []Religion{Islam, Catholic, Protestant, Hindu, Buddhist, Confucian, OtherReligion}

var religionWords = map[Religion]words{
	Islam:         {"Islam", "Islam"},
	Catholic:      {"Katolik", "Catholic"},
	Protestant:    {"Protestan", "Protestant"},
	Hindu:         {"Hindu", "Hindu"},
	Buddhist:      {"Buddha", "Buddhist"},
	Confucian:     {"Konghucu", "Confucian"},
	OtherReligion: {"Lainnya", "Other"},
}

// Words returns the word to print, empty for an unknown code.
func (r Religion) Words(language string) string { return religionWords[r].in(language) }

// Valid reports whether the code is known.
func (r Religion) Valid() bool { _, ok := religionWords[r]; return ok }

// EducationLevel is a level of formal education as the AK/I card lists it.
type EducationLevel string

// Education levels of the AK/I card, lowest first.
const (
	Primary         EducationLevel = "sd"
	LowerSecondary  EducationLevel = "sltp"
	UpperSecondary  EducationLevel = "slta"
	Diploma1        EducationLevel = "d1"
	Diploma2        EducationLevel = "d2"
	Diploma3        EducationLevel = "d3"
	Diploma4        EducationLevel = "d4"
	TeachingLicence EducationLevel = "akta"
	University      EducationLevel = "pt"
)

// EducationLevels lists all codes in the order of the card.
var EducationLevels = []EducationLevel{
	Primary, LowerSecondary, UpperSecondary, Diploma1, Diploma2, Diploma3, Diploma4, TeachingLicence, University,
}

var educationWords = map[EducationLevel]words{
	Primary:         {"SD", "Primary school"},
	LowerSecondary:  {"SLTP", "Lower secondary school"},
	UpperSecondary:  {"SLTA/SMK", "Upper secondary or vocational school"},
	Diploma1:        {"D1", "Diploma 1"},
	Diploma2:        {"D2", "Diploma 2"},
	Diploma3:        {"D3", "Diploma 3"},
	Diploma4:        {"D4", "Diploma 4"},
	TeachingLicence: {"Akta", "Teaching licence"},
	University:      {"PT", "University"},
}

// Words returns the word to print, empty for an unknown code.
func (e EducationLevel) Words(language string) string { return educationWords[e].in(language) }

// Valid reports whether the code is known.
func (e EducationLevel) Valid() bool { _, ok := educationWords[e]; return ok }
