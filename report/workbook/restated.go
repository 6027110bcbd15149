package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// restatedOnSummary is how many restated figures, and how many leads behind them, Summary names; Checks has
// all.
const restatedOnSummary = 6

// restatedHeads draws the head row of both blocks of restated figures.
func (cur *cursor) restatedHeads() {
	cur.wideHeadRow("Figure", append(overFigures("Was", "Now"), overWords("Note"))...)
}

// restatedSummary draws the figures that changed since the issue before; it draws nothing where none did.
func (cur *cursor) restatedSummary() {
	lines, more := format.Restated(cur.book.card)
	if cur.book.card.Restated == nil {
		return
	}
	cur.skipRow()
	cur.section("Restated since the last issue", "")
	cur.restatedHeads()
	was := map[string]model.RestatedFigure{}
	for _, f := range cur.book.card.Restated.Figures {
		was[f.ID] = f
	}
	more += max(0, len(lines)-restatedOnSummary)
	for _, l := range lines[:min(restatedOnSummary, len(lines))] {
		cur.labelWithNote(cur.book.card.Quantity(l.ID))
		look := citedLook
		look.format = cur.book.formats.of(was[l.ID].Unit, was[l.ID].Was)
		cur.sh.put(cur.here().right(1), cell{value: was[l.ID].Was, look: look})
		cur.citeOrDash(cur.here().right(2), l.ID)
		cur.sh.makeBold(cur.here().right(2))
		cur.sh.wrapped(cur.here().right(3), cur.right, l.Why, wordsLook)
		cur.row++
	}
	why := format.RestatedWhy(cur.book.card, restatedOnSummary)
	if more > 0 {
		why = append(why, cur.book.formats.style.Count(more)+" further figures changed with these: Checks lists them all")
	}
	for _, text := range why {
		cur.sh.wrapped(cur.here(), cur.right, text, noteLook)
		cur.row++
	}
	cur.skipRow()
}

// restatedBefore draws what changed in the period before; it draws nothing unless that was issued once more.
func (cur *cursor) restatedBefore() {
	before := format.RestatedBefore(cur.book.card)
	if before == nil {
		return
	}
	cur.section(before.Title, "")
	told, _ := format.ToldOfPeriodBefore(cur.book.card)
	if len(told) > 0 {
		cur.restatedHeads()
	}
	for _, f := range told {
		cur.restatedLine(format.RestatedTitle(f), f.Unit, f.Was, f.Now, format.RestatedNote(f))
	}
	cur.paragraph(before.Where)
}

// restatedDetails lists every restated figure, and every lead, term and file behind them.
func (cur *cursor) restatedDetails() {
	r := cur.book.card.Restated
	if r == nil {
		return
	}
	cur.section("Restated since the last issue",
		"Values as issued then and now, with the cause and the leads that count otherwise.")
	cur.restatedHeads()
	for _, f := range r.Figures {
		note := format.RestatedNote(f)
		if len(f.Leads) > 0 {
			note += ": " + nameSome(f.Leads)
		}
		cur.restatedLine(format.RestatedTitle(f), f.Unit, f.Was, f.Now, note)
	}
	for _, x := range r.SDRs {
		cur.restatedLine(x.SDR+": "+x.Title, x.Unit, x.Was, x.Now, "")
	}
	for _, t := range r.Terms {
		cur.restatedLine("Term: "+t.Title, t.Unit, t.Was, t.Now, "changed terms")
	}
	cur.factLines(each(r.Leads, format.LeadWords)...)
	cur.factLines(each(r.Files, func(f string) string { return "Changed file: " + f })...)
	cur.skipRow()
}

// restatedLine draws a value as issued then and now.
func (cur *cursor) restatedLine(title string, u formula.Unit, was, now formula.Value, note string) {
	l := factLook
	l.side = "right"
	l.format = cur.book.formats.of(u, now)
	cur.sh.text(cur.here(), title, labelLook)
	cur.sh.put(cur.here().right(1), cell{value: was, look: l})
	cur.sh.put(cur.here().right(2), cell{value: now, look: l})
	if note != "" {
		cur.sh.wrapped(cur.here().right(3), cur.right, note, wordsLook)
	}
	cur.row++
}

// nameSome names the first few of many leads.
func nameSome(leads []string) string {
	const few = 20
	if len(leads) <= few {
		return strings.Join(leads, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(leads[:few], ", "), len(leads)-few)
}
