package delivery

import (
	"context"
	"net"
	"time"
)

// line is a network connection that does not wait forever. Each step ends by a deadline, and no single read or write waits
// longer than the silence that is allowed, so a peer that trickles is as bounded as one that is dead.
//
// The clock is read for deadlines alone; no output depends on it.
type line struct {
	net.Conn
	silence time.Duration
	until   time.Time // of the step
	last    time.Time // of all steps but the transfer of a message
	failed  string    // what failed first: read or write; empty: nothing
	release func() bool
}

// dial connects. An interruption closes the connection, until release.
func (l *line) dial(ctx context.Context, at string) error {
	l.patience()
	conn, err := (&net.Dialer{Deadline: l.until}).DialContext(ctx, "tcp", at)
	if err != nil {
		return err
	}
	l.Conn, l.release = conn, context.AfterFunc(ctx, func() { conn.Close() })
	return nil
}

// hangUp ends the connection, if there is one.
func (l *line) hangUp() {
	if l.Conn != nil {
		l.release()
		l.Conn.Close()
	}
}

// patience gives the next step, a command and its answer, as long as a server may be silent, and no longer than all may take.
func (l *line) patience() {
	l.until = time.Now().Add(l.silence)
	if l.last.Before(l.until) {
		l.until = l.last
	}
}

// slowest is how many bytes a second a message must be taken at.
const slowest = 16 << 10

// transfer gives a message of so many bytes its time, and says when it begins.
func (l *line) transfer(size int) time.Time {
	now := time.Now()
	l.until = now.Add(l.silence + time.Duration(size)*time.Second/slowest)
	return now
}

func (l *line) deadline() time.Time {
	if d := time.Now().Add(l.silence); d.Before(l.until) {
		return d
	}
	return l.until
}

func (l *line) Read(p []byte) (int, error) {
	l.SetReadDeadline(l.deadline())
	n, err := l.Conn.Read(p)
	if err != nil && l.failed == "" {
		l.failed = "read"
	}
	return n, err
}

func (l *line) Write(p []byte) (int, error) {
	l.SetWriteDeadline(l.deadline())
	n, err := l.Conn.Write(p)
	if err != nil && l.failed == "" {
		l.failed = "write"
	}
	return n, err
}

// loopback says that the other end is this machine.
func (l *line) loopback() bool {
	a, ok := l.RemoteAddr().(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}

// literal is this end as EHLO names it where a machine has no public name (RFC 5321, section 4.1.3).
func (l *line) literal() string {
	a, ok := l.LocalAddr().(*net.TCPAddr)
	switch {
	case !ok:
		return "localhost"
	case a.IP.To4() != nil:
		return "[" + a.IP.String() + "]"
	}
	return "[IPv6:" + a.IP.String() + "]"
}
