package blocks

import (
	"errors"
	"sync"
)

// pass walks a text once: one goroutine reads, unpacks and cuts it into blocks, workers scan blocks beside one another, and
// take is given what they found, block after block as they stand in the text. Memory is a few blocks. The first error ends it.
func ReadParallel[T any](s *Stream, from []byte, line, size int, quote byte, workers int, scan func(worker int, b Block, found *T) error, take func(b Block, found *T) error) (dropped bool, err error) {
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
