package main

import "runtime/debug"

// The heap of a large run is made before its leads are read. Otherwise a fifth of its CPU goes to the kernel, which hands out pages
// of 4 KiB one by one, and to collections of a heap that is still small. A heap that grows beyond what is made so is collected more
// often than it would be, which spares up to a tenth of its memory.

const (
	largeLeads  = 4 << 20   // bytes of leads; what runs on fewer needs no such heap
	perByte     = 4         // of heap to a byte of leads
	mostHeap    = 256 << 20 // made at once
	uncollected = 8 << 20   // by which a heap may grow before it is first collected
	growth      = 50        // percent by which one beyond mostHeap may grow until it is collected again
)

// counted is memory that the collector counts and nobody touches, so it takes none.
var counted []byte

func makeHeap(leads int64) {
	if leads < largeLeads || counted != nil {
		return
	}
	counted = make([]byte, uncollected)
	if perByte*leads > mostHeap {
		debug.SetGCPercent(growth)
	}
	hugePages(min(perByte*leads, mostHeap))
}
