package ingest

import (
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

// surveyed returns the files of a folder by name.
func surveyed(t *testing.T, files map[string]string) map[string]SurveyedFile {
	t.Helper()
	list, err := Survey(sample("UTC", map[string]*agreement.Input{}), folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]SurveyedFile{}
	for _, f := range list {
		out[f.File] = f
	}
	return out
}

func TestAListOfUsersNamesTheOwners(t *testing.T) {
	t.Parallel()
	leads := "lead_id,created_at,owner\nL1,2026-10-01,77001\nL2,2026-10-02,77002\n"
	for name, text := range map[string]string{
		"one name":                   "Id,Username,Name\n77001,a@x.example,Alva Berg\n77002,b@x.example,Ben Cho\n",
		"first and last name":        "id,firstname,lastname\n77001,Alva,Berg\n77002,Ben,Cho\n",
		"no user name":               "Id,Name,IsActive\n77001,Alva Berg,1\n77002,Ben Cho,0\n",
		"capitals":                   "ID,NAME,EMAIL\n77001,Alva  Berg,a@x.example\n77002,Ben Cho,\n",
		"last names, some first":     "User ID,Last Name,First Name\n77001,Berg,Alva\n77002,Ben Cho,\n",
		"Dynamics' hidden column":    "(Do Not Modify) User,Full Name\n77001,Alva Berg\n77002,Ben Cho\n",
		"in German, with semicolons": "Benutzer-ID;Vorname;Nachname\n77001;Alva;Berg\n77002;Ben;Cho\n",
		"with a row cut short":       "Id,Name,IsActive\n77001,Alva Berg,1\n77002,Ben Cho,0\n77003\n",
	} {
		f := surveyed(t, map[string]string{"leads.csv": leads, "people.csv": text})["people.csv"]
		ingesttest.Same(t, name, f.People, map[string]string{"77001": "Alva Berg", "77002": "Ben Cho"})
		ingesttest.Same(t, name+": error", f.Err, nil)
	}
	long := surveyed(t, map[string]string{
		"leads.csv": "lead_id,created_at,owner\nL1,2026-10-01,0055f00000E0001AAA\n", "u.csv": "User ID,Full Name\n0055f00000E0001,Alva Berg\n"})["u.csv"]
	ingesttest.Same(t, "an id of 18 characters", long.People["0055f00000E0001AAA"], "Alva Berg")
	f := surveyed(t, map[string]string{"leads.csv": leads, "u.csv": "Id,Email\n77001,alva@x.example\n"})["u.csv"]
	ingesttest.Same(t, "e-mail alone", f.People, map[string]string{"77001": "alva@x.example"})
}

func TestAFileThatNamesNoOwnerIsNoListOfUsers(t *testing.T) {
	t.Parallel()
	files := surveyed(t, map[string]string{
		"leads.csv":     "lead_id,created_at,owner\nL1,2026-10-01,77001\n",
		"companies.csv": "Id,Name,City\n88001,Firm,Oslo\n",
	})
	if f := files["companies.csv"]; f.People != nil || f.Err == nil || !strings.Contains(f.Err.Error(), "no column gives") {
		t.Errorf("%+v", f)
	}
}

func TestADoubledHeaderOfAnExportIsNamedWithItsColumns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"HubSpot": {"Record ID,Deal Stage,Amount,Create Date,Amount\n1,Closed Won,5,2026-10-01,6\n",
			`x.csv:1: the header "Amount" is there twice, in columns 3 (C) and 5 (E)`},
		"Pipedrive": {"Deal - ID,Deal - Status,Deal - Deal created,Deal - status\n1,Won,2026-10-01 09:00:00,x\n",
			`x.csv:1: the header "Deal - Status" is there twice, in columns 2 (B) and 4 (D)`},
		"wide": {"lead_id,created_at" + strings.Repeat(",", 25) + "owner,owner" + "\nL1,2026-10-01" + strings.Repeat(",", 25) + "A,B\n",
			`x.csv:1: the header "owner" is there twice, in columns 27 (AA) and 28 (AB)`},
	} {
		f := surveyed(t, map[string]string{"x.csv": c.text})["x.csv"]
		if f.Err == nil || !strings.HasPrefix(f.Err.Error(), c.want) {
			t.Errorf("%s: %v", name, f.Err)
		}
	}
	f := surveyed(t, map[string]string{"x.csv": "Record ID,Deal Stage,Amount,Notes,Notes\n1,Closed Won,5,a,b\n"})["x.csv"]
	ingesttest.Same(t, "a doubled header that gives no column", f.Err, nil)
}

// FuzzSurvey surveys a folder with a file of any bytes beside a usual one: nothing may panic, and every file is
// listed.
func FuzzSurvey(f *testing.F) {
	for _, s := range []string{
		"Id,Username,Name\n1,a,Ann\n", "Id,Name\n", "Id", "\n\n", "ID,Name,Name\n1\n2,x\n", "Lead - ID,Lead - Lead created on\nx,2026-10-01\n",
		"a,b\n1,2\n\nTotal\n", "Lead Owner  ↑,Lead ID\nAnn,1\n,2\nSubtotal,2\n", "sep=;\nId;Name\n", "\"Id\",\"Name\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		files := surveyed(t, map[string]string{"leads.csv": "lead_id,created_at,owner\n1,2026-10-01,1\n", "x.csv": string(data)})
		if _, listed := files["x.csv"]; !listed || len(files) != 2 {
			t.Errorf("%d files are listed", len(files))
		}
	})
}
