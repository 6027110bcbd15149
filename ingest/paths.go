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

// input is a file of a table: where it lies, and its path relative to the agreement, with slashes.
type inputPath struct{ disk, name string }

// missing is a file, folder or glob of the agreement that names nothing; it is fs.ErrNotExist.
type missingPath struct{ table, path, what string }

func (m *missingPath) Error() string {
	return fmt.Sprintf("%s: %s of inputs.%s; put the export there or change files: in agreement.yaml", m.path, m.what, m.table)
}

func (m *missingPath) Unwrap() error { return fs.ErrNotExist }

// expand gives the files that a table's list of files, folders and globs names: in the order of the list, those of a folder
// or glob sorted, each once.
func expandPaths(dir, table string, list []string) ([]inputPath, error) {
	var out []inputPath
	add := func(disk string) {
		name, err := filepath.Rel(dir, disk)
		if err != nil {
			name = disk
		}
		x := inputPath{disk, filepath.ToSlash(name)}
		if !slices.Contains(out, x) {
			out = append(out, x)
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
				return out, &missingPath{table, path, "no export (.csv, .tsv or .txt, or one of them with .gz) lies in this folder"}
			}
			for _, n := range names {
				add(filepath.Join(disk, n))
			}
		case err == nil:
			add(disk)
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
				add(f)
			}
		case os.IsNotExist(err):
			return out, &missingPath{table, path, "there is no such file"}
		default:
			return out, err
		}
	}
	return out, nil
}

// Size is how many bytes the files of a table take on disk. Those that cannot be found count nothing.
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

// exports lists the files of a folder that may be exports, sorted.
func exportsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		name := strings.TrimSuffix(strings.ToLower(e.Name()), ".gz")
		if !e.IsDir() && name[0] != '.' && slices.Contains([]string{".csv", ".tsv", ".txt"}, filepath.Ext(name)) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}
