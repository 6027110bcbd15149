// Package formula is the language in which figures are defined: expressions over named cells, columns of
// tables and aggregates (Expr), and the values that they have (Value, Unit).
//
// An expression is data. This package does not evaluate it: package calc does, and formats it in words;
// report/workbook translates it into a spreadsheet formula. So a figure has one definition, and its value,
// its formula in the workbook and its explanation cannot differ. The semantics are those of a spreadsheet:
// texts are compared without regard to case, numbers to 15 digits, and a fault in any part makes the cell
// n/a.
//
// The package must not know any cell, table or column by name.
package formula
