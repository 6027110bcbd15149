package model

import (
	"slices"
	"strings"
	"unicode/utf8"

	"leadpact/model/agreement"
)

func streamPath(st agreement.Stream) string { return "revenue.streams." + agreement.Slug(st.Name) }

// historyPath names a row of the history by its quarter, and its stream where it has one.
func historyPath(q agreement.HistoryQuarter) string {
	path := "history." + agreement.Slug(q.Quarter.String())
	if q.Stream != "" {
		path += "." + agreement.Slug(q.Stream)
	}
	return path
}

func capital(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}

// planID begins the ids of a stream's plan.
func planID(st agreement.Stream) string { return "plan." + agreement.Slug(st.Name) }

// typeID begins the ids of a lead type's plan.
func typeID(st agreement.Stream, lt agreement.LeadType) string {
	return planID(st) + ".type." + agreement.Slug(lt.Name)
}

// channelID is the slug of a channel, kept apart from the words that its ids use otherwise.
func channelID(name string) string {
	id := agreement.Slug(name)
	if slices.Contains(reservedChannelIDs, id) {
		id += "_channel"
	}
	return id
}
