package model

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"leadpact/model/agreement"
)

// Ids of figures and terms, and names of columns, that are used in more than one place. A misspelled
// constant or builder doesn't compile; a misspelled literal panics when the scorecard is computed. The
// exported ones are the ids that IDS.md lists.

// Ids of single figures.
const (
	PromiseLeadValueID    = "promise.lead_value"
	PromiseLeadsID        = "promise.leads"
	PromiseLowID          = "promise.low"
	PromiseHighID         = "promise.high"
	PromiseAttainmentID   = "attainment.promise"
	PromiseStatusID       = "status.delivered.lead_value"
	RatioProposalID       = "ratio.proposal"
	PlanPromiseID         = "plan.promise"
	DeliveredLeadValueID  = "delivered.lead_value"
	DeliveredLeadsID      = "delivered.leads"
	DeliveredGrossID      = "delivered.gross"
	DeliveredReturnedID   = "delivered.returned"
	DeliveredNetID        = "delivered.net"
	UnvaluedLeadsID       = "delivered.unvalued_leads"
	WorkingDaysID         = "pace.working_days"
	WorkingDaysElapsedID  = "pace.working_days_elapsed"
	LineToDateID          = "pace.line_to_date"
	PaceGapID             = "pace.gap"
	BreachesID            = "breaches.count"
	AfterEndID            = "adherence.after_end"
	OffMotionLeadsID      = "off_motion.leads"
	NotCalledID           = "dont_be_on_it.not_called"
	TooFewCallsID         = "dont_be_on_it.too_few_calls"
	LeadsAtRiskID         = "at_risk.leads"
	LeadValueAtRiskID     = "at_risk.lead_value"
	SpendTotalID          = "spend.total"
	SpendRowsID           = "spend.rows"
	BudgetTotalID         = "budget.total"
	YearSpendID           = "ytd.spend"
	YearLeadValueID       = "ytd.lead_value"
	YearValuePerSpendID   = "ytd.value_per_spend"
	DisqualifiedLeadsID   = "disqualified.leads"
	TeamSDRsID            = "team.sdrs"
	touchGapFactID        = "fact.touch_gap_days"
	staleFromID           = "agreement.stale_from"
	newBusinessTargetID   = "target.new_business"
	HandRaiserLeadsID     = "hand_raisers.leads"
	HandRaiserLeadValueID = "hand_raisers.lead_value"
	HandRaiserYearLeadsID = "hand_raisers.year_leads"
	OtherLeadsYearLeadsID = "other_leads.year_leads"
	TrailingMonthsID      = "trailing.months"
	TrailingDeliveredID   = "trailing.delivered"
	TrailingPromisedID    = "trailing.promised"
	ForecastDeliveredID   = "forecast.delivered"
	ForecastMonthsID      = "forecast.months"
	LeadValueAttainmentID = "kpi.lead_value_attainment"
	AverageDealKPIID      = "kpi.average_deal"
)

// Words that take the place of a name in an id.
const (
	unattributed = "unattributed" // in place of a channel: leads without one
	allTogether  = "total"        // in place of a channel or stream: all together
)

// Ids of the lines of the goal grid and of the funnel lines below it.
const (
	LeadsSourcedLine   = "leads_sourced"
	QualifiedLeadsLine = "qualified_leads"
	MQLsCreatedLine    = "mqls_created"
	MQLsManagedLine    = "mqls_managed"
	SQLsCreatedLine    = "sqls_created"
	OpportunitiesLine  = "opportunities"
	ProposalsLine      = "proposals"
	WonLine            = "won"
	RevenueLine        = "revenue"
)

// Ids of the period's instants, with which formulas compare dates.
const (
	periodStartID         = "period.start"
	periodEndID           = "period.end" // the first instant after the period
	asOfID                = "period.until"
	unseenLeadsID         = "period.unseen_leads"
	judgedUntilID         = "period.judged_until"
	periodMonthsID        = "period.months" // n/a where the period is not a whole number of months
	previousStartID       = "period.previous_start"
	previousUntilID       = "period.previous_until"
	beforePreviousStartID = "period.before_previous_start"
	yearBeforeID          = "period.year_before"
	checkpointID          = "period.checkpoint"
	trailingStartID       = "trailing.start"
	historyStartID        = "history.start"
	historyEndID          = "history.end"
	measuredStartID       = "measured.start"
	measuredEndID         = "measured.end"
)

