package delivery

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// PasswordVariable is the environment variable that may hold the password.
const PasswordVariable = "LEADPACT_SMTP_PASSWORD"

// Password reads the password from a file that only its owner may read, or from the environment if file is
// empty. A line break at the end is not part of it.
func Password(file string, getenv func(string) string) (string, error) {
	password, where := getenv(PasswordVariable), "the environment variable "+PasswordVariable
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
		return "", fmt.Errorf("%s holds no password for mail.smtp.user;"+
			" name a file of mode 0600 under mail.smtp.password_file, or set %s", where, PasswordVariable)
	case strings.ContainsAny(password, "\r\n\x00"):
		return "", errors.New(where + " holds more than one line; keep the password alone in it")
	}
	return password, nil
}

// longestSecret is how many bytes of the file are read.
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
