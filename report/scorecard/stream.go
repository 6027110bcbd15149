package scorecard

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"reflect"
)

// writeObject writes a struct with exactly the bytes of a json.Encoder that indents by two spaces, but
// streams its lists entry by entry: a large company has a hundred thousand breaches, and the Encoder would
// hold their text three times.
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
	put := func(enc *json.Encoder, v reflect.Value) error {
		text.Reset()
		err := enc.Encode(v.Interface())
		out.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
		return err
	}
	separator := "{\n  "
	v := reflect.ValueOf(object)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Tag.Get("json"), v.Field(i)
		out.WriteString(separator + `"` + name + `": `)
		separator = ",\n  "
		if field.Kind() != reflect.Slice || field.Len() == 0 {
			if err := put(fields, field); err != nil {
				return err
			}
			continue
		}
		bracket := "[\n    "
		for _, entry := range field.Seq2() {
			out.WriteString(bracket)
			if err := put(entries, entry); err != nil {
				return err
			}
			bracket = ",\n    "
		}
		out.WriteString("\n  ]")
	}
	out.WriteString("\n}\n")
	return out.Flush()
}
