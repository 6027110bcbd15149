package model

import "iter"

// chunkedList is a list that grows by chunks of fixed size, so that its entries never move and pointers to
// them stay valid.
type chunkedList[T any] struct {
	chunks [][]T
	n      int
}

const chunkSize = 1024

// add appends an entry and returns a pointer to it.
func (r *chunkedList[T]) add() *T {
	if r.n%chunkSize == 0 {
		r.chunks = append(r.chunks, make([]T, chunkSize))
	}
	r.n++
	return r.at(r.n - 1)
}

func (r *chunkedList[T]) at(i int) *T { return &r.chunks[i/chunkSize][i%chunkSize] }

// chunk returns the entries of the i-th chunk.
func (r *chunkedList[T]) chunk(i int) []T { return r.chunks[i][:min(chunkSize, r.n-i*chunkSize)] }

// all iterates over the entries in order.
func (r *chunkedList[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range r.n {
			if !yield(r.at(i)) {
				return
			}
		}
	}
}
