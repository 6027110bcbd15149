package agreementfile

import (
	"fmt"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
)

// agreementName is a name of the agreement that makes a part of an id, with its place.
type uniqueName struct {
	label, name  string
	line, column int
}

func (l *loader) nameAt(path, name string) uniqueName {
	n := l.places[path]
	return uniqueName{keyPath{at: path}.String(), name, n.line, n.column}
}

// checkNames refuses terms that would make one id, and names whose id is reserved in their family (IDS.md).
func (l *loader) checkNames(a *agreement.Agreement) {
	var streams, tiers, actions, channels []uniqueName
	for i, s := range a.Revenue.Streams {
		path := fmt.Sprintf("revenue.streams[%d]", i)
		streams = append(streams, l.nameAt(path+".name", s.Name))
		var types []uniqueName
		for j, t := range s.LeadTypes {
			types = append(types, l.nameAt(fmt.Sprintf("%s.lead_types[%d].name", path, j), t.Name))
		}
		l.checkFamily(types, "none", "other")
	}
	for i, t := range a.LeadValue.Tiers {
		tiers = append(tiers, l.nameAt(fmt.Sprintf("lead_value.tiers[%d].id", i), t.ID))
	}
	for i, x := range a.LeadValue.Actions {
		actions = append(actions, l.nameAt(fmt.Sprintf("lead_value.actions[%d].id", i), x.ID))
	}
	for _, c := range a.Budget.Channels {
		key := l.places["budget.channels."+c.Key].key
		channels = append(channels, uniqueName{"budget.channels", c.Key, key.line, key.column})
	}
	l.checkFamily(streams, "none", "total")
	l.checkFamily(tiers, "none")
	l.checkFamily(actions, "none")
	l.checkFamily(channels, "none", "total", "unattributed", "rows")
	l.checkCells(tiers, actions)
}

func (l *loader) checkFamily(names []uniqueName, reserved ...string) {
	first := map[string]uniqueName{}
	for _, n := range names {
		id := agreement.Slug(n.name)
		other, taken := first[id]
		refuse := func(reason string) {
			l.refuseAt(n.line, n.column, "%s %s makes the id %s, %s", n.label, shortQuote(n.name), id, reason)
		}
		switch {
		case id == "none":
			refuse("which stands for blank; rename it, with a letter a-z or digit")
		case slices.Contains(reserved, id):
			refuse("which has its own meaning there; rename it")
		case taken:
			refuse(fmt.Sprintf("as %s in line %d does; rename one", shortQuote(other.name), other.line))
		default:
			first[id] = n
		}
	}
}

// checkCells refuses tiers and actions whose cells would share a workbook name, where `.` becomes `_`: a_b with c, a with b_c.
func (l *loader) checkCells(tiers, actions []uniqueName) {
	first := map[string]string{}
	for _, t := range tiers {
		for _, x := range actions {
			cell := agreement.Slug(t.name) + "." + agreement.Slug(x.name)
			name := calc.Name(cell)
			if other := first[name]; other != "" && other != cell {
				l.refuseAt(x.line, x.column, "tier %s and action %s make the workbook name %s, as the cell %s does; rename one", t.name, x.name, name, other)
			}
			first[name] = cell
		}
	}
}