// Ids of the constants that the definitions fix.
const (
	atRiskShareID      = "definition.at_risk_share"
	ltvYearsID         = "definition.ltv_years"
	daysPerMonthID     = "definition.days_per_month"
	weakUnderID        = "definition.weak_under"
	monthsPerQuarterID = "definition.months_per_quarter"
	quartersPerYearID  = "definition.quarters_per_year"
	slowestShareID     = "definition.slowest_share"
	confidenceZID      = "definition.confidence_z"
	landmarkDaysID     = "definition.landmark_days"
	forecastLowID      = "definition.forecast_low"
	forecastHighID     = "definition.forecast_high"
	forecastLeastID    = "definition.forecast_months"
	midMonthID         = "definition.mid_month"
)

// Ids of single terms of the agreement that formulas read: "term." followed by the path in agreement.yaml.
const (
	revenueGoalTermID      = "term.revenue.goal"
	revenueRetainedTermID  = "term.revenue.retained"
	marketingShareTermID   = "term.revenue.marketing_share"
	promiseRatioTermID     = "term.promise.ratio"
	promiseToleranceTermID = "term.promise.tolerance"
	contactWithinTermID    = "term.promise.contact_within"
	listCallWithinTermID   = "term.dont_be_on_it.call_within"
	listCallsTermID        = "term.dont_be_on_it.calls"
	capacitySQLsTermID     = "term.capacity.sqls"
)

// Ids of the rules (SPEC section 4). The id of a step of the cadence is "cadence_", its number of days
// and "d".
const (
	CallTimeRule = "call_time"
	ContactRule  = "contact"
	TouchesRule  = "touches"
	BreakupRule  = "breakup"
)

// Names of tables that more than one file uses.
const (
	LeadsTable         = "leads"
	DealsTable         = "deals"
	SDRsTable          = "sdrs"
	ObligationsTable   = "obligations"
	DaysTable          = "days"
	MonthsTable        = "months"
	HistoryTable       = "history"
	ChartTable         = "chart"
	ChannelsTable      = "channels"
	ChannelMonthsTable = "channel_months"
	SpendingTable      = "spending"
	RatesTable         = "rates"
	DealSizesTable     = "deal_sizes"
	ImprovementsTable  = "improvements"
	linesTable         = "lines"
	actionsTable       = "actions"
)

// Columns of the leads table that more than one file uses. The columns with the stages' effective dates
// are named by agreement.Stage.String(), a rule's verdict column by the rule's id.
const (
	LeadID               = "lead_id"
	LeadSDR              = "sdr"
	LeadSDRNo            = "sdr_no"
	LeadChannelNo        = "channel_no"
	LeadTier             = "tier"
	LeadAction           = "action"
	LeadActionLine       = "action_line"
	LeadMotion           = "motion"
	LeadStream           = "stream"
	LeadTypeColumn       = "type"
	LeadCell             = "cell"
	LeadMarketing        = "marketing"
	LeadHandoff          = "handoff"
	LeadDoneOwing        = "left"
	LeadClosed           = "closed"
	LeadQL               = "ql"
	LeadMQL              = "mql"
	LeadSQL              = "sql"
	LeadWon              = "won"
	LeadManaged          = "managed"
	LeadOpenMQL          = "open_mql"
	LeadUniverse         = "universe"
	LeadActive           = "active"
	LeadReturned         = "returned"
	LeadDeals            = "deals"
	LeadDealAmount       = "deal_amount"
	LeadWonAmount        = "won_amount"
	LeadDaysToSQL        = "days_mql_to_sql"
	LeadDaysToWon        = "days_mql_to_won"
	LeadFirstCall        = "first_call"
	LeadFirstCallElapsed = "first_call_calendar"
	LeadFirstTouch       = "first_touch"
	LeadCalls            = "calls"
	LeadTouched          = "touched"
	LeadContacted        = "contacted"
	LeadConversed        = "conversed"
	LeadTouchesToSQL     = "touches_to_sql"
	LeadHumanDelay       = "human_delay"
	LeadSystemDelay      = "system_delay"
	LeadOffMotion        = "off_motion"
	LeadHoursToStart     = "to_start"
	LeadHoursToAsOf      = "to_until"
	LeadHoursToEnd       = "to_end"
	LeadHoursToLeaving   = "to_left"
	LeadDelivered        = "delivered"
	LeadValue            = "value"
	LeadCallLimit        = "call_limit"
	LeadTouchesTarget    = "touches_target"
	LeadBreakupsTarget   = "breakups_target"
	LeadOnList           = "on_list"
	LeadRejection        = "rejection"
	LeadLagOver          = "lag_over"
	LeadSpeed            = "speed"
	leadSpeedCounts      = "speed_counts"
	leadListedFor        = "listed_for"
	leadLandmarkTouches  = "landmark_touches"
	leadHoursToJudged    = "to_judged"
	leadAfterEnd         = "after_end"
)

