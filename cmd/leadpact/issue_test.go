package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadpact/ingest"
	"leadpact/report/scorecard"
)

// scorecard.json and setaside.csv are the same bytes whether files are read in order or in blocks of 300
// bytes, for every tiny company, the real funnel and the sample company.
func TestReadingInBlocksGivesTheSameFiles(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob(filepath.Join(shared(t, "data/cases"), "*", "agreement.yaml"))
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	periods := map[string]string{
		filepath.Join(shared(t, "data/funnel"), "agreement.yaml"):   "2018-01",
		filepath.Join(root, "samples", "company", "agreement.yaml"): "2026-10",
	}
	for _, path := range cases {
		var e expectation
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), "expected.json"))
		if err != nil || json.Unmarshal(data, &e) != nil {
			t.Fatal(path, err)
		}
		periods[path] = e.Period
	}
	for path, period := range sorted(periods) {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			t.Parallel()
			compareInBlocks(t, path, period)
		})
	}
}

func compareInBlocks(t *testing.T, path, period string) {
	j, err := openJob(path, period, "", time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var want []byte
	for _, o := range []ingest.Options{{InOrder: true}, {Block: 300}} {
		j.readOptions = o
		s, err := j.scorecard()
		if err != nil {
			t.Fatal(path, err)
		}
		got, err := bytesOf(func(w io.Writer) error {
			return errors.Join(ingest.WriteSetAside(w, s.SetAside), scorecard.Write(w, s, func(string) string { return "" }))
		})
		if err != nil {
			t.Fatal(path, err)
		}
		if want != nil && !bytes.Equal(got, want) {
			t.Errorf("%s: in blocks of %d bytes the files differ", path, o.Block)
		}
		want = got
	}
}
