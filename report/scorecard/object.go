package scorecard

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"reflect"
)

// writeObject writes a struct as a json.Encoder with an indent of two spaces does, but its lists entry by entry: those of a large
// company have a hundred thousand, and the Encoder holds their text three times.
func writeObject(w io.Writer, object any) error {
	out := bufio.NewWriter(w)
	var text bytes.Buffer
	encoder := func(indent string) *json.Encoder {
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		enc.SetIndent(indent, "  ")
		return enc
	}
	fields, entries := encoder("  "), encoder("    ")
	put := func(before string, v reflect.Value, enc *json.Encoder) error {
		text.Reset()
		err := enc.Encode(v.Interface())
		out.WriteString(before)
		out.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
		return err
	}
	between := "{\n  "
	v := reflect.ValueOf(object)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Tag.Get("json"), v.Field(i)
		out.WriteString(between + `"` + name + `": `)
		between = ",\n  "
		if field.Kind() != reflect.Slice || field.Len() == 0 {
			if err := put("", field, fields); err != nil {
				return err
			}
			continue
		}
		before := "[\n    "
		for _, entry := range field.Seq2() {
			if err := put(before, entry, entries); err != nil {
				return err
			}
			before = ",\n    "
		}
		out.WriteString("\n  ]")
	}
	out.WriteString("\n}\n")
	return out.Flush()
}
