package profile

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"leadpact/model/calendar"
)

// A CRM may write into the name of a file when it was exported. A profile knows such names as patterns: *
// stands for any text, {date} for a day as 2026-11-02, {yyyymmdd} for one as 20261102, and {unix_ms} for Unix
// milliseconds in 13 digits.

// ExportedByName returns when a file was exported, by its name; the zero time if no pattern of the CRM fits
// it. A day is read in the zone and proves only that the export was not before its first instant. Endings of
// the name and a number that a browser has added, as (1), do not matter.
func (e *Export) ExportedByName(name string, zone *time.Location) time.Time {
	name = withoutEndings(name)
	for _, pattern := range e.FileNames {
		re := fileName(pattern)
		m := re.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		if i := re.SubexpIndex("unix_ms"); i > 0 {
			ms, _ := strconv.ParseInt(m[i], 10, 64) // 13 digits
			return time.UnixMilli(ms).In(zone)
		}
		if day, err := time.Parse("20060102", strings.ReplaceAll(m[re.SubexpIndex("date")], "-", "")); err == nil {
			return calendar.Day{Time: day}.In(zone)
		}
	}
	return time.Time{}
}

var (
	endings   = regexp.MustCompile(`(?i)(\.(csv|tsv|txt|xlsx|zip|gz))+$`)
	addedCopy = regexp.MustCompile(` ?\(\d+\)$`)
)

func withoutEndings(name string) string {
	return addedCopy.ReplaceAllString(endings.ReplaceAllString(name, ""), "")
}

// fileNames caches the expressions of patterns, which are few.
var fileNames sync.Map

func fileName(pattern string) *regexp.Regexp {
	if re, ok := fileNames.Load(pattern); ok {
		return re.(*regexp.Regexp)
	}
	text := strings.NewReplacer(`\*`, `.*`, `\{date\}`, `(?P<date>\d{4}-\d\d-\d\d)`, `\{yyyymmdd\}`, `(?P<date>\d{8})`,
		`\{unix_ms\}`, `(?P<unix_ms>\d{13})`).Replace(regexp.QuoteMeta(pattern))
	re := regexp.MustCompile("^" + text + "$")
	fileNames.Store(pattern, re)
	return re
}
