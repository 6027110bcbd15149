package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	. "leadpact/model/formula"
)

// This file is the one mechanism that turns missing input into n/a (SPEC sections 2a and 3). Columns of
// facts are marked with their sources where they are added. A source is an input column, such as
// "leads.tier", or one of the conditions below. From the marks follows which figures depend on a source,
// directly or through others (calc.Lineage). A figure that needs a source which is missing is n/a with the
// reason; one that is computed by a default says so in its note; one that missing rows could turn has no
// final status (status.go).

// Conditions on the inputs that are sources of figures.
const (
	spendMonthsSource   = "spend months"       // that the spend file has a row of each month of the period
	sameDaysSource      = "spend of same days" // that the spend file and the leads are counted over the same days
	previousLeadsSource = "previous leads"     // that leads begin by the start of the previous period
	stockSource         = "stocks"             // that leads and activities reach back far enough for counts of managed leads
	olderLeadsSource    = "older leads"        // that the files have the leads that were created before the period
	recentTouchSource   = "recent touch"       // that activities reach back thirty days before as_of
	touchesSource       = "activities"         // that there are activities
	periodTouchSource   = "period touch"       // that activities begin by the start of the period
	laterStageSource    = "later stages"       // that a column gives the SQL date, which implies earlier ones
	handoffSource       = "handoff"            // that a column gives the date of the handoff's stage
	excusingSQLSource   = "excusing SQL"       // that a column gives the SQL date, which excuses, if SQLs are agreed
	sourcedSource       = "sourced leads"      // that leads begin with the period
	leadsSource         = "leads"              // the leads table as a whole
	dealsSource         = "deals"              // the deals table as a whole
	closingSource       = "leads.closing"      // that a column gives when leads were closed; by default none was
	motionSource        = "motions"            // that a column gives the motion, by which lines of the goal grid differ
	breakupSource       = "activities.breakup" // that breakups are recorded; by default there is none
	ratedSource         = "rated leads"        // that leads have a quality, their own or the one for unrated leads
)

// sourceState is what is known about a source.
type sourceState struct {
	absent   string // why figures that need it are n/a; empty: it is there
	fallback string // the default by which figures are computed without it, as a sentence; empty: none
}

// stateOf returns the state of a source.
func (l *Ledger) stateOf(name string) (s sourceState) {
	switch name {
	case stockSource:
		s.absent = l.whyNoStock()
	case olderLeadsSource:
		s.absent = l.whyNoOlderLeads()
	case handoffSource:
		s.absent = l.whyNoStage(l.handoffStage())
	case laterStageSource:
		s.fallback = l.laterStagesDefault()
	case excusingSQLSource:
		s.absent = l.whyNoExcuse()
	case sourcedSource:
		s.absent = l.whyNotSourced()
	case previousLeadsSource:
		s.absent = l.whyLeadsNotSince(l.period.Previous().Start)
	case spendMonthsSource:
		s.absent = l.whySpendMisses()
	case sameDaysSource:
		s.absent = l.whySpendIsOfMoreDays()
	case recentTouchSource:
		s.absent = l.whyNotSince(calendar.AddDate(l.period.AsOf, 0, 0, -idleDays))
	case periodTouchSource:
		s.absent = l.whyNotSince(l.period.Start)
	case touchesSource:
		s.absent = l.whyNoTouches()
	case leadsSource, dealsSource:
	case motionSource:
		if l.provided["leads"] && !l.provided["leads.motion"] {
			s.absent = l.columnAbsent("leads.motion")
		}
	case ratedSource:
		if unrated, _ := l.agreement.RatedLine("", ""); unrated == "" && !l.provided["leads.quality"] {
			s.absent = l.columnAbsent("leads.quality")
		}
	case closingSource:
		if l.provided["leads"] && !(l.provided["leads.closed_at"] && l.provided["leads.status"]) {
			s.fallback = "No columns give the leads' closing (closed_at and status), so no lead counts as closed."
		}
	case breakupSource:
		if l.hasActivities && !l.provided["facts"] && !l.hasBreakups {
			s.fallback = "No activity is recorded as a breakup, so none counts."
		}
	default:
		return l.columnSource(name)
	}
	return s
}

// defaults holds what is assumed where no column gives a value (SPEC section 3), as sentences. The key
// constants of an input confirms such a value.
var defaults = map[string]string{
	"leads.motion":         "No column gives the motion (leads.motion), so every lead counts as inbound.",
	"activities.direction": "No column gives the direction (activities.direction), so every activity counts as outbound.",
	"activities.automated": "No column gives whether an activity was automated (activities.automated), so each counts as made by a person.",
	"deals.new_business":   "No column gives whether a deal is new business (deals.new_business), so every deal counts as new.",
}

