package starter

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/profile"
)

// surveyed writes a file and surveys it.
func surveyed(t *testing.T, name, text string) ingest.SurveyedFile {
	t.Helper()
	usual, err := Text(UsualContent(firstOfOctober))
	if err != nil {
		t.Fatal(err)
	}
	words, err := agreementfile.Parse("agreement.yaml", usual)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := ingest.Survey(words, dir)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	return files[0]
}

// A file in any of the languages is known by its headers: its table, its id, its date of creation, which is not
// that of the last change, and its owner.
func TestColumnsAreKnownInManyLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, header, table, want string }{
		{"export.csv", "Leadnummer;Erstelldatum;Geändert am;Vertriebsmitarbeiter;Leadquelle;MQL-Datum", "leads",
			"lead_id: Leadnummer, created_at: Erstelldatum, mql_at: MQL-Datum, owner: Vertriebsmitarbeiter, source: Leadquelle, modified_at: Geändert am"},
		{"export.csv", "Kunden-Nr;Aenderungsdatum;Anlagedatum;Zustaendig;Herkunft;MQL am", "leads",
			"lead_id: Kunden-Nr, created_at: Anlagedatum, mql_at: MQL am, owner: Zustaendig, source: Herkunft, modified_at: Aenderungsdatum"},
		{"prospects.csv", "Identifiant;Créé le;Modifié le;Commercial;Origine;Date MQL", "leads",
			"lead_id: Identifiant, created_at: Créé le, mql_at: Date MQL, owner: Commercial, source: Origine, modified_at: Modifié le"},
		{"contactos.csv", "ID;Fecha de creación;Última modificación;Propietario;Fuente;Fecha MQL", "leads",
			"lead_id: ID, created_at: Fecha de creación, mql_at: Fecha MQL, owner: Propietario, source: Fuente, modified_at: Última modificación"},
		{"contatos.csv", "Código;Data de criação;Atualizado em;Responsável;Origem;Data MQL", "leads",
			"lead_id: Código, created_at: Data de criação, mql_at: Data MQL, owner: Responsável, source: Origem, modified_at: Atualizado em"},
		{"contatti.csv", "Codice cliente;Data creazione;Data modifica;Commerciale;Fonte;Data MQL", "leads",
			"lead_id: Codice cliente, created_at: Data creazione, mql_at: Data MQL, owner: Commerciale, source: Fonte, modified_at: Data modifica"},
		{"contacten.csv", "Klantnummer;Aangemaakt op;Gewijzigd op;Eigenaar;Bron;MQL-datum", "leads",
			"lead_id: Klantnummer, created_at: Aangemaakt op, mql_at: MQL-datum, owner: Eigenaar, source: Bron, modified_at: Gewijzigd op"},
		{"kontakty.csv", "Numer klienta;Data utworzenia;Data modyfikacji;Handlowiec;Źródło;Data MQL", "leads",
			"lead_id: Numer klienta, created_at: Data utworzenia, mql_at: Data MQL, owner: Handlowiec, source: Źródło, modified_at: Data modyfikacji"},
		{"リード.csv", "顧客番号;登録日;最終更新日;担当者;流入元;MQL日", "leads",
			"lead_id: 顧客番号, created_at: 登録日, mql_at: MQL日, owner: 担当者, source: 流入元, modified_at: 最終更新日"},
		{"лиды.csv", "Номер;Дата создания;Дата изменения;Менеджер;Источник;Дата MQL", "leads",
			"lead_id: Номер, created_at: Дата создания, mql_at: Дата MQL, owner: Менеджер, source: Источник, modified_at: Дата изменения"},
		{"LEADS_EXTRACT.csv", "LEADNUMBER;DATECREATED;LASTMODIFIED;SALESREP;LEADSOURCE;MQLDATE", "leads",
			"lead_id: LEADNUMBER, created_at: DATECREATED, mql_at: MQLDATE, owner: SALESREP, source: LEADSOURCE, modified_at: LASTMODIFIED"},
	} {
		rows := "\nK-1;05.10.2026 09:00;06.10.2026 09:00;Ana;Messe;06.10.2026" +
			"\nK-2;13.10.2026 09:00;16.10.2026 09:00;Bo;Web;\nK-3;14.10.2026 09:00;17.10.2026 09:00;Ana;Web;"
		if before, _, _ := strings.Cut(c.header, ";"); c.header != "" && strings.HasPrefix(c.header, before+";Aend") {
			rows = "\nK-1;06.10.2026 09:00;05.10.2026 09:00;Ana;Messe;06.10.2026" +
				"\nK-2;16.10.2026 09:00;13.10.2026 09:00;Bo;Web;\nK-3;17.10.2026 09:00;14.10.2026 09:00;Ana;Web;"
		}
		p, ok := Propose(surveyed(t, c.file, c.header+rows+"\n"))
		if !ok || p.Table != c.table {
			t.Errorf("%s: %v, %+v", c.header, ok, p)
			continue
		}
		var got []string
		for _, pair := range p.Input.Columns {
			got = append(got, pair.Key+": "+strings.Join(pair.Value, " | "))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.header, strings.Join(got, ", "), c.want)
		}
	}
}

