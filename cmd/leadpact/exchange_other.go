//go:build !linux && !darwin

package main

import "errors"

func swapNames(_, _ string) error { return errors.ErrUnsupported }
