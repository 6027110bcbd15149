package main

import (
	"flag"

	"github.com/urfave/cli/v2"
)

func init() {
	cli.HelpFlag = common{cli.HelpFlag.(*cli.BoolFlag)}
	cli.VersionFlag = common{cli.VersionFlag.(*cli.BoolFlag)}
}

// common is a flag of the library's own that all programs of a process share: applied, it would write into itself.
type common struct{ *cli.BoolFlag }

// Apply defines a copy of the flag.
func (f common) Apply(set *flag.FlagSet) error {
	own := *f.BoolFlag
	return own.Apply(set)
}
