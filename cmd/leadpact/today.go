package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/report/scorecard"
	"leadpact/report/terminal"
)

// todayCommand prints the don't-be-on-it list as of now, for the stand-up.
func (p *program) todayCommand() *cli.Command {
	return &cli.Command{
		Name:  "today",
		Usage: "the don't-be-on-it list as of now, for the stand-up",
		Flags: []cli.Flag{
			agreementFlag(), asOfFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print JSON", DisableDefaultText: true},
			&cli.BoolFlag{Name: "markdown", Usage: "print tables in Markdown", DisableDefaultText: true},
		},
		Action: func(c *cli.Context) error {
			if c.Bool("json") && c.Bool("markdown") {
				return failf(exitUsage, "--json and --markdown are two forms; choose one")
			}
			j, err := openToday(c.Path("agreement"), c.String("as-of"), p.now)
			if err != nil {
				return err
			}
			s, err := await(c.Context, j.standup)
			if err != nil {
				return err
			}
			write := terminal.Today
			switch {
			case c.Bool("json"):
				write = scorecard.WriteToday
			case c.Bool("markdown"):
				write = terminal.TodayMarkdown
			}
			return cannotWrite(write(p.stdout, s.card, s.due))
		},
	}
}

// openToday opens the month that contains now, as a running period. In the first instant of a month
// nothing of it has happened yet, so the period then begins a day earlier.
func openToday(path, asOf string, now time.Time) (*job, error) {
	j, err := openJob(path, "", asOf, now)
	if err != nil {
		return nil, err
	}
	zone := j.period.Start.Location()
	if now, err = parseAsOf(asOf, zone, now); err != nil {
		return nil, err
	}
	now = now.In(zone)
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, zone)
	id := month.Format("2006-01")
	if now.Equal(month) {
		id = month.AddDate(0, 0, -1).Format(time.DateOnly) + ".." + month.Format(time.DateOnly)
	}
	started := j.period.Now
	j.period, err = calendar.ParsePeriod(id, zone, now)
	j.period.Now = started
	return j, fail(exitUsage, err)
}

// standup is what the stand-up needs: the scorecard with the list, and what is due before the day ends.
type standup struct {
	card *model.Scorecard
	due  []model.Due
}

func (j *job) standup() (standup, error) {
	l := model.NewLedger(j.agreement, j.period)
	if err := ingest.Read(j.agreement, j.dir, l); err != nil {
		return standup{}, err
	}
	s := l.Scorecard()
	now := j.period.AsOf
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	return standup{s, l.DueBy(s, midnight)}, nil
}
