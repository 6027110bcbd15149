package scalar

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// fixedZones maps the letters of zones that mean the same offset everywhere to hours east of UTC.
var fixedZones = map[string]float64{
	"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"AKST": -9, "AKDT": -8, "HST": -10, "ADT": -3, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3,
	"WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MEZ": 1, "MESZ": 2, "MSK": 3,
	"SAST": 2, "PKT": 5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9,
	"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}

// sharedZones lists, for letters that several zones use, one zone for each offset that they mean.
var sharedZones = map[string][]*time.Location{
	"IST": {fixedZone("Asia/Kolkata", 5.5), fixedZone("Europe/Dublin", 1), fixedZone("Asia/Jerusalem", 2)},
	"CST": {fixedZone("America/Chicago", -6), fixedZone("Asia/Shanghai", 8), fixedZone("America/Havana", -5)},
	"BST": {fixedZone("Europe/London", 1), fixedZone("Asia/Dhaka", 6)},
	"AST": {fixedZone("America/Halifax", -4), fixedZone("Asia/Riyadh", 3)},
	"GST": {fixedZone("Asia/Dubai", 4), fixedZone("Pacific/Guam", 10)},
	"SST": {fixedZone("Asia/Singapore", 8), fixedZone("Pacific/Pago_Pago", -11)},
	"AMT": {fixedZone("America/Manaus", -4), fixedZone("Asia/Yerevan", 4)},
	"WST": {fixedZone("Australia/Perth", 8), fixedZone("Pacific/Apia", 13)},
}

// fixedZone returns a zone that is always the same number of hours east of UTC.
func fixedZone(name string, hours float64) *time.Location {
	return time.FixedZone(name, int(hours*3600))
}

// generalZones maps names that mean a zone in winter and in summer to that zone.
var generalZones = map[string]string{
	"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
	"eastern time": "America/New_York", "central time": "America/Chicago",
	"mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
	"coordinated universal time": "UTC", "greenwich mean time": "UTC",
}

// longNames maps further long names to letters of the same offset.
var longNames = map[string]string{
	"central european summer time": "CEST", "eastern european summer time": "EEST",
	"western european summer time": "WEST", "british summer time": "WEST", "irish standard time": "WEST",
	"japan standard time": "JST", "korean standard time": "KST",
	"mitteleuropäische zeit": "CET", "mitteleuropäische sommerzeit": "CEST",
	"australian eastern standard time": "AEST", "australian eastern daylight time": "AEDT",
}

// namedZone is what the name of a zone may mean.
type namedZone struct {
	name     string
	readings []*time.Location // those among which the time must be the same; empty: the name is not known
	// letters is set for letters such as EST. A zone that has them at another time of the year contradicts them.
	letters bool
}

var (
	zoneLetters = regexp.MustCompile(`^[A-Za-z]{2,5}$`)
	// America/New_York, EST5EDT
	zonePath = regexp.MustCompile(`^[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}$|^[A-Za-z]{3}\d[A-Za-z]{3}$`)
	// (GMT+01:00) Amsterdam, Berlin; (GMT-04:00) Eastern Daylight Time (America/New_York)
	zoneLabel = regexp.MustCompile(`^\((?:GMT|UTC) ?([+-]\d\d):?(\d\d)\) *([^,(]+?) *(?:,.*|\((.*)\))?$`)
)

// zoneNamed returns what the name of a zone may mean: letters (EDT), a zone of the tz database (US/Eastern,
// EST5EDT), a long name (Eastern Daylight Time), which Windows also uses for both halves of the year, or the
// label of a list of zones. ok is false if the text is not in the form of such a name.
func zoneNamed(name string) (z namedZone, ok bool) {
	z.name = name
	switch m := zoneLabel.FindStringSubmatch(name); {
	case zoneLetters.MatchString(name):
		z.readings, z.letters = zonesOfLetters(strings.ToUpper(name)), true
	case zonePath.MatchString(name):
		z.readings = loadZones(tzCase(name))
	case m != nil:
		z.readings = zonesOfLabel(m[1], m[2], m[3], m[4])
	default:
		z.readings = zonesOfLongName(strings.ToLower(name))
		return z, z.readings != nil
	}
	return z, true
}

// zonesOfLetters returns the readings of letters in upper case.
func zonesOfLetters(letters string) []*time.Location {
	if hours, ok := fixedZones[letters]; ok {
		return []*time.Location{fixedZone(letters, hours)}
	}
	if general := generalZones[strings.ToLower(letters)]; general != "" {
		return loadZones(general)
	}
	return sharedZones[letters]
}

// zonesOfLongName returns the readings of a long name in lower case. "Eastern Standard Time" is the name of
// winter time, and on Windows that of the zone.
func zonesOfLongName(name string) []*time.Location {
	if zone := generalZones[name]; zone != "" {
		return loadZones(zone)
	}
	if letters := longNames[name]; letters != "" {
		return zonesOfLetters(letters)
	}
	if place, ok := strings.CutSuffix(name, " daylight time"); ok {
		if zones := loadZones(windowsZones[place]); zones != nil {
			_, summer := offsetsOf(zones[0])
			return []*time.Location{time.FixedZone(name, summer)}
		}
	}
	place, ok := strings.CutSuffix(name, " standard time")
	zones := loadZones(windowsZones[place])
	if !ok || zones == nil {
		return zones
	}
	winter, _ := offsetsOf(zones[0])
	return append(zones, time.FixedZone(name, winter))
}

// zonesOfLabel returns the readings of a label: its offset, which is that of winter in some lists, and its
// place. An unknown place leaves it open which it is.
func zonesOfLabel(hours, minutes, place, path string) []*time.Location {
	zones := loadZones(path)
	if zones == nil {
		zones = zonesOfLongName(strings.ToLower(place))
	}
	for _, region := range []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic"} {
		if zones == nil {
			zones = loadZones(region + "/" + strings.ReplaceAll(place, " ", "_"))
		}
	}
	if zones == nil {
		return nil
	}
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(hours[:1] + minutes)
	return append(zones, time.FixedZone("", h*3600+m*60))
}

