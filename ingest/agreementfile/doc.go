// Package agreementfile reads agreement.yaml.
//
// The input is a text. The output is an agreement.Agreement with its defaults filled in, or an Error with
// every fault, its position and how to correct it (Load, Parse). The steps are: parse the text into a
// tree with positions (yaml.go), read the tree into the fields of the model by their types (bind.go,
// scalars.go) under the rule of each key (rules.go), fill in defaults, and check the terms against each
// other (check.go). The same fields and rules also give the JSON Schema for editors (Schema), and edits
// that preserve every other byte of the text (ApplyEdits).
//
// The package reads no export and computes no figure. It uses package profile to check the columns that
// inputs name.
package agreementfile
