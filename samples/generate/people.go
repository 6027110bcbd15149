package main

import (
	"fmt"
	"strconv"
	"time"
)

// name is a part of a person's name, as written and as an e-mail address spells it.
type name struct{ text, ascii string }

var given = []name{
	{"Zoë", "zoe"}, {"José", "jose"}, {"Łukasz", "lukasz"}, {"Amélie", "amelie"}, {"Søren", "soren"}, {"Chloé", "chloe"},
	{"Jürgen", "jurgen"}, {"Inês", "ines"}, {"Siân", "sian"}, {"Óscar", "oscar"}, {"Renée", "renee"}, {"Tomáš", "tomas"},
	{"Ayşe", "ayse"}, {"Björk", "bjork"}, {"Maël", "mael"}, {"Anaïs", "anais"}, {"Grace", "grace"}, {"Omar", "omar"},
	{"Ruth", "ruth"}, {"Kwame", "kwame"}, {"Mei", "mei"}, {"Arjun", "arjun"}, {"Hannah", "hannah"}, {"Diego", "diego"},
	{"Fatima", "fatima"}, {"Peter", "peter"}, {"Yuki", "yuki"}, {"Naomi", "naomi"}, {"Victor", "victor"}, {"Leila", "leila"},
}

var family = []name{
	{"Peña", "pena"}, {"Müller", "muller"}, {"O’Neill", "oneill"}, {"Żak", "zak"}, {"García", "garcia"}, {"Løvås", "lovas"},
	{"Çelik", "celik"}, {"Novák", "novak"}, {"Brontë", "bronte"}, {"Šimić", "simic"}, {"Lefèvre", "lefevre"}, {"Ibáñez", "ibanez"},
	{"Gonçalves", "goncalves"}, {"Sjöberg", "sjoberg"}, {"Török", "torok"}, {"Okafor", "okafor"}, {"Tanaka", "tanaka"},
	{"Whitfield", "whitfield"}, {"Rao", "rao"}, {"Haddad", "haddad"}, {"Marsh", "marsh"}, {"Delgado", "delgado"}, {"Kim", "kim"},
	{"Fischer", "fischer"}, {"Abara", "abara"}, {"Lindqvist", "lindqvist"}, {"Costa", "costa"}, {"Byrne", "byrne"},
}

// houses and trades make the names of the employers; the house decides how large one is.
var houses = map[string][]name{
	"A": {{"Bluewater", "bluewater"}, {"Eastgate", "eastgate"}, {"Kestrel", "kestrel"}, {"Øresund", "oresund"}},
	"B": {{"Dunmore", "dunmore"}, {"Ferrum", "ferrum"}, {"Ironwood", "ironwood"}, {"Lumen Öst", "lumenost"}, {"Nimbus", "nimbus"},
		{"Quillon", "quillon"}, {"Redfern", "redfern"}},
	"C": {{"Alder & Finch", "alderfinch"}, {"Café Nordé", "cafenorde"}, {"Glasshouse", "glasshouse"}, {"Harbor Lane", "harborlane"},
		{"Marrow Creek", "marrowcreek"}, {"Orchard", "orchard"}, {"Saltmarsh", "saltmarsh"}, {"Tarn Valley", "tarnvalley"}},
}

var trades = []name{
	{"Analytics", "analytics"}, {"Energy", "energy"}, {"Foods, Inc.", "foods"}, {"Freight", "freight"}, {"Health", "health"}, {"Legal", "legal"},
	{"Media", "media"}, {"Payments", "payments"}, {"Robotics", "robotics"}, {"Software", "software"}, {"Systems", "systems"}, {"Travel", "travel"},
}

// employer is a company of a size: its name, and its annual revenue in dollars.
func employer(d dice, tier string) (name, int64) {
	house, trade := one(d, houses[tier]), d.IntN(len(trades))
	band := employerRevenue[tier]
	revenue := band[0] + (band[1]-band[0])*float64(trade*len(house.text)%97)/97
	t := trades[trade]
	return name{house.text + " " + t.text, house.ascii + "-" + t.ascii}, int64(revenue/1000) * 1000
}

// queue is the owner of leads that nobody has taken; the agreement declares it no person.
const queue = "Inbound Queue"

// closers take a lead once it is an opportunity.
var closers = []string{"Hannah Weiß", "Tomás Silva", "Noor van Dijk"}

// rep is an SDR and how they work.
type rep struct {
	name, email string
	motion      string // what somebody in ramp is to work; blank: everything
	start       time.Time
	share       float64 // of the leads handed out, relative to the others
	prompt      float64 // first calls within the agreed time
	silent      float64 // of the others: never called
	diligence   float64 // of the planned touches made
	convert     float64 // SQLs, relative to the average
}

// habits are the ways of working that the team shares out; the last is that of somebody in ramp.
var habits = []rep{
	{share: 1.25, prompt: 0.97, silent: 0.08, diligence: 0.95, convert: 1.12},
	{share: 1.00, prompt: 0.94, silent: 0.10, diligence: 0.93, convert: 1.12},
	{share: 0.80, prompt: 0.76, silent: 0.25, diligence: 0.72, convert: 0.75},
	{share: 0.40, prompt: 0.66, silent: 0.30, diligence: 0.62, convert: 0.60},
}

// sdrs are the names of a team of the usual size; a larger one is numbered.
var sdrs = []name{{"Amélie Laurent", "amelie"}, {"Marcus Chen", "marcus"}, {"Sofía Herrera", "sofia"}, {"Łukasz Nowak", "lukasz"}}

// hire makes a team of n. All started before the exports begin, but the last of several: in the middle of the month before
// the reported one.
func hire(n int, first, reported time.Time) []rep {
	team := make([]rep, n)
	for i := range team {
		r := habits[i%(len(habits)-1)]
		r.start = first.AddDate(0, -3-5*(i%7), 0)
		if i > 0 && i == n-1 {
			r = habits[len(habits)-1]
			r.start, r.motion = reported.AddDate(0, -1, 13), "inbound"
		}
		who := sdrs[i%len(sdrs)]
		if i >= len(sdrs) {
			who.text += " " + strconv.Itoa(i+1)
			who.ascii += strconv.Itoa(i + 1)
		}
		r.name, r.email = who.text, fmt.Sprintf("%s@northwind.example", who.ascii)
		team[i] = r
	}
	return team
}

// owner hands a lead to one of those who have started.
func (c *company) owner(d dice, on time.Time) *rep {
	total := 0.0
	for i := range c.team {
		if !c.team[i].start.After(on) {
			total += c.team[i].share
		}
	}
	at := d.between(0, total)
	for i := range c.team {
		if r := &c.team[i]; !r.start.After(on) {
			if at -= r.share; at < 0 {
				return r
			}
		}
	}
	return &c.team[0]
}
