package workbook

import (
	"strings"
	"unicode"

	"github.com/xuri/nfp"
)

// format is what a number format tells about a cell beyond its value.
type format struct {
	date     bool   // it is a date, or a time of day
	time     bool   // it shows a time of day
	percent  bool   // it is a share of 100
	currency string // symbol or code next to the number; empty: none
	digits   int    // number of digits to which a whole number is filled up with zeros; 0: it is not
}

// builtIn holds the formats of dates and shares that a file uses by number, without defining them. The dates from
// 27 to 36 and from 50 on are those of East Asian and Thai versions of Excel.
var builtIn = func() map[int]format {
	out := map[int]format{}
	for _, span := range [][2]int{{14, 17}, {27, 31}, {36, 36}, {50, 54}, {57, 58}, {71, 74}} {
		for id := span[0]; id <= span[1]; id++ {
			out[id] = format{date: true}
		}
	}
	for _, id := range []int{18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 47, 55, 56, 75, 76, 77, 79} {
		out[id] = format{date: true, time: true}
	}
	out[9], out[10] = format{percent: true}, format{percent: true}
	return out
}()

// readFormats reads the number formats of the styles of cells.
func (b *Book) readFormats(part string) error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(part, &styles); err != nil {
		return err
	}
	byID := map[int]format{}
	for _, f := range styles.Formats {
		byID[f.ID] = parseFormat(f.Code)
	}
	for _, c := range styles.Cells {
		f, defined := byID[c.Format]
		if !defined {
			f = builtIn[c.Format]
		}
		b.formats = append(b.formats, f)
	}
	return nil
}

// parseFormat reads the code of a number format, by its first section, which is that of positive numbers. A
// duration such as [h]:mm is a number of days and no date.
func parseFormat(code string) (f format) {
	parser := nfp.NumberFormatParser()
	sections := parser.Parse(code)
	if len(sections) == 0 {
		return f
	}
	items := sections[0].Items
	for _, item := range items {
		switch item.TType {
		case nfp.TokenTypeElapsedDateTimes:
			return format{}
		case nfp.TokenTypeDateTimes:
			f.date = true
			f.time = f.time || strings.ContainsAny(item.TValue, "hHsS")
		case nfp.TokenTypePercent:
			f.percent = true
		case nfp.TokenTypeCurrencyLanguage:
			for _, p := range item.Parts {
				if p.Token.TType == nfp.TokenSubTypeCurrencyString {
					f.currency = p.Token.TValue
				}
			}
		case nfp.TokenTypeLiteral:
			if isCurrency(item.TValue) {
				f.currency = strings.TrimSpace(item.TValue)
			}
		case nfp.TokenTypeZeroPlaceHolder:
			if len(items) == 1 {
				f.digits = len(item.TValue)
			}
		}
	}
	return f
}

// isCurrency reports whether a literal text of a format is a currency: three capital letters, or a text of at
// most three characters with a currency sign.
func isCurrency(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" || s == "zł" {
		return true
	}
	return len([]rune(s)) <= 3 && strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Sc, r) })
}
