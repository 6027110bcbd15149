// Package gctune prepares the garbage collector and the heap for a run on a large export. In comes the
// size of the files of leads; nothing goes out, and no figure depends on it.
//
// Without it, a large run spends a fifth of its CPU time in the kernel, which hands out pages of 4 KiB
// one by one, and in collections of a heap that is still small.
package gctune

import (
	"runtime/debug"
	"sync"
)

const (
	largeLeads  = 4 << 20   // bytes of leads; a run on fewer needs no tuning
	heapPerByte = 4         // bytes of heap per byte of leads
	maxPrepared = 256 << 20 // bytes of heap prepared at most
	ballastSize = 8 << 20   // bytes by which the heap may grow before the first collection
	largeGOGC   = 50        // GOGC for a heap beyond maxPrepared: collect earlier, use up to a tenth less memory
)

// ballast raises the collector's estimate of the live heap, so that it starts later. It is never touched,
// so the system commits no pages for it.
var (
	mu      sync.Mutex // guards ballast
	ballast []byte
)

// PrepareFor prepares the heap for files of leads of this size in bytes. Only the first call for a large
// export has an effect.
func PrepareFor(leads int64) {
	mu.Lock()
	defer mu.Unlock()
	if leads < largeLeads || ballast != nil {
		return
	}
	ballast = make([]byte, ballastSize)
	if heapPerByte*leads > maxPrepared {
		debug.SetGCPercent(largeGOGC)
	}
	useHugePages(min(heapPerByte*leads, maxPrepared))
}
