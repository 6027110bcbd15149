package archive

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand"
	"runtime"
	"testing"
)

// sheetXML returns n bytes of the kind of XML that sheets hold.
func sheetXML(n int) []byte {
	r := rand.New(rand.NewSource(3))
	var b []byte
	for len(b) < n {
		b = fmt.Appendf(b, `<c r="B6" s="12"><v>%v</v></c>`, float64(r.Intn(1e6))/8)
	}
	return b[:n]
}

// deflated compresses raw, written in pieces of a size.
func deflated(tb testing.TB, raw []byte, piece int) []byte {
	var out bytes.Buffer
	w, err := newDeflater(&out)
	for err == nil && len(raw) > 0 {
		n := min(piece, len(raw))
		_, err = w.Write(raw[:n])
		raw = raw[n:]
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// This test sets GOMAXPROCS, so it does not run in parallel with others.
func Test_blocks_make_one_stream_that_is_the_same_however_it_is_written(t *testing.T) {
	for _, size := range []int{0, 1, blockSize - 1, blockSize, blockSize + 1, 9*blockSize + 17} {
		raw := sheetXML(size)
		want := deflated(t, raw, len(raw))
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(want)))
		if err != nil || !bytes.Equal(got, raw) {
			t.Errorf("%d bytes: %d come back, %v", size, len(got), err)
		}
		for _, cores := range []int{1, 5} {
			before := runtime.GOMAXPROCS(cores)
			if other := deflated(t, raw, 100_003); !bytes.Equal(other, want) {
				t.Errorf("%d bytes on %d cores differ", size, cores)
			}
			runtime.GOMAXPROCS(before)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func Test_a_failed_write_ends_the_part_with_its_error(t *testing.T) {
	t.Parallel()
	w, err := newDeflater(failingWriter{})
	if err == nil {
		_, err = w.Write(sheetXML(20 * blockSize))
	}
	if err != io.ErrShortWrite {
		t.Error(err)
	}
}

func BenchmarkDeflate(b *testing.B) {
	raw := sheetXML(8 << 20)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		deflated(b, raw, 4096)
	}
}