// Columns of the deals table that more than one file uses.
const (
	DealAmount      = "amount"
	DealClosed      = "closed"
	DealWon         = "won" // 1 won, 0 lost, n/a open
	DealNewBusiness = "new_business"
	DealStream      = "stream"
)

// The figures of a line of the goal grid: "sqls_created", or "sqls_created.outbound" for a motion with
// goals of its own.

// GoalID returns the id of a line's goal for the period.
func GoalID(line string) string { return "goal." + line }

// ActualID returns the id of a line's count in the period.
func ActualID(line string) string { return "actual." + line }

// AttainmentID returns the id of actual ÷ goal of a line.
func AttainmentID(line string) string { return "attainment." + line }

// GoalToDateID returns the id of the share of a line's goal that is due by as_of.
func GoalToDateID(line string) string { return "goal_to_date." + line }

// StatusID returns the id of a figure's status. figure is a line of the goal grid, or "kpi." followed by
// a KPI's id.
func StatusID(figure string) string { return "status." + figure }

// TargetID returns the id of the plan's figure that serves as the goal of a funnel line or of revenue.
func TargetID(line string) string { return "target." + line }

// AdherenceID returns the id of a rule's adherence: the share of its judged obligations that was met.
func AdherenceID(rule string) string { return "adherence." + rule }

// VerdictID returns the id of the number of leads with a verdict by a rule: met, late, missed, pending,
// excused or na.
func VerdictID(rule, verdict string) string { return "adherence." + rule + "." + verdict }

// pendingBehindID returns the id of the number of leads whose obligation by a rule is pending and behind
// its pace.
func pendingBehindID(rule string) string { return "pending." + rule + ".behind" }

// KPIID returns the id of a KPI, or of a figure printed with one: "first_call_hours.p90".
func KPIID(kpi string) string { return "kpi." + kpi }

// ImpliedID returns the id of a figure that the goals imply.
func ImpliedID(what string) string { return "implied." + what }

// SpeedID returns the id of a figure of a bucket of first-call times: leads, sql_rate or bound.
func SpeedID(bucket, what string) string { return "speed." + bucket + "." + what }

// ProvidedID returns the id of the given that is 1 where the inputs provide a stage or a table, else 0.
func ProvidedID(what string) string { return "provided." + what }

// ValueID returns the id of the value of one lead of a cell of the chart; cell is two slugs with a dot
// between.
func ValueID(cell string) string { return "value." + cell }

// DeliveredCellID returns the id of the number of leads delivered in a cell of the chart.
func DeliveredCellID(cell string) string { return "delivered." + cell + ".leads" }

// RealisedID returns the id of the average revenue that a lead of a cell brought.
func RealisedID(cell string) string { return "realised." + cell }

// RealisedCountID returns the id of the number of leads behind a cell's realised value.
func RealisedCountID(cell string) string { return "realised." + cell + ".n" }

// EquivalentID returns the id of the number of leads of one cell that would keep the promise without any
// others.
func EquivalentID(cell string) string { return "equivalent." + cell }

// cellKeyID returns the id of the term that holds the key with which leads refer to a cell of the chart.
func cellKeyID(cell string) string { return "cell." + cell }

// ChannelFigureID returns the id of a channel's figure: leads, mqls, sqls, lead_value, value_per_spend,
// cost_per_mql or cost_per_sql. channel is a result of channelID, "unattributed" or "total".
func ChannelFigureID(channel, figure string) string { return "channel." + channel + "." + figure }

// SpendID returns the id of a channel's actual spend in the period.
func SpendID(channel string) string { return "spend." + channel }

// BudgetID returns the id of a channel's budget for the period.
func BudgetID(channel string) string { return "budget." + channel }

// channelNoID returns the id of the term with a channel's number, by which rows of leads and spending
// refer to it.
func channelNoID(channel string) string { return "channel_no." + channel }

// PlanTotalID returns the id of the planned number of leads at a stage, all streams together. per is
// year, quarter or month, or sdr for a month's leads per SDR.
func PlanTotalID(stage agreement.Stage, per string) string {
	return "plan.total." + stage.String() + "." + per
}

// StreamPlanID returns the id of a figure of a stream's plan, such as average_deal or lag_months.
func StreamPlanID(st agreement.Stream, figure string) string { return planID(st) + "." + figure }

// planID returns the beginning of the ids of a stream's plan.
func planID(st agreement.Stream) string { return "plan." + agreement.Slug(st.Name) }