// offsetsOf returns the offsets of a zone, in seconds, in winter and in summer of the northern or southern half
// of the world.
func offsetsOf(zone *time.Location) (winter, summer int) {
	_, january := time.Date(2026, 1, 1, 0, 0, 0, 0, zone).Zone()
	_, july := time.Date(2026, 7, 1, 0, 0, 0, 0, zone).Zone()
	return min(january, july), max(january, july)
}

// loadedZones holds the zones that were loaded, by name.
var loadedZones sync.Map

// loadZones returns the zones of the tz database with the given names. It leaves out names that are not known.
func loadZones(names ...string) (zones []*time.Location) {
	for _, name := range names {
		zone, ok := loadedZones.Load(name)
		if !ok {
			loaded, err := time.LoadLocation(name)
			if err != nil || name == "" || name == "Local" {
				continue
			}
			zone, _ = loadedZones.LoadOrStore(name, loaded)
		}
		zones = append(zones, zone.(*time.Location))
	}
	return zones
}

// tzCase returns a name of the tz database in the case in which the database has it, as far as a rule tells, if
// it is written in one case: US/Eastern, America/New_York, EST5EDT.
func tzCase(name string) string {
	region, place, ok := strings.Cut(name, "/")
	if !ok || region == "us" {
		region = strings.ToUpper(region)
	}
	if !ok {
		return region
	}
	return titleCase(region) + "/" + titleCase(place)
}

// titleCase returns a text without capitals with a capital at the beginning of each word.
func titleCase(s string) string {
	if s != strings.ToLower(s) {
		return s
	}
	inWord := false
	return strings.Map(func(r rune) rune {
		if !inWord {
			r = unicode.ToUpper(r)
		}
		inWord = unicode.IsLetter(r)
		return r
	}, s)
}
