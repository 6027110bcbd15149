package workbook

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

// deflater compresses a part of the zip by blocks, beside one another and beside what writes them. Where a block ends follows
// from what is written, so the bytes are the same on any machine.
type deflater struct {
	w     io.Writer
	block *stretch   // being filled
	queue []*stretch // being compressed, the first one first
}

const (
	blockSize = 1 << 20
	// level gives a file 4 % larger than compress/flate's default, in a third of its time.
	level = 7
	// mostAhead is how many blocks wait at most; more would only take memory, for whoever writes is no faster.
	mostAhead = 8
)

// stretch is a block of a part.
type stretch struct {
	raw   []byte
	out   bytes.Buffer
	press *flate.Writer
	done  chan error
}

var stretches = sync.Pool{New: func() any {
	b := &stretch{raw: make([]byte, 0, blockSize), done: make(chan error, 1)}
	b.press, _ = flate.NewWriter(&b.out, level) // fails on a wrong level alone
	return b
}}

func newDeflater(w io.Writer) (io.WriteCloser, error) {
	return &deflater{w: w, block: stretches.Get().(*stretch)}, nil
}

func (d *deflater) Write(p []byte) (int, error) {
	for n := 0; n < len(p); {
		b := d.block
		fits := min(blockSize-len(b.raw), len(p)-n)
		b.raw = append(b.raw, p[n:n+fits]...)
		n += fits
		if len(b.raw) < blockSize {
			break
		}
		d.send((*flate.Writer).Flush)
		d.block = stretches.Get().(*stretch)
		if len(d.queue) > min(runtime.GOMAXPROCS(0), mostAhead) {
			if err := d.receive(); err != nil {
				return n, err
			}
		}
	}
	return len(p), nil
}

// Close compresses the last block and waits for all.
func (d *deflater) Close() error {
	d.send((*flate.Writer).Close)
	for len(d.queue) > 0 {
		if err := d.receive(); err != nil {
			return err
		}
	}
	return nil
}

// send has the block compressed; it ends as said.
func (d *deflater) send(end func(*flate.Writer) error) {
	b := d.block
	d.queue = append(d.queue, b)
	go func() {
		b.out.Reset()
		b.press.Reset(&b.out)
		_, err := b.press.Write(b.raw)
		if err == nil {
			err = end(b.press)
		}
		b.raw = b.raw[:0]
		b.done <- err
	}()
}

// receive writes the first block of the queue.
func (d *deflater) receive() error {
	b := d.queue[0]
	d.queue = d.queue[1:]
	err := <-b.done
	if err == nil {
		_, err = d.w.Write(b.out.Bytes())
	}
	stretches.Put(b)
	return err
}
