package ingest

import (
	"fmt"
	"io"
	"math"
	"time"

	"github.com/gocarina/gocsv"

	"leadpact/ingest/csvtext"
	"leadpact/model"
	"leadpact/model/calendar"
)

// Rows of the small tables. gocsv fills them from the row's canonical cells by their tags.
type (
	repRow struct {
		SDR    string `csv:"sdr"`
		Email  string `csv:"email"`
		Start  day    `csv:"start_date"`
		Motion string `csv:"motion"`
	}
	spendRow struct {
		Month   day    `csv:"month"`
		Channel string `csv:"channel"`
	}
	feedbackRow struct {
		Asset  string `csv:"asset"`
		Worked string `csv:"worked"`
		DidNot string `csv:"did_not"`
		Owner  string `csv:"owner"`
		Due    day    `csv:"due"`
		Closed day    `csv:"closed"`
	}
)

// day is a calendar day that is read from a canonical date cell.
type day struct{ calendar.Day }

// UnmarshalCSV reads a date such as 2026-10-31, with or without a time after it.
func (d *day) UnmarshalCSV(s string) error {
	if s == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	d.Time = t
	return err
}

// decodeRow fills a tagged struct from a row. The row's methods have checked the cells before; if gocsv
// fails nevertheless, the row has a fault.
func decodeRow[T any](r *reader, x *row) (out T) {
	cells := r.canonical(x)
	if x.fault != nil {
		return out
	}
	var rows []T
	if err := gocsv.UnmarshalCSV(&oneRow{[][]string{CanonicalColumns(x.table.Name), cells}}, &rows); err != nil {
		x.fail("", "", fmt.Sprintf("the row cannot be read: %v", err))
		return out
	}
	return rows[0]
}

// oneRow is a CSV reader, as gocsv requires it, for a header and one row.
type oneRow struct{ rows [][]string }

func (o *oneRow) Read() ([]string, error) {
	if len(o.rows) == 0 {
		return nil, io.EOF
	}
	r := o.rows[0]
	o.rows = o.rows[1:]
	return r, nil
}

func (o *oneRow) ReadAll() ([][]string, error) { return o.rows, nil }

// require sets the row's fault if one of these cells is empty.
func (x *row) require(columns ...string) {
	for _, c := range columns {
		if x.cell(x.index[c]) == "" {
			x.fail(c, "", "the value is missing")
		}
	}
}

// addRep adds a row of the team table. A queue is not an SDR and is ignored.
func (r *reader) addRep(x *row, seen seenRows) bool {
	if r.notPeople.Contains(x.text("sdr")) {
		x.ignored = model.Queue
		return false
	}
	x.require("sdr")
	t := decodeRow[repRow](r, x)
	if x.fault != nil || !seen.claim(x, "sdr", t.SDR, x.contentHash()) {
		return false
	}
	r.ledger.AddRep(model.Rep{Source: x.source(), Name: t.SDR, Email: t.Email, Start: t.Start.Day, Motion: t.Motion})
	return true
}

// addSpend adds a row of the spend table. Rows of the same channel and month are added up.
func (r *reader) addSpend(x *row, _ seenRows) bool {
	x.require("month", "channel", "actual")
	if s := x.text("channel"); len(s) > longestChannel {
		x.fail("channel", csvtext.Printable([]byte(s)),
			fmt.Sprintf("the name of a channel has more than %d bytes", longestChannel))
	}
	t := decodeRow[spendRow](r, x)
	actual := r.inOwnCurrency(x, r.money(x, "actual", ""))
	if x.fault != nil || math.IsNaN(actual) {
		return false
	}
	r.spendChannels = append(r.spendChannels, t.Channel)
	r.ledger.AddSpend(model.Spend{
		Source: x.source(), Month: calendar.Month{Time: t.Month.Time}, Channel: t.Channel, Actual: actual})
	return true
}

// addFeedback adds a row of the feedback table.
func (r *reader) addFeedback(x *row, _ seenRows) bool {
	x.require("asset")
	t := decodeRow[feedbackRow](r, x)
	if x.fault != nil {
		return false
	}
	r.ledger.AddFeedback(model.Feedback{Source: x.source(), Asset: t.Asset, Worked: t.Worked, DidNot: t.DidNot,
		Owner: t.Owner, Due: t.Due.Day, Closed: t.Closed.Day})
	return true
}
