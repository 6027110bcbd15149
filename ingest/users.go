package ingest

import (
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
)

// A list of a CRM's users names the owners of the exports in which owners are ids, such as Salesforce's. It is
// no table of the agreement: a survey reads it, and the new agreement maps the ids to the names.

// userList is a file whose columns are those that a list of users has.
type userList struct {
	names  map[string]string // by id
	marked bool              // whether it also has a column that only users have
}

// The headers of lists of users. Of each list the first header that is present is read.
var (
	userIDHeaders = []string{
		"Id", "User ID", "UserId", "Owner ID", "OwnerId", "(Do Not Modify) User", "Record Id", "hs_object_id",
		"Benutzer-ID", "ID utilisateur", "ID de usuario", "ID do usuário", "ID utente", "Gebruikers-ID",
		"Identyfikator użytkownika", "ユーザー ID", "ユーザーID",
	}
	userNameHeaders = []string{
		"Name", "Full Name", "FullName", "User Name", "Owner Name", "First Name + Last Name", "FirstName + LastName", "User", "Owner",
		"Vollständiger Name", "Vorname + Nachname", "Nom complet", "Prénom + Nom", "Nombre completo",
		"Nombre + Apellidos", "Nome completo", "Nome + Cognome", "Volledige naam", "Voornaam + Achternaam",
		"Imię i nazwisko", "Imię + Nazwisko", "氏名", "姓 + 名", "Last Name", "LastName",
		"Email", "E-mail", "Email Address", "Username",
	}
	userMarkHeaders = []string{
		"Username", "IsActive", "Is Active", "Active", "Profile", "ProfileId", "User License", "User Type", "UserRoleId",
		"Role", "(Do Not Modify) User", "User ID", "UserId",
	}
)

// readUserList reads a file as a list of users; nil if it is none.
func (f *file) readUserList() *userList {
	s := f.split.Fork()
	first, _ := s.Next()
	h := profile.NewHeader(first.Cells)
	id, name := h.FindFirst(userIDHeaders), h.FindFirst(userNameHeaders)
	if len(id) != 1 || name == nil {
		return nil
	}
	list := &userList{names: map[string]string{}, marked: h.FindFirst(userMarkHeaders) != nil}
	for {
		r, more := s.Next()
		if !more {
			return list
		}
		var words []string
		for _, i := range append(id, name...) {
			text := ""
			if i < len(r.Cells) {
				text = strings.Join(strings.Fields(string(r.Cells[i])), " ")
			}
			words = append(words, text)
		}
		key, value := words[0], strings.TrimSpace(strings.Join(words[1:], " "))
		if r.Damage == "" && key != "" && value != "" && csvtext.CellFault([]byte(value), f.strict) == "" {
			list.names[key] = value
		}
	}
}

// findUserLists makes lists of users of those files that serve as no table and are such lists: by a column that
// only users have, or because they name an owner of another file.
func findUserLists(files []SurveyedFile) {
	var owners []string
	for _, f := range files {
		for _, t := range f.Values {
			owners = append(owners, t.All...)
		}
	}
	for i := range files {
		if f := &files[i]; f.users != nil && (f.users.nameOwners(owners) || f.users.marked) {
			f.People, f.Table, f.Err = f.users.names, "users", nil
		}
	}
}

// nameOwners adds the names of owners whose ids have another form than in the list, as 15 characters of 18, and
// reports whether the list has a name for any owner.
func (l *userList) nameOwners(owners []string) (some bool) {
	compared := func(id string) string {
		id, _ = comparedID(&profile.Export{LongIDs: true}, id)
		return id
	}
	names := map[string]string{}
	for id, name := range l.names {
		names[compared(id)] = name
	}
	for _, owner := range owners {
		if name, known := names[compared(owner)]; known {
			l.names[owner], some = name, true
		}
	}
	return some
}
