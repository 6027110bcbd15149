package parallel

import (
	"sync/atomic"
	"testing"
)

func TestForCallsEachIndexOnce(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 3, 200} {
		var calls [100]atomic.Int32
		var made atomic.Int32
		For(len(calls), workers, func() func(int) {
			made.Add(1)
			return func(i int) { calls[i].Add(1) }
		})
		for i := range calls {
			if n := calls[i].Load(); n != 1 {
				t.Errorf("%d workers: %d is called %d times", workers, i, n)
			}
		}
		if n := int(made.Load()); n < 1 || n > min(workers, len(calls)) {
			t.Errorf("%d workers made %d functions", workers, n)
		}
	}
	For(0, 4, func() func(int) { return func(int) { t.Error("called for nothing") } })
}
