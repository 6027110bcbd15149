package model

import "math"

// store holds a column's values: where they are few, each once and a code of a byte or two for every row, for a large company
// has a million rows of some hundred columns.
type store struct {
	dict  []Value   // the distinct values, if few
	small []uint8   // codes into dict; or
	wide  []uint16  // codes into dict; or
	nums  []float64 // numbers, NaN where missing; or
	words []string  // texts, empty where missing
}

func (s *store) rows() int { return max(len(s.small), len(s.wide), len(s.nums), len(s.words)) }

// Value gives the value of a row; of a formula column only once the scorecard is computed.
func (s *store) Value(row int) Value {
	switch {
	case s.small != nil:
		return s.dict[s.small[row]]
	case s.nums != nil:
		if x := s.nums[row]; x == x {
			return Value{kind: number, num: x}
		}
		return Missing
	case s.wide != nil:
		return s.dict[s.wide[row]]
	}
	return Str(s.words[row])
}

func (s *store) texts() []string {
	out := make([]string, s.rows())
	for row := range out {
		out[row], _ = s.Value(row).Text()
	}
	return out
}

// each calls f for the rows whose value holds; clear, if there is one, answers for most numbers.
func (s *store) each(holds func(Value) bool, clear func(float64) (holds, sure bool), f func(row int)) {
	coded := make([]bool, len(s.dict))
	for i, v := range s.dict {
		coded[i] = holds(v)
	}
	for row, code := range s.small {
		if coded[code] {
			f(row)
		}
	}
	for row, code := range s.wide {
		if coded[code] {
			f(row)
		}
	}
	for row, x := range s.nums {
		if clear != nil {
			if yes, sure := clear(x); sure {
				if yes {
					f(row)
				}
				continue
			}
		}
		if holds(Num(x)) {
			f(row)
		}
	}
	for row, x := range s.words {
		if holds(Str(x)) {
			f(row)
		}
	}
}

// storeNums keeps numbers; the list may be used again. Infinities are missing.
func storeNums(v []float64) store {
	const probe = 1024 // a column with many values among its first ones is not coded
	s := store{small: make([]uint8, 0, min(len(v), probe))}
	for _, x := range v {
		code := s.code(x)
		if code < 0 {
			break
		}
		if len(s.small) == probe {
			s.small = append(make([]uint8, 0, len(v)), s.small...)
		}
		s.small = append(s.small, uint8(code))
	}
	if len(s.small) == len(v) {
		return s
	}
	nums := make([]float64, len(v))
	for i, x := range v {
		if nums[i] = x; math.IsInf(x, 0) {
			nums[i] = math.NaN()
		}
	}
	return store{nums: nums}
}

// code finds or adds the code of a number; -1 where there are too many.
func (s *store) code(x float64) int {
	v := Num(x)
	for i := range s.dict {
		if s.dict[i].kind == v.kind && s.dict[i].num == v.num && math.Signbit(s.dict[i].num) == math.Signbit(v.num) {
			return i
		}
	}
	if len(s.dict) == 32 {
		return -1
	}
	s.dict = append(s.dict, v)
	return len(s.dict) - 1
}

// storeWords keeps texts.
func storeWords(v []string) store {
	const most = 1 << 16
	codes := make([]uint16, len(v))
	known := map[string]uint16{}
	var dict []Value
	var near [64]struct {
		text  string
		code  uint16
		known bool
	}
	for row, text := range v {
		e := &near[0]
		if n := len(text); n > 0 {
			e = &near[(n*31+int(text[0])*7+int(text[n-1])*13)&63]
		}
		if !e.known || e.text != text {
			code, met := known[text]
			if !met {
				if len(dict) == most || len(dict) > 4096 && len(dict) > row/2 {
					return store{words: v}
				}
				code = uint16(len(dict))
				known[text] = code
				dict = append(dict, Str(text))
			}
			e.text, e.code, e.known = text, code, true
		}
		codes[row] = e.code
	}
	if len(dict) > 256 {
		return store{dict: dict, wide: codes}
	}
	small := make([]uint8, len(v))
	for row, code := range codes {
		small[row] = uint8(code)
	}
	return store{dict: dict, small: small}
}
