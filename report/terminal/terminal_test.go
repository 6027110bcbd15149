package terminal

import (
	"os"
	"testing"

	"leadpact/report/reporttest"
)

func TestDump(t *testing.T) {
	Verdict(os.Stdout, reporttest.Card())
}
