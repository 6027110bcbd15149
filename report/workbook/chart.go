package workbook

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// chart is a native chart: excelize anchors it, its part is written here. The library's own part violates
// the schema for filled series, and has no cached points, without which a preview draws nothing (see
// .docs/decisions/workbook-bytes.md).
type chart struct {
	name   string // name of the drawing; unique in the workbook
	title  string
	about  string // alternative text
	format string // number format of the value axis
	bars   []series
	lines  []series
	stack  bool   // the bars are stacked
	at     cellAt // its upper left cell
	width  uint   // pixels
	rows   int    // height in rows of the usual height; 0: chartRows
	source *sheet // the sheet of its cells; nil: the one on which it stands
}

// series is a sequence of points.
type series struct {
	label  cellAt // the cell that names it
	cats   cellRange
	values cellRange
	ink    string
	dashed bool // the line is dashed
	marks  bool // a dash over each category in place of a line, for categories that are not connected
}

// Colours of series.
const (
	goalInk   = "B8C4D6"
	actualInk = accent
	lineInk   = navy
	bandInk   = "9AA7B8"
)

// chartRows is the height of a chart in rows of the usual height.
const chartRows = 15

// drawChart anchors a chart at the cursor and moves the cursor below it. Series without a number are left
// out, and so is a chart without series.
func (cur *cursor) drawChart(c *chart) {
	on := cur.sh
	if c.source != nil {
		on = c.source
	}
	c.bars, c.lines = withNumbers(on, c.bars), withNumbers(on, c.lines)
	if len(c.bars)+len(c.lines) == 0 {
		return
	}
	if c.rows == 0 {
		c.rows = chartRows
	}
	c.at = cur.here()
	cur.sh.blockStarts = append(cur.sh.blockStarts, cur.row)
	cur.sh.charts = append(cur.sh.charts, c)
	cur.row += c.rows + 1
	cur.sh.minHeight(cur.row-1, usualHeight)
	cur.sh.lastRow = max(cur.sh.lastRow, cur.row-1)
}

