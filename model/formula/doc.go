// Package formula is the language in which figures are defined: expressions over named cells, columns of
// tables and aggregates (Expr), and the values that they have (Value, Unit).
//
// An expression is data. Nothing here evaluates it: package calc does, and puts it into words;
// report/workbook spells it as a spreadsheet formula. So a figure has one definition, and its value, its
// formula in the workbook and its explanation cannot differ. The semantics are those of a spreadsheet:
// texts compare whatever their case, numbers to 15 digits, and a fault anywhere makes the cell n/a.
//
// The package must not know any cell, table or column by name.
package formula
