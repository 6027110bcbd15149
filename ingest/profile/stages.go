package profile

import (
	"slices"
	"strings"
	"unicode"

	"leadpact/ingest/csvtext"
	"leadpact/model"
)

// Stages tells by the stage of a deal whether it is won or lost: by the lists of the agreement, else by the
// words that CRMs use. A deal in any other stage is open, whatever its closing date, because many CRMs keep the
// expected date in the same column. Stages caches every stage, so each goroutine needs its own.
type Stages struct {
	won, lost               ValueSet
	byWonWords, byLostWords bool // whether the words tell
	cache                   map[string]model.Ternary
}

// NewStages returns the stages of a file. won and lost are the lists of the agreement. Where one of them is
// empty, the words tell; ofProfile lists further stages that then mean won.
func NewStages(won, lost, ofProfile []string) *Stages {
	s := &Stages{byWonWords: len(won) == 0, byLostWords: len(lost) == 0, cache: map[string]model.Ternary{}}
	if s.byWonWords {
		won = ofProfile
	}
	s.won, s.lost = NewValueSet(won), NewValueSet(lost)
	return s
}

// Clone returns stages for another goroutine.
func (s *Stages) Clone() *Stages {
	return &Stages{s.won.Clone(), s.lost.Clone(), s.byWonWords, s.byLostWords, map[string]model.Ternary{}}
}

// State returns whether a stage means won (Yes), lost (No) or neither (Unknown).
func (s *Stages) State(stage string) model.Ternary {
	if state, known := s.cache[stage]; known {
		return state
	}
	state := s.find(stage)
	s.cache[strings.Clone(stage)] = state
	return state
}

func (s *Stages) find(stage string) model.Ternary {
	switch words := stageWords(stage); {
	case s.won.Contains(stage):
		return model.Yes
	case s.lost.Contains(stage):
		return model.No
	case s.byLostWords && meansLost(words):
		return model.No
	case s.byWonWords && meansWon(words):
		return model.Yes
	}
	return model.Unknown
}

// stageWords returns the words of a stage in the form that FoldCase returns, without what stands in parentheses,
// where some CRMs write the pipeline.
func stageWords(stage string) []string {
	stage, _, _ = strings.Cut(csvtext.FoldCase(stage), "(")
	return strings.FieldsFunc(stage, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// The words of CRMs in English, German, Spanish, French, Portuguese, Italian, Dutch, Polish, the Scandinavian
// languages, Russian, Japanese and Chinese.
var (
	wonWords = strings.Fields("won closedwon gewonnen ganado ganada gagné gagnée gagne gagnee ganho ganha vinto vinta wygrana " +
		"wygrane wygrany vunnen vunnet vundet выиграна выиграно выигран 受注 成約 赢单 贏單")
	closedWords = strings.Fields("closed deal and abgeschlossen geschlossen abschluss auftrag und cierre cerrado cerrada " +
		"negocio fermé fermée clôturé clôturée conclu conclue affaire et fechado fechada negócio e chiuso chiusa " +
		"trattativa gesloten en zamknięta zamknięte zamknięty transakcja szansa i stängd affär lukket сделка")
	lostWords = strings.Fields("lost closedlost verloren perdido perdida perdidos perdidas perdu perdue perdus perso persa " +
		"przegrana przegrane przegrany utracona utracone förlorad förlorat tapt tabt проиграна проиграно проигран " +
		"потеряна 失注 输单 輸單 丢单")
)

// meansWon reports whether the words of a stage are one for won, and apart from it only words for closed: "Won"
// and "Closed Won", but not "Won back".
func meansWon(words []string) bool {
	n := len(words)
	return n > 0 && slices.Contains(wonWords, words[n-1]) &&
		!slices.ContainsFunc(words[:n-1], func(w string) bool { return !slices.Contains(closedWords, w) })
}

// meansLost reports whether one of the words of a stage is one for lost: "Closed Lost" and "Lost to a competitor".
func meansLost(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(lostWords, w) })
}
