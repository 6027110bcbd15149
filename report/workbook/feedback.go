package workbook

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
	p.table("feedback", "Carried from month to month until it is closed.")
}
