package workbook

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// chart is a native chart: excelize anchors it, its part is written here. The library's own part fails the schema for
// filled series, and has no cached points, without which a preview draws nothing (DESIGN section 3).
type chart struct {
	name   string // of the drawing
	title  string
	about  string // alternative text
	format string // of the value axis
	bars   []series
	lines  []series
	stack  bool // bars upon one another
	at     cellAt
	width  uint   // pixels
	rows   int    // height in rows of the usual height; 0: chartRows
	of     *sheet // where its cells are; nil: the sheet on which it stands
}

// series is a row of points; label is the cell that names it.
type series struct {
	label  cellAt
	cats   span
	values span
	ink    string
	dashed bool
	marks  bool // of a line: a dash over each category, for what stands apart by category
}

// span is a range of cells on the chart's sheet.
type span struct{ from, til cellAt }

// The colours of series.
const (
	goalInk   = "B8C4D6"
	actualInk = accent
	lineInk   = navy
	bandInk   = "9AA7B8"
)

// chartRows is the height of a chart in rows of the usual height.
const chartRows = 15

// draw anchors a chart at the pen and moves the pen below it. Series without a number are left out, and a chart without
// series.
func (p *pen) draw(c *chart) {
	on := p.sh
	if c.of != nil {
		on = c.of
	}
	c.bars, c.lines = plotted(on, c.bars), plotted(on, c.lines)
	if len(c.bars)+len(c.lines) == 0 {
		return
	}
	if c.rows == 0 {
		c.rows = chartRows
	}
	c.at = p.here()
	p.sh.blocks = append(p.sh.blocks, p.row)
	p.sh.charts = append(p.sh.charts, c)
	p.row += c.rows + 1
	p.sh.atLeast(p.row-1, usualHeight)
	p.sh.last = max(p.sh.last, p.row-1)
}

const chartHead = xml.Header + `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ` +
	`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
	`<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1100" b="1"/></a:pPr><a:r>` +
	`<a:rPr lang="en" sz="1100" b="1"><a:solidFill><a:srgbClr val="` + navy + `"/></a:solidFill><a:latin typeface="Calibri"/></a:rPr><a:t>%s</a:t></a:r></a:p></c:rich></c:tx>` +
	`<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>`

const chartTail = `</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/>` + chartText + `</c:legend><c:plotVisOnly val="1"/>` +
	`<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="` + white + `"/></a:solidFill><a:ln w="9525"><a:solidFill>` +
	`<a:srgbClr val="` + hairline + `"/></a:solidFill></a:ln></c:spPr></c:chartSpace>`

const chartText = `<c:txPr><a:bodyPr/>` + chartFont

// levelText is never turned: labels that would overlap are left out.
const levelText = `<c:txPr><a:bodyPr rot="0" vert="horz"/>` + chartFont

const chartFont = `<a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="` + calcInk + `"/></a:solidFill>` +
	`<a:latin typeface="Calibri"/></a:defRPr></a:pPr><a:endParaRPr lang="en"/></a:p></c:txPr>`

const axisIDs = `<c:axId val="1"/><c:axId val="2"/>`

const axes = `<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>` +
	`<c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln w="9525"><a:solidFill>` +
	`<a:srgbClr val="` + bandInk + `"/></a:solidFill></a:ln></c:spPr>` + levelText + `<c:crossAx val="2"/><c:crosses val="autoZero"/>` +
	`<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="%d"/><c:noMultiLvlLbl val="1"/></c:catAx>` +
	`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines>` +
	`<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="` + hairline + `"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>` +
	`<c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` +
	`<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>` + chartText + `<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`

