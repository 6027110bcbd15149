package workbook

import "testing"

func Test_a_difference_that_is_not_0_raises_the_flag_on_every_sheet(t *testing.T) {
	t.Parallel()
	if flag := shared(t, 0).book.flag; flag != "OK" {
		t.Fatalf("the flag of the sample is %s", flag)
	}
	s := sample(40, nil)
	s.Inputs[0].Used++
	b, raw := written(t, s)
	f := opened(t, raw)
	for _, sh := range b.sheets {
		if got, _ := f.GetCellValue(sh.name, sh.flagCell.String()); got != "Checks: REVIEW" {
			t.Errorf("%s says %q", sh.name, got)
		}
	}
}
