package agreementfile

import (
	"os"
	"strings"
	"testing"
)

// TestEditKeepsEveryOtherByte compares the lines before and after an edit: only the line shown may
// differ.
func TestEditKeepsEveryOtherByte(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../samples/company/agreement.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, value, before, after string }{
		{"promise.contact_within", "12h", "  contact_within: 24h", "  contact_within: 12h"},
		{"revenue.streams.platform.funnel.mql.to_next", "24.1%",
			"        - {stage: mql, to_next: 25.6%, target: 28% by 2027-03, owner: Sales Development}",
			"        - {stage: mql, to_next: 24.1%, target: 28% by 2027-03, owner: Sales Development}"},
		{"revenue.streams.Platform.lead_types.outbound.rates.mql", "0.2",
			"        - {name: Outbound, match: {motion: outbound}, rates: {mql: 30%}}",
			"        - {name: Outbound, match: {motion: outbound}, rates: {mql: 0.2}}"},
		{"lead_value.tiers.a.five_year_revenue", "80000",
			"    - {id: A, name: Enterprise, five_year_revenue: 75000}", "    - {id: A, name: Enterprise, five_year_revenue: 80000}"},
		{"kpis.mql_to_won.goal", "2%", "  - {id: mql_to_won, goal: 1.5%, basis: managed}", "  - {id: mql_to_won, goal: 2%, basis: managed}"},
		{"promise.ratio", "2:1", `  ratio: "1:1"`, `  ratio: '2:1'`},
		{"budget.channels.paid_search", "9500",
			"  channels: {Paid Search: 9000, Social: 4000, Content: 5000, Events: 2000}", "  channels: {Paid Search: 9500, Social: 4000, Content: 5000, Events: 2000}"},
		{"capacity.universe", "100-300", "  universe: 200-400", "  universe: 100-300"},
		{"parties.marketing.name", "O'Neill: Ann", "", "  - {role: Marketing, name: 'O''Neill: Ann', title: VP Marketing, email: zoe@northwind.example}"},
		{"revenue.streams.platform.lag", "45d", "      lag: 60d                     # from MQL to won", "      lag: 45d                     # from MQL to won"},
		{"cadence.steps.14d.touches", "4", "", "cadence: {for: [high, moderate], steps: [{touches: 4, within: 14d}, {touches: 5, within: 28d}, {touches: 7, within: 56d}]}"},
	} {
		out, err := ApplyEdits("agreement.yaml", data, Edit{c.path, c.value})
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		was, now := strings.Split(string(data), "\n"), strings.Split(string(out), "\n")
		changed := 0
		for i := range was {
			if was[i] == now[i] {
				continue
			}
			changed++
			if c.before != "" && was[i] != c.before || now[i] != c.after {
				t.Errorf("%s: line %d is now %q, want %q", c.path, i+1, now[i], c.after)
			}
		}
		if changed != 1 || len(was) != len(now) {
			t.Errorf("%s: %d lines changed", c.path, changed)
		}
		if _, err := Parse("agreement.yaml", out); err != nil {
			t.Errorf("%s: %v", c.path, err)
		}
	}
}

func TestEditAddsAMissingKey(t *testing.T) {
	t.Parallel()
	text := "\ufeffa: 1 # one\r\nb:\r\n  - name: X\r\n    c: {d: ä}\r\ne:\r\n"
	for _, c := range []struct{ path, want string }{
		{"a", "\ufeffa: 7 # one\r\nb:\r\n  - name: X\r\n    c: {d: ä}\r\ne:\r\n"},
		{"b.x.c.d", "\ufeffa: 1 # one\r\nb:\r\n  - name: X\r\n    c: {d: 7}\r\ne:\r\n"},
		{"b.x.c.f", "\ufeffa: 1 # one\r\nb:\r\n  - name: X\r\n    c: {f: 7, d: ä}\r\ne:\r\n"},
		{"b.x.g.h", "\ufeffa: 1 # one\r\nb:\r\n  - g: {h: 7}\n    name: X\r\n    c: {d: ä}\r\ne:\r\n"},
		{"new.key", "\ufeffnew: {key: 7}\na: 1 # one\r\nb:\r\n  - name: X\r\n    c: {d: ä}\r\ne:\r\n"},
		{"e", "\ufeffa: 1 # one\r\nb:\r\n  - name: X\r\n    c: {d: ä}\r\ne: 7\r\n"},
	} {
		got, err := ApplyEdits("a.yaml", []byte(text), Edit{c.path, "7"})
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", c.path, got, err, c.want)
		}
	}
}

func TestImpossibleEditsSayWhy(t *testing.T) {
	t.Parallel()
	text := "a: [{id: One, b: 2}]\nc: >\n  long\n  text\nd: {e: 1}\n"
	for _, c := range []struct{ path, value, want string }{
		{"a.two.b", "1", `the list has no item "two"; it has one`},
		{"d", "1", "it is a map; set its values one by one"},
		{"d.e.f", "1", `"f" lies below a single value`},
		{"c", "1", "spans lines"},
		{"d.e", "1\n2", "a value is one line of text"},
		{"d..e", "1", "a path is keys with dots between"},
	} {
		_, err := ApplyEdits("a.yaml", []byte(text), Edit{c.path, c.value})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.path, err, c.want)
		}
	}
}
