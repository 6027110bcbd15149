// Package parallel runs a loop on several goroutines. It knows nothing of what the loop does.
package parallel

import (
	"sync"
	"sync/atomic"
)

// For calls a function for each i from 0 to n−1, on as many goroutines as workers says, and returns when
// all calls have. worker makes the function of one goroutine, which thus can have scratch space of its
// own. The order of the calls is not defined.
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
