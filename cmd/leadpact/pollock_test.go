package main

import (
	"slices"
	"strings"
)

// pollockWeights say how often a pollution was met among the files of the benchmark's survey (Vitagliano et al., Pollock: A Data
// Loading Benchmark, VLDB 2023), by the beginning of a file's name.
var pollockWeights = []struct {
	prefix string
	weight float64
}{
	{"source", 1}, {"file_no_payload", 15}, {"file_no_header", 470}, {"file_header_multirow", 47}, {"file_preamble", 282},
	{"file_multitable", 62.67}, {"file_header_only", 3}, {"file_record_delimiter_0xA", 1691}, {"file_field_delimiter_0x9", 4},
	{"file_field_delimiter_0x3B", 834}, {"file_quotation_char", 11}, {"file_escape_char", 1},
	{"row_less_sep", 0.3678}, {"row_more_sep", 0.3678}, {"row_extra_quote", 0.0093}, {"row_field_delimiter", 0.1429},
}

func pollockWeight(name string) float64 {
	i := slices.IndexFunc(pollockWeights, func(w struct {
		prefix string
		weight float64
	}) bool {
		return strings.HasPrefix(name, w.prefix)
	})
	return pollockWeights[i].weight
}

// pollockScore is the benchmark's score of one file, of 10 points: 1 for being read at all, and precision, recall and F1 of the
// header's cells, of the records and of all cells below the header. A clean file without header has the points of it.
func pollockScore(got tabled, clean [][]string, headless bool) float64 {
	if got.code != 0 {
		return 0
	}
	var header, loaded []string
	if len(got.rows) > 0 {
		loaded = got.rows[0]
	}
	if !headless && len(clean) > 0 {
		header, clean = clean[0], clean[1:]
	}
	rows := got.rows[min(1, len(got.rows)):]
	return 1 + measures(header, loaded) + measures(joined(clean), joined(rows)) + measures(slices.Concat(clean...), slices.Concat(rows...))
}

func joined(rows [][]string) []string {
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(r, "\x1f"))
	}
	return out
}

// measures adds precision, recall and F1 of what was loaded, as multisets of trimmed text.
func measures(want, loaded []string) float64 {
	if len(want) == 0 {
		return 3
	}
	left := map[string]int{}
	for _, s := range want {
		left[strings.TrimSpace(s)]++
	}
	common := 0.0
	for _, s := range loaded {
		if s = strings.TrimSpace(s); left[s] > 0 {
			left[s]--
			common++
		}
	}
	if common == 0 {
		return 0
	}
	recall, precision := common/float64(len(want)), common/float64(len(loaded))
	return precision + recall + 2*precision*recall/(precision+recall)
}
