package model

import "iter"

// roll is a list whose entries stay where they are while it grows.
type chunkedList[T any] struct {
	lists [][]T
	n     int
}

const rollList = 1024

// add gives the next entry.
func (r *chunkedList[T]) add() *T {
	if r.n%rollList == 0 {
		r.lists = append(r.lists, make([]T, rollList))
	}
	r.n++
	return r.at(r.n - 1)
}

func (r *chunkedList[T]) at(i int) *T { return &r.lists[i/rollList][i%rollList] }

// list is the i-th of the lists, as far as it is filled.
func (r *chunkedList[T]) list(i int) []T { return r.lists[i][:min(rollList, r.n-i*rollList)] }

func (r *chunkedList[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range r.n {
			if !yield(r.at(i)) {
				return
			}
		}
	}
}
