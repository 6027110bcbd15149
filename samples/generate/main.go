// Command generate writes the sample company: an agreement and the exports of its CRM, of any size.
//
//	go run ./samples/generate --out samples/company --gzip
//
// Flags go in; agreement.yaml and exports/ come out, and the same flags give the same bytes. Each lead has
// random sources of its own, seeded by --seed and the lead's serial number, and is written with its deals
// and activities before the next one is drawn, so that memory does not grow with the company. What leadpact
// measures from the exports must not be known here: tests compare it with what was generated.
package main

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	_ "time/tzdata" // the company's time zone, for machines without a database of zones
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

// run writes the company that the arguments describe. It returns the exit code: 0, 2 for wrong arguments or
// 73 for files that cannot be written.
func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	o := sampleOptions()
	flags.IntVar(&o.leadsPerMonth, "leads-per-month", o.leadsPerMonth, "leads sourced in an average month")
	flags.IntVar(&o.sdrs, "sdrs", o.sdrs, "SDRs; the last of several is in ramp")
	flags.IntVar(&o.months, "months", o.months, "months of history, the reported one included")
	flags.Int64Var(&o.activityGoal, "activities", 0, "activities to write in all (0: as many as the follow-up takes)")
	flags.Uint64Var(&o.seed, "seed", o.seed, "seed of every draw")
	flags.StringVar(&o.format, "format", o.format, "how the exports look: "+formats())
	flags.StringVar(&o.until, "until", o.until,
		"the reported month; the exports are taken on the first working day after it")
	flags.BoolVar(&o.gzip, "gzip", false, "compress the activities")
	out := flags.String("out", "", "folder to write agreement.yaml and exports/ to (needed)")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	c, err := newCompany(o)
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("%q is no flag; see --help", flags.Arg(0))
	case *out == "":
		err = fmt.Errorf("--out names no folder; say where to write")
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	if err := c.write(folder(*out)); err != nil {
		fmt.Fprintln(stderr, err)
		return 73
	}
	return 0
}

// creator creates a file of the company by its slash-separated name.
type creator func(name string) (io.WriteCloser, error)

// folder returns a creator of files below dir, which creates folders as needed.
func folder(dir string) creator {
	return func(name string) (io.WriteCloser, error) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		return os.Create(path)
	}
}

// compressed returns a creator that compresses files whose names end in .gz. The gzip header has no file
// name and no time.
func (create creator) compressed() creator {
	return func(name string) (io.WriteCloser, error) {
		f, err := create(name)
		if err != nil || !strings.HasSuffix(name, ".gz") {
			return f, err
		}
		return &zipped{gzip.NewWriter(f), f}, nil
	}
}

// zipped is a gzip writer that also closes its file.
type zipped struct {
	*gzip.Writer
	file io.Closer
}

func (z *zipped) Close() error {
	if err := z.Writer.Close(); err != nil {
		z.file.Close()
		return err
	}
	return z.file.Close()
}
