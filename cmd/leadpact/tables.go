package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/ingest"
)

func tablesFlag() cli.Flag {
	return &cli.PathFlag{
		Name: "tables", Action: notEmpty("tables"),
		Usage: "write the canonical tables as read, and setaside.csv, into `DIR`",
	}
}

// tableWriter writes the canonical tables into a folder: it stages them row by row while the exports are
// read, and publishes them together. A nil *tableWriter writes nothing.
type tableWriter struct {
	tx     *publish.Transaction
	mu     sync.Mutex // reading may go on after the run was interrupted
	open   map[string]*tableFile
	closed bool
}

type tableFile struct {
	file   *os.File
	buffer *bufio.Writer
	rows   *csv.Writer
}

// openTables stages a file for every table that the agreement has inputs for. Without a folder it returns
// nil.
func (j *job) openTables(dir string) (*tableWriter, error) {
	if dir == "" {
		return nil, nil
	}
	tx, err := publish.Begin(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	t := &tableWriter{tx: tx, open: map[string]*tableFile{}}
	for name := range j.agreement.Inputs {
		columns := ingest.CanonicalColumns(name)
		if columns == nil {
			continue
		}
		path := filepath.Join(tx.Stage(), name+".csv")
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			t.close()
			return nil, cannotWrite(err)
		}
		b := bufio.NewWriterSize(file, 1<<16)
		t.open[name] = &tableFile{file, b, csv.NewWriter(b)}
		t.writeRow(name, columns) // csv.Writer reports an error again when it is flushed
	}
	return t, nil
}

// sink returns the function that takes the used rows of every file as they are read.
func (t *tableWriter) sink() ingest.Sink {
	if t == nil {
		return nil
	}
	return t.writeRow
}

func (t *tableWriter) writeRow(table string, cells []string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return os.ErrClosed
	}
	return t.open[table].rows.Write(cells)
}

// commit publishes the tables and setaside.csv. It refuses to replace a file that was read.
func (t *tableWriter) commit(j *job, r *ingest.Report) error {
	if t == nil {
		return nil
	}
	if export := t.exportReplaced(j, r); export != "" {
		return failf(exitCannotWrite, "%s is an export that was read; set --tables to another folder", export)
	}
	aside, err := bytesOf(func(b io.Writer) error { return ingest.WriteSetAside(b, r.SetAside) })
	if err == nil {
		err = t.tx.Write("setaside.csv", aside)
	}
	for _, f := range t.open {
		err = errors.Join(err, f.finish())
	}
	if err != nil {
		return cannotWrite(err)
	}
	return t.tx.Commit()
}

// exportReplaced returns an export that a table would replace; empty: none.
func (t *tableWriter) exportReplaced(j *job, r *ingest.Report) string {
	for _, in := range r.Files {
		for name := range t.open {
			if target := filepath.Join(t.tx.Out(), name+".csv"); isSameFile(target, j.path(in.File)) {
				return target
			}
		}
	}
	return ""
}

func (f *tableFile) finish() error {
	f.rows.Flush()
	return errors.Join(f.rows.Error(), f.buffer.Flush(), f.file.Sync(), f.file.Close())
}

// close removes what was not committed.
func (t *tableWriter) close() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for _, f := range t.open {
		f.file.Close()
	}
	t.tx.Close()
}

func isSameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}
