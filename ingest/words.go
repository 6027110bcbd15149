package ingest

import (
	"strings"

	"leadpact/model"
)

// wordsOf are the canonical values of a table's column under this agreement; nil for a column that is no choice.
func wordsOf(a *model.Agreement, table, column string) []word {
	t := tableNamed(table)
	if t == nil {
		return nil
	}
	if i := t.index(column); i < 0 || t.columns[i].kind != choice {
		return nil
	}
	switch column {
	case "quality":
		return []word{{"high", nil}, {"moderate", []string{"medium"}}, {"low", nil}}
	case "tier":
		var out []word
		for _, t := range a.LeadValue.Tiers {
			out = append(out, word{t.ID, []string{t.Name}})
		}
		return nonNil(out)
	case "action":
		var out []word
		for _, x := range a.LeadValue.Actions {
			out = append(out, word{x.ID, []string{x.Name}})
		}
		return nonNil(out)
	case "stream":
		var out []word
		for _, s := range a.Revenue.Streams {
			out = append(out, word{s.Name, nil})
		}
		return nonNil(out)
	case "status":
		var out []word
		for _, s := range model.StatusNames() {
			out = append(out, word{s, nil})
		}
		return out
	}
	return fixedWords[column]
}

var yesNo = []word{{"true", []string{"yes", "1", "y", "t"}}, {"false", []string{"no", "0", "n", "f"}}}

var fixedWords = map[string][]word{
	"motion":       {{"inbound", nil}, {"outbound", nil}},
	"type":         {{"call", nil}, {"email", []string{"e-mail"}}, {"meeting", nil}, {"breakup", nil}},
	"outcome":      {{"no_answer", []string{"no answer"}}, {"connected", nil}, {"conversation", nil}},
	"direction":    {{"outbound", nil}, {"inbound", nil}},
	"automated":    yesNo,
	"new_business": yesNo,
	"won":          {{"true", []string{"yes", "1", "y", "t", "won"}}, {"false", []string{"no", "0", "n", "f", "lost"}}, {"open", nil}},
}

// nonNil keeps an agreement without tiers, actions or streams from taking any word for one.
func nonNil(w []word) []word {
	if w == nil {
		return []word{}
	}
	return w
}

var (
	touchKinds = map[string]model.TouchKind{"call": model.Call, "email": model.Email, "meeting": model.Meeting, "breakup": model.Breakup}
	outcomes   = map[string]model.Outcome{"no_answer": model.NoAnswer, "connected": model.Connected, "conversation": model.Conversation}
	tris       = map[string]model.Tri{"true": model.Yes, "false": model.No}
	statuses   = map[string]model.Status{"open": model.Open, "won": model.StatusWon, "lost": model.Lost, "disqualified": model.Disqualified, "recycled": model.Recycled}
)

// list is a set of raw values or patterns, as not_people, won_stages and marketing_sourced are.
type list struct{ m *mapper }

func newList(raw []string) list {
	return list{newMapper(nil, model.Pair[[]string]{Key: "yes", Value: raw})}
}

func (l list) clone() list { return list{l.m.clone()} }

func (l list) has(s string) bool {
	if strings.TrimSpace(s) == "" {
		return false
	}
	_, ok := l.m.of(s, '.')
	return ok
}
