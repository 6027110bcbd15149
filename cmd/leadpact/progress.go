package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows on a terminal which step a run is at, once it has taken a second, and tells the log how long each step took.
// Elsewhere it is quiet. A nil progress is one that nobody looks at.
type progress struct {
	terminal io.Writer     // nil: stderr is none
	patience time.Duration // before anything is shown
	told     func(step string, took time.Duration)

	mu    sync.Mutex
	began time.Time // of the run
	step  string    // what is done now; empty: nothing
	since time.Time // of the step
	bar   *progressbar.ProgressBar
	drawn time.Time // when how far a file is read was shown last
	quit  chan struct{}
}

// tick is how often the terminal is written to.
const tick = 50 * time.Millisecond

// slow is how long a run may take before it shows how far it is.
const slow = time.Second

// newProgress looks whether stderr is a terminal.
func newProgress(stderr io.Writer) *progress {
	p := &progress{patience: slow}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" {
		p.terminal = f
	}
	return p
}

// begin names what is done from now on, and ends what was done before.
func (p *progress) begin(step string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	p.step, p.since = step, time.Now()
	if p.began.IsZero() {
		p.began = p.since
	}
	if p.terminal != nil {
		p.quit = make(chan struct{})
		go p.watch(p.quit)
	}
}

// end ends the step, and leaves no trace on the terminal.
func (p *progress) end() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
}

func (p *progress) finish() {
	if p.step == "" {
		return
	}
	if p.quit != nil {
		close(p.quit)
		p.quit = nil
	}
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
	if p.told != nil {
		p.told(p.step, time.Since(p.since))
	}
	p.step = ""
}

// read says how far a file is read: rows so far, and bytes of its size.
func (p *progress) read(file string, rows int, bytes, size int64) {
	if p == nil || p.terminal == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.began) < p.patience || now.Sub(p.drawn) < tick || p.step == "" {
		return
	}
	p.drawn = now
	name := fmt.Sprintf("%s %s, %d rows", p.step, printable(file), rows)
	if p.bar == nil || p.bar.GetMax64() != size {
		if p.bar != nil {
			p.bar.Clear()
		}
		p.bar = p.draw(size, progressbar.OptionShowBytes(true))
	}
	p.bar.Set64(min(bytes, size-1)) // a bar that is full ends
	p.bar.Describe(name)
}

// watch turns a wheel while a step that counts nothing goes on.
func (p *progress) watch(quit chan struct{}) {
	ticker := time.NewTicker(2 * tick)
	defer ticker.Stop()
	for {
		select {
		case <-quit:
			return
		case <-ticker.C:
		}
		p.mu.Lock()
		if p.quit == quit && time.Since(p.began) >= p.patience {
			if p.bar == nil {
				p.bar = p.draw(-1, progressbar.OptionSpinnerType(14), progressbar.OptionSetSpinnerChangeInterval(0)) // we turn it
				p.bar.Describe(p.step)
			}
			if p.bar.GetMax64() < 0 {
				p.bar.Add(1)
			}
		}
		p.mu.Unlock()
	}
}

func (p *progress) draw(size int64, more ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions64(size, append(more, progressbar.OptionSetWriter(p.terminal), progressbar.OptionSetWidth(20),
		progressbar.OptionSetPredictTime(false), progressbar.OptionClearOnFinish())...)
}
