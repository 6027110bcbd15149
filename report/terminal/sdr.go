package terminal

import (
	"io"
	"time"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// SDR writes what the scorecard holds about one SDR, by its row in the table of SDRs: obligations by rule
// and verdict, capacity with band, ramp and flag, figures with the number of observations, and every
// breach. With a rule it writes that rule alone and the leads that it judged. At most 100 columns.
func SDR(w io.Writer, s *model.Scorecard, row int, rule string, all bool) error {
	x := explain(s, all)
	score := s.SDRs[row]
	x.pair(0, score.SDR, x.period())
	if rule == "" {
		x.ramp(row)
	}
	x.verdictCounts(score, rule)
	if rule == "" {
		x.capacity(score)
		x.samples(score)
		x.list("Figures that are n/a", format.UnknownOfSDRs(s, s.SDRs[row:row+1]))
	} else {
		x.rows(s.JudgedLeads(row, rule))
	}
	x.breachesOf(score.SDR, rule)
	if rule == "" {
		x.listEntriesOf(score.SDR)
	}
	_, err := w.Write(x.Bytes())
	return err
}

// ramp writes which part of the bands counts for an SDR who is new.
func (x *explanation) ramp(row int) {
	t := x.card.Table(model.SDRsTable)
	start := t.Column("start").Value(row)
	ramp := t.Column("ramp").Value(row)
	switch n, ok := ramp.Number(); {
	case !ok:
		x.text("Leads without an owner: nobody's score, though in the company's.")
	case start.IsMissing():
		x.text("No start date in the team file: the bands stand in full.")
	default:
		months, _ := t.Column("months").Value(row).Number()
		text := "Started " + x.style.Value(start, formula.Date) + ", " +
			x.counted(int(months), "full month", "full months") + " by as of; the bands of counts "
		if n == 1 {
			text += "stand in full."
		} else {
			text += "are ramped to " + x.style.Rate(n) + "."
		}
		x.text(text)
	}
}

// verdictIDs are the verdicts in the order of the columns of verdictCounts.
var verdictIDs = []string{model.Met, model.Late, model.Missed, model.Pending, model.Excused, model.VerdictNA}

// verdictCounts writes the number of obligations by rule and verdict.
func (x *explanation) verdictCounts(score model.SDRScore, only string) {
	rows := [][]string{{"Obligations", "kept", "met", "late", "missed", "pending", "excused", "n/a"}}
	for _, r := range format.Rules(x.card) {
		if only != "" && only != r.ID {
			continue
		}
		line := []string{r.Title, x.style.Value(score.KPIs[model.AdherenceID(r.ID)].Value, formula.Percent)}
		for _, v := range verdictIDs {
			line = append(line, x.style.Value(score.Obligations[r.ID][v], formula.Count))
		}
		rows = append(rows, line)
	}
	x.WriteByte('\n')
	x.table(rows, " >>>>>>>")
}

// capacity writes the capacity lines with their bands, in the order of the table's columns.
func (x *explanation) capacity(score model.SDRScore) {
	rows := [][]string{{"Capacity", "actual", "at least", "at most", ""}}
	for _, c := range x.card.Table(model.SDRsTable).Columns {
		line, ok := score.Capacity[c.Name]
		if !ok {
			continue
		}
		high := ""
		if !line.High.IsMissing() {
			high = x.style.Term(line.High, c.Unit)
		}
		actual, low := x.style.Value(line.Value, c.Unit), x.style.Term(line.Low, c.Unit)
		rows = append(rows, []string{c.Title, actual, low, high, line.Flag})
	}
	if len(rows) > 1 {
		x.WriteByte('\n')
		x.table(rows, " >>> ")
	}
}

// samples writes the SDR's figures with the number of observations behind each.
func (x *explanation) samples(score model.SDRScore) {
	rows := [][]string{{"Figures", "value", "n"}}
	for _, c := range x.card.Table(model.SDRsTable).Columns {
		if k, ok := score.KPIs[c.Name]; ok {
			rows = append(rows, []string{c.Title, x.style.Value(k.Value, c.Unit), x.style.Value(k.N, formula.Count)})
		}
	}
	x.WriteByte('\n')
	x.table(rows, " >>")
}

// breachesOf lists the breaches of one SDR, with a rule those of the rule alone.
func (x *explanation) breachesOf(sdr, only string) {
	var own []model.Breach
	for _, b := range x.card.Breaches {
		if b.SDR == sdr && (only == "" || only == b.Rule) {
			own = append(own, b)
		}
	}
	x.breaches(own, "value", func(b model.Breach) string { return x.style.Value(b.Value, formula.Money) })
}

// breaches lists breaches; title and cell are the head and the text of a last column.
func (x *explanation) breaches(list []model.Breach, title string, cell func(model.Breach) string) {
	if len(list) == 0 {
		x.title("No breach.")
		return
	}
	x.title(x.counted(len(list), "breach", "breaches"))
	n := x.listed(len(list))
	loc := x.card.Period.Start.Location()
	var instants []time.Time
	for _, b := range list[:n] {
		instants = append(instants, b.Due)
		if b.Done.Known() {
			instants = append(instants, b.Done.Time(loc))
		}
	}
	layout := layoutOf(instants)
	rows := [][]string{{"Rule", "lead", "due", "done", "late by, h", "file:line", title}}
	for _, b := range list[:n] {
		done := b.Verdict
		if b.Done.Known() {
			done = instant(b.Done.Time(loc), layout)
		}
		rows = append(rows, []string{b.Rule, leadID(b.Lead), instant(b.Due, layout), done,
			x.exact(formula.Num(b.LateBy), formula.Hours), fileLine(b.File, b.Line), cell(b)})
	}
	x.tableOfLeading(rows, "    > >")
	if more := len(list) - n; more > 0 {
		x.note(0, "and "+x.style.Count(more)+" more; --all lists them")
	}
}

// listEntriesOf writes how many lines of the don't-be-on-it list are about an SDR.
func (x *explanation) listEntriesOf(sdr string) {
	n := 0
	for _, e := range x.card.Overdue {
		if e.SDR == sdr {
			n++
		}
	}
	if n > 0 {
		x.title(x.counted(n, "line", "lines") + " of the don't-be-on-it list; leadpact today lists them")
	}
}
