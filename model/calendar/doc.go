// Package calendar holds the dates, times and spans of time of an agreement: instants of CRM records
// (Moment), the agreement's clock in calendar or business hours (Clock), periods (Period), and dates,
// months, quarters and limits as the agreement writes them (Day, Month, Quarter, Span).
//
// All wall times are those of one zone, the agreement's, which callers pass in. WallTime defines the
// meaning of times that a change between summer and winter time repeats or skips. The package doesn't
// read the system clock: "now" is always an argument. It must not know leads, terms or figures.
package calendar
