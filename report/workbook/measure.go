package workbook

import "strings"

// The advance of the printable ASCII characters of Calibri (and of Carlito, which has its metrics), in thousandths of the
// font size.
var advances = [...]uint16{
	226, 326, 401, 498, 507, 715, 682, 221, 303, 303, 498, 498, 250, 306, 252, 386, 507, 507, 507, 507, 507, 507, 507, 507,
	507, 507, 268, 268, 498, 498, 498, 463, 894, 579, 544, 533, 615, 488, 459, 631, 623, 252, 319, 520, 420, 855, 646, 662,
	517, 673, 543, 459, 487, 642, 567, 890, 519, 487, 468, 307, 386, 307, 498, 498, 291, 479, 525, 423, 525, 498, 305, 471,
	525, 230, 239, 455, 230, 799, 525, 527, 525, 525, 349, 391, 335, 525, 452, 715, 433, 453, 395, 314, 460, 314, 498,
}

// A column's width is counted in digits of the workbook's standard font, Calibri 11.
const digit = 0.507 * 11

// measure is how wide a text is, in column units, at a font size in points. Bold text is a little wider.
func measure(text string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range text {
		switch {
		case r >= ' ' && int(r-' ') < len(advances):
			sum += float64(advances[r-' '])
		case r < 0x1100:
			sum += 560
		default:
			sum += 1050
		}
	}
	if bold {
		sum *= 1.04
	}
	return sum / 1000 * size / digit
}

// lines is how many lines a text takes in a column of a width, broken at spaces.
func lines(text string, width, size float64, bold bool) int {
	n := 0
	for _, paragraph := range strings.Split(text, "\n") {
		n++
		used := 0.0
		for _, word := range strings.Fields(paragraph) {
			w := measure(word+" ", size, bold)
			if used > 0 && used+w > width {
				n++
				used = 0
			}
			for w > width {
				n++
				w -= width
			}
			used += w
		}
	}
	return n
}
