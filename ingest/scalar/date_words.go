package scalar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The words of dates and times, in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish and
// Japanese. To add a language, add its lines to the tables of this file; zone_names.go has the names of zones.
// Words are compared without case and accents.

// monthsByLanguage lists, for each language, rows of twelve names or abbreviations. A full stop after an
// abbreviation is not part of it.
var monthsByLanguage = map[string][]string{
	"English": {
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"jan feb mar apr may jun jul aug sept oct nov dec",
	},
	"German": {
		"januar februar märz april mai juni juli august september oktober november dezember",
		"jänner feber maerz apr mai jun jul aug sept okt nov dez",
		"jaenner feb mrz apr mai jun jul aug sep okt nov dez",
		"jän feb mär apr mai juni juli aug sep okt nov dez",
	},
	"French": {
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr mars avr mai juin juil août sept oct nov déc",
		"jan fév mars avr mai juin juill aoû sep oct nov déc",
	},
	"Spanish": {
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago sept oct nov dic",
		"ene feb mar abr may jun jul ago setiembre oct nov dic",
		"ene feb mar abr may jun jul ago set oct nov dic",
	},
	"Portuguese": {
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"jan fev mar abr mai jun jul ago set out nov dez",
	},
	"Italian": {
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"genn febbr mar apr magg giu lug ag sett ott nov dic",
	},
	"Dutch": {
		"januari februari maart april mei juni juli augustus september oktober november december",
		"jan feb mrt apr mei jun jul aug sep okt nov dec",
	},
	polish: {
		"styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"sty lut mar kwi maj cze lip sie wrz paź lis gru",
	},
}

const polish = "Polish"

// croatianMonths maps the Polish names of months that mean another month in Croatian to that month.
var croatianMonths = map[string]int{"lip": 6, "lis": 10, "listopad": 10, "listopada": 10}

// monthName is the month that a name means, 1 to 12.
type monthName struct {
	month int
	// onlyPolish is set if no other language has the name. twoMonths is set if it means another month in
	// Croatian: it is read where a name that only Polish has proves the language of the column.
	onlyPolish, twoMonths bool
}

var monthNames = namesOfMonths()

func namesOfMonths() map[string]monthName {
	out := map[string]monthName{}
	for language, rows := range monthsByLanguage {
		for _, row := range rows {
			for i, name := range strings.Fields(row) {
				name = fold(name)
				known, twice := out[name]
				out[name] = monthName{
					month:      i + 1,
					onlyPolish: language == polish && croatianMonths[name] == 0 && (!twice || known.onlyPolish),
					twoMonths:  croatianMonths[name] > 0,
				}
			}
		}
	}
	return out
}

// MonthByName returns the month, 1 to 12, of a name or abbreviation in any of the languages; 0 if there is
// none, or if the name means different months in two languages.
func MonthByName(name string) int {
	m := monthNames[fold(name)]
	if m.twoMonths {
		return 0
	}
	return m.month
}

// wordSet returns the words of a list as a set.
func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(list) {
		out[fold(word)] = true
	}
	return out
}

var (
	weekdays = wordSet(`
		mon tue tues wed thu thur thurs fri sat sun
		monday tuesday wednesday thursday friday saturday sunday
		mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
		lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
		lun mar mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo
		seg ter qua qui sex sáb dom segunda terça quarta quinta sexta sábado domingo
		lun mar mer gio ven sab dom lunedì martedì mercoledì giovedì venerdì sabato domenica
		ma di wo do vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
		pon wt śr czw pt sob niedz nie ndz pn cz so nd
		poniedziałek wtorek środa czwartek piątek sobota niedziela
		月 火 水 木 金 土 日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日
		月曜 火曜 水曜 木曜 金曜 土曜 日曜 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天`)

	// Words that stand between day, month and year, as in "5 de octubre del 2026".
	dateLinks = wordSet("de del do of")
	// What follows the number of a day, as in "1st" and "1er".
	ordinals = wordSet("st nd rd th er re e o")
	// Words between a date and a time, as in "um 14:30 Uhr"; "r" ends a year in Polish.
	timeLinks = wordSet("at um à a las la às as alle ore om o godz r uhr")
	// Words after a time.
	timeUnits = wordSet("uhr uur u h hs hr hrs horas min")
)

// dayHalf is a mark of a half of the day.
type dayHalf struct {
	text      string // in lower case
	afternoon bool
	least     int // the smallest hour that may bear it, and the greatest
	most      int
}

// dayHalves lists the marks of 12-hour clocks. In Japanese, 12 hours before noon may be midnight or noon, so
// that such a time is not read.
var dayHalves = []dayHalf{
	{"a.m.", false, 1, 12}, {"a. m.", false, 1, 12}, {"a.m", false, 1, 12}, {"am", false, 1, 12},
	{"p.m.", true, 1, 12}, {"p. m.", true, 1, 12}, {"p.m", true, 1, 12}, {"pm", true, 1, 12},
	{"vorm.", false, 1, 12}, {"nachm.", true, 1, 12},
	{"上午", false, 0, 12}, {"下午", true, 0, 12},
	{"午前", false, 0, 11}, {"午後", true, 0, 11},
}

// dayHalfInitials has the first byte of each mark, with the bit that makes an ASCII letter lower case.
var dayHalfInitials = func() string {
	var initials []byte
	for _, h := range dayHalves {
		initials = append(initials, h.text[0]|0x20)
	}
	return string(initials)
}()

// fold returns a word in lower case and without accents.
func fold(word string) string {
	ascii := true
	for i := range len(word) {
		ascii = ascii && word[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(word)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ł' || r == 'Ł':
			return 'l'
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(word))
}

// plainText returns the text of a date with simple spaces, digits and signs in place of others that mean the
// same: spaces that do not break a line, full-width digits, the minus sign.
func plainText(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(plainRune, s)
		}
	}
	return s
}

func plainRune(r rune) rune {
	switch {
	case unicode.IsSpace(r) || r == '\u202f' || r == '\u2009':
		return ' '
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == '：':
		return ':'
	case r == '／':
		return '/'
	case r == '（':
		return '('
	case r == '）':
		return ')'
	case r == '−' || r == '–' || r == '—':
		return '-'
	case unicode.Is(unicode.Cf, r): // marks of the direction of writing
		return -1
	}
	return r
}
