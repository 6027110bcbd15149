package ingest

import "strings"

// people are the users of a CRM whose exports name owners by id, as Salesforce's do: the name of each id. ok says that the file
// is such a list.
func (f *file) people() (names map[string]string, ok bool) {
	s := f.split.fork()
	first, _ := s.next()
	h := newHeader(first.cells)
	id, user := h.find("Id"), h.find("Username")
	name := &field{at: h.first([]string{"Name", "FirstName + LastName", "LastName"})}
	if id == nil || user == nil || name.at == nil {
		return nil, false
	}
	names = map[string]string{}
	for {
		r, more := s.next()
		if !more {
			return names, true
		}
		if r.damage != "" || id[0] >= len(r.cells) {
			continue
		}
		key, value := string(trim(r.cells[id[0]])), strings.Join(strings.Fields(name.raw(r.cells)), " ")
		if key != "" && value != "" && unfit([]byte(value), f.strict) == "" {
			names[key] = value
		}
	}
}
