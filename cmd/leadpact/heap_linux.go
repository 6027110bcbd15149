package main

import "golang.org/x/sys/unix"

// hugePages asks for pages of 2 MiB; a kernel that has none goes on as before.
func hugePages(room []byte) { _ = unix.Madvise(room, unix.MADV_HUGEPAGE) }
