package model

// kpiUnits are the KPIs of SPEC section 6 in its order, with the unit of each.
var kpiUnits = []struct {
	id   string
	unit Unit
}{
	{"lead_velocity", Percent},
	{"contact_rate", Percent},
	{"conversation_rate", Percent},
	{"contacts_per_sql", Touches},
	{"sql_value", Money},
	{"days_mql_to_sql", Days},
	{"days_mql_to_won", Days},
	{"mql_to_sql", Percent},
	{"mql_to_proposal", Percent},
	{"mql_to_won", Percent},
	{"first_call_hours", Hours},
	{"contact_adherence", Percent},
	{"call_time_adherence", Percent},
	{"touch_adherence", Percent},
	{"touch_gap_days", Days},
	{"average_deal", Money},
	{"win_rate", Percent},
	{"days_to_close", Days},
	{"lead_to_customer", Percent},
	{"marketing_revenue_share", Percent},
	{"revenue_attainment", Percent},
	{"lead_value_attainment", Percent},
}

// KnownKPI gives the unit of a KPI that an agreement may choose, and whether there is one of that id.
func KnownKPI(id string) (Unit, bool) {
	for _, k := range kpiUnits {
		if k.id == id {
			return k.unit, true
		}
	}
	return 0, false
}

// KPIIDs are the ids an agreement may choose from, in the order of SPEC section 6.
func KPIIDs() []string {
	ids := make([]string, len(kpiUnits))
	for i, k := range kpiUnits {
		ids[i] = k.id
	}
	return ids
}

// HasBasis says that a KPI is counted by a basis: managed, created or cohort.
func HasBasis(id string) bool {
	return id == "mql_to_sql" || id == "mql_to_proposal" || id == "mql_to_won"
}
