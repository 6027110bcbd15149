package workbook

import "testing"

func Test_no_page_ends_inside_a_chart(t *testing.T) {
	t.Parallel()
	breaks := 0
	for _, sh := range shared(t, 0).book.sheets {
		for _, r := range sh.pageBreaks(paperLetter) {
			breaks++
			for _, c := range sh.charts {
				if c.at.row < r && r < c.at.row+chartRows {
					t.Errorf("%s: a page ends in row %d, inside %s", sh.name, r, c.name)
				}
			}
		}
	}
	if breaks == 0 {
		t.Error("no sheet is longer than a page")
	}
}