// columnSource returns the state of an input column.
func (l *Ledger) columnSource(name string) (s sourceState) {
	table, _, _ := strings.Cut(name, ".")
	switch {
	case l.provided[name], table == "activities" && l.provided["facts"]:
	case name == "deals.lead_id" && (l.provided["deals.lead_name"] || l.provided["leads.deal_ids"] || l.leadsAreDeals()):
	case !l.provided[table]:
		s.absent = l.whyNoTable(table)
	case name == "leads.quality":
		s.fallback = l.qualityDefault()
	case defaults[name] != "":
		s.fallback = defaults[name]
	case name == "deals.won", name == "deals.lost":
		if !l.tellsOutcome(name) {
			s.absent = l.whyNoOutcome(strings.TrimPrefix(name, "deals."))
		}
	default:
		s.absent = l.columnAbsent(name)
	}
	if table == "deals" && s.absent == "" {
		s.absent = l.whyStaleDeals()
	}
	return s
}

// columnAbsent returns why figures that need an input column are n/a: no file gives it.
func (l *Ledger) columnAbsent(name string) string {
	return fmt.Sprintf("no column gives %s, or it is blank in every row: name one under inputs.%s", name,
		strings.Replace(name, ".", ".columns.", 1))
}

// laterStagesDefault returns what follows if no column gives the dates of MQL or SQL, which imply earlier ones.
func (l *Ledger) laterStagesDefault() string {
	var absent []string
	for _, column := range []string{"leads.mql_at", "leads.sql_at"} {
		if l.provided["leads"] && !l.provided[column] {
			absent = append(absent, column)
		}
	}
	if len(absent) == 0 {
		return ""
	}
	return "No column gives " + strings.Join(absent, " or ") + ", so there are no such dates to imply earlier ones or to excuse."
}

// whyNoExcuse returns why it is not known which leads became SQLs before a rule in days fell due, so that Sales owed
// them nothing more: the agreement counts SQLs, and no column gives their date. It is empty where it is known.
func (l *Ledger) whyNoExcuse() string {
	a := l.agreement
	counted := a.Goals.SQLsCreated != nil
	for _, st := range a.Revenue.Streams {
		counted = counted || slices.ContainsFunc(st.Funnel,
			func(x agreement.FunnelStep) bool { return x.Stage == agreement.SQL })
	}
	if !counted || l.hasStage(agreement.SQL) {
		return ""
	}
	return l.columnAbsent("leads.sql_at") + ", because leads that became SQLs in time are excused"
}

// qualityDefault returns how leads count where no column gives their quality.
func (l *Ledger) qualityDefault() string {
	if unrated, _ := l.agreement.RatedLine("", ""); unrated != "" {
		return "No column gives the quality (leads.quality), so every lead counts as " + unrated + ", as the agreement says."
	}
	return "No column gives the quality (leads.quality), so no lead is owed what the agreement owes by quality."
}

// applySources makes the figures and formula columns that need a missing source n/a. To others it adds a note
// on the defaults by which they are computed, and takes the status from those that missing rows could turn.
func (l *Ledger) applySources(s *Scorecard) {
	l.markSources(s)
	audit := &sourceAudit{ledger: l, lineage: calc.NewLineage(s.Sheet), states: map[string]sourceState{},
		unsure: map[string]string{
			leadsSource: l.whyUnseen("leads"), dealsSource: l.whyDealsUnsure(), touchesSource: l.whyUnseen("activities"),
		}}
	for _, q := range s.Quantities {
		audit.figure(q)
	}
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			audit.column(t, c)
		}
	}
	s.Warnings = append(s.Warnings, audit.warnings()...)
}

// sourceAudit applies the states of sources to figures and columns.
type sourceAudit struct {
	ledger  *Ledger
	lineage *calc.Lineage
	states  map[string]sourceState // of the sources that any figure reads
	unsure  map[string]string      // by source: why figures that read it have no final status
}

// whyMissing returns why the first of the sources that is missing is missing; empty if none is.
func (a *sourceAudit) whyMissing(sources []string) string {
	for _, name := range sources {
		if _, known := a.states[name]; !known {
			a.states[name] = a.ledger.stateOf(name)
		}
		if why := a.states[name].absent; why != "" {
			return why
		}
	}
	return ""
}

