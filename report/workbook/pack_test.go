package workbook

import (
	"strings"
	"testing"
)

func Test_the_package_declares_no_kind_of_part_that_it_lacks(t *testing.T) {
	_, raw := written(t, sample(t, 20, nil))
	types := parts(t, raw)[0].data
	for _, kind := range []string{"vbaProject", "image/", "svg"} {
		if strings.Contains(types, kind) {
			t.Errorf("[Content_Types].xml declares %s", kind)
		}
	}
}
