//go:build !linux && !darwin

package publish

import "errors"

func swapNames(_, _ string) error { return errors.ErrUnsupported }