func (a *sourceAudit) figure(q *calc.Quantity) {
	sources := a.lineage.OfFigure(q.ID)
	if why := a.whyMissing(sources); why != "" {
		q.Formula, q.Reason = NA{}, why
		return
	}
	for _, name := range sources {
		if text := a.states[name].fallback; text != "" {
			q.AddNote(text)
		}
		// Counts of leads that are below their goals are judged by metIfSure.
		judged := name == dealsSource || strings.HasPrefix(q.ID, KPIID(""))
		if why := a.unsure[name]; why != "" && q.Status != "" && judged {
			q.Status = ""
			q.AddNote("It has no status: " + why + ".")
		}
	}
}

func (a *sourceAudit) column(t *calc.Table, c *calc.Column) {
	if c.Expr != nil && a.whyMissing(slices.Concat(c.Sources, a.lineage.OfFormula(c.Expr, t))) != "" {
		c.Expr = NA{}
	}
	for row, e := range c.Each {
		if a.whyMissing(a.lineage.OfFormula(e, t)) != "" {
			c.Each[row] = NA{}
		}
	}
}

// warnings returns the defaults that are used, and what has no final status.
func (a *sourceAudit) warnings() (notes []Note) {
	for _, name := range slices.Sorted(maps.Keys(a.states)) {
		text := a.states[name].fallback
		if text == "" {
			continue
		}
		if defaults[name] != "" {
			text += " Confirm it under constants in agreement.yaml, or name the column."
		}
		notes = append(notes, Note{Text: text})
	}
	notes = append(notes, a.ledger.dealWarnings()...)
	if why := a.ledger.whyNoOwner(); why != "" {
		notes = append(notes, Note{Text: "figures of SDRs are n/a: " + why})
	}
	for _, name := range []string{leadsSource, dealsSource, touchesSource} {
		limited := tableCovered(a.ledger.LimitedBy(), name) != nil // the reports say so themselves
		if why := a.unsure[name]; why != "" && !limited {
			notes = append(notes, Note{Text: "figures from " + name + " have no final status where it could change: " + why})
		}
	}
	return notes
}

// whyStaleDeals returns why deals tell nothing about the period: they end before it; empty where they do
// not.
func (l *Ledger) whyStaleDeals() string {
	t := l.covered("deals")
	if t == nil || !t.EndsBefore(l.period) {
		return ""
	}
	return whyStale(*t)
}

// whyNotSince returns why touches since a moment are not known: there are no activities, or they begin
// later; empty where they are known.
func (l *Ledger) whyNotSince(since time.Time) string {
	t := l.covered("activities")
	switch {
	case !l.hasActivities:
		return l.whyNoActivities()
	case t != nil && t.Begins.After(since):
		return fmt.Sprintf("activities begin on %s, and are needed from %s: export more of them",
			t.Begins.Format(time.DateOnly), since.Format(time.DateOnly))
	}
	return ""
}

// whyNoStock returns why it is not known which leads were managed in the period: their last touches, or
// leads that were handed off earlier, are not in the files (SPEC section 2a). It is empty where it is known.
func (l *Ledger) whyNoStock() string {
	const remedy = "; or set clock.managed to fixed or open, which need no touches"
	if l.agreement.Clock.Managed != "fixed" && l.agreement.Clock.Managed != "open" {
		if why := l.whyNotSince(calendar.AddDate(l.period.Start, 0, 0, -idleDays)); why != "" {
			return why + remedy
		}
	}
	return l.whyNoOlderLeads()
}

// whyNoOlderLeads returns why counts of stages miss leads: leads that were created before the files begin
// may be among them. It is empty if leads reach back by the longest timeframe before the period, if they are
// complete, and if managed is open, where they would have to reach back without end.
func (l *Ledger) whyNoOlderLeads() string {
	if l.agreement.Clock.Managed == "open" {
		return ""
	}
	return l.whyLeadsNotSince(calendar.AddDate(l.period.Start, 0, 0, -longestTimeframe(l.agreement)))
}

// whyLeadsNotSince returns why leads created since a moment are not all known: the files begin later; empty
// where they are known.
func (l *Ledger) whyLeadsNotSince(since time.Time) string {
	t := l.covered("leads")
	if t == nil || !t.Begins.After(since) {
		return ""
	}
	return fmt.Sprintf("leads begin on %s, and are needed from %s: export more of them, "+
		"or set complete: true under inputs.leads if there were none before",
		t.Begins.Format(time.DateOnly), since.Format(time.DateOnly))
}

