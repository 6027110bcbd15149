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

// stream is the company's one revenue stream.
const stream = "Platform"

// writeAgreement writes the terms: those of 300 leads a month, scaled to the company, with its own history.
func (c *company) writeAgreement(create creator, past *history) error {
	f, err := create("agreement.yaml")
	if err != nil {
		return err
	}
	var files []string
	for _, t := range c.layout.activities {
		files = append(files, "exports/"+c.activityFile(t.file))
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
		"Inputs":     c.inputs(shapes[c.format]),
		"Stream":     stream,
	})
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// dayAfterThanksgiving is the Friday after the fourth Thursday of November.
func dayAfterThanksgiving(year int, zone *time.Location) time.Time {
	first := time.Date(year, time.November, 1, 0, 0, 0, 0, zone)
	thursday := (int(time.Thursday-first.Weekday())+7)%7 + 21
	return first.AddDate(0, 0, thursday+1)
}
