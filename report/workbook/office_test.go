package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// poison is planted as cached value before a recalculation: a cell that still holds it was not recalculated.
const poison = "-8.7654321E+99"

// office finds LibreOffice, or skips; where LEADPACT_REQUIRE_ALL is 1 its absence is a failure.
func office(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
		t.Fatal("LibreOffice is not installed")
	}
	t.Skip("LibreOffice is not installed: formulas are not recalculated")
	return ""
}

const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// recalculated poisons every cached value of a workbook, lets LibreOffice recalculate it in a profile of its own, and opens
// the result.
func recalculated(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	exe, dir := office(t), t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "profile", "user"), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("profile/user/registrymodifications.xcu", []byte(alwaysRecalculate))
	write("book.xlsx", poisoned(t, raw))
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--norestore", "--nologo",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "book.xlsx"))
	cmd.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp")
	if log, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, log)
	}
	f, err := excelize.OpenFile(filepath.Join(dir, "out", "book.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

var cachedValue = regexp.MustCompile(`(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="\w+")?(><f[^>]*(?:/>|>[^<]*</f>))<v>[^<]*</v>`)

func poisoned(t *testing.T, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, f := range parts(t, raw) {
		w, err := zw.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, cachedValue.ReplaceAllString(f.data, `${1}${2}<v>`+poison+`</v>`))
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type member struct{ name, data string }

// parts unzips a workbook.
func parts(t *testing.T, raw []byte) []member {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out []member
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		out = append(out, member{f.Name, string(data)})
	}
	return out
}
