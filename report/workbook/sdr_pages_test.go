package workbook

import (
	"slices"
	"strings"
	"testing"

	"leadpact/model"
)

func Test_one_filter_leaves_an_SDR_his_own_page(t *testing.T) {
	s := sample(t, 200, nil)
	b, raw := written(t, s)
	sh := b.sheetNamed("SDR Pages")
	head := sh.filtered.from
	byName := map[string][]int{}
	for r := head.row + 1; r <= sh.lastRow; r++ {
		name := sh.at(cellAt{r, 2}).value.String()
		byName[name] = append(byName[name], r)
	}
	if len(byName) != len(s.SDRs) {
		t.Errorf("%d names on the pages of %d SDRs", len(byName), len(s.SDRs))
	}
	for _, x := range s.SDRs {
		rows := byName[x.SDR]
		if rows[len(rows)-1]-rows[0] != len(rows)-1 {
			t.Errorf("the rows of %s do not stand together", x.SDR)
		}
		if rows[0] != head.row+1 && !slices.Contains(sh.pageStarts, rows[0]) {
			t.Errorf("no page begins with %s", x.SDR)
		}
		broken := 0
		for _, r := range rows {
			line, figure := sh.at(cellAt{r, 3}).value.String(), sh.at(cellAt{r, 4}).value
			if strings.Contains(line, ", lead ") {
				broken++
			}
			if line == "Universe" && figure != x.Capacity["universe"].Value {
				t.Errorf("%s: universe %v, the scorecard says %v", x.SDR, figure, x.Capacity["universe"].Value)
			}
			if line == "Contact" && (figure != x.KPIs["adherence.contact"].Value || sh.at(cellAt{r, 8}).value != x.KPIs["adherence.contact"].N) {
				t.Errorf("%s: contact %v of %v, the scorecard says %v", x.SDR, figure, sh.at(cellAt{r, 8}).value, x.KPIs["adherence.contact"])
			}
		}
		listed := 0
		for _, y := range s.Breaches {
			if y.SDR == x.SDR {
				listed++
			}
		}
		if broken != listed || broken == 0 {
			t.Errorf("%s: %d breaches on his page, %d listed", x.SDR, broken, listed)
		}
	}
	tables, err := opened(t, raw).GetTables("SDR Pages")
	if err != nil || len(tables) != 1 || tables[0].Range != head.String()+":"+sh.filtered.to.String() {
		t.Errorf("tables of the sheet: %v, %v", tables, err)
	}
}

func Test_breaches_by_SDR_and_rule_add_up_to_all(t *testing.T) {
	s := sample(t, 200, nil)
	b, _ := written(t, s)
	sum := 0.0
	for r := b.breachesAt.at.from.row; r <= b.breachesAt.at.to.row; r++ {
		for c := b.breachesAt.at.from.col + 1; c <= b.breachesAt.at.to.col; c++ {
			n, _ := b.breachesAt.sheet.at(cellAt{r, c}).value.Number()
			sum += n
		}
	}
	if all := s.Value("breaches.count"); all != model.Num(sum) || int(sum) != len(s.Breaches) {
		t.Errorf("%v breaches by SDR and rule, %v in all, %d listed", sum, all, len(s.Breaches))
	}
}

func Test_a_moment_shows_its_own_minute_where_a_spreadsheet_cuts_seconds_off(t *testing.T) {
	s := sample(t, 200, nil)
	for _, x := range s.Breaches {
		serial := model.Serial(x.Due)
		minutes := int64((serial-float64(int64(serial)))*1440 + 1e-7) // what the subtraction loses
		if want := int64(x.Due.Hour()*60 + x.Due.Minute()); minutes != want {
			t.Fatalf("%s shows minute %d of the day, not %d", x.Due, minutes, want)
		}
	}
}
