package model

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// A column keeps its values, and finds the rows that meet a condition, however its parts are stored.
func TestPartsHoldWhatTheyAreGiven(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	words := newLexicon()
	kinds := map[string]func(i int) box{
		"one value":      func(int) box { return numBox(7) },
		"few values":     func(int) box { return numBox(float64(r.IntN(3))) },
		"few and none":   func(int) box { return []box{missingBox, numBox(1), words.box("late"), words.box("LATE")}[r.IntN(4)] },
		"many values":    func(int) box { return numBox(r.Float64() * 100) },
		"many, some not": func(int) box { return []box{missingBox, numBox(r.Float64() * 100)}[r.IntN(2)] },
		"rising":         func(i int) box { return numBox(40 + float64(i)/1000) },
		"many texts":     func(i int) box { return words.box(fmt.Sprint("text ", r.IntN(500))) },
		"mixed":          func(i int) box { return []box{missingBox, numBox(float64(i)), words.box(fmt.Sprint(i))}[r.IntN(3)] },
		"nothing":        func(int) box { return missingBox },
	}
	limits := []box{numBox(0), numBox(1), numBox(7), numBox(41.5), numBox(41.5 * (1 + nearly/4)), numBox(50), numBox(1e6), numBox(-1), words.box("late"), missingBox}
	for name, value := range kinds {
		t.Run(name, func(t *testing.T) {
			n := 3*partRows + 700
			values := make([]box, n)
			for i := range values {
				values[i] = value(i)
			}
			table := NewTable("t", "T", n)
			table.lexicon = words
			c := &Column{Name: "c", Unit: Words, fact: func(row int) box { return values[row] }}
			table.add(c)
			for i, v := range values {
				if c.parts().at(i) != v {
					t.Fatalf("row %d holds %x, not %x", i, c.parts().at(i), v)
				}
			}
			for k := range table.parts() {
				var some []uint16
				for i := range table.size(k) {
					if k%2 == 0 || r.IntN(3) == 0 {
						some = append(some, uint16(i))
					}
				}
				out := make([]box, partRows)
				c.parts()[k].read(some, out)
				for _, i := range some {
					if out[i] != values[k*partRows+int(i)] {
						t.Fatalf("row %d of part %d reads %x, not %x", i, k, out[i], values[k*partRows+int(i)])
					}
				}
			}
			s := &Sheet{lexicon: words}
			for _, to := range limits {
				for op := EQ; op <= GE; op++ {
					set := table.met(test{c, op, to})
					compared := make([]box, partRows)
					for i, v := range values {
						if i%partRows == 0 {
							p := &part{no: i / partRows, size: table.size(i / partRows)}
							rows := make([]uint16, p.size)
							for j := range rows {
								rows[j] = uint16(j)
							}
							s.compareColumn(c, op, func() box { return to })(p, rows, compared)
						}
						want := compare(op, v, to, words.classes())
						if got := compared[i%partRows]; got != want {
							t.Fatalf("row %d: %s %s %s is %s, not %s", i, words.value(v), op, words.value(to), words.value(got), words.value(want))
						}
						if set.has(i) != (want == trueBox) {
							t.Fatalf("row %d is among those %s %s, holding %s: %v", i, op, words.value(to), words.value(v), set.has(i))
						}
					}
				}
			}
		})
	}
}
