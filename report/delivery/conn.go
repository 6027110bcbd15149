package delivery

import (
	"context"
	"net"
	"time"
)

// deadlineConn is a network connection that cannot wait forever. Each step ends by a deadline, and no
// single read or write waits longer than the allowed silence. This bounds a server that sends byte by
// byte as well as one that is dead.
//
// The clock is read for deadlines only; no output depends on it.
type deadlineConn struct {
	net.Conn
	silence time.Duration
	stepEnd time.Time   // the deadline of the step
	allEnd  time.Time   // the deadline of all steps except the transfer of a message
	failed  string      // the operation that failed first, read or write; empty if none did
	release func() bool // makes a cancellation no longer close the connection; false if it already has
}

// dial connects to an address. From then on a cancellation of ctx closes the connection, until release.
func (c *deadlineConn) dial(ctx context.Context, address string) error {
	c.beginStep()
	conn, err := (&net.Dialer{Deadline: c.stepEnd}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	c.Conn, c.release = conn, context.AfterFunc(ctx, func() { conn.Close() })
	return nil
}

// hangUp closes the connection, if there is one.
func (c *deadlineConn) hangUp() {
	if c.Conn != nil {
		c.release()
		c.Conn.Close()
	}
}

// beginStep sets the deadline of the next step, a command and its answer: the allowed silence, but no later
// than the deadline of all steps.
func (c *deadlineConn) beginStep() {
	c.stepEnd = time.Now().Add(c.silence)
	if c.allEnd.Before(c.stepEnd) {
		c.stepEnd = c.allEnd
	}
}

// minTransferRate is the lowest rate, in bytes a second, at which a message may be transferred.
const minTransferRate = 16 << 10

// beginTransfer sets the deadline for the transfer of a message of size bytes, and returns the time at
// which it begins.
func (c *deadlineConn) beginTransfer(size int) time.Time {
	now := time.Now()
	c.stepEnd = now.Add(c.silence + time.Duration(size)*time.Second/minTransferRate)
	return now
}

// deadline returns the deadline of a single read or write that begins now.
func (c *deadlineConn) deadline() time.Time {
	if d := time.Now().Add(c.silence); d.Before(c.stepEnd) {
		return d
	}
	return c.stepEnd
}

func (c *deadlineConn) Read(p []byte) (int, error) {
	c.SetReadDeadline(c.deadline())
	n, err := c.Conn.Read(p)
	if err != nil && c.failed == "" {
		c.failed = "read"
	}
	return n, err
}

func (c *deadlineConn) Write(p []byte) (int, error) {
	c.SetWriteDeadline(c.deadline())
	n, err := c.Conn.Write(p)
	if err != nil && c.failed == "" {
		c.failed = "write"
	}
	return n, err
}

// loopback reports whether the other end is this machine.
func (c *deadlineConn) loopback() bool {
	a, ok := c.RemoteAddr().(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}

// localName returns the name of this machine for EHLO: an address literal, as it may have no public name
// (RFC 5321, section 4.1.3).
func (c *deadlineConn) localName() string {
	a, ok := c.LocalAddr().(*net.TCPAddr)
	switch {
	case !ok:
		return "localhost"
	case a.IP.To4() != nil:
		return "[" + a.IP.String() + "]"
	}
	return "[IPv6:" + a.IP.String() + "]"
}
