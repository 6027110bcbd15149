package parallel

import (
	"sync"
	"sync/atomic"
)

// share does n things, by as many workers.
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
