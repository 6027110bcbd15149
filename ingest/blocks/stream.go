package blocks

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"

	"leadpact/ingest/csvtext"
)

const (
	HeadLines = 500 // the least number of lines of a head, unless the file is shorter; recognition needs fewer

	// In bytes.
	headSize   = 1 << 20  // from which a file is recognised
	maxRecord  = 16 << 20 // a longer record is an Obstacle
	BlockSize  = 256 << 10
	tailSize   = 4 << 10   // in which a footer is searched
	StreamFrom = BlockSize // a smaller file is read in order
	ReportFrom = 2 << 20   // for a smaller file the report does not mention that it was read in order
)

// Obstacle is the error of a file that cannot be read in blocks, or whose blocks contradict its head. The
// text is the reason; it is empty where the reason need not be reported, as for a small file. Everything
// that was read of the file is then dropped, and the file is read with another strategy.
type Obstacle string

func (s Obstacle) Error() string { return string(s) }

// Obstacles that another strategy can handle.
const (
	Undecided  Obstacle = "its dates or numbers need the whole column to be read"
	LateQuotes Obstacle = "its first rows have no quotes"
)

// Stream reads a file in blocks of whole records, unpacking and hashing it on the way. Its memory does
// not grow with the file.
type Stream struct {
	File   *os.File
	text   io.Reader // the unpacked text that follows Head and Rest
	Sum    hash.Hash // hash of the bytes on disk; nil: not wanted
	Info   os.FileInfo
	read   counter // number of bytes on disk read so far
	packed bool
	Tail   []byte // the end of the text emitted so far
	Head   []byte // the first whole lines; the whole text if it is small
	Rest   []byte // the beginning of the next line, which was read together with Head
}

// counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// OpenStream opens a file and reads its head. sum, unless it is nil, receives all bytes on disk that are
// read. A file smaller than from bytes, or one that is not a text which can be cut at line ends, is an
// Obstacle.
func OpenStream(path string, from int64, sum hash.Hash) (*Stream, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, Obstacle("")
	}
	s := &Stream{File: file, Sum: sum}
	if err := s.begin(from); err != nil {
		file.Close()
		return nil, err
	}
	return s, nil
}

func (s *Stream) begin(from int64) error {
	info, err := s.File.Stat()
	if err != nil || info.Size() < from || !info.Mode().IsRegular() {
		return Obstacle("")
	}
	s.Info = info
	raw := io.TeeReader(s.File, &s.read)
	if s.Sum != nil {
		raw = io.TeeReader(raw, s.Sum)
	}
	magic := make([]byte, 4)
	n, _ := io.ReadFull(raw, magic)
	s.text = io.MultiReader(bytes.NewReader(magic[:n]), raw)
	switch {
	case bytes.HasPrefix(magic, csvtext.ZipMagic):
		return Obstacle("it is a zip archive")
	case bytes.HasPrefix(magic, csvtext.GzipMagic):
		s.packed = true
		if s.text, err = gzip.NewReader(s.text); err != nil {
			return Obstacle("")
		}
	}
	head := make([]byte, headSize)
	n, err = readFull(s.text, head)
	if errors.Is(err, io.EOF) {
		s.Head = head[:n]
		return nil
	}
	if err != nil {
		return Obstacle("it cannot be unpacked")
	}
	end := bytes.LastIndexByte(head, '\n') + 1
	s.Head, s.Rest = head[:end], head[end:]
	if bytes.Count(s.Head, []byte{'\n'}) < HeadLines {
		return Obstacle("its first lines are too long to know it by")
	}
	return nil
}

// Sha256 returns the hexadecimal SHA-256 of the bytes on disk, once all have been read.
func (s *Stream) Sha256() string { return hex.EncodeToString(s.Sum.Sum(nil)) }

// Block is a part of a text that holds whole records.
type Block struct {
	Text []byte
	No   int   // from 0
	Line int   // physical line of its first byte
	Last bool  // whether it is the last block of the text
	Read int64 // number of bytes on disk read so far
}

// blocks cuts the text into blocks of about size bytes. The text begins with from, a part of the head, on
// the given line. It calls emit for each block until emit returns false. The buffer of each block comes
// from free, and belongs to the receiver of the block. dropped reports whether NULs or ^Z were removed
// from the end of the text.
func (s *Stream) blocks(
	from []byte, line, size int, quote byte, free func() []byte, emit func(Block) bool,
) (dropped bool, err error) {
	text := io.MultiReader(bytes.NewReader(from), bytes.NewReader(s.Rest), s.text)
	var carry []byte
	var unpacked int64
	for no := 0; ; no++ {
		buf := append(free()[:0], carry...)
		end, last := 0, false
		for want := max(size, len(buf)); end == 0 && !last; want = 2 * len(buf) {
			if want > maxRecord {
				return false, Obstacle(fmt.Sprintf("line %d begins a row of more than %d MiB", line, maxRecord>>20))
			}
			have := len(buf)
			buf = slices.Grow(buf, want-have)[:want]
			n, err := readFull(text, buf[have:])
			buf = buf[:have+n]
			unpacked += int64(n)
			last = errors.Is(err, io.EOF)
			switch {
			case err != nil && !last:
				return false, Obstacle("it cannot be read to its end")
			case s.packed && unpacked > csvtext.BombSize && unpacked > csvtext.BombRatio*s.Info.Size():
				return false, Obstacle("it unpacks to very much")
			case last:
				buf, dropped = csvtext.TrimEndMarks(buf)
				end = len(buf)
			default:
				end = LastRecordEnd(buf, quote)
			}
		}
		carry = append(carry[:0], buf[end:]...)
		b := Block{Text: buf[:end], No: no, Line: line, Last: last, Read: int64(s.read)}
		line += bytes.Count(b.Text, []byte{'\n'})
		if s.Tail = append(s.Tail, b.Text[max(0, end-tailSize):]...); len(s.Tail) > tailSize {
			s.Tail = append(s.Tail[:0], s.Tail[len(s.Tail)-tailSize:]...)
		}
		if !emit(b) || last {
			return dropped, nil
		}
	}
}

// readFull fills buf. Unlike io.ReadFull it returns io.EOF at the end of the text even if the last bytes
// fill a part of buf, and another error for a packed text that is truncated.
func readFull(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	if n == len(buf) {
		err = nil
	}
	return n, err
}

// LastRecordEnd returns the offset after the last line end outside quotes; 0 where there is none.
func LastRecordEnd(text []byte, quote byte) int {
	q := []byte{quote}
	open := quote != 0 && bytes.Count(text, q)%2 == 1
	for end := len(text); ; {
		i := bytes.LastIndexByte(text[:end], '\n')
		if i < 0 {
			return 0
		}
		if quote != 0 && bytes.Count(text[i:end], q)%2 == 1 {
			open = !open
		}
		if !open {
			return i + 1
		}
		end = i
	}
}
