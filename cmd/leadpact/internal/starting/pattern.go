package starting

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"leadpact/ingest"
)

const (
	monthWord = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|` +
		`sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`
	digits = `\d+(?:[-_.: t]*(?:` + monthWord + `[-_. ]*)?\d+)*`
)

// dated matches the date or number in a file name, with what separates its parts, and the name of a month
// before it.
var dated = regexp.MustCompile(`(?i)(^|[-_. (])` + monthWord + `[-_. ]*` + digits + `|` + digits)

// pattern returns the pattern for a file of a table whose name carries a date or a number, as contacts-*.csv,
// which the next export matches too. It returns the name as it is if it carries none, or if the pattern would
// also match a file that is not one of the table's.
func (x *Exports) pattern(name, table string) string {
	p := dated.ReplaceAllString(name, "${1}*")
	if strings.ContainsAny(path.Join(x.from, name), `*?[\`) || strings.HasPrefix(p, "*") {
		return name
	}
	matchesOther := func(f ingest.SurveyedFile) bool {
		matched, err := path.Match(p, f.File)
		return err != nil || matched && !x.isListed(f.File, table)
	}
	if slices.ContainsFunc(x.Files, matchesOther) {
		return name
	}
	return p
}

// isListed reports whether a file serves as the table. One that may be leads and deals is surveyed twice.
func (x *Exports) isListed(name, table string) bool {
	return slices.ContainsFunc(x.Files, func(f ingest.SurveyedFile) bool {
		return f.File == name && x.servesAs(f, table)
	})
}
