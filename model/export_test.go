package model

// ProvideAttributes records that the inputs have every column besides the dates of stages.
func ProvideAttributes(l *Ledger) {
	for table, columns := range map[string][]string{
		"leads": {"lead_id", "created_at", "closed_at", "status", "assigned_at", "owner", "source", "campaign", "tier", "action",
			"quality", "motion", "stream", "reason"},
		"activities": {"lead_id", "type", "at", "owner", "outcome", "direction", "automated"},
		"deals": {"deal_id", "lead_id", "amount", "closed_at", "won", "stream", "source",
			"new_business"},
		"team": {"sdr", "start_date", "motion"},
	} {
		for _, c := range columns {
			if l.provided[table] {
				l.Provide(table, c)
			}
		}
	}
}
