package delivery

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestPasswordComesFromAFileOfItsOwnersAloneOrTheEnvironment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	env := func(value string) func(string) string {
		return func(name string) string { return map[string]string{PasswordVariable: value}[name] }
	}
	for _, c := range []struct {
		name, file, env, want, wrong string
	}{
		{name: "file", file: file("a", "se cret\n", 0o600), env: "other", want: "se cret"},
		{name: "file that nobody may write", file: file("b", "secret", 0o400), want: "secret"},
		{name: "environment", env: "secret", want: "secret"},
		{name: "file for the group, too", file: file("c", "secret", 0o640), wrong: "chmod 600"},
		{name: "file for all", file: file("d", "secret", 0o604), env: "secret", wrong: "chmod 600"},
		{name: "empty file", file: file("e", "\n", 0o600), wrong: "holds no password"},
		{name: "two lines", file: file("f", "a\nb\n", 0o600), wrong: "more than one line"},
		{name: "neither", wrong: "LEADPACT_SMTP_PASSWORD"},
		{name: "missing file", file: filepath.Join(dir, "none"), env: "secret", wrong: "no such file"},
	} {
		if runtime.GOOS == "windows" && c.wrong == "chmod 600" {
			continue
		}
		got, err := Password(c.file, env(c.env))
		if got != c.want || (err == nil) != (c.wrong == "") || err != nil && (!strings.Contains(err.Error(), c.wrong) ||
			strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %q, %v; want %q, %q", c.name, got, err, c.want, c.wrong)
		}
	}
}
