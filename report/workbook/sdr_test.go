package workbook

import (
	"slices"
	"strings"
	"testing"

	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

func Test_a_filter_by_name_leaves_the_page_of_one_SDR(t *testing.T) {
	t.Parallel()
	x := shared(t, 0)
	sh := x.book.sheetNamed("SDR Pages")
	head := sh.filtered.from
	byName := map[string][]int{}
	for r := head.row + 1; r <= sh.lastRow; r++ {
		name := sh.at(cellAt{r, 2}).value.String()
		byName[name] = append(byName[name], r)
	}
	if len(byName) != len(x.card.SDRs) {
		t.Errorf("%d names on the pages of %d SDRs", len(byName), len(x.card.SDRs))
	}
	for _, score := range x.card.SDRs {
		rows := byName[score.SDR]
		if rows[len(rows)-1]-rows[0] != len(rows)-1 {
			t.Errorf("the rows of %s do not stand together", score.SDR)
		}
		if rows[0] != head.row+1 && !slices.Contains(sh.pageStarts, rows[0]) {
			t.Errorf("no page begins with %s", score.SDR)
		}
		comparePage(t, sh, rows, score)
		onPage, listed := 0, 0
		for _, r := range rows {
			if strings.Contains(sh.at(cellAt{r, 3}).value.String(), ", lead ") {
				onPage++
			}
		}
		for _, y := range x.card.Breaches {
			if y.SDR == score.SDR {
				listed++
			}
		}
		if onPage != listed || onPage == 0 {
			t.Errorf("%s: %d breaches on the page, %d listed", score.SDR, onPage, listed)
		}
	}
	tables, err := opened(t, x.raw).GetTables("SDR Pages")
	if err != nil || len(tables) != 1 || tables[0].Range != sh.filtered.String() {
		t.Errorf("tables of the sheet: %v, %v", tables, err)
	}
}

// comparePage compares two figures of a page with the scorecard.
func comparePage(t *testing.T, sh *sheet, rows []int, score model.SDRScore) {
	t.Helper()
	compared := 0
	for _, r := range rows {
		figure, n := sh.at(cellAt{r, 4}).value, sh.at(cellAt{r, 8}).value
		switch sh.at(cellAt{r, 3}).value.String() {
		case "Universe":
			compared++
			if want := score.Capacity["universe"].Value; figure != want {
				t.Errorf("%s: universe %v, the scorecard says %v", score.SDR, figure, want)
			}
		case "Contact":
			compared++
			if want := score.KPIs["adherence.contact"]; figure != want.Value || n != want.N {
				t.Errorf("%s: contact %v of %v, the scorecard says %v", score.SDR, figure, n, want)
			}
		}
	}
	if compared != 2 {
		t.Errorf("%s: %d of 2 figures are on the page", score.SDR, compared)
	}
}

func Test_breaches_by_SDR_and_rule_add_up_to_all(t *testing.T) {
	t.Parallel()
	x := shared(t, 0)
	sum := 0.0
	at := x.book.breachesAt.at
	for _, place := range (cellRange{at.from.right(1), at.to}).cells() {
		n, _ := x.book.breachesAt.sheet.at(place).value.Number()
		sum += n
	}
	if all := x.card.Value("breaches.count"); all != formula.Num(sum) || int(sum) != len(x.card.Breaches) {
		t.Errorf("%v breaches by SDR and rule, %v in all, %d listed", sum, all, len(x.card.Breaches))
	}
}

// A spreadsheet cuts the seconds off when it shows minutes, and loses some precision before.
func Test_a_moment_shows_its_own_minute(t *testing.T) {
	t.Parallel()
	for _, x := range shared(t, 0).card.Breaches {
		serial := calendar.Serial(x.Due)
		minutes := int64((serial-float64(int64(serial)))*1440 + 1e-7) // what the subtraction loses
		if want := int64(x.Due.Hour()*60 + x.Due.Minute()); minutes != want {
			t.Fatalf("%s shows minute %d of the day, not %d", x.Due, minutes, want)
		}
	}
}
