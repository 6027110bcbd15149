package scalar

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// afterOffset is what may follow an offset and repeats it: a name of the zone, the offset once more, and what
// Go appends: -04:00[America/New_York], GMT-0400 (Eastern Daylight Time), +0000 UTC.
var afterOffset = regexp.MustCompile(
	`^(?: ?\[[\w/+-]+\]| ?\([\pL\pM .,\x27’+-]+\)| [A-Za-z]{1,5}| [+-]\d{4})?(?: m=[+-][\d.]+)?$`)

// zone reads the zone of a time to the end of the text: Z, UTC, GMT, an offset, or the name of another zone. It
// returns false if the rest is none of these.
func (c *cursor) zone(st *Timestamp) bool {
	name := strings.TrimLeft(c.text, " ")
	if c.text = name; name == "" {
		return true
	}
	st.HasZone = true
	rest, utc := name, false
	for _, prefix := range [...]string{"UTC", "GMT", "Z"} {
		if len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
			rest, utc = strings.TrimLeft(name[len(prefix):], " "), true
			break
		}
	}
	switch {
	case rest == "":
		return true
	case rest[0] == '+' || rest[0] == '-':
		c.text = rest
		return c.offset(st, utc) && (c.text == "" || afterOffset.MatchString(c.text))
	case utc && (rest[0] == '[' || rest[0] == '('):
		return afterOffset.MatchString(rest)
	case len(name) > 100:
		return false
	}
	if word, n := c.word(); n == len(c.text) && len(word) == n && n >= 2 && n <= 5 {
		st.zoneName, c.text = c.text, ""
		return true
	}
	st.zoneName = withoutBrackets(name)
	_, ok := zoneNamed(st.zoneName)
	return ok
}

// withoutBrackets returns the EDT of (EDT) and the Europe/Berlin of [Europe/Berlin]; other texts as they are.
func withoutBrackets(name string) string {
	inner := strings.Trim(name, "()[]")
	if len(inner) == len(name)-2 && !strings.ContainsAny(inner, "()[]") {
		return inner
	}
	return name
}

// offset reads +02, +0200 or +02:00; after UTC and GMT also +2.
func (c *cursor) offset(st *Timestamp, afterUTC bool) bool {
	sign := 1
	if c.text[0] == '-' {
		sign = -1
	}
	c.text = c.text[1:]
	h, n := c.number(2)
	c.eat(':')
	m, n2 := c.number(2)
	st.offset = sign * (h*3600 + m*60)
	return (n == 2 || n == 1 && afterUTC) && n2 != 1 && h <= 15 && m < 60
}

// namedOffset returns the offset, in seconds, that the name of a zone means at a wall-clock time, given as for
// wallOffset, and whether the clock showed that time twice. Or it returns the fault, which follows the value in
// a message. Letters mean WallZone if it has them at that time. Otherwise a name is read if all that it may
// mean have the same offset, or if one has that of WallZone: IST is India, Ireland and Israel.
func (c *DateReader) namedOffset(name string, wall int64) (offset int64, twice bool, fault string) {
	if c.lastZone.name != name {
		c.lastZone, _ = zoneNamed(name)
	}
	z := &c.lastZone
	if letters := strings.ToUpper(name); z.letters {
		if offset, ok := offsetByLetters(c.WallZone, letters, wall); ok {
			return offset, false, ""
		}
		if usesLetters(c.WallZone, letters, wall) {
			return 0, false, c.zoneFault(name, "and the clock of "+c.WallZone.String()+" had other letters then")
		}
	}
	if len(z.readings) == 0 {
		return 0, false, c.zoneFault(name, "which is not known")
	}
	agree := true
	for i, zone := range z.readings {
		offsets, n := wallOffsets(zone, wall)
		if n == 0 {
			return 0, false, "is an hour that the clock skipped"
		}
		if own, ownTwice, ok := c.wallOffset(wall); ok && offsets[0] == own {
			return own, ownTwice, ""
		}
		agree = agree && (i == 0 || offsets[0] == offset)
		offset, twice = offsets[0], twice || n > 1
	}
	if !agree {
		return 0, false, c.zoneFault(name, "which can be "+listZones(z.readings))
	}
	return offset, twice, ""
}

// zoneFault returns the reason why a time with the name of a zone is not read.
func (c *DateReader) zoneFault(name, why string) string {
	return fmt.Sprintf("names its zone as %s, %s; set zone: under inputs.%s in agreement.yaml to the zone that is "+
		"meant, e.g. zone: America/New_York, or export times with their offset", name, why, c.Table)
}

// offsetByLetters returns the offset of a zone at a wall-clock time if the zone has these letters, such as EDT,
// at that time.
func offsetByLetters(zone *time.Location, letters string, wall int64) (offset int64, ok bool) {
	offsets, n := wallOffsets(zone, wall)
	for _, o := range offsets[:n] {
		if name, _ := time.Unix(wall-o, 0).In(zone).Zone(); name == letters {
			return o, true
		}
	}
	return 0, false
}

// usesLetters reports whether a zone has these letters in January or July of the year of a time.
func usesLetters(zone *time.Location, letters string, wall int64) bool {
	year := time.Unix(wall, 0).UTC().Year()
	january, _ := time.Date(year, 1, 1, 0, 0, 0, 0, zone).Zone()
	july, _ := time.Date(year, 7, 1, 0, 0, 0, 0, zone).Zone()
	return january == letters || july == letters
}

// listZones returns the names of zones of the tz database, and UTC with the offset of others.
func listZones(zones []*time.Location) string {
	var names []string
	for _, zone := range zones {
		name := zone.String()
		if !strings.Contains(name, "/") {
			name = "UTC" + time.Unix(0, 0).In(zone).Format("-07:00")
		}
		names = append(names, name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
