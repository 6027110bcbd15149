package agreementfile

import (
	"cmp"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// fillDefaults sets the keys that the agreement leaves out. An agreement with a default written out is
// thus equal to one without.
func (l *loader) fillDefaults(a *agreement.Agreement) {
	setDefault(&a.Head.Paper, "a4")
	setDefault(&a.Head.Locale, "en")
	setDefault(&a.Clock.Handoff, "mql")
	setDefault(&a.Clock.Managed, "timeframe")
	setDefault(&a.Revenue.Per, "year")
	setDefault(&a.Actions.Unrated, "none")
	if !l.has("revenue.marketing_share") {
		a.Revenue.MarketingShare.Value = 1
	}
	if d := a.Head.Effective; a.Revenue.Starts.IsZero() {
		a.Revenue.Starts.Time = time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	if len(a.Revenue.Streams) == 1 && !l.has("revenue.streams[0].share") {
		a.Revenue.Streams[0].Share.Value = 1
	}
	for i := range a.KPIs {
		if agreement.HasBasis(a.KPIs[i].ID) {
			setDefault(&a.KPIs[i].Basis, "managed")
		}
	}
	fillLeadValue(&a.LeadValue)
	l.fillPromise(&a.Promise)
	fillHolidays(a)
	if a.Mail != nil && a.Mail.SMTP.Host != "" {
		port := 587 // the standard port for submission with STARTTLS
		if a.Mail.SMTP.TLS == "implicit" {
			port = 465
		}
		setDefault(&a.Mail.SMTP.Port, port)
		setDefault(&a.Mail.SMTP.TLS, "starttls")
	}
}

// setDefault sets a field that is zero.
func setDefault[T comparable](field *T, value T) { *field = cmp.Or(*field, value) }

// fillLeadValue infers the method from the keys that are present. An agreement with neither tiers nor
// close rates keeps an empty method: its leads have no value.
func fillLeadValue(v *agreement.LeadValue) {
	switch {
	case v.Method != "":
	case v.CloseRates != nil:
		v.Method = "close_rate"
	case v.Tiers != nil:
		v.Method = "ltv"
	}
	setDefault(&v.LowActionDivisor, 20)
	if v.Method == "ltv" {
		setDefault(&v.SQLsPerDeal, agreement.Amount{Set: true, Plan: true})
		setDefault(&v.MQLsPerSQL, agreement.Amount{Set: true, Plan: true})
	}
}

// fillPromise sets the defaults of the promise. The default statement depends on what is promised.
func (l *loader) fillPromise(p *agreement.Promise) {
	switch {
	case p.LeadValue.Set:
		setDefault(&p.Statement, "value")
	case p.Leads != nil || p.LeadsPerSeller != nil:
		setDefault(&p.Statement, "leads")
	}
	setDefault(&p.Ratio, agreement.Ratio{Value: 1, To: 1})
	setDefault(&p.Basis, "gross")
	setDefault(&p.AcceptWithin, calendar.Span{Days: 14})
	if len(p.Counts) == 0 {
		p.Counts = []string{"inbound"}
	}
	if !l.has("promise.tolerance") {
		p.Tolerance.Value = 0.1
	}
}

// fillHolidays lists the country's holidays and the extra ones, from three years before the agreement,
// which its history needs, to three years after its beginning or to the year of its end.
func fillHolidays(a *agreement.Agreement) {
	h, year := &a.Clock.Holidays, a.Head.Effective.Year()
	if h.Country != "" {
		h.Days = holidaysOf(h.Country, year-3, max(year+3, a.Head.Until.Year()))
	}
	h.Days = append(h.Days, h.Extra...)
	slices.SortFunc(h.Days, func(a, b calendar.Day) int { return a.Compare(b.Time) })
	h.Days = slices.Compact(h.Days)
}
