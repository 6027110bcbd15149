package ingest

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// CRMs add to the name of a person whose account is not active any more that it is so, as in
// "Ann Lee (Deactivated User)". The person is the same with and without this mark.

// accountMark matches the text of a mark, without what encloses it: a word that says that an account is not
// active, or was removed, alone or with a word for a person or an account. Words of the languages that are
// written below each other: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian,
// Japanese.
var accountMark = regexp.MustCompile(`(?i)^(?:(?:the |a )?` + accountWords + `[\s-]+)?(?:` + strings.Join([]string{
	`deactivated|inactive|deleted|disabled|removed|archived|suspended|terminated|former|left|(?:not|no longer) active`,
	`(?:deaktiviert|inaktiv|gelöscht|gesperrt|ehemalig)(?:e[rn]?)?|entfernt|archiviert|ausgeschieden`,
	`désactivée?|inactif|inactive|supprimée?|archivée?|ancien(?:ne)?`,
	`desactivad[oa]|inactiv[oa]|eliminad[oa]|borrad[oa]|deshabilitad[oa]`,
	`desativad[oa]|inativ[oa]|excluíd[oa]|removid[oa]|eliminad[oa]`,
	`disattivat[oa]|inattiv[oa]|eliminat[oa]|disabilitat[oa]`,
	`gedeactiveerde?|inactieve?|verwijderde?|uitgeschakelde?`,
	`dezaktywowan[ya]|nieaktywn[ya]|usunięt[ya]|wyłączon[ya]`,
	`деактивирован|неактивен|неактивный|удал[её]н|уволен|заблокирован`,
	`無効|無効化|無効なユーザー|無効化されたユーザー|非アクティブ|削除済み|退職|退職者|停止中`,
}, "|") + `)(?:[\s-]+` + accountWords + `)?$`)

const accountWords = `(?:users?|owner|account|employee|member|benutzer(?:in)?|nutzer(?:in)?|mitarbeiter(?:in)?|utilisateur|` +
	`utilisatrice|usuario|usuário|utilizador|utente|gebruiker|użytkownik|пользователь|сотрудник|ユーザー)`

// accountMarkEnds lists the pairs of characters that enclose a mark; the mark comes after the name or before it.
var accountMarkEnds = [][2]string{{"(", ")"}, {"[", "]"}, {"{", "}"}, {"<", ">"}, {"（", "）"}, {"【", "】"}}

// accountMarkDash matches a mark after a dash, as in "Ann Lee - Inactive".
var accountMarkDash = regexp.MustCompile(`^(.+?)\s+[-–—]\s*([^-–—]+)$`)

// withoutAccountMark returns a person's name without a mark that the account is not active. A text that is
// nothing but a mark stays as it is.
func withoutAccountMark(name string) string {
	if len(name) == 0 {
		return name
	}
	rest, mark := name, ""
	for _, e := range accountMarkEnds {
		open, end := strings.LastIndex(name, e[0]), strings.Index(name, e[1])
		switch {
		case open > 0 && strings.HasSuffix(name, e[1]):
			rest, mark = name[:open], name[open+len(e[0]):len(name)-len(e[1])]
		case end > 0 && strings.HasPrefix(name, e[0]):
			rest, mark = name[end+len(e[1]):], name[len(e[0]):end]
		}
	}
	if mark == "" {
		if last, _ := utf8.DecodeLastRuneInString(name); last == ')' || !strings.ContainsAny(name, "-–—") {
			return name
		}
		m := accountMarkDash.FindStringSubmatch(name)
		if m == nil {
			return name
		}
		rest, mark = m[1], m[2]
	}
	rest = strings.Trim(rest, " \t\u00a0\u3000-–—")
	if rest == "" || !accountMark.MatchString(strings.TrimSpace(mark)) {
		return name
	}
	return rest
}