func TestTablesAreKnownByTheirColumns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, text, table, want string }{
		{"auftraege.csv", "Vorgangsnummer;Betrag;Phase;Abschlussdatum\nA1;1.500,00 €;Gewonnen;05.10.2026\nA2;2.500,00 €;Offen;\n", "deals",
			"deal_id amount stage closed_at"},
		{"export.csv", "Opportunity Number,Deal Stage,Close Value\n1,Won,5\n2,Lost,\n", "deals", "deal_id amount stage"},
		{"anrufe.csv", "E-Mail;Datum;Uhrzeit;Ergebnis\na@x.example;05.10.2026;10:00;Erreicht\nb@x.example;25.10.2026;11:30;Besetzt\n", "activities",
			"email at outcome"},
		{"log.csv", "Call ID,Call Start Time,Contact Email,Call Result\n1,2026-10-05 10:00,a@x.example,Busy\n2,2026-10-05 11:00,b@x.example,Busy\n", "activities",
			"activity_id email at outcome"},
		{"kosten.csv", "Monat;Kanal;Kosten\n2026-10;Messe;500\n2026-10;Web;300\n", "spend", "month channel actual"},
		{"mitarbeiter.csv", "Name;E-Mail;Eintritt\nAna Diaz;a@x.example;01.02.2025\nBo Lind;b@x.example;15.03.2024\n", "team", "sdr email start_date"},
	} {
		p, ok := Propose(surveyed(t, c.file, c.text))
		if !ok || p.Table != c.table {
			t.Errorf("%s: %v, %+v", c.file, ok, p)
			continue
		}
		var got []string
		for _, pair := range p.Input.Columns {
			got = append(got, pair.Key)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %s", c.file, got, c.want)
		}
		if len(p.Open()) > 0 {
			t.Errorf("%s: %s is open", c.file, p.Open()[0].Column)
		}
	}
}

func TestFilesThatAreLikeNoTableGiveNoProposal(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"notes.txt":    "Dear all,\nthe numbers, as discussed, follow.\nBest, Ana\n",
		"products.csv": "product,series,price\nA,X,5\nB,Y,6\n",
		"README.md":    "# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
	} {
		if p, ok := Propose(surveyed(t, name, text)); ok {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// Where the name or the cells leave a doubt, nothing is chosen, and the candidates are offered.
func TestDoubtfulHeadersAreOfferedAndNotChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, column, want string }{
		{"Kundennummer;Geändert am;Angelegt am", "created_at", "chosen Angelegt am"},
		{"Kundennummer;Geändert am;Datum 2", "created_at", "open Datum 2"},             // not the date of the last change
		{"Kundennummer;Erstellt am;Anlagedatum", "created_at", "open Erstellt am"},     // two names that are as good
		{"Kundennummer;Qualifiziert am;Angelegt am", "mql_at", "open Qualifiziert am"}, // QL, MQL or SQL
		{"Satz;Geändert am;Angelegt am", "lead_id", "open Satz"},                       // by its cells alone
		{"Kundennummer;Angelegt am;Angelegt am", "created_at", "open"},                 // a header that is named twice
	} {
		p, ok := Propose(surveyed(t, "leads.csv", c.header+"\nK-1;13.10.2026;14.10.2026\nK-2;15.10.2026;16.10.2026\nK-3;15.10.2026;16.10.2026\n"))
		if !ok {
			t.Errorf("%s: no proposal", c.header)
			continue
		}
		x := p.choice(c.column)
		got := "open"
		switch {
		case x.Chosen != nil:
			got = "chosen " + x.Chosen[0]
		case len(x.Candidates) > 0:
			got = "open " + x.Candidates[0].Header
		}
		if got != c.want {
			t.Errorf("%s: %s %s, want %s", c.header, c.column, got, c.want)
		}
	}
}

// Every name of the vocabulary belongs to a column of a table, and a word has one meaning in a column.
func TestVocabularyIsConsistent(t *testing.T) {
	t.Parallel()
	v := loadVocabulary()
	known := map[string]bool{ownID: true, ownName: true}
	for _, table := range profile.Tables {
		for _, c := range table.Columns {
			known[c.Name] = true
		}
	}
	for _, columns := range []map[string]map[string][]string{v.Columns, v.Similar} {
		for column := range columns {
			if !known[column] {
				t.Errorf("no table has the column %s", column)
			}
		}
	}
	for _, table := range profile.Tables {
		for _, c := range table.Columns {
			for _, other := range table.Columns {
				for _, n := range v.names[c.Name].folded {
					if c.Name < other.Name && v.names[other.Name].has(n) && c.Kind == other.Kind {
						t.Errorf("%s: %q is both %s and %s", table.Name, n, c.Name, other.Name)
					}
				}
			}
		}
	}
	for column, values := range v.Values {
		meant := map[string]string{}
		for _, to := range slices.Sorted(maps.Keys(values)) {
			for _, w := range append(values[to], to) {
				if before := meant[foldName(w)]; before != "" && before != to {
					t.Errorf("%s: %q means %s and %s", column, w, before, to)
				}
				meant[foldName(w)] = to
			}
		}
	}
}

func TestNamesAreComparedWithoutCaseAccentsAndPunctuation(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"E-Mail (privé)": "email prive", "createdDate": "created date", "OWNER.NAME": "owner name", "Größe": "grosse",
		" Właściciel ": "wlasciciel", "作成日 ": "作成日", "hs_object_id": "hs object id", "the mail": "the mail",
	} {
		if got := foldName(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
