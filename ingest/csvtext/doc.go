// Package csvtext turns the bytes of a CSV export into records.
//
// The input is a file's bytes, packed or not, in any encoding and dialect. The output is its records:
// cells without their quotes, with the physical line on which each record starts, or the reason why a
// record or the whole file cannot be used. The steps are
//
//   - unpacking, and refusing other formats by their magic numbers (ReadFile),
//   - decoding to UTF-8, with detection of the encoding (Decode),
//   - dialect detection by consistency score (Detect),
//   - splitting into records, with resynchronisation after damage (Splitter), using an index of structural
//     bytes that is built with SWAR.
//
// The package does not know what a column means: no tables, CRMs, dates or numbers.
package csvtext
