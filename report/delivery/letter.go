package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"
)

// Letter is the message that everybody receives, each a copy addressed to that person alone.
type Letter struct {
	Agreement, Period string
	Content           string // a hash of what the message states and carries, the same for every recipient
	header, body      []byte // the empty line between them belongs to body
}

// NewLetter returns the letter of a message as it is published: RFC 5322 with CRLF.
func NewLetter(agreement, period string, message []byte) (Letter, error) {
	header, body, ok := bytes.Cut(message, []byte("\r\n\r\n"))
	if !ok {
		return Letter{}, errors.New("letter: the message has no body")
	}
	sum := sha256.Sum256(body)
	return Letter{agreement, period, hex.EncodeToString(sum[:16]), append(header, "\r\n"...),
		append([]byte("\r\n"), body...)}, nil
}

// For returns the copy for one person. It differs in To, which names nobody else, and in Message-ID, which
// follows from the agreement, the period, the content and the address, so that mail programs recognise a
// copy that is sent again.
func (l Letter) For(to *mail.Address) (id string, message []byte, err error) {
	var out bytes.Buffer
	for _, field := range fields(l.header) {
		name, value, _ := strings.Cut(field, ":")
		switch strings.ToLower(name) {
		case "to":
			continue
		case "message-id":
			local, domain, ok := strings.Cut(strings.TrimSpace(value), "@")
			if !ok {
				return "", nil, fmt.Errorf("letter: Message-ID %s has no @", strings.TrimSpace(value))
			}
			sum := sha256.Sum256([]byte(l.Content + "\n" + canonical(to)))
			id = local + "." + hex.EncodeToString(sum[:8]) + "@" + domain
			field = "To: " + to.String() + "\r\nMessage-ID: " + id + "\r\n"
		}
		out.WriteString(field)
	}
	if id == "" {
		return "", nil, errors.New("letter: the message has no Message-ID")
	}
	out.Write(l.body)
	return id, out.Bytes(), nil
}

// fields returns the fields of a header, each with its continuation lines.
func fields(header []byte) []string {
	var all []string
	for line := range strings.Lines(string(header)) {
		if n := len(all); n > 0 && (line[0] == ' ' || line[0] == '\t') {
			all[n-1] += line
			continue
		}
		all = append(all, line)
	}
	return all
}

// canonical returns the bare address in lower case, so that two spellings of it are one person.
func canonical(a *mail.Address) string { return strings.ToLower(a.Address) }

// Mailbox parses an address of the agreement; field is its path there, for the error. Characters that mail
// servers refuse (control characters and all outside ASCII) are an error.
func Mailbox(field, text string) (*mail.Address, error) {
	a, err := mail.ParseAddress(text)
	if err != nil {
		return nil, fmt.Errorf("%s is not an address; write name <user@host>", field)
	}
	if strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, fmt.Errorf("%s has characters that mail servers refuse; write it in ASCII, a domain as xn--…", field)
	}
	return a, nil
}
