package workbook

import (
	"bytes"
	"compress/flate"
	"io"
	"math/rand"
	"runtime"
	"testing"
)

// rowsOfXML is text of the kind that sheets are, some bytes long.
func rowsOfXML(n int) []byte {
	r := rand.New(rand.NewSource(3))
	var b []byte
	for len(b) < n {
		b = appendNumber(append(b, `<c r="B6" s="12"><v>`...), float64(r.Intn(1e6))/8)
		b = append(b, `</v></c>`...)
	}
	return b[:n]
}

func deflated(tb testing.TB, raw []byte, writes int) []byte {
	var out bytes.Buffer
	w, err := newDeflater(&out)
	for err == nil && len(raw) > 0 {
		n := min(writes, len(raw))
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

func Test_blocks_make_one_stream_that_is_the_same_however_it_is_written(t *testing.T) {
	for _, size := range []int{0, 1, blockSize - 1, blockSize, blockSize + 1, 9*blockSize + 17} {
		raw := rowsOfXML(size)
		want := deflated(t, raw, len(raw))
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(want)))
		if err != nil || !bytes.Equal(got, raw) {
			t.Errorf("%d bytes: %d come back, %v", size, len(got), err)
		}
		for _, cores := range []int{1, 5} {
			before := runtime.GOMAXPROCS(cores)
			if again := deflated(t, raw, 100_003); !bytes.Equal(again, want) {
				t.Errorf("%d bytes on %d cores differ", size, cores)
			}
			runtime.GOMAXPROCS(before)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func Test_a_write_that_fails_ends_a_part(t *testing.T) {
	w, err := newDeflater(full{})
	if err == nil {
		_, err = w.Write(rowsOfXML(20 * blockSize))
	}
	if err != io.ErrShortWrite {
		t.Error(err)
	}
}
