package scorecard

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestAnObjectIsWrittenAsTheEncoderWritesIt(t *testing.T) {
	t.Parallel()
	type entry struct {
		Name string         `json:"name"`
		More map[string]any `json:"more"`
	}
	object := struct {
		Text  string   `json:"text"`
		None  []entry  `json:"none"`
		Null  []entry  `json:"null"`
		One   []entry  `json:"one"`
		Two   []entry  `json:"two"`
		Words []string `json:"words"`
		To    *entry   `json:"to"`
	}{Text: "a < b & \"c\"\n", None: []entry{}, One: []entry{{"<x>", nil}},
		Two: []entry{{}, {"y", map[string]any{"b": []int{1}, "a": nil}}}, Words: []string{"x", "y"}, To: &entry{"z", nil}}
	var got, want bytes.Buffer
	if err := writeObject(&got, object); err != nil {
		t.Fatal(err)
	}
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(object); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want.String())
	}
}
