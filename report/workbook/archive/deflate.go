package archive

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

// deflater compresses one part of the zip in blocks of a fixed size: several blocks at the same time, and
// while the next one is still being written. Block boundaries depend only on the bytes written, so the
// result is the same on any machine.
type deflater struct {
	w     io.Writer
	block *block   // being filled
	queue []*block // being compressed, oldest first
}

const (
	blockSize = 1 << 20
	// level makes a file 4 % larger than the default of compress/flate does, in a third of its time.
	level = 7
	// maxQueued bounds the blocks that wait; more would only take memory, because the producer is no
	// faster.
	maxQueued = 8
)

// block is a stretch of a part with its own compressor; blocks are pooled.
type block struct {
	raw        []byte
	compressed bytes.Buffer
	compressor *flate.Writer
	done       chan error
}

var blocks = sync.Pool{New: func() any {
	b := &block{raw: make([]byte, 0, blockSize), done: make(chan error, 1)}
	b.compressor, _ = flate.NewWriter(&b.compressed, level) // fails only on an invalid level
	return b
}}

func newDeflater(w io.Writer) (io.WriteCloser, error) {
	return &deflater{w: w, block: blocks.Get().(*block)}, nil
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
		d.compress((*flate.Writer).Flush)
		d.block = blocks.Get().(*block)
		if len(d.queue) > min(runtime.GOMAXPROCS(0), maxQueued) {
			if err := d.writeOldest(); err != nil {
				return n, err
			}
		}
	}
	return len(p), nil
}

// Close compresses the last block and waits for all of them.
func (d *deflater) Close() error {
	d.compress((*flate.Writer).Close)
	for len(d.queue) > 0 {
		if err := d.writeOldest(); err != nil {
			return err
		}
	}
	return nil
}

// compress starts compressing the current block and queues it. finish ends it: Flush within a part, Close
// at its end.
func (d *deflater) compress(finish func(*flate.Writer) error) {
	b := d.block
	d.queue = append(d.queue, b)
	go func() {
		b.compressed.Reset()
		b.compressor.Reset(&b.compressed)
		_, err := b.compressor.Write(b.raw)
		if err == nil {
			err = finish(b.compressor)
		}
		b.raw = b.raw[:0]
		b.done <- err
	}()
}

// writeOldest waits for the oldest block of the queue and writes it.
func (d *deflater) writeOldest() error {
	b := d.queue[0]
	d.queue = d.queue[1:]
	err := <-b.done
	if err == nil {
		_, err = d.w.Write(b.compressed.Bytes())
	}
	blocks.Put(b)
	return err
}
