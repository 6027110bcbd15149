package publish

import "golang.org/x/sys/unix"

func swapNames(a, b string) error { return unix.RenamexNp(a, b, unix.RENAME_SWAP) }
