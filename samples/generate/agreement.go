package main

import (
	_ "embed"
	"math"
	"text/template"
	"time"
)

//go:embed agreement.tmpl
var agreementText string

var agreementTemplate = template.Must(template.New("agreement.yaml").Parse(agreementText))

// stream is the company's only revenue stream.
const stream = "Platform"

// writeAgreement writes the agreement: the template's terms, which are for 300 leads a month, scaled to the
// company, and the company's own history.
func (c *company) writeAgreement(create creator, past *history) error {
	f, err := create("agreement.yaml")
	if err != nil {
		return err
	}
	var files []string
	for _, t := range c.layout.activities {
		files = append(files, "exports/"+c.activityFileName(t.file))
	}
	err = agreementTemplate.Execute(f, map[string]any{
		"Effective":  c.reported.Format(time.DateOnly),
		"Starts":     c.reported.Format("2006-01"),
		"Year":       c.reported.Year(),
		"Until":      c.reported.AddDate(1, 0, -1).Format(time.DateOnly),
		"Review":     c.reported.AddDate(0, 3, 4).Format(time.DateOnly),
		"DayOff":     dayAfterThanksgiving(c.reported.Year(), c.reported.Location()).Format(time.DateOnly),
		"Target":     c.reported.AddDate(0, 5, 0).Format("2006-01"),
		"Scaled":     func(n int) int { return int(math.Ceil(math.Round(float64(n)*c.scale*1e9) / 1e9)) },
		"Channels":   channels,
		"History":    past,
		"HubSpot":    c.format == "hubspot",
		"Activities": files,
		"Queue":      queue,
		"Inputs":     c.inputs(crmFormats[c.format]),
		"Stream":     stream,
	})
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// dayAfterThanksgiving returns the Friday after the fourth Thursday of November.
func dayAfterThanksgiving(year int, zone *time.Location) time.Time {
	first := time.Date(year, time.November, 1, 0, 0, 0, 0, zone)
	thursday := (int(time.Thursday-first.Weekday())+7)%7 + 21
	return first.AddDate(0, 0, thursday+1)
}

// history counts the four full quarters before the reported month, as the exports show them.
type history struct {
	company  *company
	Quarters [4]quarter
}

// quarter is one row of the agreement's history.
type quarter struct {
	start, end time.Time
	counts     [stages]int
	Revenue    int64
}

// newHistory returns an empty history.
func newHistory(c *company) *history {
	h := &history{company: c}
	y, m, _ := c.reported.Date()
	end := time.Date(y, (m-1)/3*3+1, 1, 0, 0, 0, 0, c.reported.Location())
	for i := len(h.Quarters) - 1; i >= 0; i-- {
		h.Quarters[i].start, h.Quarters[i].end = end.AddDate(0, -3, 0), end
		end = h.Quarters[i].start
	}
	return h
}

// Known reports whether the exports cover all four quarters.
func (h *history) Known() bool { return !h.Quarters[0].start.Before(h.company.first) }

// quarterOf returns the quarter of a time, or nil if it is outside of the history.
func (h *history) quarterOf(t time.Time) *quarter {
	for i := range h.Quarters {
		if q := &h.Quarters[i]; !t.Before(q.start) && t.Before(q.end) {
			return q
		}
	}
	return nil
}

// countLead counts a lead in each stage that it reached.
func (h *history) countLead(l *lead) {
	for s := ql; s < stages; s++ {
		if q := h.quarterOf(l.effective(s)); q != nil {
			q.counts[s]++
		}
	}
}

// countDeal adds the revenue of a deal that is new business.
func (h *history) countDeal(x *deal) {
	if q := h.quarterOf(x.closed); q != nil && x.won == "true" && x.newBusiness {
		q.Revenue += x.amount
	}
}

// Name returns the quarter as the agreement writes it: 2026-Q3.
func (q quarter) Name() string {
	return q.start.Format("2006") + "-Q" + string('1'+rune(q.start.Month()-1)/3)
}

// The agreement template reads the counts by these names.
func (q quarter) QL() int          { return q.counts[ql] }
func (q quarter) MQL() int         { return q.counts[mql] }
func (q quarter) SQL() int         { return q.counts[sql] }
func (q quarter) Opportunity() int { return q.counts[opportunity] }
func (q quarter) Won() int         { return q.counts[won] }
