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

	"leadpact/ingest"
)

func tablesFlag() cli.Flag {
	return &cli.PathFlag{Name: "tables", Usage: "write the canonical tables as read, and setaside.csv, into `DIR`", Action: notEmpty("tables")}
}

// tables are the canonical tables on their way to a folder: staged row by row while the exports are read, put into place
// together. The nil tables take nothing.
type tables struct {
	folder *publication
	mu     sync.Mutex // reading may go on after the run was interrupted
	open   map[string]*tableFile
	closed bool
}

type tableFile struct {
	file   *os.File
	buffer *bufio.Writer
	rows   *csv.Writer
}

// openTables stages a file for every table that the agreement has inputs for; without a folder it gives nil.
func (j *job) openTables(dir string) (*tables, error) {
	if dir == "" {
		return nil, nil
	}
	folder, err := openPublication(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	t := &tables{folder: folder, open: map[string]*tableFile{}}
	for name := range j.agreement.Inputs {
		columns := ingest.CanonicalColumns(name)
		if columns == nil {
			continue
		}
		path := filepath.Join(folder.stage(), name+".csv")
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			t.close()
			return nil, cannotWrite(err)
		}
		b := bufio.NewWriterSize(file, 1<<16)
		t.open[name] = &tableFile{file, b, csv.NewWriter(b)}
		t.row(name, columns) // an error of the file comes back when it is finished
	}
	return t, nil
}

// sink takes the used rows of every file as they are read.
func (t *tables) sink() ingest.Sink {
	if t == nil {
		return nil
	}
	return t.row
}

func (t *tables) row(table string, cells []string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return os.ErrClosed
	}
	return t.open[table].rows.Write(cells)
}

// commit puts the tables and setaside.csv into place. It refuses to replace a file that was read.
func (t *tables) commit(j *job, r *ingest.Report) error {
	if t == nil {
		return nil
	}
	if replaced := t.wouldReplace(j, r); replaced != "" {
		return failf(exitCannotWrite, "%s is an export that was read; set --tables to another folder", replaced)
	}
	aside, err := bytesOf(func(b io.Writer) error { return ingest.WriteSetAside(b, r.SetAside) })
	if err == nil {
		err = t.folder.write("setaside.csv", aside)
	}
	for _, f := range t.open {
		err = errors.Join(err, f.finish())
	}
	if err != nil {
		return cannotWrite(err)
	}
	return t.folder.commit()
}

// wouldReplace names an export that has the place and name of a table.
func (t *tables) wouldReplace(j *job, r *ingest.Report) string {
	for _, in := range r.Files {
		for name := range t.open {
			if target := filepath.Join(t.folder.out, name+".csv"); sameFile(target, j.path(in.File)) {
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

// close leaves nothing behind but what was committed.
func (t *tables) close() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for _, f := range t.open {
		f.file.Close()
	}
	t.folder.close()
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}
