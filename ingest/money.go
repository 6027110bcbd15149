package ingest

import (
	"fmt"
	"math"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
)

// An amount is used in the agreement's currency. What names its currency are its own cell, as in €5, and a
// column of currencies. An amount in another currency needs a rate in fx, or its row is set aside: nothing is
// added up across currencies (SPEC section 11).

// money is an amount in its own currency.
type money struct {
	amount   float64 // NaN: blank
	currency string  // ISO 4217 code, or the text that names the currency; empty: nothing names it
}

// dealAmount returns the amount of a deal in the agreement's currency; NaN where it is blank.
func (r *reader) dealAmount(x *row) float64 { return r.inOwnCurrency(x, r.dealMoney(x)) }

// dealMoney returns the amount of a deal. The amount that the CRM has converted takes precedence if it is in
// the agreement's currency, or if there is no other.
func (r *reader) dealMoney(x *row) money {
	if x.Given(x.table.Index("converted_amount")) {
		converted := r.money(x, "converted_amount", x.text("converted_currency"))
		own := converted.currency == r.currency() && !math.IsNaN(converted.amount)
		if own || !x.Given(x.table.Index("amount")) {
			return converted
		}
	}
	m := r.money(x, "amount", x.text("currency"))
	if times := paymentsOfYear[x.choice("amount_period")]; times > 0 && !math.IsNaN(m.amount) {
		x.countNormalisation(recurringAmounts)
		m.amount *= times
	}
	return m
}

// hasDerivedAmounts reports whether an amount is not simply the number in one column.
func (f *file) hasDerivedAmounts() bool {
	return f.index["amount"].cents || f.Given(f.table.Index("converted_amount")) || f.Given(f.table.Index("amount_period"))
}

// paymentsOfYear holds how often an amount is paid in a year, by its period.
var paymentsOfYear = map[string]float64{"month": 12, "quarter": 4}

// money returns an amount and its currency. named is the text of the column of currencies.
func (r *reader) money(x *row, column, named string) money {
	amount, inCell, ok := x.number(column)
	if !ok {
		amount = math.NaN()
	}
	code := currencyCode(named)
	if inCell != "" {
		if code = scalar.CommonCurrency(inCell, code); code == "?" {
			x.failCell(column, "the amount names another currency than the row")
		}
	}
	code = r.currencyOf(x, code)
	if ok && x.index[column].cents {
		if amount != math.Trunc(amount) || inCell != "" || !scalar.HasMinorUnit(code) {
			x.failCell(column, "the CRM writes amounts in cents, and this is no whole number of cents; "+
				"name another header under inputs.deals in agreement.yaml, e.g. columns: {amount: HEADER}")
		}
		amount /= 100
	}
	return money{amount, code}
}

// currencyCode returns the code or the shared symbol of the currency that a text names; the text itself, in
// capitals, if it is not known.
func currencyCode(named string) string {
	if code := scalar.NamedCurrency(named); code != "?" {
		return code
	}
	return strings.ToUpper(named)
}

// currencyOf returns the code that a symbol stands for, if several currencies have it: the agreement's, or else
// the only one of them with a rate in fx. Any other code is returned as it is.
func (r *reader) currencyOf(x *row, code string) string {
	if scalar.SharesSymbol(code, r.currency()) {
		return r.currency()
	}
	var rated []string
	for _, p := range x.in.FX {
		if scalar.SharesSymbol(code, p.Key) {
			rated = append(rated, p.Key)
		}
	}
	if len(rated) == 1 {
		return rated[0]
	}
	return code
}

// inOwnCurrency returns an amount in the agreement's currency. The row has a fault if there is no rate, even if
// the amount is blank.
func (r *reader) inOwnCurrency(x *row, m money) float64 { return m.amount * r.rate(x, m.currency) }

// rate returns the factor that converts a currency into the agreement's; 1 where code is empty.
func (r *reader) rate(x *row, code string) float64 {
	if code == "" || code == r.currency() {
		return 1
	}
	rate, given := x.in.FX.Get(code)
	if !given {
		remedy := fmt.Sprintf("correct that, or set fx: {%s: RATE}", rateKey(code))
		if x.hasNamelessConversion() {
			remedy += fmt.Sprintf(", or constants: {converted_currency: %s} if the converted amounts are in it,", r.currency())
		}
		x.fail("currency", csvtext.Printable([]byte(code)), fmt.Sprintf(
			"another currency than agreement.currency, which is %s; %s under inputs.%s in agreement.yaml",
			r.currency(), remedy, x.table.Name))
	}
	return rate
}

// hasNamelessConversion reports whether the file has converted amounts, and nothing names their currency.
func (f *file) hasNamelessConversion() bool {
	i, names := f.table.Index("converted_amount"), f.table.Index("converted_currency")
	return i >= 0 && f.Given(i) && !f.Given(names)
}

// rateKey returns the key under fx for a currency.
func rateKey(code string) string {
	if scalar.IsSharedSymbol(code) || scalar.ParseCurrency(code) != code {
		return "CODE"
	}
	return code
}

// currency returns the code of the agreement's currency.
func (r *reader) currency() string { return strings.ToUpper(r.agreement.Head.Currency) }

// describeAmounts sets how the amounts of a column are written: whether the CRM writes cents, and the currency
// of amounts that name none.
func (f *file) describeAmounts(x *field, own string) {
	if x.Kind != profile.Amount || len(x.at) == 0 {
		return
	}
	header := profile.HeaderFromNames([]string{f.Headers[x.at[0]]})
	if x.cents = header.FindFirst(f.Export.Cents) != nil; x.cents {
		f.addFinding("%s is in hundredths, as %s writes it", x.Name, f.Export.CRM)
	}
	names := map[string]string{"amount": "currency", "converted_amount": "converted_currency"}[x.Name]
	if i := f.table.Index(names); i < 0 || !f.Given(i) {
		x.currency = own
	}
}
