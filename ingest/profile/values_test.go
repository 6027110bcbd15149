package profile

import (
	"testing"

	"leadpact/model/agreement"
)

// testWords returns an agreement with the words that the tests map to.
func testWords() *agreement.Agreement {
	a := &agreement.Agreement{}
	a.LeadValue.Tiers = []agreement.Tier{
		{ID: "A", Name: "Enterprise"}, {ID: "B", Name: "Mid-market"}, {ID: "C", Name: "Small"},
	}
	a.LeadValue.Actions = []agreement.LeadAction{
		{ID: "demo_request", Name: "Books a call"}, {ID: "lead_magnet"}, {ID: "newsletter"},
	}
	return a
}

func TestValuesAreMapped(t *testing.T) {
	t.Parallel()
	a := testWords()
	own := agreement.Pairs[[]string]{
		{Key: "High", Value: []string{"Hot", "70-100"}},
		{Key: "moderate", Value: []string{"*warm*", "40-69"}},
		{Key: "low", Value: []string{"0-39.9", "-10--1"}},
	}
	m := NewMapper(WordsOf(a, "leads", "quality"), own...)
	for raw, want := range map[string]string{
		"HIGH": "high", "hot": "high", "medium": "moderate", "Luke WARM indeed": "moderate", "70": "high", "100": "high", "69": "moderate",
		"39.9": "low", "0": "low", "-5": "low", "69.5": "", "101": "", "70-100": "high", "x": "", "85%": "high",
	} {
		if got, ok := m.Map(raw, '.'); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
	tiers := NewMapper(WordsOf(a, "leads", "tier"), agreement.Pair[[]string]{Key: "A", Value: []string{"1000000-"}},
		agreement.Pair[[]string]{Key: "C", Value: []string{"1.000-5.000"}}) // a word of the CRM, and no band from 1 to 5
	for raw, want := range map[string]string{
		"a": "A", "enterprise": "A", "Mid-Market": "B", "$2,000,000": "A", "999999": "", "3": "", "3000": "", "1.000-5.000": "C",
	} {
		if got, _ := tiers.Map(raw, '.'); got != want {
			t.Errorf("tier %q is %q, want %q", raw, got, want)
		}
	}
}

func TestCanonicalValueThatTheAgreementLacksIsPassedOver(t *testing.T) {
	t.Parallel()
	a := testWords()
	m := NewMapper(WordsOf(a, "leads", "action"), agreement.Pair[[]string]{Key: "webinar", Value: []string{"*webinar*"}})
	if got, ok := m.Map("A webinar", '.'); ok {
		t.Errorf("mapped to %q", got)
	}
}
