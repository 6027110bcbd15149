package agreement

import "leadpact/model/formula"

// kpiUnits lists the KPIs that an agreement can choose, in the order of SPEC section 6, with the unit of
// each. The checks of an agreement need ids and units without a ledger. The formulas are in kpiTable in
// model/kpi.go, and a test there compares the two lists.
var kpiUnits = []struct {
	id   string
	unit formula.Unit
}{
	{"lead_velocity", formula.Percent},
	{"contact_rate", formula.Percent},
	{"conversation_rate", formula.Percent},
	{"contacts_per_sql", formula.Touches},
	{"sql_value", formula.Money},
	{"days_mql_to_sql", formula.Days},
	{"days_mql_to_won", formula.Days},
	{"mql_to_sql", formula.Percent},
	{"mql_to_proposal", formula.Percent},
	{"mql_to_won", formula.Percent},
	{"first_call_hours", formula.Hours},
	{"contact_adherence", formula.Percent},
	{"call_time_adherence", formula.Percent},
	{"touch_adherence", formula.Percent},
	{"touch_gap_days", formula.Days},
	{"average_deal", formula.Money},
	{"win_rate", formula.Percent},
	{"days_to_close", formula.Days},
	{"lead_to_customer", formula.Percent},
	{"marketing_revenue_share", formula.Percent},
	{"revenue_attainment", formula.Percent},
	{"lead_value_attainment", formula.Percent},
}

// KnownKPI returns the unit of the KPI with an id; false if an agreement may not choose this id.
func KnownKPI(id string) (formula.Unit, bool) {
	for _, k := range kpiUnits {
		if k.id == id {
			return k.unit, true
		}
	}
	return 0, false
}

// KPIIDs returns the ids that an agreement may choose from, in the order of SPEC section 6.
func KPIIDs() []string {
	ids := make([]string, len(kpiUnits))
	for i, k := range kpiUnits {
		ids[i] = k.id
	}
	return ids
}

// HasBasis reports whether the agreement can choose the basis of a KPI: managed, created or cohort.
func HasBasis(id string) bool {
	return id == "mql_to_sql" || id == "mql_to_proposal" || id == "mql_to_won"
}

// KPITerm is one of the 5 to 7 chosen KPIs; Goal is nil where none is agreed.
type KPITerm struct {
	ID    string   `yaml:"id"`
	Goal  *float64 `yaml:"goal"` // a fraction where the KPI's unit is percent
	Basis string   `yaml:"basis"`
}
