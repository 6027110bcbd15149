package workbook

import (
	"leadpact/model"

	"github.com/xuri/excelize/v2"
)

// look is how a cell looks. The zero look is plain text, Calibri 10.
type look struct {
	ink    string // colour of the text, RRGGBB; empty: calcInk
	fill   string // colour of the background; empty: none
	border border
	size   float64 // points; 0: 10
	bold   bool
	italic bool
	wrap   bool
	side   string // horizontal alignment; empty: left
	indent int
	format string // number format; empty: General
}

// The colours, RRGGBB. Inputs are blue on cream, calculated cells are dark, cells that cite another sheet
// are green.
const (
	styleCalculated = "" // calculated on its own sheet: drawn in calcInk
	calcInk         = "222B38"
	elsewhere       = "1B7F3B"
	inputInk        = "1F4FD8"
	inputFill       = "FFF8E1"
	navy            = "1F3A5F"
	accent          = "0B7A75"
	muted           = "6B7785"
	white           = "FFFFFF"
	bandFill        = "F3F6FA"
	headFill        = "E1E8F1"
	pale            = "C9D5E6"
	hairlineInk     = "D9DEE5"
	greenInk        = "1B7F3B"
	greenFill       = "E3F4E8"
	amberInk        = "9A6700"
	amberFill       = "FFF1CC"
	redInk          = "B42318"
	orange          = "E3A008"
	purple          = "9061F9"
	slate           = "7A8CA3"
	redFill         = "FDE7E4"
)

// border is the line below a cell.
type border uint8

const (
	noBorder border = iota
	hairline        // a fine grey line
	under           // a thicker line in the accent colour
)

// The looks that sheets share.
var (
	titleLook     = look{ink: white, fill: navy, size: 16, bold: true, indent: 1}
	subtitleLook  = look{ink: pale, fill: navy, indent: 1}
	flagLook      = look{ink: muted, bold: true}
	bannerLook    = look{ink: redInk, fill: redFill, bold: true}
	cautionLook   = look{ink: amberInk, fill: amberFill, bold: true, indent: 1}
	sectionLook   = look{ink: navy, size: 12, bold: true, border: under}
	headLook      = look{ink: navy, fill: headFill, bold: true, wrap: true}
	headOverWords = look{ink: navy, fill: headFill, bold: true, wrap: true, indent: 1}
	headRight     = look{ink: navy, fill: headFill, bold: true, wrap: true, side: "right"}
	labelLook     = look{border: hairline}
	unitLook      = look{ink: muted, border: hairline, indent: 1}
	figureLook    = look{border: hairline, side: "right"}
	statusLook    = look{border: hairline, side: "center", bold: true}
	wordsLook     = look{ink: muted, border: hairline, indent: 1}
	inputLook     = look{ink: inputInk, fill: inputFill, border: hairline, side: "right"}
	greyLook      = look{ink: muted, border: hairline, side: "right"}
	noteLook      = look{ink: muted, italic: true}
	factLook      = look{border: hairline}
	citedLook     = look{ink: calcInk, border: hairline, side: "right"} // dark, on sheets that only cite
)

// points returns the font size.
func (l look) points() float64 {
	if l.size == 0 {
		return 10
	}
	return l.size
}

// styler registers the style of each look in a file, once, in the order in which the looks are first
// needed.
type styler struct {
	file *excelize.File
	ids  map[look]int
}

func (s *styler) id(l look) (int, error) {
	if id, ok := s.ids[l]; ok {
		return id, nil
	}
	id, err := s.file.NewStyle(l.style())
	s.ids[l] = id
	return id, err
}

func (l look) style() *excelize.Style {
	ink := l.ink
	if ink == styleCalculated {
		ink = calcInk
	}
	st := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: l.points(), Bold: l.bold, Italic: l.italic, Color: ink},
		Alignment: &excelize.Alignment{Horizontal: l.side, Vertical: "center", WrapText: l.wrap},
	}
	if l.indent > 0 {
		st.Alignment.Indent, st.Alignment.Horizontal = l.indent, "left"
	}
	if l.fill != "" {
		st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	switch l.border {
	case hairline:
		st.Border = []excelize.Border{{Type: "bottom", Color: hairlineInk, Style: 1}}
	case under:
		st.Border = []excelize.Border{{Type: "bottom", Color: accent, Style: 2}}
	}
	if l.format != "" {
		st.CustomNumFmt = &l.format
	}
	return st
}

// statusColour is a colour for words of status.
type statusColour struct {
	ink, fill string
	words     []string
}

// statusColours has the words of status with their colours. They become conditional formats, so that a
// status that changes with an input changes its colour, too.
var statusColours = []statusColour{
	{greenInk, greenFill, []string{model.Met, model.OnPace, model.Within, model.InBand, okFlag, flagTitle + okFlag}},
	{amberInk, amberFill, []string{
		model.AtRisk, model.Pending, model.Late, model.Excused, incompleteFlag, flagTitle + incompleteFlag,
	}},
	{redInk, redFill, []string{
		model.Missed, model.Behind, model.Under, model.Over, model.ShortOf, reviewFlag, flagTitle + reviewFlag,
	}},
}
