package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// mostRestated is how many restated figures, and how many leads behind them, Summary names; Checks has all.
const restatedOnSummary = 6

// restated says on Summary what changed since the issue before; nothing where nothing did.
func (cur *cursor) restatedSummary() {
	lines, more := format.Restated(cur.book.card)
	if cur.book.card.Restated == nil {
		return
	}
	cur.skipRow()
	cur.section("Restated since the last issue", "")
	cur.headRow("Figure", "Was", "Now", "Note")
	cur.sh.fill(cellAt{cur.row - 1, cur.left + 4}, cellAt{cur.row - 1, cur.right}, headLook)
	was := restatedByID(cur.book.card.Restated)
	more += max(0, len(lines)-restatedOnSummary)
	for _, l := range lines[:min(restatedOnSummary, len(lines))] {
		cur.labelWithNote(cur.book.card.Quantity(l.ID))
		look := summaryLook
		look.format = cur.book.formats.of(was[l.ID].Unit, was[l.ID].Was)
		cur.sh.put(cur.here().right(1), cell{value: was[l.ID].Was, look: look})
		cur.citeOrDash(cur.here().right(2), l.ID)
		cur.sh.makeBold(cur.here().right(2))
		cur.sh.wrapped(cur.here().right(3), cur.right, l.Why, wordsLook)
		cur.row++
	}
	why := format.RestatedWhy(cur.book.card, restatedOnSummary)
	if more > 0 {
		why = append(why, fmt.Sprintf("%s further figures changed with these: Checks lists them all", cur.book.formats.style.Count(more)))
	}
	for _, text := range why {
		cur.sh.wrapped(cur.here(), cur.right, text, noteLook)
		cur.row++
	}
	cur.skipRow()
}

func restatedByID(r *model.Restatement) map[string]model.RestatedFigure {
	out := map[string]model.RestatedFigure{}
	for _, f := range r.Figures {
		out[f.ID] = f
	}
	return out
}

// restatement lists on Checks every figure that was restated, and every lead and term behind them.
func (cur *cursor) restatedDetails() {
	r := cur.book.card.Restated
	if r == nil {
		return
	}
	cur.section("Restated since the last issue", "Values as issued then and now, with the cause and the leads that count otherwise.")
	cur.headRow("Figure", "Was", "Now", "Note")
	cur.sh.fill(cellAt{cur.row - 1, cur.left + 4}, cellAt{cur.row - 1, cur.right}, headLook)
	figure := func(title string, u model.Unit, was, now model.Value, note string) {
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
	for _, f := range r.Figures {
		note := strings.Join(f.Causes, ", ")
		if len(f.Leads) > 0 {
			note += ": " + nameSome(f.Leads)
		}
		figure(format.RestatedTitle(f), f.Unit, f.Was, f.Now, note)
	}
	for _, x := range r.SDRs {
		figure(x.SDR+": "+x.Title, x.Unit, x.Was, x.Now, "")
	}
	for _, t := range r.Terms {
		figure("Term: "+t.Title, t.Unit, t.Was, t.Now, "changed terms")
	}
	for _, l := range r.Leads {
		cur.sh.wrapped(cur.here(), cur.right, format.LeadWords(l), factLook)
		cur.row++
	}
	for _, f := range r.Files {
		cur.sh.wrapped(cur.here(), cur.right, "Changed file: "+f, factLook)
		cur.row++
	}
	cur.skipRow()
}

// some names a few leads of many.
func nameSome(leads []string) string {
	const few = 20
	if len(leads) <= few {
		return join(leads)
	}
	return fmt.Sprintf("%s and %d more", join(leads[:few]), len(leads)-few)
}
