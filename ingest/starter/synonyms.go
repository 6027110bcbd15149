package starter

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"

	"leadpact/templates"
)

// vocabulary holds the words by which columns, files and values are known in several languages. It is the
// file agreement/columns.yaml of the templates.
type vocabulary struct {
	Columns   map[string]map[string][]string `yaml:"columns"`     // by canonical column and language: its names
	Similar   map[string]map[string][]string `yaml:"similar"`     // names that often mean the column, and often not
	TimeOfDay map[string][]string            `yaml:"time_of_day"` // by language: names of a column of times of day
	Tables    map[string][]string            `yaml:"tables"`      // by table: words in names of files
	Values    map[string]map[string][]string `yaml:"values"`      // by column and canonical value: words that mean it

	names, similar map[string]nameSet           // by canonical column: the names of all languages
	columnsNamed   map[string][]string          // by name in the form of compact: the canonical columns that it means
	timeOfDay      []string                     // in the form of foldName
	meanings       map[string]map[string]string // by column and word in the form of foldName: the canonical value
}

// The keys under which the vocabulary names what a row is itself: the id of a record, the name of a person.
const (
	ownID   = "own_id"
	ownName = "own_name"
)

// ownNames returns the names that the first column of a table may have whatever the table is called.
func (v *vocabulary) ownNames(table string) nameSet {
	if table == "team" {
		return v.names[ownName]
	}
	return v.names[ownID]
}

// loadVocabulary returns the vocabulary of the program. It panics if the file is damaged, which the tests
// exclude.
var loadVocabulary = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{
		names: map[string]nameSet{}, similar: map[string]nameSet{}, columnsNamed: map[string][]string{},
		meanings: map[string]map[string]string{},
	}
	text, err := templates.FS.ReadFile("agreement/columns.yaml")
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, v, yaml.Strict())
	}
	if err != nil {
		panic(err)
	}
	for column, languages := range v.Columns {
		v.names[column] = newNameSet(languages)
		for name := range v.names[column].exact {
			v.columnsNamed[name] = append(v.columnsNamed[name], column)
		}
	}
	for column, languages := range v.Similar {
		v.similar[column] = newNameSet(languages)
	}
	v.timeOfDay = foldNames(v.TimeOfDay)
	for _, words := range v.Tables {
		for i, w := range words {
			words[i] = foldName(w)
		}
	}
	for column, values := range v.Values {
		v.meanings[column] = map[string]string{}
		for to, words := range values {
			for _, w := range append(words, to) {
				v.meanings[column][foldName(w)] = to
			}
		}
	}
	return v
})

// nameSet is a set of names in the form of foldName.
type nameSet struct {
	folded []string
	exact  map[string]bool // in the form of compact
}

func newNameSet(languages map[string][]string) nameSet {
	n := nameSet{foldNames(languages), map[string]bool{}}
	for _, name := range n.folded {
		n.exact[compact(name)] = true
	}
	return n
}

// has reports whether a folded header is one of the names. Spaces do not matter, as in CREATEDDATE.
func (n nameSet) has(header string) bool { return n.exact[compact(header)] }

// compact returns a folded name without spaces.
func compact(name string) string { return strings.ReplaceAll(name, " ", "") }

// foldNames returns the names of all languages in the form of foldName, each in the spelling without umlauts,
// too.
func foldNames(languages map[string][]string) (out []string) {
	for _, names := range languages {
		for _, n := range names {
			out = append(out, foldName(n), foldName(umlauts.Replace(n)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss")

// foldName returns a name as words in lower case, without accents and with a space in place of other
// characters: "E-Mail (privé)" and "e_mail prive" are equal.
func foldName(s string) string {
	var b strings.Builder
	before := ' '
	for _, r := range norm.NFKD.String(strings.ReplaceAll(s, "ß", "ss")) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsUpper(r) && unicode.IsLower(before):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
		before = r
	}
	words := " " + strings.Join(strings.Fields(b.String()), " ")
	return strings.TrimSpace(strings.NewReplacer("ł", "l", "ø", "o", " e mail", " email").Replace(words))
}

// hasWords reports whether a folded name contains another as whole words. Words of scripts without spaces are
// found anywhere.
func hasWords(name, words string) bool {
	if words == "" {
		return false
	}
	if !strings.ContainsFunc(words, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }) {
		name, words = " "+name+" ", " "+words+" "
	}
	return strings.Contains(name, words)
}

// hasAny reports whether a folded name contains any of several folded names.
func hasAny(name string, of []string) bool {
	return slices.ContainsFunc(of, func(words string) bool { return hasWords(name, words) })
}

// meaning returns the canonical value that a raw value of a column means; "" if it is not known.
func (v *vocabulary) meaning(column, raw string) string { return v.meanings[column][foldName(raw)] }