// whySpendMisses returns which month of the period has no row in the spend file; empty if each has one that
// had begun by as_of.
func (l *Ledger) whySpendMisses() string {
	if !l.provided["spend"] {
		return ""
	}
	for m := calendar.MonthOf(l.period.Start); m.Before(l.period.AsOf); m = m.AddDate(0, 1, 0) {
		if !l.hasSpend(m) {
			return "the spend file has no row of " + m.Format("2006-01") + ": add the month, with 0 where nothing was spent"
		}
	}
	return ""
}

// whySpendIsOfMoreDays returns why spend is not set against results: it is given by the month, and the leads are
// counted to a day within one, because the exports end there. It is empty where both are counted alike.
func (l *Ledger) whySpendIsOfMoreDays() string {
	if !l.period.Limited() || !l.provided["spend"] {
		return ""
	}
	return fmt.Sprintf("spend is of whole months, and leads are counted to %s only: export again",
		l.momentText(l.period.AsOf))
}

// whyNotSourced returns why not all leads that were created in the period are known: the files begin in it,
// and later than the usual silence explains. It is empty where all are known.
func (l *Ledger) whyNotSourced() string {
	t := l.covered("leads")
	if t == nil || t.Silence == coverage.NoSilence || !t.Begins.After(l.period.Start) {
		return ""
	}
	if len(l.workingDaysOf(l.period.Start, t.Begins)) <= t.Silence {
		return ""
	}
	return l.whyLeadsNotSince(l.period.Start)
}

// whyNoneRated returns why adherence to a rule by quality is not known: no column gives the quality, and the agreement
// owes unrated leads nothing. Hand raisers are owed their call all the same, but they are not all leads. It is empty
// for other rules, and where leads are rated.
func (l *Ledger) whyNoneRated(o *obligation) string {
	if o.step != nil || o.id == ContactRule {
		return ""
	}
	return l.stateOf(ratedSource).absent
}

// cellSources returns the input columns that decide in which cell of the lead value chart a lead is.
func cellSources(a *agreement.Agreement) []string {
	if a.LeadValue.Method != "quota" {
		return []string{"leads.tier", "leads.action"}
	}
	return append(streamSources(a), typeSources(a)...)
}

// streamSources returns the input column that gives a lead's stream, if there are several.
func streamSources(a *agreement.Agreement) []string {
	if len(a.Revenue.Streams) < 2 {
		return nil
	}
	return []string{"leads.stream"}
}

// typeSources returns the input columns by which lead types are told apart.
func typeSources(a *agreement.Agreement) (out []string) {
	for _, st := range a.Revenue.Streams {
		for _, lt := range st.LeadTypes {
			for _, field := range []struct {
				column string
				used   bool
			}{
				{"leads.motion", lt.Match.Motion != ""}, {"leads.source", lt.Match.Source != ""},
				{"leads.tier", lt.Match.Tier != ""}, {"leads.action", lt.Match.Action != ""},
				{ratedSource, lt.Match.Quality != ""},
			} {
				if field.used && !slices.Contains(out, field.column) {
					out = append(out, field.column)
				}
			}
		}
	}
	return out
}

// markSources marks the columns of facts with their sources.
func (l *Ledger) markSources(s *Scorecard) {
	l.markLeadColumns(s.MustTable(LeadsTable))
	l.markDealColumns(s.MustTable(DealsTable))
	if t := s.Table("feedback"); t != nil {
		marker(t)([]string{"feedback.due"}, "due")
		marker(t)([]string{"feedback.closed"}, "closed")
	}
}

// marker returns a function that marks those of the columns that a table has.
func marker(t *calc.Table) func(sources []string, columns ...string) {
	return func(sources []string, columns ...string) {
		for _, c := range columns {
			if t.Column(c) != nil {
				t.From(c, sources...)
			}
		}
	}
}

// factNames returns the names of a table's columns of facts.
func factNames(t *calc.Table) (names []string) {
	for _, c := range t.Columns {
		if c.Expr == nil && c.Each == nil {
			names = append(names, c.Name)
		}
	}
	return names
}

