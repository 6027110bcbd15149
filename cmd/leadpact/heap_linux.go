package main

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// hugePages has so much of the heap lie in pages of 2 MiB, if the kernel has them.
func hugePages(size int64) {
	_ = unix.Madvise(make([]byte, size), unix.MADV_HUGEPAGE)
	runtime.GC() // the room is free again, and stays in such pages
}
