package reporttest

import (
	"os"
	"os/exec"
	"testing"
)

// Tool runs an external program and returns its output. If it is not installed, the test is skipped, or
// fails if the environment variable LEADPACT_REQUIRE_ALL is 1.
func Tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
