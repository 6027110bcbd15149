package gctune

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// useHugePages makes so many bytes of the heap lie in pages of 2 MiB, if the kernel has them.
func useHugePages(size int64) {
	_ = unix.Madvise(make([]byte, size), unix.MADV_HUGEPAGE)
	runtime.GC() // the slice is free for the heap again, and stays in such pages
}
