package scalar

import "testing"

func TestDateOrderIsInferredFromTheColumn(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		cells []string
		order DateOrder
		line  int
		bad   bool
	}{
		{"a day over 12 in the first place", []string{"01/02/2026", "31/02/2026"}, dayFirst, 2, false},
		{"a day over 12 in the second place", []string{"01/02/2026", "1/31/2026 9:00 AM"}, monthFirst, 2, false},
		{"both", []string{"13/01/2026", "01/13/2026"}, 0, 2, true},
		{"neither", []string{"2026-10-31", "01/02/2026"}, 0, 2, true},
		{"a year of two digits with a day over 12 in the middle", []string{"01/02/26", "1/31/26"}, monthFirst, 2, false},
		{"a year of two digits that may come first", []string{"31/10/26"}, 0, 1, true},
		{"a year of two digits beside one of four", []string{"01/02/26", "31/10/2026"}, dayFirst, 2, false},
		{"a year of two digits that cannot be a day", []string{"01/02/26", "13/10/70"}, dayFirst, 2, false},
		{"nothing to infer", []string{"2026-10-31", "02/02/2026"}, UnknownOrder, 0, false},
	} {
		var p DateInference
		for i, c := range x.cells {
			p.Observe(c, i+1)
		}
		if o, line, err := p.Decide("leads"); o != x.order || line != x.line || (err != "") != x.bad {
			t.Errorf("%s: %v, line %d, %s", x.name, o, line, err)
		}
	}
}
