package ingest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadpact/model/agreement"
)

// inputPath is a file of a table: its path on disk, and its path relative to the agreement, with slashes.
type inputPath struct {
	disk, name string
	listed     bool // whether the agreement names the file itself, not a folder or pattern
}

// missingPath is the error of a file, folder or glob in the agreement that does not exist or match any
// file. It matches fs.ErrNotExist.
type missingPath struct{ table, path, what string }

func (m *missingPath) Error() string {
	return fmt.Sprintf("%s: %s of inputs.%s; put the export there or change files: in agreement.yaml",
		m.path, m.what, m.table)
}

func (m *missingPath) Unwrap() error { return fs.ErrNotExist }

// InputFiles returns the paths of the files that an input of an agreement names. dir is the agreement's folder.
// The error is that of the first file, folder or pattern that does not exist or match any file; the files that
// precede it are returned with it.
func InputFiles(dir, table string, in *agreement.Input) (paths []string, err error) {
	found, err := expandPaths(dir, table, in.Files)
	for _, p := range found {
		paths = append(paths, p.disk)
	}
	return paths, err
}

// expandPaths returns the files that a table's list of files, folders and globs refers to, each once, in
// the order of the list; those of a folder or glob are sorted.
func expandPaths(dir, table string, list []string) ([]inputPath, error) {
	var out []inputPath
	add := func(disk string, listed bool) {
		name, err := filepath.Rel(dir, disk)
		if err != nil {
			name = disk
		}
		if !slices.ContainsFunc(out, func(x inputPath) bool { return x.disk == disk }) {
			out = append(out, inputPath{disk, filepath.ToSlash(name), listed})
		}
	}
	for _, path := range list {
		disk := filepath.FromSlash(path)
		if !filepath.IsAbs(disk) {
			disk = filepath.Join(dir, disk)
		}
		info, err := os.Stat(disk)
		switch {
		case err == nil && info.IsDir():
			names, err := exportsIn(disk)
			if err != nil {
				return out, err
			}
			if len(names) == 0 {
				return out, &missingPath{table, path,
					"no export (.csv, .tsv, .txt or .xlsx, or one of them with .gz) lies in this folder"}
			}
			for _, n := range names {
				add(filepath.Join(disk, n), false)
			}
		case err == nil:
			add(disk, true)
		case strings.ContainsAny(path, "*?["):
			found, err := filepath.Glob(disk)
			if err != nil {
				return out, fmt.Errorf("inputs.%s.files: %q is no pattern: %w", table, path, err)
			}
			if len(found) == 0 {
				return out, &missingPath{table, path, "nothing matches this pattern"}
			}
			slices.Sort(found)
			for _, f := range found {
				add(f, false)
			}
		case os.IsNotExist(err):
			return out, &missingPath{table, path, "there is no such file"}
		default:
			return out, err
		}
	}
	return out, nil
}

// Size returns the size on disk, in bytes, of a table's files. Files that are missing count as 0.
func Size(a *agreement.Agreement, dir, table string) int64 {
	in, size := a.Inputs[table], int64(0)
	if in == nil {
		return 0
	}
	files, _ := expandPaths(dir, table, in.Files)
	for _, f := range files {
		if info, err := os.Stat(f.disk); err == nil {
			size += info.Size()
		}
	}
	return size
}

// exportEndings are the endings of exports in a folder, which may be followed by .gz.
var exportEndings = []string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}

// exportsIn returns the names of the files in a folder that may be exports, sorted.
func exportsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		name := strings.TrimSuffix(strings.ToLower(e.Name()), ".gz")
		if !e.IsDir() && name[0] != '.' && slices.Contains(exportEndings, filepath.Ext(name)) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}
