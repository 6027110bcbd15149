package agreementfile

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"leadpact/model/calendar"
)

// holidayCalendars holds the national holidays by ISO 3166 code. Holidays of a state or canton are to be
// listed under the key extra.
var holidayCalendars = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays,
	"CA": ca.Holidays, "CH": ch.Holidays, "CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays, "ES": es.Holidays,
	"FR": fr.Holidays, "GB": gb.Holidays, "GR": gr.Holidays, "HR": hr.Holidays, "IE": ie.Holidays, "IT": it.Holidays,
	"JP": jp.Holidays, "LT": lt.Holidays, "LV": lv.Holidays, "MW": mw.Holidays, "NC": nc.Holidays, "NL": nl.Holidays,
	"NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays, "RO": ro.Holidays, "RU": ru.Holidays, "SE": se.Holidays,
	"SI": si.Holidays, "SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
}

// By default the library computes days in the machine's zone, in which a midnight may not exist.
func init() { cal.DefaultLoc = time.UTC }

// holidayCountries returns the ISO 3166 codes of the countries with a calendar, sorted.
func holidayCountries() []string { return slices.Sorted(maps.Keys(holidayCalendars)) }

// holidaysOf returns the holidays of a country in a range of years, sorted. It returns the days on which
// they are observed: some countries observe a holiday that falls on a Saturday on the Friday before.
func holidaysOf(country string, firstYear, lastYear int) []calendar.Day {
	days := map[time.Time]bool{}
	for year := firstYear - 1; year <= lastYear+1; year++ { // an observed day can lie in the neighbouring year
		for _, h := range holidayCalendars[country] {
			_, observed := h.Calc(year)
			if observed.Year() >= firstYear && observed.Year() <= lastYear {
				days[time.Date(observed.Year(), observed.Month(), observed.Day(), 0, 0, 0, 0, time.UTC)] = true
			}
		}
	}
	out := make([]calendar.Day, 0, len(days))
	for _, d := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
		out = append(out, calendar.Day{Time: d})
	}
	return out
}

// countryNames maps codes in common use to those of ISO 3166.
var countryNames = map[string]string{"UK": "GB", "EL": "GR"}

// parseCountry reads the ISO 3166 code of a country with a holiday calendar.
func parseCountry(text string) (any, string) {
	code := strings.ToUpper(text)
	if iso := countryNames[code]; iso != "" {
		return nil, "is not the ISO 3166 code; write " + iso
	}
	if holidayCalendars[code] == nil {
		return nil, "has no holiday calendar here; use " + orList(holidayCountries()) + ", or list the days under extra"
	}
	return code, ""
}
