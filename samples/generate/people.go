package main

import (
	"fmt"
	"strconv"
	"time"
)

// name is a part of a person's name, as written and as an e-mail address spells it.
type name struct{ text, ascii string }

var firstNames = []name{
	{"Zoë", "zoe"}, {"José", "jose"}, {"Łukasz", "lukasz"}, {"Amélie", "amelie"}, {"Søren", "soren"},
	{"Chloé", "chloe"}, {"Jürgen", "jurgen"}, {"Inês", "ines"}, {"Siân", "sian"}, {"Óscar", "oscar"},
	{"Renée", "renee"}, {"Tomáš", "tomas"}, {"Ayşe", "ayse"}, {"Björk", "bjork"}, {"Maël", "mael"},
	{"Anaïs", "anais"}, {"Grace", "grace"}, {"Omar", "omar"}, {"Ruth", "ruth"}, {"Kwame", "kwame"},
	{"Mei", "mei"}, {"Arjun", "arjun"}, {"Hannah", "hannah"}, {"Diego", "diego"}, {"Fatima", "fatima"},
	{"Peter", "peter"}, {"Yuki", "yuki"}, {"Naomi", "naomi"}, {"Victor", "victor"}, {"Leila", "leila"},
}

var lastNames = []name{
	{"Peña", "pena"}, {"Müller", "muller"}, {"O’Neill", "oneill"}, {"Żak", "zak"}, {"García", "garcia"},
	{"Løvås", "lovas"}, {"Çelik", "celik"}, {"Novák", "novak"}, {"Brontë", "bronte"}, {"Šimić", "simic"},
	{"Lefèvre", "lefevre"}, {"Ibáñez", "ibanez"}, {"Gonçalves", "goncalves"}, {"Sjöberg", "sjoberg"},
	{"Török", "torok"}, {"Okafor", "okafor"}, {"Tanaka", "tanaka"}, {"Whitfield", "whitfield"},
	{"Rao", "rao"}, {"Haddad", "haddad"}, {"Marsh", "marsh"}, {"Delgado", "delgado"}, {"Kim", "kim"},
	{"Fischer", "fischer"}, {"Abara", "abara"}, {"Lindqvist", "lindqvist"}, {"Costa", "costa"},
	{"Byrne", "byrne"},
}

// employerNames and industries make up the names of the employers. The first part depends on the tier.
var employerNames = map[string][]name{
	"A": {
		{"Bluewater", "bluewater"}, {"Eastgate", "eastgate"}, {"Kestrel", "kestrel"},
		{"Øresund", "oresund"},
	},
	"B": {
		{"Dunmore", "dunmore"}, {"Ferrum", "ferrum"}, {"Ironwood", "ironwood"}, {"Lumen Öst", "lumenost"},
		{"Nimbus", "nimbus"}, {"Quillon", "quillon"}, {"Redfern", "redfern"},
	},
	"C": {
		{"Alder & Finch", "alderfinch"}, {"Café Nordé", "cafenorde"}, {"Glasshouse", "glasshouse"},
		{"Harbor Lane", "harborlane"}, {"Marrow Creek", "marrowcreek"}, {"Orchard", "orchard"},
		{"Saltmarsh", "saltmarsh"}, {"Tarn Valley", "tarnvalley"},
	},
}

var industries = []name{
	{"Analytics", "analytics"}, {"Energy", "energy"}, {"Foods, Inc.", "foods"}, {"Freight", "freight"},
	{"Health", "health"}, {"Legal", "legal"}, {"Media", "media"}, {"Payments", "payments"},
	{"Robotics", "robotics"}, {"Software", "software"}, {"Systems", "systems"}, {"Travel", "travel"},
}

// drawEmployer draws an employer of a tier: its name and its annual revenue in dollars.
func drawEmployer(rng random, tier string) (name, int64) {
	first, i := pickOne(rng, employerNames[tier]), rng.IntN(len(industries))
	second := industries[i]
	band := tierRevenues[tier]
	revenue := band[0] + (band[1]-band[0])*float64(i*len(first.text)%97)/97 // spread over the range
	return name{first.text + " " + second.text, first.ascii + "-" + second.ascii}, int64(revenue/1000) * 1000
}

// queue is the owner of leads that nobody has taken. The agreement lists it under not_people.
const queue = "Inbound Queue"

// accountExecutives own the opportunities.
var accountExecutives = []string{"Hannah Weiß", "Tomás Silva", "Noor van Dijk"}

// rep is an SDR and how well they work.
type rep struct {
	name, email string
	motion      string // the only motion that they work; "" for all
	start       time.Time
	leadShare   float64 // weight in the distribution of leads
	onTime      float64 // probability of a first call within the agreed time
	neverCalls  float64 // share of the other leads that is never called
	diligence   float64 // share of the planned touches that are made
	sqlFactor   float64 // multiplies the rate of SQLs
}

// repProfiles are given to the team in turn. The last is that of an SDR in ramp.
var repProfiles = []rep{
	{leadShare: 1.25, onTime: 0.97, neverCalls: 0.08, diligence: 0.95, sqlFactor: 1.12},
	{leadShare: 1.00, onTime: 0.94, neverCalls: 0.10, diligence: 0.93, sqlFactor: 1.12},
	{leadShare: 0.80, onTime: 0.76, neverCalls: 0.25, diligence: 0.72, sqlFactor: 0.75},
	{leadShare: 0.40, onTime: 0.66, neverCalls: 0.30, diligence: 0.62, sqlFactor: 0.60},
}

// sdrNames are used in turn, with a number from the second round on.
var sdrNames = []name{
	{"Amélie Laurent", "amelie"}, {"Marcus Chen", "marcus"}, {"Sofía Herrera", "sofia"},
	{"Łukasz Nowak", "lukasz"},
}

// newTeam returns a team of n. All started before the exports begin, except for the last of several, who
// started in the middle of the month before the reported one.
func newTeam(n int, first, reported time.Time) []rep {
	team := make([]rep, n)
	for i := range team {
		r := repProfiles[i%(len(repProfiles)-1)]
		r.start = first.AddDate(0, -3-5*(i%7), 0)
		if i > 0 && i == n-1 {
			r = repProfiles[len(repProfiles)-1]
			r.start, r.motion = reported.AddDate(0, -1, 13), "inbound"
		}
		who := sdrNames[i%len(sdrNames)]
		if i >= len(sdrNames) {
			who.text += " " + strconv.Itoa(i+1)
			who.ascii += strconv.Itoa(i + 1)
		}
		r.name, r.email = who.text, fmt.Sprintf("%s@northwind.example", who.ascii)
		team[i] = r
	}
	return team
}

// drawOwner draws one of the SDRs who have started by this time.
func (c *company) drawOwner(rng random, on time.Time) *rep {
	total := 0.0
	for i := range c.team {
		if !c.team[i].start.After(on) {
			total += c.team[i].leadShare
		}
	}
	at := rng.uniform(0, total)
	for i := range c.team {
		if r := &c.team[i]; !r.start.After(on) {
			if at -= r.leadShare; at < 0 {
				return r
			}
		}
	}
	return &c.team[0]
}
