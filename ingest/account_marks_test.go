package ingest

import (
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

func TestAMarkOfAnInactiveAccountIsNotPartOfAName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ana Diaz (Deactivated User)":         "Ana Diaz",
		"Ana Diaz (deactivated)":              "Ana Diaz",
		"Ana Diaz [Inactive]":                 "Ana Diaz",
		"Ana Diaz(deleted)":                   "Ana Diaz",
		"(Inactive) Ana Diaz":                 "Ana Diaz",
		"[DEACTIVATED] Ana Diaz":              "Ana Diaz",
		"Ana Diaz - Inactive":                 "Ana Diaz",
		"Ana Diaz – former employee":          "Ana Diaz",
		"Ana Diaz (User Deactivated)":         "Ana Diaz",
		"Ana Diaz (Deaktivierter Benutzer)":   "Ana Diaz",
		"Ana Diaz (inaktiv)":                  "Ana Diaz",
		"Ana Diaz (utilisateur désactivé)":    "Ana Diaz",
		"Ana Diaz (Usuario desactivado)":      "Ana Diaz",
		"Ana Diaz (Usuário desativado)":       "Ana Diaz",
		"Ana Diaz (utente disattivato)":       "Ana Diaz",
		"Ana Diaz (gedeactiveerde gebruiker)": "Ana Diaz",
		"Ana Diaz (nieaktywny)":               "Ana Diaz",
		"Ана Диас (удалён)":                   "Ана Диас",
		"田中 花子（無効なユーザー）":                      "田中 花子",
		"Ana Diaz (North)":                    "Ana Diaz (North)",
		"Ana Diaz-Inactive":                   "Ana Diaz-Inactive",
		"Deactivated User":                    "Deactivated User",
		"(Deactivated User)":                  "(Deactivated User)",
		"Ana Diaz (Deactivated":               "Ana Diaz (Deactivated",
		"Jean-Luc Former":                     "Jean-Luc Former",
		"Team - Left Coast":                   "Team - Left Coast",
		"":                                    "",
	} {
		ingesttest.Same(t, name, withoutAccountMark(name), want)
	}
}

func TestTwoSpellingsOfAPersonAreOneOwner(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"l.csv": "lead_id,created_at,owner\nL1,2026-10-01,Ana Diaz (Deactivated User)\nL2,2026-10-02,Ana Diaz\nL3,2026-10-02,Ana Diaz [inactive]\n"})
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}}), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "owners", values(rows["leads"], "owner"), []string{"Ana Diaz", "Ana Diaz", "Ana Diaz"})
	var notes []string
	for _, n := range rep.Notes {
		if strings.Contains(n.Text, "account is not active") {
			notes = append(notes, n.Text)
		}
	}
	ingesttest.Same(t, "notes", notes, []string{"names with a mark that the person's account is not active, read without it: 2"})
}
