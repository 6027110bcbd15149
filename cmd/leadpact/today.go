package main

import (
	"time"

	"github.com/urfave/cli/v2"

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
			agreementFlag(), asOfFlag(), exportedFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print JSON", DisableDefaultText: true},
			&cli.BoolFlag{Name: "markdown", Usage: "print tables in Markdown", DisableDefaultText: true},
		},
		Action: func(c *cli.Context) error {
			if c.Bool("json") && c.Bool("markdown") {
				return failf(exitUsage, "--json and --markdown are two forms; choose one")
			}
			s, err := await(c.Context, func() (standup, error) { return p.standup(c) })
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

// openToday opens the month that contains now, as a running period.
func (p *program) openToday(c *cli.Context) (*job, error) {
	j, err := p.openJob(c, "")
	if err != nil {
		return nil, err
	}
	now, err := parseAsOf(c.String("as-of"), j.period.Start.Location(), p.now)
	if err != nil {
		return nil, err
	}
	return j, j.runAt(now)
}

// runAt sets the period to the month that is running at a moment, seen as of that moment. In the first
// instant of a month nothing of it has happened yet, so the period then begins a day earlier.
func (j *job) runAt(at time.Time) (err error) {
	zone, now := j.period.Start.Location(), j.period.Now
	at = at.In(zone)
	month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, zone)
	id := month.Format("2006-01")
	if at.Equal(month) {
		id = month.AddDate(0, 0, -1).Format(time.DateOnly) + ".." + month.Format(time.DateOnly)
	}
	j.period, err = calendar.ParsePeriod(id, zone, at)
	j.period.Now = now
	return fail(exitUsage, err)
}

// standup is what the stand-up needs: the scorecard with the list, and what is due before the day ends.
type standup struct {
	card *model.Scorecard
	due  []model.Due
}

// standup makes the list as of now. Within their usual silence it takes the files as they are. If leads or
// activities end earlier than that, the list is as of their end, and a message says so: nobody is called
// late because a file does not show his calls.
func (p *program) standup(c *cli.Context) (standup, error) {
	j, err := p.openToday(c)
	if err != nil {
		return standup{}, err
	}
	l, err := j.read()
	if err != nil {
		return standup{}, err
	}
	if early := endingEarly(l.Coverage(), j.period.Asked); early != nil {
		p.say("%s, so the list is as of then; export again", whereTheyEnd(early))
		if err := j.runAt(early[0].Ends); err != nil {
			return standup{}, err
		}
		if l, err = j.read(); err != nil {
			return standup{}, err
		}
	}
	s := l.Scorecard()
	now := j.period.AsOf
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	return standup{s, l.DueBy(s, midnight)}, nil
}
