// Package agreementfile reads agreement.yaml.
//
// In comes a text. Out comes an agreement.Agreement with its defaults filled in, or an Error with every
// fault, each with its position and how to correct it (Load, Parse). The steps are a tree with positions
// (yaml.go), reading it into the fields of the model by their types (bind.go, scalars.go) under the rule
// of each key (rules.go), defaults, and checks of the terms against each other (check.go). Two more
// things follow from the same fields and rules: the JSON Schema for editors (Schema), and edits that keep
// every other byte of the text (Apply).
//
// The package reads no export and computes no figure; what inputs say of columns it checks by package
// profile.
package agreementfile