const chartHead = xml.Header + `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ` +
	`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
	`<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/>` +
	`<a:p><a:pPr><a:defRPr sz="1100" b="1"/></a:pPr><a:r>` +
	`<a:rPr lang="en" sz="1100" b="1"><a:solidFill><a:srgbClr val="` + navy + `"/></a:solidFill>` +
	`<a:latin typeface="Calibri"/></a:rPr><a:t>%s</a:t></a:r></a:p></c:rich></c:tx>` +
	`<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>`

const chartTail = `</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/>` + chartText + `</c:legend>` +
	`<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>` +
	`<c:spPr><a:solidFill><a:srgbClr val="` + white + `"/></a:solidFill><a:ln w="9525"><a:solidFill>` +
	`<a:srgbClr val="` + hairlineInk + `"/></a:solidFill></a:ln></c:spPr></c:chartSpace>`

const chartText = `<c:txPr><a:bodyPr/>` + chartFont

// horizontalText is never rotated: labels that would overlap are left out.
const horizontalText = `<c:txPr><a:bodyPr rot="0" vert="horz"/>` + chartFont

const chartFont = `<a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="` + calcInk + `"/></a:solidFill>` +
	`<a:latin typeface="Calibri"/></a:defRPr></a:pPr><a:endParaRPr lang="en"/></a:p></c:txPr>`

const axisIDs = `<c:axId val="1"/><c:axId val="2"/>`

// axes is the format string of both axes. Its values are the number format of the categories, the number
// of categories that share a label, and the number format of the values.
const axes = `<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>` +
	`<c:axPos val="b"/><c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="none"/>` +
	`<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln w="9525"><a:solidFill>` +
	`<a:srgbClr val="` + bandInk + `"/></a:solidFill></a:ln></c:spPr>` + horizontalText +
	`<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>` +
	`<c:tickLblSkip val="%d"/><c:noMultiLvlLbl val="1"/></c:catAx>` +
	`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>` +
	`<c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill>` +
	`<a:srgbClr val="` + hairlineInk + `"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>` +
	`<c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>` +
	`<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>` + chartText +
	`<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`

// xml returns the chart's part, with cached points. sh is the sheet on which the chart stands.
func (c *chart) xml(sh *sheet) []byte {
	if c.source != nil {
		sh = c.source
	}
	var w strings.Builder
	fmt.Fprintf(&w, chartHead, escapeXML(c.title))
	if len(c.bars) > 0 {
		grouping, overlap := "clustered", "0"
		if c.stack {
			grouping, overlap = "stacked", "100"
		}
		w.WriteString(`<c:barChart><c:barDir val="col"/><c:grouping val="` + grouping + `"/><c:varyColors val="0"/>`)
		for i, s := range c.bars {
			paint := `<c:spPr>` + solidFill(s.ink) + `</c:spPr><c:invertIfNegative val="0"/>`
			s.writeXML(&w, sh, i, paint)
			w.WriteString(`</c:ser>`)
		}
		w.WriteString(`<c:gapWidth val="60"/><c:overlap val="` + overlap + `"/>` + axisIDs + `</c:barChart>`)
	}
	if len(c.lines) > 0 {
		w.WriteString(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
		for i, s := range c.lines {
			s.writeXML(&w, sh, len(c.bars)+i, s.linePaint())
			w.WriteString(`<c:smooth val="0"/></c:ser>`)
		}
		w.WriteString(`<c:marker val="1"/>` + axisIDs + `</c:lineChart>`)
	}
	format, skip := c.categories(sh)
	fmt.Fprintf(&w, axes, escapeXML(format), skip, escapeXML(c.format))
	w.WriteString(chartTail)
	return []byte(w.String())
}

func solidFill(ink string) string { return `<a:solidFill><a:srgbClr val="` + ink + `"/></a:solidFill>` }

// linePaint returns the XML for the look of a line, or of the marks in its place.
func (s series) linePaint() string {
	if s.marks {
		return `<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val="dash"/><c:size val="18"/>` +
			`<c:spPr>` + solidFill(s.ink) + `<a:ln><a:noFill/></a:ln></c:spPr></c:marker>`
	}
	width, dash := "28575", ""
	if s.dashed {
		width, dash = "15875", `<a:prstDash val="dash"/>`
	}
	return `<c:spPr><a:ln w="` + width + `" cap="rnd">` + solidFill(s.ink) + dash +
		`<a:round/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker>`
}

// categories returns the number format of the categories, and how many of them share a label.
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
		last, _ := sh.at(cats.to).value.Number()
		if last-first < 31 && len(cats.cells()) > 9 { // the days of a month
			format, skip = "d", 1
		}
	}
	return format, skip
}

// writeXML writes the i-th series of a chart up to its values; the caller closes it.
func (s series) writeXML(w *strings.Builder, sh *sheet, i int, paint string) {
	n := strconv.Itoa(i)
	w.WriteString(`<c:ser><c:idx val="` + n + `"/><c:order val="` + n + `"/><c:tx><c:strRef>`)
	writePoints(w, sh, cellRange{s.label, s.label}, strCache)
	w.WriteString(`</c:strRef></c:tx>` + paint + `<c:cat>`)
	if _, number := sh.at(s.cats.from).value.Number(); number {
		w.WriteString(`<c:numRef>`)
		writePoints(w, sh, s.cats, numCache)
		w.WriteString(`</c:numRef>`)
	} else {
		w.WriteString(`<c:strRef>`)
		writePoints(w, sh, s.cats, strCache)
		w.WriteString(`</c:strRef>`)
	}
	w.WriteString(`</c:cat><c:val><c:numRef>`)
	writePoints(w, sh, s.values, numCache)
	w.WriteString(`</c:numRef></c:val>`)
}

// The elements that hold cached points.
const (
	strCache = "strCache"
	numCache = "numCache"
)

// writePoints writes a reference with the cached values of its cells. In a cache of numbers, n/a is not a
// point.
func writePoints(w *strings.Builder, sh *sheet, s cellRange, cache string) {
	w.WriteString(`<c:f>` + escapeXML(sh.reference(s)) + `</c:f><c:` + cache + `>`)
	if cache == numCache {
		f := sh.at(s.from).look.format
		if f == "" {
			f = "General"
		}
		w.WriteString(`<c:formatCode>` + escapeXML(f) + `</c:formatCode>`)
	}
	cells := s.cells()
	fmt.Fprintf(w, `<c:ptCount val="%d"/>`, len(cells))
	for i, at := range cells {
		v := sh.at(at).value
		text := v.String()
		if cache == numCache {
			x, ok := v.Number()
			if !ok {
				continue
			}
			text = shortest(x)
		}
		fmt.Fprintf(w, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escapeXML(text))
	}
	w.WriteString(`</c:` + cache + `>`)
}

// trimMissing returns a column without the n/a at its end. What has not happened yet must not be a point,
// because a chart draws a text as 0.
func (sh *sheet) trimMissing(s cellRange) cellRange {
	for s.to.row > s.from.row {
		if _, ok := sh.at(s.to).value.Number(); ok {
			break
		}
		s.to.row--
	}
	return s
}

// withNumbers returns the series that have a number to draw.
func withNumbers(sh *sheet, all []series) []series {
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

// escapeXML returns a text as the content of an XML element.
func escapeXML(t string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(t))
	return b.String()
}

// plotColumns draws bars and lines of a table's columns, over the categories in another one.
func (cur *cursor) plotColumns(g *placedTable, c *chart, cats string, bars, lines []string) {
	one := func(name, ink string, dashed bool) series {
		values, _ := g.column(name)
		values = cur.sh.trimMissing(values)
		over, _ := g.column(cats)
		return series{label: g.headCell(name), cats: over, values: values, ink: ink, dashed: dashed}
	}
	for i, name := range bars {
		c.bars = append(c.bars, one(name, []string{actualInk, goalInk, navy}[i%3], false))
	}
	for i, name := range lines {
		ink := []string{accent, navy, bandInk, bandInk}[i%4]
		if len(bars) > 0 {
			ink = navy
		}
		c.lines = append(c.lines, one(name, ink, i > 1))
	}
	cur.drawChart(c)
}

// rowSeries returns the series of a column in some rows of the sheet; the head above the first row names
// it, the first column has the categories.
func (cur *cursor) rowSeries(first, last, col int, ink string) series {
	return matrixBlock{cellRange: cellRange{cellAt{first, cur.left}, cellAt{last, col}}}.series(col, ink)
}

// series returns the series of a column of a matrix.
func (m matrixBlock) series(col int, ink string) series {
	return series{
		label:  cellAt{m.from.row - 1, col},
		cats:   cellRange{m.from, cellAt{m.to.row, m.from.col}},
		values: cellRange{cellAt{m.from.row, col}, cellAt{m.to.row, col}},
		ink:    ink,
	}
}

// columnSeries returns the series of all columns of a matrix; the inks repeat where there are more columns.
func (m matrixBlock) columnSeries(inks ...string) []series {
	var out []series
	for col := m.from.col + 1; col <= m.to.col; col++ {
		out = append(out, m.series(col, inks[(col-m.from.col-1)%len(inks)]))
	}
	return out
}

// repeatChart draws a chart of another sheet once more, under another name and as wide as the cursor;
// rows is its height, 0 that of the original. It draws nothing where no sheet has the chart.
func (cur *cursor) repeatChart(name, newName string, rows int) {
	for _, sh := range cur.book.sheets {
		for _, c := range sh.charts {
			if c.name == name {
				repeated := *c
				repeated.name, repeated.source, repeated.width = newName, sh, cur.width()
				if rows > 0 {
					repeated.rows = rows
				}
				cur.drawChart(&repeated)
				return
			}
		}
	}
}
