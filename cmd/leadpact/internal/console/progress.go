// Package console writes for the person at the terminal, or for the log that stands in for him: the
// progress of a run, lines as log records, and text that is safe to print or to paste into a shell.
//
// In come steps, counts and text; out go bytes to stderr. It knows nothing of what the steps compute.
package console

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Progress shows on a terminal which step a run is at, once the run has taken a second, and reports how
// long each step took. Where stderr is not a terminal it shows nothing. A nil *Progress does nothing.
type Progress struct {
	// OnStep, if set, is called at the end of each step.
	OnStep func(step string, took time.Duration)

	terminal io.Writer     // nil if stderr is not a terminal
	patience time.Duration // how long the run may take before anything is shown

	mu        sync.Mutex
	runStart  time.Time
	step      string // the current step; empty: none
	stepStart time.Time
	bar       *progressbar.ProgressBar
	lastDrawn time.Time // when the position in a file was last shown
	quit      chan struct{}
}

const (
	// redrawInterval is the shortest time between two changes of the terminal.
	redrawInterval = 50 * time.Millisecond
	// defaultPatience is how long a run may take before it shows its progress.
	defaultPatience = time.Second
)

// NewProgress returns a progress that is shown if stderr is a terminal.
func NewProgress(stderr io.Writer) *Progress {
	p := &Progress{patience: defaultPatience}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" {
		p.terminal = f
	}
	return p
}

// Hide shows nothing from now on. OnStep is still called.
func (p *Progress) Hide() { p.terminal = nil }

// Begin ends the current step and begins another.
func (p *Progress) Begin(step string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endStep()
	p.step, p.stepStart = step, time.Now()
	if p.runStart.IsZero() {
		p.runStart = p.stepStart
	}
	if p.terminal != nil {
		p.quit = make(chan struct{})
		go p.spin(p.quit)
	}
}

// End ends the current step, and clears the line on the terminal.
func (p *Progress) End() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endStep()
}

func (p *Progress) endStep() {
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
	if p.OnStep != nil {
		p.OnStep(p.step, time.Since(p.stepStart))
	}
	p.step = ""
}

// Reading shows how far a file is read: rows so far, and bytes of its size.
func (p *Progress) Reading(file string, rows int, bytes, size int64) {
	if p == nil || p.terminal == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.runStart) < p.patience || now.Sub(p.lastDrawn) < redrawInterval || p.step == "" {
		return
	}
	p.lastDrawn = now
	description := fmt.Sprintf("%s %s, %d rows", p.step, Printable(file), rows)
	if p.bar == nil || p.bar.GetMax64() != size {
		if p.bar != nil {
			p.bar.Clear()
		}
		p.bar = p.newBar(size, progressbar.OptionShowBytes(true))
	}
	p.bar.Set64(min(bytes, size-1)) // a full bar would end itself
	p.bar.Describe(description)
}

// spin turns a spinner while the current step counts nothing.
func (p *Progress) spin(quit chan struct{}) {
	ticker := time.NewTicker(2 * redrawInterval)
	defer ticker.Stop()
	for {
		select {
		case <-quit:
			return
		case <-ticker.C:
		}
		p.mu.Lock()
		if p.quit == quit && time.Since(p.runStart) >= p.patience {
			if p.bar == nil {
				// With an interval of 0 the library does not turn the spinner by itself: this loop does.
				p.bar = p.newBar(-1, progressbar.OptionSpinnerType(14), progressbar.OptionSetSpinnerChangeInterval(0))
				p.bar.Describe(p.step)
			}
			if p.bar.GetMax64() < 0 {
				p.bar.Add(1)
			}
		}
		p.mu.Unlock()
	}
}

// newBar returns a bar for size bytes; -1 makes it a spinner.
func (p *Progress) newBar(size int64, more ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions64(size, append(more, progressbar.OptionSetWriter(p.terminal),
		progressbar.OptionSetWidth(20), progressbar.OptionSetPredictTime(false), progressbar.OptionClearOnFinish())...)
}
