package profile

import (
	"testing"

	"leadpact/model"
)

func TestStagesTellWonAndLostDealsByTheWordsOfCRMs(t *testing.T) {
	t.Parallel()
	s := NewStages(nil, nil, []string{"Signed"})
	for stage, want := range map[string]model.Ternary{
		"Won": model.Yes, "Closed Won": model.Yes, "closedwon": model.Yes, "Closed - Won": model.Yes, "Closed Won (Sales Pipeline)": model.Yes,
		"Cierre ganado 🤓": model.Yes, "Abgeschlossen und gewonnen": model.Yes, "Fermée/Gagnée": model.Yes, "Fechado ganho": model.Yes,
		"Chiuso vinto": model.Yes, "Gesloten gewonnen": model.Yes, "Zamknięte wygrane": model.Yes, "受注": model.Yes, "7. Gewonnen": model.Yes, "signed": model.Yes,
		"Lost": model.No, "Closed Lost": model.No, "closedlost": model.No, "Lost to a competitor": model.No, "Cierre perdido": model.No, "Verloren": model.No,
		"Fermée/Perdue": model.No, "Chiuso Perso": model.No, "Negócio perdido": model.No, "Przegrana": model.No, "失注（価格）": model.No,
		"Won back": model.Unknown, "Negotiation": model.Unknown, "Persönliches Treffen": model.Unknown, "Personal meeting": model.Unknown,
		"Abandoned": model.Unknown, "Almost": model.Unknown, "Closed": model.Unknown, "(Won)": model.Unknown,
	} {
		for range 2 { // the second time from the cache
			if got := s.State(stage); got != want {
				t.Errorf("%q: %v, want %v", stage, got, want)
			}
		}
	}
}

func TestStagesOfTheAgreementReplaceTheWords(t *testing.T) {
	t.Parallel()
	s := NewStages([]string{"Lost & Found won", "Firmado*"}, nil, []string{"Signed"}).Clone()
	for stage, want := range map[string]model.Ternary{
		"Lost & Found won": model.Yes, "Firmado 2026": model.Yes, "Closed Won": model.Unknown, "Signed": model.Unknown, "Closed Lost": model.No,
	} {
		if got := s.State(stage); got != want {
			t.Errorf("with won_stages, %q: %v, want %v", stage, got, want)
		}
	}
	s = NewStages(nil, []string{"Abandoned"}, nil)
	for stage, want := range map[string]model.Ternary{"Abandoned": model.No, "Closed Lost": model.Unknown, "Closed Won": model.Yes} {
		if got := s.State(stage); got != want {
			t.Errorf("with lost_stages, %q: %v, want %v", stage, got, want)
		}
	}
}
