package ingest

import "slices"

// findZone says in words which zone the file's times are in, as its first rows show.
func (f *file) findZone() {
	if !slices.Contains([]string{"leads", "activities", "deals"}, f.table.name) {
		return
	}
	zoned, bare, timed := 0, 0, 0
	ahead := f.split.fork()
	for range 1000 {
		rec, ok := ahead.next()
		if !ok {
			break
		}
		for i := range f.fields {
			if f.fields[i].kind != date || rec.damage != "" {
				continue
			}
			switch st, ok := parseStamp(f.fields[i].raw(rec.cells)); {
			case !ok:
			case st.zoned:
				zoned++
			case st.timed:
				timed++
			default:
				bare++
			}
		}
	}
	own, named := f.calendar.from, f.in.Zone != ""
	switch {
	case timed > 0 && named:
		f.report.Zone = "times are in " + own.String() + ", as the agreement says"
	case timed > 0 && f.export.Zone != "":
		f.report.Zone = "times are in " + f.export.Zone + ", as " + f.report.CRM + " writes them"
	case timed > 0:
		f.report.ZoneOpen = true
		f.report.Zone = "times name no zone and are read in agreement.zone, " + own.String() + "; set zone: under inputs." + f.table.name + " if the CRM's account has another"
	case zoned > 0:
		f.report.Zone = "times name their own offset"
	case bare > 0:
		f.report.Zone = "dates have no time of day: what is counted in hours is n/a"
	}
}
