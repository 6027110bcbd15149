package delivery

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/wneessen/go-mail/smtp"
)

// login authenticates by the first mechanism that both sides know. The connection is encrypted.
func (s Server) login(c *smtp.Client) error {
	_, offered := c.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(offered))
	switch {
	case slices.Contains(mechanisms, "PLAIN"):
		return c.Auth(smtp.PlainAuth("", s.User, s.Password, s.Host, false))
	case slices.Contains(mechanisms, "LOGIN"):
		return c.Auth(smtp.LoginAuth(s.User, s.Password, s.Host, false))
	}
	return permanently(fmt.Sprintf("the server offers neither PLAIN nor LOGIN (%q); leave out user, or ask for one of them", offered))
}

// Variable names the environment variable that may hold the password.
const Variable = "LEADPACT_SMTP_PASSWORD"

// Password reads the password from a file that nobody but its owner may read, or without a file from the environment. A line
// break at its end does not belong to it.
func Password(file string, getenv func(string) string) (string, error) {
	password, where := getenv(Variable), "the environment variable "+Variable
	if file != "" {
		where = "mail.smtp.password_file " + file
		data, err := readSecret(file)
		if err != nil {
			return "", err
		}
		password = data
	}
	password = strings.TrimRight(password, "\r\n")
	switch {
	case password == "":
		return "", fmt.Errorf("%s holds no password for mail.smtp.user; name a file of mode 0600 under mail.smtp.password_file, or set %s", where, Variable)
	case strings.ContainsAny(password, "\r\n\x00"):
		return "", errors.New(where + " holds more than one line; keep the password alone in it")
	}
	return password, nil
}

const longestSecret = 4096

func readSecret(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("mail.smtp.password_file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if mode := info.Mode(); !mode.IsRegular() || runtime.GOOS != "windows" && mode.Perm()&^fs.FileMode(0o600) != 0 {
		return "", fmt.Errorf("mail.smtp.password_file %s has mode %v, so others may read it; chmod 600 it", file, mode)
	}
	data, err := io.ReadAll(io.LimitReader(f, longestSecret))
	return string(data), err
}
