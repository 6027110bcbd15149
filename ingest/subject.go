package ingest

import (
	"bytes"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model"
)

// Tools that send e-mail and make calls write into the CRM what happened to a message: that it was sent to a list,
// opened, clicked, returned. Such a record looks like an e-mail of the owner, and is no attempt to reach the lead
// (SPEC section 11). These tools also write into the subject, or into the type, that the lead was the one who
// called or wrote.

// subjectMark is what the subject of an activity says about it.
type subjectMark uint8

const (
	noMark       subjectMark = iota
	trackingMark             // the record of a tool, or an automatic answer
	inboundMark              // the lead called or wrote
)

// subjectTags holds what a tool writes in brackets before the subject, as in "[Outreach] [Email] [Opened] Hello".
var subjectTags = map[string]subjectMark{
	"opened": trackingMark, "open": trackingMark, "viewed": trackingMark, "clicked": trackingMark, "click": trackingMark,
	"bounced": trackingMark, "bounce": trackingMark, "delivered": trackingMark, "unsubscribed": trackingMark,
	"auto-reply": trackingMark, "auto reply": trackingMark, "out of office": trackingMark, "marketing email": trackingMark,
	"inbound": inboundMark, "in": inboundMark, "incoming": inboundMark, "received": inboundMark, "reply": inboundMark,
	"replied": inboundMark, "inbound call": inboundMark, "inbound email": inboundMark, "gong in": inboundMark,
}

// trackingSubjects lists how the subjects of such records begin, in lower case.
var trackingSubjects = []string{
	"opened:", "opened email", "opened e-mail", "opened marketing", "opened sales email", "opened your email",
	"clicked:", "clicked email", "clicked e-mail", "clicked marketing", "clicked sales email", "clicked link",
	"clicked a link", "viewed email", "viewed marketing", "bounced:", "bounced email", "unsubscribed",
	"email opened", "email open:", "email clicked", "email click:", "email link clicked", "email viewed", "email bounced",
	"email delivered", "email unsubscribed", "e-mail opened", "e-mail clicked", "e-mail bounced",
	"marketing email", "sent marketing email", "received marketing email", "mass email", "mass e-mail", "list email",
	"pardot list email", "bulk email", "was sent email", "newsletter:",
	"submitted form", "form submitted", "form submission",
	// Answers that nobody wrote, as mail programs name them in several languages.
	"automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "automated reply",
	"out of office:", "out of office auto", "undeliverable:", "undelivered mail", "delivery status notification",
	"mail delivery fail", "delivery failure", "returned mail", "failure notice",
	"automatische antwort", "abwesenheitsnotiz", "unzustellbar:", "réponse automatique", "non remis :", "respuesta automática",
	"resposta automática", "risposta automatica", "automatisch antwoord", "autoodpowiedź",
	"odpowiedź automatyczna", "自動応答", "自動返信",
}

// trackingByFirst holds trackingSubjects by their first byte.
var trackingByFirst = func() (list [256][]string) {
	for _, s := range trackingSubjects {
		list[s[0]] = append(list[s[0]], s)
	}
	return list
}()

// markOf returns what the subject of an activity says. It reads the tags in brackets with which the subject begins,
// and the words after them.
func markOf(subject []byte) subjectMark {
	for {
		subject = bytes.TrimLeft(subject, " \t-:")
		if len(subject) == 0 || subject[0] != '[' {
			break
		}
		end := bytes.IndexByte(subject, ']')
		if end < 0 {
			return noMark
		}
		if m := subjectTags[string(bytes.ToLower(bytes.TrimSpace(subject[1:end])))]; m != noMark {
			return m
		}
		subject = subject[end+1:]
	}
	if len(subject) == 0 {
		return noMark
	}
	first := subject[0]
	if first >= 'A' && first <= 'Z' {
		first |= 0x20
	}
	for _, s := range trackingByFirst[first] {
		if len(subject) >= len(s) && strings.EqualFold(string(subject[:len(s)]), s) {
			return trackingMark
		}
	}
	return noMark
}

// subject returns the subject of an activity as written.
func (r *row) subject() []byte {
	x := r.index[profile.Subject]
	if len(x.at) != 1 || x.at[0] >= len(r.Cells) {
		return nil
	}
	return bytes.TrimSpace(r.Cells[x.at[0]])
}

// touchType is what the type of an activity says about it.
type touchType struct {
	kind    model.TouchKind
	ignored model.IgnoredReason // why the row is ignored; 0: it is of this kind
	inbound bool                // whether the type says that the lead called or wrote, as in "Incoming Email"
}

// inboundWords lists parts of types, in lower case, that say so.
var inboundWords = []string{"inbound", "incoming", "received", "reply", "replied"}

// touchType reads the type of an activity.
func (r *row) touchType() (t touchType) {
	word, known := r.choice("type"), false
	switch t.kind, known = profile.TouchKinds[word]; {
	case word == profile.TrackingMail:
		t.ignored = model.TrackingMail
	case !known:
		t.ignored = model.OtherKind
	}
	raw := csvtext.FoldCase(r.cell(r.index["type"]))
	for _, w := range inboundWords {
		t.inbound = t.inbound || strings.Contains(raw, w)
	}
	return t
}

// isInbound reports whether the lead called or wrote: as the column direction says, else as the type or the subject
// does.
func isInbound(direction string, t touchType, m subjectMark) bool {
	return direction == "inbound" || direction == "" && (t.inbound || m == inboundMark)
}
