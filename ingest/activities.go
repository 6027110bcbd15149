package ingest

import "leadpact/model"

// activity takes a row of the activities table: one that names several leads credits each. Other kinds than calls, e-mails,
// meetings and breakups, what a queue did, and what belongs to no lead are ignored.
func (r *reader) activity(x *row, seen sightings) bool {
	kind, known := touchKinds[x.choice("type")]
	if !known {
		return false
	}
	owner := x.text("owner")
	if r.notPeople.has(owner) {
		return false
	}
	id := x.id("activity_id", false)
	t := model.Touch{
		Source:    x.source(),
		Kind:      kind,
		At:        x.moment("at", true),
		Owner:     owner,
		Outcome:   outcomes[x.choice("outcome")],
		Inbound:   x.choice("direction") == "inbound",
		Automated: x.flag("automated") == model.Yes,
	}
	leads, emails := x.ids("lead_id"), x.ids("email")
	if x.fault != nil || id != "" && !seen.first(x, "activity_id", id) {
		return false
	}
	return r.credit(t, leads, emails)
}

// credit adds the touch to every lead that it names, by id, or where no id is known by e-mail; false says that none is.
func (r *reader) credit(t model.Touch, leads, emails []string) bool {
	used := false
	for _, id := range leads {
		t.Lead = id
		used = r.ledger.AddTouch(t) || used
	}
	if used {
		return true
	}
	t.Lead = ""
	for _, e := range emails {
		t.Email = e
		used = r.ledger.AddTouch(t) || used
	}
	return used
}
