package model

import "testing"

func TestZerosAtTheBeginningOfAnIDAreRestoredWhereTheLeadsIDsShowThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		leads        []string
		id, restored string
	}{
		{"the activities lost them", []string{"0012", "0113", "1234"}, "12", "0012"},
		{"the leads lost them", []string{"12", "113", "1234"}, "0012", "12"},
		{"ids of several lengths", []string{"0012", "113"}, "12", ""},
		{"no zeros anywhere", []string{"1234", "1235"}, "12", ""},
		{"both have zeros", []string{"0012", "0113"}, "00012", ""},
		{"no number", []string{"0012", "0113"}, "1x", ""},
		{"nothing but zeros", []string{"12", "113"}, "000", ""},
		{"blank", []string{"0012"}, "", ""},
	} {
		var f idForm
		for _, id := range c.leads {
			f.observe(id)
		}
		if got := string(f.restore([]byte(c.id))); got != c.restored {
			t.Errorf("%s: %q is %q, want %q", c.name, c.id, got, c.restored)
		}
	}
}