func (l *Ledger) markLeadColumns(t *calc.Table) {
	from, a := marker(t), l.agreement
	from([]string{leadsSource}, factNames(t)...)
	marketing := []string{"leads.motion"}
	if a.ListsSources() {
		marketing = append(marketing, "leads.source")
	}
	from([]string{"leads.source"}, LeadChannelNo)
	from([]string{"leads.tier"}, LeadTier)
	if slices.ContainsFunc(a.LeadValue.Actions, func(x agreement.LeadAction) bool { return x.HandRaiser }) {
		from([]string{"leads.action"}, LeadAction)
	}
	from([]string{"leads.quality"}, LeadActionLine)
	from([]string{"leads.motion"}, LeadMotion)
	from(streamSources(a), LeadStream, LeadLagOver)
	from(typeSources(a), LeadTypeColumn)
	from(cellSources(a), LeadCell)
	from(marketing, LeadMarketing)
	from([]string{handoffSource}, LeadHandoff)
	if a.Clock.Handoff == "assigned" {
		from([]string{"leads.assigned_at"}, LeadHandoff)
	}
	from([]string{"leads.status", "leads.closed_at"}, LeadReturned, LeadRejection)
	from([]string{closingSource}, LeadClosed, LeadDoneOwing, LeadHoursToLeaving)
	stocks := []string{LeadManaged, LeadOpenMQL, LeadUniverse, LeadActive}
	from([]string{handoffSource, stockSource, closingSource, "leads.quality"}, stocks...)
	if a.Clock.Managed != "open" && longestTimeframe(l.agreement) > 0 {
		from([]string{ratedSource}, stocks...)
	}
	from([]string{laterStageSource}, append(stocks, LeadQL, LeadMQL, LeadHandoff, LeadDoneOwing, LeadHoursToLeaving,
		leadSpeedCounts, LeadLagOver)...)
	from([]string{recentTouchSource, touchesSource}, LeadActive)
	from([]string{"leads.assigned_at"}, LeadSystemDelay, LeadHumanDelay)
	from([]string{"leads.mql_at"}, LeadDaysToSQL, LeadDaysToWon)
	from([]string{"leads.sql_at"}, LeadDaysToSQL)
	from([]string{"team.motion", "leads.motion", "leads.owner"}, LeadOffMotion)
	if l.provided["deals"] {
		from([]string{dealsSource, "deals.lead_id"}, agreement.Opportunity.String(), agreement.Proposal.String(), LeadWon,
			LeadDeals, LeadDealAmount, LeadWonAmount, LeadDaysToWon)
		from([]string{"deals.amount"}, LeadDealAmount, LeadWonAmount)
		from([]string{"deals.created_at"}, LeadDeals, LeadDealAmount)
		from([]string{"deals.won", "deals.closed_at"}, LeadWonAmount)
	}
	l.markTouchColumns(from)
}

func (l *Ledger) markTouchColumns(from func(sources []string, columns ...string)) {
	touches := []string{touchesSource, "activities.direction", "activities.automated"}
	from(touches, LeadFirstCall, LeadFirstCallElapsed, LeadFirstTouch, LeadCalls, LeadTouched, LeadContacted,
		LeadConversed, LeadTouchesToSQL, LeadHumanDelay, leadLandmarkTouches)
	from([]string{handoffSource}, LeadLagOver, leadSpeedCounts, LeadTouched, LeadContacted, LeadConversed, LeadCalls,
		LeadTouchesToSQL)
	from([]string{periodTouchSource}, LeadTouched, LeadContacted, LeadConversed)
	from([]string{"activities.outcome"}, LeadContacted, LeadConversed)
	for i := range l.rules {
		o := &l.rules[i]
		from([]string{touchesSource, handoffSource, laterStageSource}, o.owedColumn())
		if o.id == ContactRule && len(l.agreement.Promise.For) > 0 || o.step != nil && len(l.agreement.Cadence.For) > 0 {
			from([]string{ratedSource}, o.owedColumn())
		}
		if o.countsKind != nil {
			from([]string{excusingSQLSource}, o.owedColumn())
		}
		from(touches, o.byDueColumn(), o.soFarColumn())
		if o.id == BreakupRule {
			from([]string{breakupSource}, o.byDueColumn(), o.soFarColumn())
		}
	}
	if list := l.agreement.DontBeOnIt; list != nil {
		from([]string{touchesSource, handoffSource, closingSource, laterStageSource}, leadListedFor)
		if len(list.For) > 0 {
			from([]string{ratedSource}, leadListedFor)
		}
	}
}

func (l *Ledger) markDealColumns(t *calc.Table) {
	if !l.provided["deals"] {
		return // figures over deals are n/a as a whole
	}
	from := marker(t)
	from([]string{dealsSource}, factNames(t)...)
	from([]string{"deals.amount"}, DealAmount)
	from([]string{"deals.created_at"}, "created", "days")
	from([]string{"deals.closed_at", "deals.won"}, DealClosed, DealWon, "days")
	from([]string{"deals.new_business"}, DealNewBusiness)
	if len(l.agreement.Revenue.Streams) > 1 && !l.provided["leads.stream"] {
		from([]string{"deals.stream"}, DealStream)
	}
	if l.provided["leads"] {
		from([]string{"deals.lead_id", "leads.motion"}, "marketing")
	}
}
