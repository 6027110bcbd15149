package ingest

import "hash/maphash"

// sightings remember, of every id of a table, the row that stands for it. Files are read from the last to the first, so a
// row of another file that was met before is the newer one.
type sightings struct {
	rows map[uint64]sighting // by the hash of the id
	file int                 // the file being read
}

type sighting struct {
	hash       uint64 // of the row's content
	file, line int
}

// first says that a row is the one to be used for its id. Of the others, an identical row of the same file and a row of an
// older file are superseded; one of the same file with other content is at fault.
func (s sightings) first(r *row, column, id string, hash uint64) bool {
	key := maphash.String(seed, id)
	old, met := s.rows[key]
	switch {
	case !met:
		s.rows[key] = sighting{hash, s.file, r.line}
		return true
	case old.file != s.file:
		r.mend(superseded)
	case old.hash == hash:
		r.mend(repeated)
	default:
		r.fail(column, shown([]byte(id)), otherContent(old.line))
	}
	return false
}
