package ingest

import (
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

// readDeals reads a file of deals under an agreement in a currency, and returns the amounts that were used, as
// the canonical table has them, and the columns for which rows were set aside.
func readDeals(t *testing.T, currency string, in *agreement.Input, lines ...string) (rep *Report, amounts, aside []string) {
	t.Helper()
	dir := folder(t, map[string]string{"deals.csv": strings.Join(lines, "\n") + "\n"})
	in.Files = []string{"deals.csv"}
	a := sample("UTC", map[string]*agreement.Input{"deals": in})
	a.Head.Currency = currency
	rep, rows, err := readAll(t, a, dir)
	if err != nil {
		t.Fatal(err)
	}
	aside = []string{}
	for _, s := range rep.SetAside {
		aside = append(aside, s.Column+" "+s.Value)
	}
	return rep, values(rows["deals"], "amount"), aside
}

func TestAmountsInAnotherCurrencyAreSetAsideUnlessThereIsARate(t *testing.T) {
	t.Parallel()
	lines := []string{"deal_id;amount", "1;€ 1.001,50", "2;$ 2.002,50", "3;1.003,50 EUR", "4;kr 4.000,00", "5;1.005,50"}
	for _, x := range []struct {
		name, currency string
		fx             agreement.Pairs[float64]
		aside          []string
	}{
		{"a symbol of the agreement's currency", "EUR", nil, []string{"currency $", "currency kr"}},
		{"a symbol that its currency shares", "CAD", nil, []string{"currency EUR", "currency EUR", "currency kr"}},
		{"the only rate of a shared symbol", "EUR", pairs[float64]("AUD", 0.6), []string{"currency kr"}},
		{"a rate of another symbol", "EUR", pairs[float64]("SEK", 0.1), []string{"currency $"}},
	} {
		rep, _, aside := readDeals(t, x.currency, &agreement.Input{FX: x.fx}, lines...)
		ingesttest.Same(t, x.name, aside, x.aside)
		for _, s := range rep.SetAside {
			if !strings.Contains(s.Reason, "agreement.currency, which is "+x.currency) || !strings.Contains(s.Reason, "set fx: {") {
				t.Errorf("%s: the reason is %q", x.name, s.Reason)
			}
		}
	}
}

func TestBlankAmountIsNotZero(t *testing.T) {
	t.Parallel()
	_, amounts, aside := readDeals(t, "USD", &agreement.Input{}, "deal_id,amount,currency", "1,,USD", "2,0,USD", "3,,GBP")
	ingesttest.Same(t, "amounts", amounts, []string{"", "0"})
	ingesttest.Same(t, "set aside", aside, []string{"currency GBP"})
}

func TestCurrencyColumnNamesWhatASymbolMeans(t *testing.T) {
	t.Parallel()
	_, amounts, aside := readDeals(t, "CAD", &agreement.Input{FX: pairs[float64]("USD", 2.0)}, "deal_id,amount,currency",
		"1,$5,USD", "2,$6,Canadian Dollar", "3,$7,EUR", "4,8,USD - U.S. Dollar", "5,9,Taler")
	ingesttest.Same(t, "amounts in their own currency", amounts, []string{"5", "6", "8"})
	ingesttest.Same(t, "set aside", aside, []string{"amount $7", "currency TALER"})
}

// The CRM has converted the amounts into one currency. They are read where that is the agreement's, and where
// there is no other amount.
func TestConvertedAmountIsReadInTheAgreementsCurrency(t *testing.T) {
	t.Parallel()
	report := []string{"Opportunity ID,Stage,Amount Currency,Amount,Amount (converted) Currency,Amount (converted),Close Date",
		"1,Closed Won,EUR,100.00,USD,110.00,2026-10-05", "2,Closed Won,USD,70.00,USD,70.00,2026-10-06", "3,Closed Won,USD,,USD,,2026-10-06"}
	_, amounts, aside := readDeals(t, "USD", &agreement.Input{}, report...)
	ingesttest.Same(t, "in dollars", amounts, []string{"110", "70", ""})
	ingesttest.Same(t, "set aside in dollars", aside, []string{})
	_, amounts, aside = readDeals(t, "EUR", &agreement.Input{}, report...)
	ingesttest.Same(t, "in euros", amounts, []string{"100"})
	ingesttest.Same(t, "set aside in euros", aside, []string{"currency USD", "currency USD"})

	alone := []string{"Opportunity ID,Stage,Amount (converted) Currency,Amount (converted),Close Date", "1,Closed Won,USD,110.00,2026-10-05"}
	_, amounts, _ = readDeals(t, "USD", &agreement.Input{}, alone...)
	ingesttest.Same(t, "without another amount", amounts, []string{"110"})
	_, _, aside = readDeals(t, "EUR", &agreement.Input{}, alone...)
	ingesttest.Same(t, "in another currency", aside, []string{"currency USD"})

	hubspot := []string{"Record ID,Deal Stage,Amount,Currency,Amount in company currency", "1,Closed Won,100,EUR,110"}
	rep, _, aside := readDeals(t, "USD", &agreement.Input{}, hubspot...)
	ingesttest.Same(t, "of a currency that nothing names", aside, []string{"currency EUR"})
	if reason := rep.SetAside[0].Reason; !strings.Contains(reason, "or constants: {converted_currency: USD} if the converted amounts are in it, under inputs.deals") {
		t.Errorf("the reason is %q", reason)
	}
	_, amounts, _ = readDeals(t, "USD", &agreement.Input{Constants: pairs[string]("converted_currency", "USD")}, hubspot...)
	ingesttest.Same(t, "of a currency that a constant names", amounts, []string{"110"})
}

func TestAmountsInCentsAndByPeriod(t *testing.T) {
	t.Parallel()
	rep, amounts, aside := readDeals(t, "USD", &agreement.Input{}, "id,lead_id,status_type,value,value_currency,value_period",
		"o1,l1,won,150050,USD,one_time", "o2,l2,won,10000,USD,monthly", "o3,l3,lost,20000,USD,annual", "o4,l4,active,,USD,monthly", "o7,l7,won,29,USD,one_time",
		"o5,l5,won,100.5,USD,one_time", "o6,l6,won,$100,USD,one_time")
	ingesttest.Same(t, "amounts", amounts, []string{"1500.5", "1200", "200", "", "0.29"})
	ingesttest.Same(t, "set aside", aside, []string{"amount 100.5", "amount $100"})
	said := strings.Join(rep.Files[0].Found, "; ")
	for _, n := range rep.Notes {
		said += "; " + n.Text
	}
	for _, want := range []string{"amount is in hundredths, as close writes it", "counted as those of a year: 1"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing says %q: %s", want, said)
		}
	}
	_, _, aside = readDeals(t, "JPY", &agreement.Input{}, "id,lead_id,status_type,value,value_currency,value_period", "o1,l1,won,1500,JPY,one_time")
	ingesttest.Same(t, "cents of yen", aside, []string{"amount 1500"})
}

func TestAmountsInYenNeedNoDecimalSign(t *testing.T) {
	t.Parallel()
	_, amounts, aside := readDeals(t, "JPY", &agreement.Input{}, "deal_id,amount", `1,"¥12,000"`, `2,"￥3,000"`, `3,"12,000円"`, `4,"1,500"`, "5,800")
	ingesttest.Same(t, "amounts", amounts, []string{"12000", "3000", "12000", "1500", "800"})
	ingesttest.Same(t, "set aside", aside, []string{})
	a := sample("UTC", map[string]*agreement.Input{"deals": {Files: []string{"deals.csv"}}})
	_, err := ReadReport(a, folder(t, map[string]string{"deals.csv": "deal_id,amount\n1,\"12,000\"\n"}), october(t, a))
	if err == nil || !strings.Contains(err.Error(), `"12,000" can be thousands or decimals`) {
		t.Errorf("in dollars: %v", err)
	}
}
