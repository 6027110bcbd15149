package workbook

import (
	"bytes"
	"strings"
	"testing"
)

func Test_a_marked_formula_becomes_a_shared_one_wherever_a_write_ends(t *testing.T) {
	in := `<row r="6"><c r="B6"><f>` + sharedMark + `3 B6:B8 IF($C6&gt;=term_x,&#34;met&#34;,&#34;n/a&#34;)</f><v>met</v></c></row>` +
		`<row r="7"><c r="B7"><f>` + sharedMark + `3</f><v>met</v></c><c r="C7"><f>SUM(A1:A2)</f><v>3</v></c></row>` +
		`<row r="8"><c r="B8"><f>` + sharedMark + `3</f><v>n/a</v></c></row></sheetData>`
	want := `<row r="6"><c r="B6"><f t="shared" ref="B6:B8" si="3">IF($C6&gt;=term_x,&#34;met&#34;,&#34;n/a&#34;)</f><v>met</v></c></row>` +
		`<row r="7"><c r="B7"><f t="shared" si="3"/><v>met</v></c><c r="C7"><f>SUM(A1:A2)</f><v>3</v></c></row>` +
		`<row r="8"><c r="B8"><f t="shared" si="3"/><v>n/a</v></c></row></sheetData>`
	for _, size := range []int{1, 7, 64, len(in)} {
		var out bytes.Buffer
		s := &sharer{w: &out}
		for rest := []byte(in); len(rest) > 0; {
			n := min(size, len(rest))
			if _, err := s.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := s.Close(); err != nil || out.String() != want {
			t.Errorf("writes of %d bytes: %v\n%s", size, err, out.String())
		}
	}
}

func Test_the_package_declares_no_kind_of_part_that_it_lacks(t *testing.T) {
	_, raw := written(t, sample(t, 20, nil))
	types := parts(t, raw)[0].data
	for _, kind := range []string{"vbaProject", "image/", "svg"} {
		if strings.Contains(types, kind) {
			t.Errorf("[Content_Types].xml declares %s", kind)
		}
	}
}
