package typeset

// Colour is an RGB colour, each part from 0 to 255.
type Colour struct{ R, G, B int }

// The colours of the house style.
var (
	Ink      = Colour{0x22, 0x2B, 0x38} // of text
	Grey     = Colour{0x6B, 0x74, 0x80} // of small print and of lines to write on
	RuleGrey = Colour{0xD5, 0xDA, 0xE0} // of the rules between rows
	Navy     = Colour{0x1F, 0x3A, 0x5F} // of headings and table heads
	Teal     = Colour{0x0B, 0x7A, 0x75} // of accents
	tint     = Colour{0xEE, 0xF6, 0xF5} // behind a callout
	white    = Colour{0xFF, 0xFF, 0xFF}
	red      = Colour{0x8C, 0x1D, 0x18}
)

// Face is how text looks.
type Face struct {
	Style   string  // "" for regular, B for bold or I for italic
	Size    float64 // in points
	Leading float64 // distance from one line to the next, in points
	Colour  Colour
}

// The faces of the house style.
var (
	Body         = Face{"", 9.5, 13.5, Ink}
	BodyBold     = Face{"B", 9.5, 13.5, Ink}
	Small        = Face{"I", 8, 11, Grey}
	Cell         = Face{"", 8.5, 11.5, Ink}
	CellBold     = Face{"B", 8.5, 11.5, Ink}
	Heading      = Face{"B", 13, 17, Navy}
	Subheading   = Face{"B", 10, 14, Teal}
	Title        = Face{"B", 24, 29, Navy}
	Subtitle     = Face{"", 12, 17, Ink}
	Label        = Face{"", 7, 9, Grey}
	Footer       = Face{"", 6.5, 9, Grey}
	Warning      = Face{"B", 9, 12, red}
	cellHead     = Face{"B", 8.5, 11.5, white}
	callout      = Face{"B", 12, 17.5, Navy}
	clauseNumber = Face{"", 7.5, 13.5, Grey}
)