// typeID returns the beginning of the ids of a lead type's plan.
func typeID(st agreement.Stream, lt agreement.LeadType) string {
	return planID(st) + ".type." + agreement.Slug(lt.Name)
}

// PlanCountID returns the id of the number of leads at a stage that a plan needs; per is year, quarter or
// month. plan is the beginning of its ids, as planID and typeID return it.
func PlanCountID(plan string, stage agreement.Stage, per string) string {
	return plan + "." + stage.String() + "." + per
}

// PlanRevenueID returns the id of a plan's revenue; per is year, quarter or month.
func PlanRevenueID(plan, per string) string { return plan + ".revenue." + per }

// PlanRateID returns the id of a plan's agreed rate from a stage to the next.
func PlanRateID(plan string, stage agreement.Stage) string { return plan + ".rate." + stage.String() }

// MeasuredRateID returns the id of a stream's measured rate from a stage to the next.
func MeasuredRateID(st agreement.Stream, stage agreement.Stage) string {
	return MeasuredID(st, "rate."+stage.String())
}

// MeasuredID returns the id of a stream's figure as measured over the last four full quarters.
func MeasuredID(st agreement.Stream, figure string) string {
	return "measured." + agreement.Slug(st.Name) + "." + figure
}

// Paths of terms in agreement.yaml; items of a list are named by id, name or stage.

// TermID returns the id of the term at a path of agreement.yaml, whose parts it joins with dots.
func TermID(path ...string) string { return "term." + strings.Join(path, ".") }

// streamPath returns the path of a stream's terms.
func streamPath(st agreement.Stream) string { return "revenue.streams." + agreement.Slug(st.Name) }

// funnelPath returns the path of the terms of a step of a stream's funnel.
func funnelPath(st agreement.Stream, stage agreement.Stage) string {
	return streamPath(st) + ".funnel." + stage.String()
}

// typePath returns the path of a lead type's terms.
func typePath(st agreement.Stream, lt agreement.LeadType) string {
	return streamPath(st) + ".lead_types." + agreement.Slug(lt.Name)
}

// typeRatePath returns the path of a lead type's own rate from a stage to the next.
func typeRatePath(st agreement.Stream, lt agreement.LeadType, stage agreement.Stage) string {
	return typePath(st, lt) + ".rates." + stage.String()
}

// tierPath returns the path of the terms of a tier of the lead value chart, given the tier's id.
func tierPath(tier string) string { return "lead_value.tiers." + agreement.Slug(tier) }

// actionPath returns the path of the terms of an action of the lead value chart, given the action's id.
func actionPath(action string) string { return "lead_value.actions." + agreement.Slug(action) }

// closeRatePath returns the path of the close rate of a cell of the chart.
func closeRatePath(tier, action string) string {
	return "lead_value.close_rates." + agreement.Slug(tier) + "." + agreement.Slug(action)
}

// averagePurchasePath returns the path of a tier's average purchase.
func averagePurchasePath(tier string) string {
	return "lead_value.average_purchase." + agreement.Slug(tier)
}

// budgetPath returns the path of a channel's budget.
func budgetPath(channel string) string { return "budget.channels." + agreement.Slug(channel) }

// kpiGoalPath returns the path of a chosen KPI's goal.
func kpiGoalPath(kpi string) string { return "kpis." + kpi + ".goal" }

// goalPath returns the path of the monthly goal of a line of the goal grid; motion is a slug, or empty
// for the company's goal.
func goalPath(motion, line string) string {
	if motion == "" {
		return "goals." + line
	}
	return "goals." + motion + "." + line
}

// linePath returns the path of the terms of a line of the action agreement: "high", or "outbound.high".
func linePath(line string) string { return "action_agreement." + line }

// cadencePath returns the path of the terms of the cadence's step that ends after a number of days.
func cadencePath(days int) string { return fmt.Sprintf("cadence.steps.%dd", days) }

// historyPath returns the path of a quarter of the history, including its stream where it has one.
func historyPath(q agreement.HistoryQuarter) string {
	path := "history." + agreement.Slug(q.Quarter.String())
	if q.Stream != "" {
		path += "." + agreement.Slug(q.Stream)
	}
	return path
}

// channelWords lists words that ids use in place of a channel's name, so that no channel's slug may equal
// one.
var channelWords = []string{allTogether, unattributed, "rows"}

// channelID returns the slug of a channel, changed where it would equal one of channelWords.
func channelID(name string) string {
	id := agreement.Slug(name)
	if slices.Contains(channelWords, id) {
		id += "_channel"
	}
	return id
}

// capital returns a word with its first letter in upper case.
func capital(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}
