package model

import "bytes"

// idForm is what the ids of the leads have in common. It tells whether an id that no lead has may be one of them
// written as a number, without the zeros at its beginning (SPEC section 11).
type idForm struct {
	longest  int
	differ   bool // whether ids have different lengths
	anyZeros bool // whether some id begins with a zero
}

// observe adds the id of a lead.
func (f *idForm) observe(id string) {
	if n := len(id); n != f.longest {
		f.differ = f.differ || f.longest > 0
		f.longest = max(f.longest, n)
	}
	f.anyZeros = f.anyZeros || len(id) > 1 && id[0] == '0'
}

// restore returns an id with the zeros that it lost, or without those that the leads' ids lost; nil if neither is
// so.
func (f *idForm) restore(id []byte) []byte {
	if len(id) == 0 || len(bytes.Trim(id, "0123456789")) > 0 {
		return nil
	}
	switch missing := f.longest - len(id); {
	case f.anyZeros && !f.differ && missing > 0:
		return append(bytes.Repeat([]byte("0"), missing), id...)
	case !f.anyZeros && id[0] == '0':
		return bytes.TrimLeft(id, "0")
	}
	return nil
}
