package ingest

import (
	"testing"

	"leadpact/model"
)

func TestValuesAreMapped(t *testing.T) {
	a := sample("UTC", nil)
	own := pairs[[]string]("High", []string{"Hot", "70-100"}, "moderate", []string{"*warm*", "40-69"}, "low", []string{"0-39.9", "-10--1"})
	m := newMapper(wordsOf(a, "leads", "quality"), own...)
	for raw, want := range map[string]string{
		"HIGH": "high", "hot": "high", "medium": "moderate", "Luke WARM indeed": "moderate", "70": "high", "100": "high", "69": "moderate",
		"39.9": "low", "0": "low", "-5": "low", "69.5": "", "101": "", "70-100": "high", "x": "", "85%": "high",
	} {
		if got, ok := m.of(raw, '.'); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
	tiers := newMapper(wordsOf(a, "leads", "tier"), pairs[[]string]("A", []string{"1000000-"})...)
	for raw, want := range map[string]string{"a": "A", "enterprise": "A", "Mid-Market": "B", "$2,000,000": "A", "999999": ""} {
		if got, _ := tiers.of(raw, '.'); got != want {
			t.Errorf("tier %q is %q, want %q", raw, got, want)
		}
	}
}

func TestAProfilesWordThatTheAgreementLacksIsPassedOver(t *testing.T) {
	a := sample("UTC", nil)
	m := newMapper(wordsOf(a, "leads", "action"), model.Pair[[]string]{Key: "webinar", Value: []string{"*webinar*"}})
	if got, ok := m.of("A webinar", '.'); ok {
		t.Errorf("mapped to %q", got)
	}
}
