package scalar

import "strings"

// timeFollows passes over what stands between a date and a time, and reports whether there was anything. A
// weekday, as in 2026年10月31日(土) 9時30分, is passed over even where no time follows.
func (c *cursor) timeFollows() bool {
	before := c.text
	if len(c.text) > 1 && c.text[0] == ' ' && isDigit(c.text[1]) {
		c.text = c.text[1:]
		return true
	}
	if c.text[0] == 'T' || c.text[0] == 't' {
		if c.text = c.text[1:]; c.startsWithDigit() {
			return true
		}
		c.text = before
	}
	c.text = strings.TrimLeft(c.text, " ,")
	if rest, ok := strings.CutPrefix(c.text, "("); ok {
		day := cursor{rest}
		if word, n := day.word(); weekdays[word] && strings.HasPrefix(rest[n:], ")") {
			c.text = rest[n+1:]
		}
	} else if word, n := c.word(); n > 0 && weekdays[word] {
		c.text = c.text[n:]
	}
	c.text = strings.TrimLeft(c.text, " ,")
	if !c.eatSign("- ", "@ ", "@", "| ") {
		c.eatSign(":") // 31/Oct/2026:09:30:00
	}
	c.skip(timeLinks)
	return c.text != "" && len(c.text) < len(before)
}

// clock reads 9:05, 09:05:07, 09:05:07.123, 9.05, 9h05, 9時05分 and 0905, and hours alone where a word or mark
// tells that they are hours. A mark of the half of the day may stand before or after it.
func (c *cursor) clock(st *Timestamp) bool {
	half := c.dayHalf()
	var digits int
	if st.hour, digits = c.number(2); digits == 0 {
		return false
	}
	alone, ok := c.afterHour(st, digits)
	if !ok {
		return false
	}
	c.text = strings.TrimLeft(c.text, " ")
	rest := c.text
	c.skip(timeUnits)
	hasUnit := len(c.text) < len(rest)
	if half == nil {
		half = c.dayHalf()
	}
	st.HasTime = true
	return (!alone || hasUnit || half != nil) && half.apply(st) && st.min < 60 && st.sec < 60 &&
		(st.hour < 24 || st.hour == 24 && st.min == 0 && st.sec == 0 && st.milli == 0)
}

// afterHour reads the minutes and seconds after an hour of the given number of digits. alone reports that there
// are none, nor a sign that marks the hour. ok is false if they cannot be read.
func (c *cursor) afterHour(st *Timestamp, digits int) (alone, ok bool) {
	var n int
	switch {
	case c.eatSign("時", "时", "点"):
		if !c.startsWithDigit() {
			return false, true
		}
		if st.min, _ = c.number(2); !c.eatSign("分") {
			return false, false
		}
		st.sec, n = c.number(2)
		return false, n == 0 || c.eatSign("秒")
	case c.hourLetter():
		return false, !c.startsWithDigit() || c.minutes(st, 0)
	case c.startsWithDigit(): // 093000
		return false, digits == 2 && c.minutes(st, 0)
	case c.eat(':'):
		return false, c.minutes(st, ':')
	case len(c.text) > 1 && c.text[0] == '.' && isDigit(c.text[1]):
		c.eat('.')
		return false, c.minutes(st, '.')
	}
	return true, true
}

// hourLetter reads the h of 9h05, 9 h 05 and 9 h, and reports whether it is there.
func (c *cursor) hourLetter() bool {
	word, n := (&cursor{strings.TrimLeft(c.text, " ")}).word()
	if n != 1 || word != "h" {
		return false
	}
	c.text = strings.TrimLeft(strings.TrimLeft(c.text, " ")[1:], " ")
	return true
}

// minutes reads the minutes, and the seconds with their fraction if they follow after the separator; 0: no
// separator.
func (c *cursor) minutes(st *Timestamp, separator byte) bool {
	var n int
	if st.min, n = c.number(2); n != 2 {
		return false
	}
	if separator == 0 && !c.startsWithDigit() && !c.eat(':') || separator != 0 && !c.eat(separator) {
		return true
	}
	if st.sec, n = c.number(2); n != 2 {
		return false
	}
	if len(c.text) < 2 || strings.IndexByte(".,:", c.text[0]) < 0 || c.text[0] == ',' && !isDigit(c.text[1]) {
		return true
	}
	c.text = c.text[1:]
	frac, n := c.number(9)
	if n == 0 {
		return false
	}
	for ; n < 3; n++ {
		frac *= 10
	}
	for ; n > 3; n-- {
		frac /= 10
	}
	st.milli = frac
	return true
}

// dayHalf reads the mark of a half of the day, such as AM; nil if there is none.
func (c *cursor) dayHalf() *dayHalf {
	rest := strings.TrimLeft(c.text, " ")
	if rest == "" || strings.IndexByte(dayHalfInitials, rest[0]|0x20) < 0 {
		return nil // as for most cells
	}
	for i := range dayHalves {
		h := &dayHalves[i]
		if len(rest) < len(h.text) || !strings.EqualFold(rest[:len(h.text)], h.text) {
			continue
		}
		after := cursor{rest[len(h.text):]}
		if _, letters := after.word(); letters > 0 && h.text[0] < 0x80 {
			continue // as in AMT
		}
		c.text = strings.TrimLeft(after.text, " ")
		return h
	}
	return nil
}

// apply turns the hour of a 12-hour clock into one of 24; it reports whether the hour may bear the mark.
func (h *dayHalf) apply(st *Timestamp) bool {
	if h == nil {
		return true
	}
	if st.hour < h.least || st.hour > h.most {
		return false
	}
	st.hour %= 12
	if h.afternoon {
		st.hour += 12
	}
	return true
}
