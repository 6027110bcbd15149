package calc

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"leadpact/model/formula"
)

// However its chunks are stored, a column must return the values that it was given, and conditions and
// comparisons on it must agree with the comparison of single values.
func TestChunksReturnAndCompareWhatTheyStore(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	words := newInterner()
	kinds := map[string]func(i int) encoded{
		"one value":  func(int) encoded { return encodeNumber(7) },
		"few values": func(int) encoded { return encodeNumber(float64(r.IntN(3))) },
		"few and none": func(int) encoded {
			return []encoded{encodedMissing, encodeNumber(1), words.encodeText("late"), words.encodeText("LATE")}[r.IntN(4)]
		},
		"many values":    func(int) encoded { return encodeNumber(r.Float64() * 100) },
		"many, some not": func(int) encoded { return []encoded{encodedMissing, encodeNumber(r.Float64() * 100)}[r.IntN(2)] },
		"rising":         func(i int) encoded { return encodeNumber(40 + float64(i)/1000) },
		"many texts":     func(i int) encoded { return words.encodeText(fmt.Sprint("text ", r.IntN(500))) },
		"mixed": func(i int) encoded {
			return []encoded{encodedMissing, encodeNumber(float64(i)), words.encodeText(fmt.Sprint(i))}[r.IntN(3)]
		},
		"nothing": func(int) encoded { return encodedMissing },
	}
	limits := []encoded{
		encodeNumber(0), encodeNumber(1), encodeNumber(7), encodeNumber(41.5), encodeNumber(41.5 * (1 + formula.Epsilon/4)),
		encodeNumber(50), encodeNumber(1e6), encodeNumber(-1), words.encodeText("late"), encodedMissing,
	}
	for name, value := range kinds {
		t.Run(name, func(t *testing.T) {
			n := 3*ChunkRows + 700
			values := make([]encoded, n)
			for i := range values {
				values[i] = value(i)
			}
			table := NewTable("t", "T", n)
			table.texts = words
			c := &Column{Name: "c", Unit: formula.Words, fact: func(row int) encoded { return values[row] }}
			table.add(c)
			for i, v := range values {
				if c.chunks().at(i) != v {
					t.Fatalf("row %d holds %x, not %x", i, c.chunks().at(i), v)
				}
			}
			for k := range table.chunkCount() {
				var some []uint16
				for i := range table.chunkSize(k) {
					if k%2 == 0 || r.IntN(3) == 0 {
						some = append(some, uint16(i))
					}
				}
				out := make([]encoded, ChunkRows)
				c.chunks()[k].gather(some, out)
				for _, i := range some {
					if out[i] != values[k*ChunkRows+int(i)] {
						t.Fatalf("row %d of chunk %d reads %x, not %x", i, k, out[i], values[k*ChunkRows+int(i)])
					}
				}
			}
			s := &Sheet{texts: words}
			for _, to := range limits {
				for op := formula.EQ; op <= formula.GE; op++ {
					set := table.matching(condition{c, op, to})
					compared := make([]encoded, ChunkRows)
					for i, v := range values {
						if i%ChunkRows == 0 {
							p := &batch{chunk: i / ChunkRows, size: table.chunkSize(i / ChunkRows)}
							rows := make([]uint16, p.size)
							for j := range rows {
								rows[j] = uint16(j)
							}
							s.compareColumn(c, op, func() encoded { return to })(p, rows, compared)
						}
						want := compare(op, v, to, words.classes())
						if got := compared[i%ChunkRows]; got != want {
							t.Fatalf("row %d: %s %s %s is %s, not %s",
								i, words.decode(v), op, words.decode(to), words.decode(got), words.decode(want))
						}
						if set.Has(i) != (want == encodedTrue) {
							t.Fatalf("row %d is among those %s %s, with value %s: %v", i, op, words.decode(to), words.decode(v), set.Has(i))
						}
					}
				}
			}
		})
	}
}