// part writes the chart's part, with the points as they are cached.
func (c *chart) part(sh *sheet) []byte {
	if c.of != nil {
		sh = c.of
	}
	var w strings.Builder
	fmt.Fprintf(&w, chartHead, escape(c.title))
	if len(c.bars) > 0 {
		grouping, overlap := "clustered", "0"
		if c.stack {
			grouping, overlap = "stacked", "100"
		}
		w.WriteString(`<c:barChart><c:barDir val="col"/><c:grouping val="` + grouping + `"/><c:varyColors val="0"/>`)
		for i, s := range c.bars {
			s.write(&w, sh, i, `<c:spPr><a:solidFill><a:srgbClr val="`+s.ink+`"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`)
			w.WriteString(`</c:ser>`)
		}
		w.WriteString(`<c:gapWidth val="60"/><c:overlap val="` + overlap + `"/>` + axisIDs + `</c:barChart>`)
	}
	if len(c.lines) > 0 {
		w.WriteString(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
		for i, s := range c.lines {
			width, dash := "28575", ""
			if s.dashed {
				width, dash = "15875", `<a:prstDash val="dash"/>`
			}
			paint := `<c:spPr><a:ln w="` + width + `" cap="rnd"><a:solidFill><a:srgbClr val="` + s.ink + `"/></a:solidFill>` + dash +
				`<a:round/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker>`
			if s.marks {
				paint = `<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val="dash"/><c:size val="18"/><c:spPr><a:solidFill><a:srgbClr val="` + s.ink +
					`"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:marker>`
			}
			s.write(&w, sh, len(c.bars)+i, paint)
			w.WriteString(`<c:smooth val="0"/></c:ser>`)
		}
		w.WriteString(`<c:marker val="1"/>` + axisIDs + `</c:lineChart>`)
	}
	format, skip := c.categories(sh)
	fmt.Fprintf(&w, axes, escape(format), skip, escape(c.format))
	w.WriteString(chartTail)
	return []byte(w.String())
}

// categories says how the categories are written: their number format, and that of so many one is named.
func (c *chart) categories(sh *sheet) (format string, skip int) {
	cats := append(append([]series{}, c.bars...), c.lines...)[0].cats
	format, skip = sh.at(cats.from).look.format, 1
	switch format {
	case "":
		format = "General"
	case "yyyy-mm":
		skip = 1 + len(cats.cells())/7
	case "yyyy-mm-dd":
		format, skip = "mm/dd", 1+len(cats.cells())/9
		first, _ := sh.at(cats.from).value.Number()
		last, _ := sh.at(cats.til).value.Number()
		if last-first < 31 && len(cats.cells()) > 9 { // the days of a month
			format, skip = "d", 1
		}
	}
	return format, skip
}

// write writes a series up to its values; the caller closes it.
func (s series) write(w *strings.Builder, sh *sheet, i int, paint string) {
	n := strconv.Itoa(i)
	w.WriteString(`<c:ser><c:idx val="` + n + `"/><c:order val="` + n + `"/><c:tx><c:strRef>`)
	points(w, sh, span{s.label, s.label}, "strCache")
	w.WriteString(`</c:strRef></c:tx>` + paint + `<c:cat>`)
	if _, number := sh.at(s.cats.from).value.Number(); number {
		w.WriteString(`<c:numRef>`)
		points(w, sh, s.cats, "numCache")
		w.WriteString(`</c:numRef>`)
	} else {
		w.WriteString(`<c:strRef>`)
		points(w, sh, s.cats, "strCache")
		w.WriteString(`</c:strRef>`)
	}
	w.WriteString(`</c:cat><c:val><c:numRef>`)
	points(w, sh, s.values, "numCache")
	w.WriteString(`</c:numRef></c:val>`)
}

// points writes a reference and what its cells hold; n/a is no point of a numeric one.
func points(w *strings.Builder, sh *sheet, s span, cache string) {
	ref := sh.quoted() + "!" + s.from.fixed()
	if s.til != s.from {
		ref += ":" + s.til.fixed()
	}
	w.WriteString(`<c:f>` + escape(ref) + `</c:f><c:` + cache + `>`)
	if cache == "numCache" {
		f := sh.at(s.from).look.format
		if f == "" {
			f = "General"
		}
		w.WriteString(`<c:formatCode>` + escape(f) + `</c:formatCode>`)
	}
	cells := s.cells()
	fmt.Fprintf(w, `<c:ptCount val="%d"/>`, len(cells))
	for i, at := range cells {
		v := sh.at(at).value
		text := v.String()
		if cache == "numCache" {
			x, ok := v.Number()
			if !ok {
				continue
			}
			text = shortest(x)
		}
		fmt.Fprintf(w, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escape(text))
	}
	w.WriteString(`</c:` + cache + `>`)
}

func (s span) cells() []cellAt {
	var out []cellAt
	for r := s.from.row; r <= s.til.row; r++ {
		for c := s.from.col; c <= s.til.col; c++ {
			out = append(out, cellAt{r, c})
		}
	}
	return out
}

// known is a column without the n/a at its end: what has not happened yet is no point, where a text would be drawn as 0.
func (sh *sheet) known(s span) span {
	for s.til.row > s.from.row {
		if _, ok := sh.at(s.til).value.Number(); ok {
			break
		}
		s.til.row--
	}
	return s
}

// plottedCharts leaves out a chart without a number to draw.
func plottedCharts(sh *sheet, c *chart) []*chart {
	if c.bars = plotted(sh, c.bars); len(c.bars) == 0 {
		return nil
	}
	return []*chart{c}
}

// plotted are the series that have a number to draw.
func plotted(sh *sheet, all []series) []series {
	var out []series
	for _, s := range all {
		for _, at := range s.values.cells() {
			if _, ok := sh.at(at).value.Number(); ok {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

func escape(t string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(t))
	return b.String()
}
