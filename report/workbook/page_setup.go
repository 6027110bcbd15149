package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Paper sizes as SpreadsheetML numbers them.
const (
	paperLetter = 1
	paperA4     = 9
)

// setUpPage sets a sheet up for print: landscape, one page wide, with header and footer, and with the
// rows of its head repeated on every page.
func (w *writer) setUpPage(sw *excelize.StreamWriter, sh *sheet) error {
	size, landscape, wide, high := paperA4, "landscape", 1, 0
	if sh.onePage {
		high = 1
	}
	if w.card.Agreement.Head.Paper == "letter" {
		size = paperLetter
	}
	err := w.file.SetPageLayout(sh.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high,
	})
	if err != nil {
		return err
	}
	for _, r := range sh.pageBreaks(size) {
		if err := sw.InsertPageBreak(cellAt{r, 1}.String()); err != nil {
			return err
		}
	}
	side, top, edge, yes := 0.4, 0.6, 0.3, true
	err = w.file.SetPageMargins(sh.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &edge, Footer: &edge, Horizontally: &yes,
	})
	if err != nil {
		return err
	}
	if err := w.file.SetHeaderFooter(sh.name, w.headerFooter()); err != nil {
		return err
	}
	if err := w.setPrintArea(sh); err != nil {
		return err
	}
	return w.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: sh.name,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", sh.quoted(), 1, sh.frozen.row),
	})
}

// setPrintArea sets the print area of a sheet, unless all of it is printed.
func (w *writer) setPrintArea(sh *sheet) error {
	if sh.printUntil == (cellAt{}) {
		return nil
	}
	area := sh.quoted() + "!$A$1:" + sh.printUntil.fixed()
	if also := sh.printedToo; also.to.row > 0 {
		area += "," + sh.quoted() + "!" + also.from.fixed() + ":" + also.to.fixed()
	}
	return w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sh.name, RefersTo: area})
}

// headerFooter prints company and sheet above, agreement, period, fingerprint and page number below.
func (w *writer) headerFooter() *excelize.HeaderFooterOptions {
	a := w.card.Agreement
	fingerprint := a.Fingerprint()
	if len(fingerprint) > 16 {
		fingerprint = fingerprint[:16]
	}
	period := w.formats.style.Period(w.card.Period)
	return &excelize.HeaderFooterOptions{
		OddHeader: fmt.Sprintf("&L&9%s&R&9%s", headerText(a.Head.Company, 80), "&A"),
		OddFooter: fmt.Sprintf("&L&9%s version %d · %s · fingerprint %s…&R&9&P / &N",
			headerText(a.Head.ID, 60), a.Head.Version, headerText(period, 40), fingerprint),
	}
}

// headerText returns the first most characters of a text, made safe for a header: & begins a code there,
// and a digit would join the font size before it.
func headerText(t string, most int) string {
	r := []rune(t)
	if len(r) > most {
		r = r[:most]
	}
	return " " + strings.ReplaceAll(string(r), "&", "&&")
}
