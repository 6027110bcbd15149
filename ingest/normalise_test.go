package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

func TestNormaliseWritesPlainCSV(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"l.txt": "\xef\xbb\xbfa;b\r\n\"x;1\";' 2 '\r\n3\r\n;\r\n4;\"5\"\"\"\r\n"})
	var b bytes.Buffer
	rep, err := Normalise(filepath.Join(dir, "l.txt"), agreement.Input{}, &b)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "text", b.String(), "a,b\nx;1,' 2 '\n4,\"5\"\"\"\n")
	ingesttest.Same(t, "counts", [4]int{rep.File.Rows, rep.File.Used, rep.File.SetAside, rep.File.Ignored}, [4]int{4, 2, 1, 1})
	ingesttest.Same(t, "line", rep.SetAside[0].Line, 3)
}

// This test works like that of the Pollock files, with its own data: one row at a time is polluted in one
// of several ways.
func TestAPollutedRowIsSetAsideAndTheOthersAreExact(t *testing.T) {
	t.Parallel()
	const rows = 8
	row := func(i int) string { return fmt.Sprintf("2026-10-%02d,\"Lee, %d\",%d.50,note %d", i+1, i, i, i) }
	for name, pollute := range map[string]func(string) string{
		"a cell too many":             func(s string) string { return s + ",x" },
		"a cell too few":              func(s string) string { return s[:strings.LastIndexByte(s, ',')] },
		"one cell alone":              func(s string) string { return s[:10] },
		"another delimiter":           func(s string) string { return strings.ReplaceAll(s, ",", ";") },
		"text behind a closing quote": func(s string) string { return strings.Replace(s, `",`, `"x,`, 1) },
		"a control character":         func(s string) string { return s + "\x01" },
		"a NUL":                       func(s string) string { return s + "\x00" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for polluted := range rows {
				text, want := "day,name,amount,note\n", "day,name,amount,note\n"
				for i := range rows {
					if i == polluted {
						text += pollute(row(i)) + "\n"
						continue
					}
					text, want = text+row(i)+"\n", want+row(i)+"\n"
				}
				var b bytes.Buffer
				rep, err := Normalise(filepath.Join(folder(t, map[string]string{"x.csv": text}), "x.csv"), agreement.Input{}, &b)
				if err != nil {
					t.Fatal(err)
				}
				ingesttest.Same(t, "rows", b.String(), want)
				if len(rep.SetAside) != 1 || rep.SetAside[0].Line != polluted+2 {
					t.Errorf("row %d: set aside %+v", polluted, rep.SetAside)
				}
			}
		})
	}
}

// In each Pollock file with a polluted row, that row must be set aside with its line, and every other row
// written exactly.
func TestPollockRowsAreSetAsideAndTheOthersAreExact(t *testing.T) {
	t.Parallel()
	archive, err := filepath.Abs(filepath.Join(ingesttest.SharedData(t, "data"), "pollock-part.tar.xz"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if out, err := exec.Command("tar", "-xJf", archive, "-C", dir).CombinedOutput(); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatalf("tar with xz is required: %v %s", err, out)
		}
		t.Skipf("tar with xz is not here: %v", err)
	}
	root := filepath.Join(dir, "pollock")
	source := lines(t, filepath.Join(root, "csv", "source.csv"))
	files, _ := filepath.Glob(filepath.Join(root, "csv", "*.csv"))
	if len(files) != 290 {
		t.Fatalf("%d files, want 290", len(files))
	}
	for _, path := range files {
		name := filepath.Base(path)
		polluted := map[int]bool{}
		switch {
		case strings.HasPrefix(name, "row_"), name == "file_escape_char_0x5C.csv":
			for i, l := range lines(t, path) {
				if l != source[i] {
					polluted[i+1] = true
				}
			}
		case name == "file_header_multirow_2.csv", name == "file_multitable_less.csv":
			continue // a file of two tables, or a header of two rows, is read as one with further rows
		case name == "file_no_payload.csv":
			if _, err := Normalise(path, agreement.Input{}, io.Discard); !isRefused(err) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var b bytes.Buffer
		rep, err := Normalise(path, agreement.Input{}, &b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := records(t, b.Bytes())
		clean, err := os.ReadFile(filepath.Join(root, "clean", name))
		if err != nil {
			t.Fatal(err)
		}
		if len(polluted) > 0 {
			if clean, err = os.ReadFile(filepath.Join(root, "clean", "source.csv")); err != nil {
				t.Fatal(err)
			}
		}
		var want [][]string
		for i, r := range records(t, clean) {
			if !polluted[i+1] {
				want = append(want, r)
			}
		}
		if !reflect.DeepEqual(got, want) {
			ingesttest.Same(t, name, got, want)
		}
		aside := map[int]bool{}
		for _, s := range rep.SetAside {
			aside[s.Line] = true
		}
		ingesttest.Same(t, name+" lines set aside", aside, polluted)
	}
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

func records(t *testing.T, data []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	out, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
