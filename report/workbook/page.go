package workbook

import (
	"fmt"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"
)

// colours are the conditional formats: words of status, and n/a in grey.
func (w *writer) colours(_ *excelize.StreamWriter, sh *sheet) error {
	var words []excelize.ConditionalFormatOptions
	for _, s := range statusColours {
		id, err := w.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: s.ink},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}}})
		if err != nil {
			return err
		}
		for _, word := range s.words {
			words = append(words, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: quote(word), Format: &id})
		}
	}
	for _, at := range sh.statusOf() {
		if err := w.file.SetConditionalFormat(sh.name, at, words); err != nil {
			return err
		}
	}
	if sh.table != nil || sh.last <= headRows {
		return nil
	}
	grey, err := w.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: bandInk}})
	if err != nil {
		return err
	}
	for _, x := range sh.weak {
		at := x.from.String() + ":" + x.til.String()
		if err := w.file.SetConditionalFormat(sh.name, at, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: x.condition, Format: &grey}}); err != nil {
			return err
		}
	}
	all := cellAt{headRows + 1, 2}.String() + ":" + cellAt{sh.last, max(sh.columns, 2)}.String()
	return w.file.SetConditionalFormat(sh.name, all, []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "==", Value: `"n/a"`, Format: &grey}})
}

// ranges writes cells as the shortest list of ranges within columns: H6:H10 H14.
func ranges(cells []cellAt) string {
	sorted := append([]cellAt{}, cells...)
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		return a.col < b.col || a.col == b.col && a.row < b.row
	})
	var out []string
	for i := 0; i < len(sorted); {
		k := i
		for k+1 < len(sorted) && sorted[k+1].col == sorted[i].col && sorted[k+1].row <= sorted[k].row+1 {
			k++
		}
		one := sorted[i].String()
		if sorted[k] != sorted[i] {
			one += ":" + sorted[k].String()
		}
		out = append(out, one)
		i = k + 1
	}
	return strings.Join(out, " ")
}

const (
	paperLetter = 1
	paperA4     = 9
)

// page sets a sheet up for print: landscape, one page wide, with head and foot, the head of a long table on every page.
func (w *writer) page(sw *excelize.StreamWriter, sh *sheet) error {
	a := w.card.Agreement
	size, landscape, wide, high := paperA4, "landscape", 1, 0
	if sh.onePage {
		high = 1
	}
	if a.Head.Paper == "letter" {
		size = paperLetter
	}
	if err := w.file.SetPageLayout(sh.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	for _, r := range sh.breaks(size) {
		if err := sw.InsertPageBreak(cellAt{r, 1}.String()); err != nil {
			return err
		}
	}
	side, top, edge, yes := 0.4, 0.6, 0.3, true
	if err := w.file.SetPageMargins(sh.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top,
		Header: &edge, Footer: &edge, Horizontally: &yes}); err != nil {
		return err
	}
	print := a.Fingerprint()
	if len(print) > 16 {
		print = print[:16]
	}
	head := fmt.Sprintf("&L&9%s&R&9%s", code(a.Head.Company, 80), "&A")
	foot := fmt.Sprintf("&L&9%s version %d · %s · fingerprint %s…&R&9&P / &N", code(a.Head.ID, 60), a.Head.Version, code(w.formats.style.Period(w.card.Period), 40), print)
	if err := w.file.SetHeaderFooter(sh.name, &excelize.HeaderFooterOptions{OddHeader: head, OddFooter: foot}); err != nil {
		return err
	}
	if sh.printed != (cellAt{}) {
		area := sh.quoted() + "!$A$1:" + sh.printed.fixed()
		if sh.beside.til.row > 0 {
			area += "," + sh.quoted() + "!" + sh.beside.from.fixed() + ":" + sh.beside.til.fixed()
		}
		if err := w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sh.name, RefersTo: area}); err != nil {
			return err
		}
	}
	return w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sh.name,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", sh.quoted(), 1, sh.frozen.row)})
}

// code makes a text safe in a header: & begins a code there, and a digit would join the size before it.
func code(t string, most int) string {
	r := []rune(t)
	if len(r) > most {
		r = r[:most]
	}
	return " " + strings.ReplaceAll(string(r), "&", "&&")
}
