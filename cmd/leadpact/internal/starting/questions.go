package starting

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/ingest/starter"
)

// questions ask for what only a person can decide, by the key of the agreement that takes the answer.
var questions = map[string]string{
	"date_order": "In which order stand day, month and year?",
	"decimal":    "Which is the decimal sign?",
	"sheet":      "Which sheet is to be read?",
	"complete":   "Do they hold every lead that there ever was?",
}

// Ask puts a question to a person, after the reason for it, until the answer is empty or valid. ok is
// false if nobody answers any more.
type Ask func(reason, question string, valid func(answer string) bool) (answer string, ok bool)

// Settle asks for everything that the exports leave open. An empty answer leaves it open. The zone goes
// into s.
func (x *Exports) Settle(ask Ask, s *starter.Content) {
	x.settleKeys(ask)
	x.settleZone(ask, s)
}

func (x *Exports) settleKeys(ask Ask) {
	for i := range x.Inputs {
		for n := range x.Inputs[i].Decisions {
			k := &x.Inputs[i].Decisions[n]
			choices := strings.Join(k.Choices, " or ")
			question := fmt.Sprintf("%s [%s; empty: decide later]", questions[k.Key], choices)
			answer, ok := ask(k.Why, question, func(s string) bool {
				return slices.ContainsFunc(k.Choices, func(c string) bool { return strings.EqualFold(c, s) })
			})
			if !ok {
				return
			}
			k.Answer = strings.ToLower(answer)
		}
	}
}

// settleZone asks for the agreement's zone if the times of a file name none.
func (x *Exports) settleZone(ask Ask, s *starter.Content) {
	file := x.fileWithoutZone()
	if file == "" {
		return
	}
	question := fmt.Sprintf("In which zone are they, and does your month begin? "+
		"[as Europe/Berlin or America/New_York; empty: %s]", s.Zone)
	answer, ok := ask(file+": its times name no zone", question, func(zone string) bool {
		_, err := time.LoadLocation(zone)
		return err == nil && zone != "Local"
	})
	if ok && answer != "" {
		s.Zone, x.zoneAsked = answer, true
	}
}

// fileWithoutZone returns the first file whose times name no zone; "" if every file names one.
func (x *Exports) fileWithoutZone() string {
	for _, in := range x.Inputs {
		for _, f := range in.Found {
			if f.ZoneOpen {
				return f.File
			}
		}
	}
	return ""
}

// Undecided returns what a person should decide in the agreement, where comments show what was found.
// zone is the zone of the agreement.
func (x *Exports) Undecided(zone string) []string {
	var list []string
	if file := x.fileWithoutZone(); file != "" && !x.zoneAsked {
		list = append(list, fmt.Sprintf("agreement.zone: it is %s; the times of %s name no zone", zone, file))
	}
	for _, in := range x.Inputs {
		for _, k := range in.Decisions {
			switch {
			case k.Answer != "":
			case k.Optional:
				list = append(list, fmt.Sprintf("inputs.%s.%s: %s", in.Table, k.Key, k.Why))
			default:
				list = append(list, fmt.Sprintf("inputs.%s.%s: without it nothing is read", in.Table, k.Key))
			}
		}
		if columns := unmappedColumns(in); len(columns) > 0 {
			list = append(list, fmt.Sprintf("inputs.%s.values: %s; until then such a value counts as none",
				in.Table, strings.Join(columns, ", ")))
		}
		if in.Table == "leads" && len(x.tallies("leads", "owner")) > 0 {
			list = append(list, "inputs.leads.not_people: owners that are queues, if any")
		}
	}
	return list
}

// unmappedColumns returns the columns of a table's files with values that have no meaning yet.
func unmappedColumns(in starter.Input) []string {
	var columns []string
	for _, f := range in.Found {
		for _, t := range f.Values {
			unmapped := func(v ingest.ValueCount) bool { return v.To == "" }
			if t.Words != nil && slices.ContainsFunc(t.Top, unmapped) && !slices.Contains(columns, t.Column) {
				columns = append(columns, t.Column)
			}
		}
	}
	return columns
}
