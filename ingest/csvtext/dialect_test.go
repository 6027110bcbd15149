package csvtext

import "testing"

func TestDelimiterIsDetected(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]byte{
		"a,b\n1,2\n":                       ',',
		"a;b\n1,5;2,5\n3,5;4\n":            ';',
		"a\tb\nx, y\tz\n":                  '\t',
		"a|b|c\n1,2|3|4\n":                 '|',
		"id,ids\n1,\"2;3\"\n2,\"3;4;5\"\n": ',',
		"single\n1\n":                      ',',
	} {
		if got := Detect([]byte(text)).Delim; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
