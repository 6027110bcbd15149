//go:build !linux

package gctune

func useHugePages(int64) {}
