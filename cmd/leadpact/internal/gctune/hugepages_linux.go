package gctune

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// useHugePages lets the kernel back size bytes of the heap with huge pages of 2 MiB. It has no effect
// where the kernel does not support them.
func useHugePages(size int64) {
	_ = unix.Madvise(make([]byte, size), unix.MADV_HUGEPAGE)
	runtime.GC() // frees the slice: the heap reuses its memory, which stays in huge pages
}
