package scalar

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"leadpact/ingest/ingesttest"
	"leadpact/model/calendar"
)

// october returns the period of October 2026 in a zone.
func october(zone *time.Location) calendar.Period {
	return calendar.Period{
		Start: time.Date(2026, 10, 1, 0, 0, 0, 0, zone), End: time.Date(2026, 11, 1, 0, 0, 0, 0, zone),
	}
}

func TestDatesAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	c := NewDateReader(ingesttest.Zone(t, "America/New_York"), october(ingesttest.Zone(t, "UTC")))
	for _, x := range []struct {
		cell  string
		order DateOrder
		want  string // RFC 3339 in UTC, or a bare day
	}{
		{"2026-10-31", UnknownOrder, "2026-10-31"},
		{"2026/10/31", UnknownOrder, "2026-10-31"},
		{"2026-10-31T23:30:00-05:00", UnknownOrder, "2026-11-01T04:30:00Z"},
		{"2026-10-31T23:30:00.123456Z", UnknownOrder, "2026-10-31T23:30:00.123Z"},
		{"2026-10-31 23:30:00.123456+00:00", UnknownOrder, "2026-10-31T23:30:00.123Z"},
		{"2026-10-31T23:30:00.000+0000", UnknownOrder, "2026-10-31T23:30:00Z"},
		{"2026-10-31 09:30", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"2026-01-31 09:30:15", UnknownOrder, "2026-01-31T14:30:15Z"},
		{"31/10/2026", dayFirst, "2026-10-31"},
		{"31.10.2026 09:30", dayFirst, "2026-10-31T13:30:00Z"},
		{"10/31/2026, 9:30 PM", monthFirst, "2026-11-01T01:30:00Z"},
		{"10/31/2026 12:05 AM", monthFirst, "2026-10-31T04:05:00Z"},
		{"10/31/2026 12:05:09 p.m.", monthFirst, "2026-10-31T16:05:09Z"},
		{"10/10/2026", UnknownOrder, "2026-10-10"},
		{"15 Apr, 2021 00:03:00", UnknownOrder, "2021-04-15T04:03:00Z"},
		{"Apr 15, 2021 10:30 AM", UnknownOrder, "2021-04-15T14:30:00Z"},
		{"15-April-2021", UnknownOrder, "2021-04-15"},
		{"31-Oct-26", UnknownOrder, "2026-10-31"},
		{"Sat, 31 Oct 2026 09:30:00 GMT", UnknownOrder, "2026-10-31T09:30:00Z"},
		{"2026-10-31 09:30 EDT", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"2026-12-31 9:30 PM EST", UnknownOrder, "2027-01-01T02:30:00Z"},
		{"2026-11-01 01:30 EST", UnknownOrder, "2026-11-01T06:30:00Z"}, // the second of two such times
		{"31. Okt. 2026", UnknownOrder, "2026-10-31"},
		{"1 août 2026", UnknownOrder, "2026-08-01"},
		{"31 de dezembro de 2026", UnknownOrder, "2026-12-31"},
		{"31/10/2026, 9:30 p. m.", dayFirst, "2026-11-01T01:30:00Z"},
		{"20261031", UnknownOrder, "2026-10-31"},
		{"20261031T0930Z", UnknownOrder, "2026-10-31T09:30:00Z"},
		{"31/10/26", dayFirst, "2026-10-31"},
		{"10/31/99", monthFirst, "1999-10-31"},
		{"26.10.31", yearFirst, "2026-10-31"},
		{"1793439000", UnknownOrder, "2026-10-31T09:30:00Z"},
		{"1793439000123", UnknownOrder, "2026-10-31T09:30:00.123Z"},
		{"46326,5", UnknownOrder, "2026-10-31T16:00:00Z"},
		{"46326", UnknownOrder, "2026-10-31"},
		{"46326.5", UnknownOrder, "2026-10-31T16:00:00Z"},
		// names of months and days
		{"5. Oktober 2026", UnknownOrder, "2026-10-05"},
		{"5 oktober 2026", UnknownOrder, "2026-10-05"},
		{"5 octobre 2026 14h30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"1er octobre 2026 à 14 h 30", UnknownOrder, "2026-10-01T18:30:00Z"},
		{"5 oct. 2026 à 14:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 fevr. 2026", UnknownOrder, "2026-02-05"},
		{"lundi 5 octobre 2026 14:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"mar. 13 oct. 2026 14:30", UnknownOrder, "2026-10-13T18:30:00Z"},
		{"mar 13 2026", UnknownOrder, "2026-03-13"},
		{"5 de octubre de 2026", UnknownOrder, "2026-10-05"},
		{"lunes, 5 de octubre del 2026, 2:30 p. m.", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 de octubre de 2026 a las 14:30 h", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 oct 2026 2:30 p.\u00a0m.", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"segunda-feira, 5 de outubro de 2026 às 14h30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 out. 2026, 14:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5/out/2026", UnknownOrder, "2026-10-05"},
		{"1º marco 2026", UnknownOrder, "2026-03-01"},
		{"lunedì 5 ottobre 2026 alle ore 14.30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 ott 2026, 14:30:05", UnknownOrder, "2026-10-05T18:30:05Z"},
		{"maandag 5 oktober 2026 om 14.30 uur", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 mrt. 2026 14:30", UnknownOrder, "2026-03-05T19:30:00Z"},
		{"5 paź 2026, 14:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 PAZ 2026", UnknownOrder, "2026-10-05"},
		{"poniedziałek, 5 października 2026 r. godz. 14:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5 pazdziernika 2026 o 14:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"13. Okt. 2026 10:00 Uhr", UnknownOrder, "2026-10-13T14:00:00Z"},
		{"Dienstag, 13. Oktober 2026 um 10:00 Uhr", UnknownOrder, "2026-10-13T14:00:00Z"},
		{"Di., 13.10.2026 2:30 nachm.", dayFirst, "2026-10-13T18:30:00Z"},
		{"3. Mär. 2026 9 Uhr", UnknownOrder, "2026-03-03T14:00:00Z"},
		{"13. 10. 2026 14.30", dayFirst, "2026-10-13T18:30:00Z"},
		{"2026年10月5日 14時30分", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"2026年10月5日(月) 午後2:30", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"2026年10月05日14時30分05秒", UnknownOrder, "2026-10-05T18:30:05Z"},
		{"２０２６/１０/０５ 午前0:30", UnknownOrder, "2026-10-05T04:30:00Z"},
		{"2026/10/13 上午10:00", UnknownOrder, "2026-10-13T14:00:00Z"},
		{"2026/10/13 下午 2:30:00", UnknownOrder, "2026-10-13T18:30:00Z"},
		{"October 5th, 2026 at 2:30 PM", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"5th of October 2026", UnknownOrder, "2026-10-05"},
		{"Oct  5 2026  2:30PM", UnknownOrder, "2026-10-05T18:30:00Z"},
		{"10/31/2026, 2:30\u202fPM", monthFirst, "2026-10-31T18:30:00Z"},
		{"10/31/2026 2pm", monthFirst, "2026-10-31T18:00:00Z"},
		// the notations of programs
		{"2026-10-31 24:00:00", UnknownOrder, "2026-11-01T04:00:00Z"},
		{"2026-10-31T09:30:00,250", UnknownOrder, "2026-10-31T13:30:00.25Z"},
		{"2026-W44-6", UnknownOrder, "2026-10-31"},
		{"2026W446T0930", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"2026-W01-1", UnknownOrder, "2025-12-29"},
		{"20261031093000", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"2026-Oct-31 09:30", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"31-OCT-26 09.30.00.000000 AM", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"31/Oct/2026:09:30:00 +0200", UnknownOrder, "2026-10-31T07:30:00Z"},
		{"Sat Oct 31 09:30:00 GMT 2026", UnknownOrder, "2026-10-31T09:30:00Z"},
		{"Sat Oct 31 09:30:00 2026", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"Sat Oct 31 09:30:00 +0000 2026", UnknownOrder, "2026-10-31T09:30:00Z"},
		{"Sat Oct 31 09:30:00 2026 +0200", UnknownOrder, "2026-10-31T07:30:00Z"},
		{"Sat 31 Oct 2026 09:30:00 AM CET", UnknownOrder, "2026-10-31T08:30:00Z"},
		{"Sat Oct 31 2026 09:30:00 GMT-0400 (Eastern Daylight Time)", UnknownOrder, "2026-10-31T13:30:00Z"},
		{"Sat, 31 Oct 2026 09:30:00 +0100 (CET)", UnknownOrder, "2026-10-31T08:30:00Z"},
		{"Saturday, 31-Oct-26 09:30:00 UTC", UnknownOrder, "2026-10-31T09:30:00Z"},
		{"2026-10-31T09:30+01:00[Europe/Berlin]", UnknownOrder, "2026-10-31T08:30:00Z"},
		{"2026-10-31 09:30:00.5 +0000 UTC m=+0.000012", UnknownOrder, "2026-10-31T09:30:00.5Z"},
		// zones
		{"2026-10-13 12:00:00+02", UnknownOrder, "2026-10-13T10:00:00Z"},
		{"2026-10-13 12:00 UTC+2", UnknownOrder, "2026-10-13T10:00:00Z"},
		{"2026-10-13 12:00 gmt+02:00", UnknownOrder, "2026-10-13T10:00:00Z"},
		{"2026-10-13t12:00:00z", UnknownOrder, "2026-10-13T12:00:00Z"},
		{"2026-10-13 12:00 CEST", UnknownOrder, "2026-10-13T10:00:00Z"},
		{"2026-10-13 12:00 MESZ", UnknownOrder, "2026-10-13T10:00:00Z"},
		{"2026-10-13 10:00 pdt", UnknownOrder, "2026-10-13T17:00:00Z"},
		{"10/13/2026 10:00 AM ET", monthFirst, "2026-10-13T14:00:00Z"},
		{"2026-10-13 10:00 US/Pacific", UnknownOrder, "2026-10-13T17:00:00Z"},
		{"2026-10-13 10:00 europe/berlin", UnknownOrder, "2026-10-13T08:00:00Z"},
		{"2026-10-13 10:00 CST6CDT", UnknownOrder, "2026-10-13T15:00:00Z"},
		{"2026-07-13 10:00 (UTC-05:00) Eastern Time (US & Canada)", UnknownOrder, "2026-07-13T14:00:00Z"},
		{"2026-10-13 10:00 Eastern Standard Time", UnknownOrder, "2026-10-13T14:00:00Z"}, // the file's zone
		{"2026-12-13 10:00 Pacific Standard Time", UnknownOrder, "2026-12-13T18:00:00Z"},
		{"2026-10-13 10:00 Pacific Daylight Time", UnknownOrder, "2026-10-13T17:00:00Z"},
		{"2026-10-13 10:00 Central European Summer Time", UnknownOrder, "2026-10-13T08:00:00Z"},
		{"2026-12-13 10:00 GMT Standard Time", UnknownOrder, "2026-12-13T10:00:00Z"}, // Windows: London
		{"2026-10-13 10:00 Eastern Standard Time (Mexico)", UnknownOrder, "2026-10-13T15:00:00Z"},
		{"Oct 13, 2026 10:00am (EDT)", UnknownOrder, "2026-10-13T14:00:00Z"},
		{"Tue Oct 13 2026 10:00:00 GMT+0200 (heure d’été d’Europe centrale)", UnknownOrder, "2026-10-13T08:00:00Z"},
		{"Dienstag, 13. Oktober 2026 um 10:00:00 Mitteleuropäische Sommerzeit", UnknownOrder, "2026-10-13T08:00:00Z"},
		{"13 oct. 2026 10 h 05 min", UnknownOrder, "2026-10-13T14:05:00Z"},
		{"2026-10-13 10:00Z (UTC)", UnknownOrder, "2026-10-13T10:00:00Z"},
		{"2026-10-13 10:00 Tokyo Standard Time", UnknownOrder, "2026-10-13T01:00:00Z"},
		{"2026-12-13 10:00 (GMT+01:00) Berlin", UnknownOrder, "2026-12-13T09:00:00Z"},
		{"2026-10-13 10:00 (GMT-04:00) Eastern Daylight Time (America/New_York)", UnknownOrder, "2026-10-13T14:00:00Z"},
	} {
		m, _, fault := c.Read(x.cell, x.order, true)
		if fault != "" || m.RFC3339(time.UTC) != x.want {
			t.Errorf("%q: %s %s, want %s", x.cell, m.RFC3339(time.UTC), fault, x.want)
		}
	}
	for _, cell := range []string{"", "x", "2026-10", "2026-02-30", "2026-13-01", "31/10/2026", "1/2/26",
		"2026-10-31T25:00:00Z", "2026-10-31 9", "2026-10-31 13:00 PM", "2026-10-31 09:30 EST",
		"2026-10-31 09:30 +5", "2026-10-31x", "10:30", "12", "2026-10-31T09:60:00Z", "0000-00-00", "31 Foo 2026", "2026-10/31", "202610311", "2026103", "17934390001",
		"Oct 31, 26", "Foo, 31 Oct 2026", "31/10/026",
		"Oct 5", "5 Oct 10:00", "Oct 5 10:00", "5 jui 2026", "10月5日", "2026-10-31 -0400", "2026-10-31 24:00:01",
		"2026-10-31 24:30", "2026-W54-1", "2026-W44-8", "2026年10月5日 午前12:30", "31 Oct 2026 15:00 nachm.",
		"2026-10-13 10:00 IST", "2026-10-13 10:00 CST", "2026-10-13 10:00 bst", "2026-10-13 10:00 XYZ",
		"2026-10-13 10:00 EST", "2026-10-13 10:00 Pacific Standard Time", "2026-10-13 10:00 (GMT+01:00) Berlin",
		"2026-10-13 10:00 (GMT+01:00) Nowhere", "2026-10-13 10:00 Mars/Base", "2026-10-13 10:00 Local",
		"Tue Oct 13 10:00:00 GMT", "13 Oct 10:00:00", "Oct 1310:00 2026", "2026-10-1310:00", "13/10/202610:00", "May 2026", "May 2026 10:00",
		"13 Oct 10.30.00", "13 Oct 10 AM", "2026-10-13 (approx)", "2026-10-13 AM 10:00 PM", "2026-10-13 10:00 +02:00 2027", "2026-10-13 10:00 five o'clock"} {
		if m, _, fault := c.Read(cell, UnknownOrder, true); fault == "" {
			t.Errorf("%q is read as %s", cell, m.RFC3339(time.UTC))
		}
	}
	if _, _, fault := c.Read("46326", UnknownOrder, false); fault == "" {
		t.Error("a number among dates is read as a date")
	}
}

func TestWallTimesAtAChangeOfDaylightSavingTime(t *testing.T) {
	t.Parallel()
	c := NewDateReader(ingesttest.Zone(t, "Europe/London"), october(time.UTC))
	for _, x := range []struct {
		cell, want string
		twice      bool
	}{
		{"2026-10-25 00:59", "2026-10-24T23:59:00Z", false},
		{"2026-10-25 01:30", "2026-10-25T00:30:00Z", true},
		{"2026-10-25 02:00", "2026-10-25T02:00:00Z", false},
		{"2026-03-29 00:59", "2026-03-29T00:59:00Z", false},
		{"2026-03-29 01:30", "", false},
		{"2026-03-29 02:00", "2026-03-29T01:00:00Z", false},
		{"2026-07-01 12:00", "2026-07-01T11:00:00Z", false},
	} {
		m, twice, _ := c.Read(x.cell, UnknownOrder, false)
		if m.RFC3339(time.UTC) != x.want || twice != x.twice {
			t.Errorf("%q: %s, twice %t", x.cell, m.RFC3339(time.UTC), twice)
		}
	}
}

func TestEveryWallTimeOfAYearAgreesWithTheZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Asia/Kolkata"} {
		loc := ingesttest.Zone(t, name)
		c := NewDateReader(loc, october(loc))
		for at := time.Date(2026, 1, 1, 0, 7, 0, 0, loc); at.Year() == 2026; at = at.Add(31 * time.Minute) {
			m, twice, fault := c.Read(at.Format("2006-01-02 15:04"), UnknownOrder, false)
			got := m.Time(loc)
			earlierOfTwo := twice && got.Before(at) && got.Format("15:04") == at.Format("15:04")
			if fault != "" || !got.Equal(at) && !earlierOfTwo {
				t.Fatalf("%s: %v %q, want %v", name, got, fault, at)
			}
		}
	}
}

// TestFastPathOfDatesMatchesRead uses random dates: ReadFast must give the result of Read, or leave the
// date to Read.
func TestFastPathOfDatesMatchesRead(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	for _, name := range []string{"UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"} {
		p, err := calendar.ParsePeriod("2026-10", ingesttest.Zone(t, name), time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		c, fast := NewDateReader(ingesttest.Zone(t, name), p), 0
		for range 50_000 {
			s := fmt.Sprintf("%04d-%02d-%02d%s%02d:%02d",
				1968+r.IntN(72), r.IntN(14), r.IntN(33), []string{"T", " "}[r.IntN(2)], r.IntN(25), r.IntN(61))
			s += []string{"", fmt.Sprintf(":%02d", r.IntN(61)), ":00.250"}[r.IntN(3)]
			s += []string{"", "Z", "-04:00", "+05:30", "+0100", " UTC", " PM", "+16:00"}[r.IntN(8)]
			m, n := c.ReadFast([]byte(s))
			if m2, n2 := c.ReadFast([]byte(s + ",")); m2 != m || n2 != n {
				t.Fatalf("%s: before a comma %v of %d bytes, else %v of %d", s, m2, n2, m, n)
			}
			if n < len(s) {
				continue
			}
			fast++
			want, twice, fault := c.Read(s, UnknownOrder, false)
			if fault != "" || twice || want != m {
				t.Fatalf("%s: %s is %v, read as %v %v %s", name, s, m, want, twice, fault)
			}
		}
		if fast < 10_000 {
			t.Errorf("%s: only %d dates are read fastly", name, fast)
		}
	}
}

// FuzzDate reads any text as a date, formats it as RFC 3339 and reads it back: the result must be the
// same.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-10-31", "31/10/2026 9:05 PM", "10.31.2026", "Oct 31, 2026 09:05:07.123 +0530",
		"46326.5", "2026-10-31T09:30:00Z", "2026-10-25 01:30", "15 Apr, 2021 00:03:00", "1e9"} {
		f.Add(s, uint8(0), false)
		f.Add(s, uint8(1), true)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		f.Fatal(err)
	}
	c := NewDateReader(london, october(london))
	f.Fuzz(func(t *testing.T, s string, o uint8, numbers bool) {
		(&DateInference{}).Observe(s, 1)
		m, _, fault := c.Read(s, DateOrder(o%4), numbers)
		if (fault == "") != m.Known() {
			t.Fatalf("%q: known is %v, fault %q", s, m.Known(), fault)
		}
		if fault != "" {
			return
		}
		again, _, fault := c.Read(m.RFC3339(london), UnknownOrder, false)
		if fault != "" || again != m {
			t.Errorf("%q is written %s, which is read as %v, %s", s, m.RFC3339(london), again, fault)
		}
	})
}
