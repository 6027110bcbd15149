package profile

import (
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
)

// wordsOf are the canonical values of a table's column under this agreement; nil for a column that is no choice.
func WordsOf(a *agreement.Agreement, table, column string) []Word {
	t := TableNamed(table)
	if t == nil {
		return nil
	}
	if i := t.Index(column); i < 0 || t.Columns[i].Kind != Choice {
		return nil
	}
	switch column {
	case "quality":
		return []Word{{"high", nil}, {"moderate", []string{"medium"}}, {"low", nil}}
	case "tier":
		var out []Word
		for _, t := range a.LeadValue.Tiers {
			out = append(out, Word{t.ID, []string{t.Name}})
		}
		return nonNil(out)
	case "action":
		var out []Word
		for _, x := range a.LeadValue.Actions {
			out = append(out, Word{x.ID, []string{x.Name}})
		}
		return nonNil(out)
	case "stream":
		var out []Word
		for _, s := range a.Revenue.Streams {
			out = append(out, Word{s.Name, nil})
		}
		return nonNil(out)
	case "status":
		var out []Word
		for _, s := range model.StatusNames() {
			out = append(out, Word{s, nil})
		}
		return out
	}
	return fixedWords[column]
}

var yesNo = []Word{{"true", []string{"yes", "1", "y", "t"}}, {"false", []string{"no", "0", "n", "f"}}}

var fixedWords = map[string][]Word{
	"motion":       {{"inbound", nil}, {"outbound", nil}},
	"type":         {{"call", nil}, {"email", []string{"e-mail"}}, {"meeting", nil}, {"breakup", nil}},
	"outcome":      {{"no_answer", []string{"no answer"}}, {"connected", nil}, {"conversation", nil}},
	"direction":    {{"outbound", nil}, {"inbound", nil}},
	"automated":    yesNo,
	"new_business": yesNo,
	"won":          {{"true", []string{"yes", "1", "y", "t", "won"}}, {"false", []string{"no", "0", "n", "f", "lost"}}, {"open", nil}},
}

// nonNil keeps an agreement without tiers, actions or streams from taking any word for one.
func nonNil(w []Word) []Word {
	if w == nil {
		return []Word{}
	}
	return w
}

var (
	TouchKinds = map[string]model.TouchKind{"call": model.Call, "email": model.Email, "meeting": model.Meeting, "breakup": model.Breakup}
	Outcomes   = map[string]model.Outcome{"no_answer": model.NoAnswer, "connected": model.Connected, "conversation": model.Conversation}
	Ternaries  = map[string]model.Ternary{"true": model.Yes, "false": model.No}
	Statuses   = map[string]model.Status{"open": model.Open, "won": model.StatusWon, "lost": model.Lost, "disqualified": model.Disqualified, "recycled": model.Recycled}
)

// list is a set of raw values or patterns, as not_people, won_stages and marketing_sourced are.
type ValueSet struct{ m *Mapper }

func NewValueSet(raw []string) ValueSet {
	return ValueSet{NewMapper(nil, agreement.Pair[[]string]{Key: "yes", Value: raw})}
}

func (l ValueSet) Clone() ValueSet { return ValueSet{l.m.Clone()} }

func (l ValueSet) Contains(s string) bool {
	if strings.TrimSpace(s) == "" {
		return false
	}
	_, ok := l.m.Map(s, '.')
	return ok
}
