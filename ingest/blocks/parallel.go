package blocks

import (
	"errors"
	"sync"
)

// ReadParallel reads a text once, as a bounded parallel pipeline with output in order: one goroutine
// reads and unpacks the text and cuts it into blocks of about size bytes, workers scan blocks in
// parallel, and take receives the results block by block, in the order of the text. from is the part of
// the stream's head where the blocks begin, and line is its physical line. Memory is limited to a few
// blocks per worker, which are reused. The first error, in the order of the text, ends the reading.
// dropped reports whether NULs or ^Z were removed from the end of the text.
func ReadParallel[T any](
	s *Stream, from []byte, line, size int, quote byte, workers int,
	scan func(worker int, b Block, found *T) error,
	take func(b Block, found *T) error,
) (dropped bool, err error) {
	type job struct {
		Block
		found T
		err   error
		done  chan struct{}
	}
	depth := 2*workers + 2
	free, work, order := make(chan *job, depth), make(chan *job, depth), make(chan *job, depth)
	for range depth {
		free <- &job{done: make(chan struct{}, 1)}
	}
	stop := make(chan struct{})
	var all sync.WaitGroup
	var cutErr error
	all.Go(func() {
		defer close(work)
		defer close(order)
		var next *job
		buffer := func() []byte {
			next = <-free
			return next.Text
		}
		dropped, cutErr = s.blocks(from, line, size, quote, buffer, func(b Block) bool {
			next.Block = b
			work <- next
			order <- next
			select {
			case <-stop:
				return false
			default:
				return true
			}
		})
	})
	for w := range workers {
		all.Go(func() {
			for j := range work {
				j.err = scan(w, j.Block, &j.found)
				j.done <- struct{}{}
			}
		})
	}
	for j := range order {
		<-j.done
		if err == nil {
			if err = j.err; err == nil {
				err = take(j.Block, &j.found)
			}
			if err != nil {
				close(stop)
			}
		}
		free <- j
	}
	all.Wait()
	return dropped, errors.Join(err, cutErr)
}
