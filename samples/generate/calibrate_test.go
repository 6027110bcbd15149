package main

import (
	"testing"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/calendar"
)

// calibrated reads a company and holds its agreement against it.
func calibrated(t *testing.T, change func(*options)) map[string]model.Finding {
	t.Helper()
	m := generate(t, change)
	dir := t.TempDir()
	for name, data := range m {
		w, err := folder(dir)(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(data.Bytes())
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	a, err := agreementfile.Load(dir + "/agreement.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o := sampleOptions()
	if change != nil {
		change(&o)
	}
	c, err := newCompany(o)
	if err != nil {
		t.Fatal(err)
	}
	period, err := calendar.ParsePeriod(o.until, c.reported.Location(), c.export)
	if err != nil {
		t.Fatal(err)
	}
	l := model.NewLedger(a, period)
	if err := ingest.Read(a, dir, l); err != nil {
		t.Fatal(err)
	}
	out := map[string]model.Finding{}
	for _, f := range l.Calibrate(l.Scorecard()).Findings {
		out[f.Title] = f
	}
	return out
}

// What a large company measures is what all companies of the generator are like: the small ones' intervals hold it.
func TestCalibrateRecoversTheGeneratorsRates(t *testing.T) {
	truth := calibrated(t, func(o *options) { o.leadsPerMonth, o.sdrs = 1500, 20 })
	titles := []string{"Platform: QL to MQL", "Platform: MQL to SQL", "Platform: SQL to Opportunity", "Platform: Opportunity to Won", "Platform: average deal", "MQLs per SQL"}
	held, of := 0, 0
	for seed := range uint64(4) {
		small := calibrated(t, func(o *options) { o.seed += seed })
		for _, title := range titles {
			want, _ := truth[title].Measured.Value.Number()
			f := small[title]
			low, ok := f.Measured.Low.Number()
			high, _ := f.Measured.High.Number()
			of++
			if ok && low <= want && want <= high {
				held++
			} else {
				t.Logf("seed +%d, %s: %v to %v, large company %v", seed, title, f.Measured.Low, f.Measured.High, want)
			}
		}
	}
	if held < of-3 { // of 24, one or two by chance
		t.Errorf("%d of %d intervals hold the large company's figure", held, of)
	}
}

func TestCalibrateProposesNothingFromThreeMonths(t *testing.T) {
	for title, f := range calibrated(t, func(o *options) { o.months = 3 }) {
		if !f.Proposed.IsMissing() {
			t.Errorf("%s is proposed anew from three months", title)
		}
	}
}
