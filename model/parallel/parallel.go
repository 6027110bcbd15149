// Package parallel runs the iterations of a loop on several goroutines.
package parallel

import (
	"sync"
	"sync/atomic"
)

// For calls a function for each i from 0 to n−1, on the given number of goroutines, and returns when all
// calls have returned. worker makes the function for one goroutine, which can thus have scratch space of
// its own. The order of the calls is undefined.
func For(n, workers int, worker func() func(i int)) {
	var next atomic.Int64
	work := func() {
		do := worker()
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			do(i)
		}
	}
	var all sync.WaitGroup
	for range min(n, workers) - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
}
