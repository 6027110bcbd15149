package model

import "iter"

// roll is a list whose entries stay where they are while it grows.
type chunkedList[T any] struct {
	chunks [][]T
	n      int
}

const chunkSize = 1024

// add gives the next entry.
func (r *chunkedList[T]) add() *T {
	if r.n%chunkSize == 0 {
		r.chunks = append(r.chunks, make([]T, chunkSize))
	}
	r.n++
	return r.at(r.n - 1)
}

func (r *chunkedList[T]) at(i int) *T { return &r.chunks[i/chunkSize][i%chunkSize] }

// list is the i-th of the lists, as far as it is filled.
func (r *chunkedList[T]) chunk(i int) []T { return r.chunks[i][:min(chunkSize, r.n-i*chunkSize)] }

func (r *chunkedList[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range r.n {
			if !yield(r.at(i)) {
				return
			}
		}
	}
}
