package main

import (
	"bytes"
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// Each format as workbooks describes the same company as its CSV, so every figure must be the same.
func TestEveryCRMFormatGivesTheSameFiguresAsWorkbooks(t *testing.T) {
	t.Parallel()
	for _, format := range append(slices.Sorted(maps.Keys(largeCRMs)), "hubspot", "plain") {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			o := changedOptions(func(o *options) { o.leadsPerMonth, o.months, o.format = 120, 2, format })
			want, err := ledgerOf(o, keepFiles)
			if err != nil {
				t.Fatal(err)
			}
			typed := 0
			got, err := ledgerOf(o, func(dir string) error { return convertToWorkbooks(dir, &typed) })
			if err != nil {
				t.Fatal(err)
			}
			if typed == 0 && format != "plain" {
				t.Error("no cell is a date")
			}
			a, b := want.Scorecard(), got.Scorecard()
			if len(a.Quantities) != len(b.Quantities) || len(a.Breaches) != len(b.Breaches) || len(a.SetAside) != len(b.SetAside) {
				t.Errorf("%d figures, %d breaches, %d rows set aside; want %d, %d and %d", len(b.Quantities), len(b.Breaches),
					len(b.SetAside), len(a.Quantities), len(a.Breaches), len(a.SetAside))
			}
			for _, q := range a.Quantities {
				if v := b.Value(q.ID); v != q.Value() {
					t.Errorf("%s is %v, want %v", q.ID, v, q.Value())
				}
			}
			for i, in := range b.Inputs {
				if csv := a.Inputs[i]; in.CRM != csv.CRM || in.Rows != csv.Rows || in.Used != csv.Used || in.Ignored != csv.Ignored {
					t.Errorf("%+v, want %+v", in, csv)
				}
			}
		})
	}
}

// convertToWorkbooks converts the exports of a company as a spreadsheet would, and counts the cells that become
// dates. Times with a zone stay texts, which no spreadsheet takes for dates.
func convertToWorkbooks(dir string, typed *int) error {
	paths, err := filepath.Glob(filepath.Join(dir, "exports", "*.csv"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			return err
		}
		if err := writeWorkbook(strings.TrimSuffix(path, ".csv")+".xlsx", rows, typed); err != nil {
			return err
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	path := filepath.Join(dir, "agreement.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, bytes.ReplaceAll(text, []byte(".csv"), []byte(".xlsx")), 0o600)
}

// numeric matches what a spreadsheet takes for a number and can give back.
var numeric = regexp.MustCompile(`^-?(0|[1-9]\d{0,14})(\.\d{1,4})?$`)

func writeWorkbook(path string, rows [][]string, typed *int) error {
	x := excelize.NewFile()
	defer x.Close()
	day, err := x.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	clock, err := x.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		return err
	}
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for n, text := range row {
			cells[n] = text
			if numeric.MatchString(text) {
				cells[n], _ = strconv.ParseFloat(text, 64)
			}
			for layout, style := range map[string]int{
				"1/2/2006 3:04 PM": clock, "2006-01-02 15:04:05": clock, "2006-01-02 15:04": clock, "02.01.2006 15:04": clock,
				"1/2/2006": day, "2006-01-02": day, "02.01.2006": day,
			} {
				if at, err := time.Parse(layout, text); err == nil {
					cells[n] = excelize.Cell{StyleID: style, Value: at}
					*typed++
				}
			}
		}
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(cell, cells); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return x.SaveAs(path)
}
