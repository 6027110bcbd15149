package main

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"time"
)

// column is one column of an export: its header and how a row's cell is written.
type column[T any] struct {
	header string
	cell   func(b []byte, row *T) []byte
}

// word is a column of text.
func word[T any](header string, of func(*T) string) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte { return text(b, of(row)) }}
}

// date is a column of times in a layout; the zero time is blank.
func date[T any](header, layout string, of func(*T) time.Time) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte { return moment(b, of(row), layout) }}
}

// number is a column of whole numbers; 0 is blank.
func number[T any](header string, of func(*T) int64) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte {
		if n := of(row); n != 0 {
			b = strconv.AppendInt(b, n, 10)
		}
		return b
	}}
}

// choice is a column of two words, yes and no.
func choice[T any](header, yes, no string, of func(*T) bool) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte {
		if of(row) {
			return append(b, yes...)
		}
		return append(b, no...)
	}}
}

// table is one file of the exports; a nil keeps takes every row.
type table[T any] struct {
	file    string
	keeps   func(*T) bool
	columns []column[T]
}

// sheet is a table that is being written.
type sheet[T any] struct {
	table[T]
	file io.WriteCloser
	w    *bufio.Writer
	line []byte
}

// open creates the table's file and writes its headers.
func (t table[T]) open(create creator) (*sheet[T], error) {
	f, err := create("exports/" + t.file)
	if err != nil {
		return nil, err
	}
	s := &sheet[T]{table: t, file: f, w: bufio.NewWriterSize(f, 1<<18)}
	for i, c := range t.columns {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = text(s.line, c.header)
	}
	return s, s.flush()
}

// put writes one row. An error of the file comes back from close at the latest.
func (s *sheet[T]) put(row *T) error {
	if s.keeps != nil && !s.keeps(row) {
		return nil
	}
	for i, c := range s.columns {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = c.cell(s.line, row)
	}
	return s.flush()
}

func (s *sheet[T]) flush() error {
	_, err := s.w.Write(append(s.line, '\n'))
	s.line = s.line[:0]
	return err
}

func (s *sheet[T]) close() error {
	err := s.w.Flush()
	if e := s.file.Close(); err == nil {
		err = e
	}
	return err
}

// text appends a cell, quoted where it must be.
func text(b []byte, s string) []byte {
	from := len(b)
	b = append(b, s...)
	if !bytes.ContainsAny(b[from:], ",\"\r\n") {
		return b
	}
	b = append(b[:from], '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// moment appends a time in a layout; the zero time is blank.
func moment(b []byte, t time.Time, layout string) []byte {
	if t.IsZero() {
		return b
	}
	return t.AppendFormat(b, layout)
}
