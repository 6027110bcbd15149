package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// mostRestated is how many restated figures, and how many leads behind them, Summary names; Checks has all.
const mostRestated = 6

// restated says on Summary what changed since the issue before; nothing where nothing did.
func (p *pen) restated() {
	lines, more := format.Restated(p.b.card)
	if p.b.card.Restated == nil {
		return
	}
	p.space()
	p.section("Restated since the last issue", "")
	p.heads("Figure", "Was", "Now", "Note")
	p.sh.fill(cellAt{p.row - 1, p.left + 4}, cellAt{p.row - 1, p.right}, headLook)
	was := figures(p.b.card.Restated)
	more += max(0, len(lines)-mostRestated)
	for _, l := range lines[:min(mostRestated, len(lines))] {
		p.label(p.b.card.Quantity(l.ID))
		look := summaryLook
		look.format = p.b.formats.of(was[l.ID].Unit, was[l.ID].Was)
		p.sh.put(p.here().right(1), cell{value: was[l.ID].Was, look: look})
		p.cited(p.here().right(2), l.ID)
		p.sh.emphasise(p.here().right(2))
		p.sh.prose(p.here().right(3), p.right, l.Why, wordsLook)
		p.row++
	}
	why := format.RestatedWhy(p.b.card, mostRestated)
	if more > 0 {
		why = append(why, fmt.Sprintf("%s further figures changed with these: Checks lists them all", p.b.formats.style.Count(more)))
	}
	for _, text := range why {
		p.sh.prose(p.here(), p.right, text, noteLook)
		p.row++
	}
	p.space()
}

func figures(r *model.Restatement) map[string]model.RestatedFigure {
	out := map[string]model.RestatedFigure{}
	for _, f := range r.Figures {
		out[f.ID] = f
	}
	return out
}

// restatement lists on Checks every figure that was restated, and every lead and term behind them.
func (p *pen) restatement() {
	r := p.b.card.Restated
	if r == nil {
		return
	}
	p.section("Restated since the last issue", "Values as issued then and now, with the cause and the leads that count otherwise.")
	p.heads("Figure", "Was", "Now", "Note")
	p.sh.fill(cellAt{p.row - 1, p.left + 4}, cellAt{p.row - 1, p.right}, headLook)
	figure := func(title string, u formula.Unit, was, now formula.Value, note string) {
		l := factLook
		l.side = "right"
		l.format = p.b.formats.of(u, now)
		p.sh.text(p.here(), title, labelLook)
		p.sh.put(p.here().right(1), cell{value: was, look: l})
		p.sh.put(p.here().right(2), cell{value: now, look: l})
		if note != "" {
			p.sh.prose(p.here().right(3), p.right, note, wordsLook)
		}
		p.row++
	}
	for _, f := range r.Figures {
		note := strings.Join(f.Causes, ", ")
		if len(f.Leads) > 0 {
			note += ": " + some(f.Leads)
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
		p.sh.prose(p.here(), p.right, format.LeadWords(l), factLook)
		p.row++
	}
	for _, f := range r.Files {
		p.sh.prose(p.here(), p.right, "Changed file: "+f, factLook)
		p.row++
	}
	p.space()
}

// some names a few leads of many.
func some(leads []string) string {
	const few = 20
	if len(leads) <= few {
		return join(leads)
	}
	return fmt.Sprintf("%s and %d more", join(leads[:few]), len(leads)-few)
}
