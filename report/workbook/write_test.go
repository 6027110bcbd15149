package workbook

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func Test_the_file_declares_no_kind_of_part_that_it_lacks(t *testing.T) {
	t.Parallel()
	types := parts(t, shared(t, 0).raw)[0].data
	for _, kind := range []string{"vbaProject", "image/", "svg"} {
		if strings.Contains(types, kind) {
			t.Errorf("[Content_Types].xml declares %s", kind)
		}
	}
}

func Test_the_checker_of_schemas_and_house_rules_finds_no_error(t *testing.T) {
	t.Parallel()
	tool, err := filepath.Abs("../../../shared/check/validate.py")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tool); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatal(err)
		}
		t.Skip("the checker is not at hand")
	}
	for i, a := range agreements {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "book.xlsx")
			if err := os.WriteFile(file, shared(t, i).raw, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(tool, "--spec", file).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
