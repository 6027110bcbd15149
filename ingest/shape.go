package ingest

import (
	"slices"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model/drift"
)

// mostUnused is the greatest number of unused headers of a table that its shape lists.
const mostUnused = 200

// shapes describes the files of each table that could be read, so that the next issue can say what changed
// in them. The ledger counts the rows.
func (r *reader) shapes() []drift.Table {
	var tables []drift.Table
	for _, t := range profile.Tables {
		shape := drift.Table{
			Name: t.Name, CRMs: []string{}, Clocks: []string{}, Unused: []string{}, Columns: []drift.Column{},
		}
		unknown := map[string]map[string]int{} // rows by column and raw value without a canonical word
		for _, f := range r.files {
			if f.table == t && f.index != nil {
				f.addTo(&shape, unknown)
			}
		}
		if len(shape.CRMs) == 0 {
			continue
		}
		shape.Unused = shape.Unused[:min(len(shape.Unused), mostUnused)]
		for i := range shape.Columns {
			x := &shape.Columns[i]
			for _, w := range profile.WordsOf(r.agreement, t.Name, x.Name) {
				x.Known = append(x.Known, w.Name)
			}
			if rows := unknown[x.Name]; rows != nil {
				x.Words = drift.NewCounts(rows, drift.MostValues)
			}
		}
		tables = append(tables, shape)
	}
	return tables
}

// addTo adds what a file looks like to the shape of its table.
func (f *file) addTo(t *drift.Table, unknown map[string]map[string]int) {
	t.CRMs = addNew(t.CRMs, f.report.CRM)
	t.Clocks = addNew(t.Clocks, f.clock)
	t.Unused = addNew(t.Unused, f.report.Unbound...)
	t.Decided = addNew(t.Decided, f.decidedKeys()...)
	t.Rows += f.report.Rows
	t.SetAside += f.report.SetAside
	for _, b := range f.report.Columns {
		if t.Column(b.Column) == nil {
			t.Columns = append(t.Columns, drift.Column{Name: b.Column, Headers: []string{}, Formats: []string{}})
		}
		x, c := f.index[b.Column], t.Column(b.Column)
		c.Headers = addNew(c.Headers, b.Headers...)
		c.Formats = addNew(c.Formats, x.format)
		c.HasValue = c.HasValue || f.mayHaveValue(x.no)
		if unknown[b.Column] == nil && (x.mapper != nil || len(x.unmapped) > 0) {
			unknown[b.Column] = map[string]int{}
		}
		for raw, rows := range x.unmapped {
			unknown[b.Column][csvtext.Printable([]byte(raw))] += rows
		}
	}
}

// decidedKeys returns the keys of the input with which the agreement sets what would otherwise be detected.
func (f *file) decidedKeys() (keys []string) {
	for _, key := range [][2]string{
		{"crm", f.in.CRM}, {"zone", f.in.Zone}, {"date_order", f.in.DateOrder}, {"decimal", f.in.Decimal},
	} {
		if key[1] != "" {
			keys = append(keys, key[0])
		}
	}
	for _, p := range f.in.Columns {
		keys = append(keys, "columns."+p.Key)
	}
	return keys
}

// addNew adds the texts that a list lacks, except the empty text.
func addNew(list []string, texts ...string) []string {
	for _, text := range texts {
		if text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}
