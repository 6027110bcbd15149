package workbook

import (
	"strings"

	"leadpact/model"
)

// widestBand is how many columns of the protocol stand beside one another.
const widestBand = 12

// sdrProtocol lays out the capacity protocol: a row for each SDR, in bands of columns.
func (b *Book) sdrProtocol() {
	t := b.card.Table("sdrs")
	if t == nil || t.Rows == 0 {
		return
	}
	sh := b.add("SDR Protocol", "E3A008", append([]float64{gutter, 30}, each(make([]int, widestBand), func(int) float64 { return 12 })...)...)
	p := b.begin(sh, "SDR protocol")
	p.bands(t, sdrBands(t), "sdr")
	if b.kept != nil {
		p.section("Adherence", "Met ÷ (met + late + missed) of what fell due in the period; the counts stand on Action Agreement.")
		p.crossing()
	}
}

// sdrBands splits the table: the lines of the protocol, each beside its band and flag, then the figures beside them.
func sdrBands(t *model.Table) []band {
	lines := map[string]bool{}
	for _, c := range t.Columns {
		if key, ok := strings.CutSuffix(c.Name, "_flag"); ok {
			lines[key] = true
		}
	}
	var first, beside []*model.Column
	groups, order := map[string][]*model.Column{}, []string{}
	for _, c := range inOrder(t) {
		key := c.Name
		for _, end := range []string{"_flag", "_low", "_high"} {
			key = strings.TrimSuffix(key, end)
		}
		switch {
		case lines[key]:
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], c)
		case len(order) == 0:
			first = append(first, c)
		default:
			beside = append(beside, c)
		}
	}
	out := []band{{title: "Capacity protocol", columns: first,
		sentence: "As of the period's end, or now. Counts are ramped in an SDR's first months; short of a band and over it are different flags."}}
	for _, key := range order {
		last := &out[len(out)-1]
		if len(last.columns)+len(groups[key]) > widestBand {
			out = append(out, band{title: "Capacity protocol, continued"})
			last = &out[len(out)-1]
		}
		last.columns = append(last.columns, groups[key]...)
	}
	for i := 0; i < len(beside); i += widestBand {
		out = append(out, band{title: "Beside the bands", sentence: "Of the period, each with the number behind it.", columns: beside[i:min(i+widestBand, len(beside))]})
	}
	return out
}
