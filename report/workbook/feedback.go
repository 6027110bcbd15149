package workbook

import "leadpact/model"

// feedback lays out the feedback on assets that the meeting carries until it is closed (article 000, step 6).
func (b *Book) feedback() {
	sh := b.add("Feedback", "9061F9", gutter, 34, 44, 44, 24, 14, 14)
	p := b.begin(sh, "Feedback")
	m := b.card.Agreement.Meeting
	if m.Every != "" {
		p.section("The meeting", "")
		for _, line := range [][2]string{{"Every", m.Every}, {"On", m.Weekday}, {"Chair", m.Chair}, {"Agenda", join(m.Agenda)}} {
			if line[1] != "" {
				p.sh.text(p.here(), line[0], labelLook)
				p.sh.prose(p.here().right(1), p.left+2, line[1], factLook)
				p.row++
			}
		}
		p.space()
	}
	var rows []model.Feedback // the scorecard does not carry them yet
	t := model.NewTable("feedback", "What Sales says of Marketing's assets", len(rows))
	t.Texts("asset", "Asset", "", each(rows, func(x model.Feedback) string { return x.Asset }))
	t.Texts("worked", "What worked", "", each(rows, func(x model.Feedback) string { return x.Worked }))
	t.Texts("did_not", "What did not", "", each(rows, func(x model.Feedback) string { return x.DidNot }))
	t.Texts("owner", "Owner", "", each(rows, func(x model.Feedback) string { return x.Owner }))
	t.Nums("due", "Due", model.Date, "", each(rows, func(x model.Feedback) float64 { return day(x.Due) }))
	t.Nums("closed", "Closed", model.Date, "n/a: still open", each(rows, func(x model.Feedback) float64 { return day(x.Closed) }))
	p.draws(t, "Carried from month to month until it is closed.")
}
