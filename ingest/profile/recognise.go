package profile

import (
	"slices"

	"leadpact/model/agreement"
)

// recognise chooses the export that a header belongs to: the one whose telling headers are all there, the most of them
// first; else the one that gives the most columns. ok says that every required column is given.
func Recognise(t *Table, in *agreement.Input, h Header) (*Binding, bool, error) {
	exports, err := exportsFor(t.Name, in.CRM)
	if err != nil {
		return nil, false, err
	}
	best, score := (*Binding)(nil), -1
	for _, e := range exports {
		known := e.knows(h)
		if !known && in.CRM == "" {
			continue
		}
		b := bind(t, in, e, h)
		s := b.count()
		if known {
			s = b.Rank()
		}
		if len(b.Missing()) == 0 {
			s += 10_000
		}
		if s > score {
			best, score = b, s
		}
	}
	return best, len(best.Missing()) == 0, nil
}

// rank is how much of an export's header a file has: its telling headers before the columns that they give.
func (b *Binding) Rank() int { return 100*len(b.Export.Recognise) + b.count() }

// knows says that all telling headers of the export are there, and none of another one's.
func (e *Export) knows(h Header) bool {
	other := slices.ContainsFunc(e.Unless, func(n string) bool { return h.Find(n) != nil })
	return !other && !slices.ContainsFunc(e.Recognise, func(n string) bool {
		return h.Find(n) == nil || e.Exact && !slices.Contains(h.names, n)
	})
}
