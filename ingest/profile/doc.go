// Package profile knows the canonical tables, and how CRMs name their columns and values.
//
// The input is a file's header, an input of the agreement and the raw texts of cells. The output is a
// Binding, which assigns cells to canonical columns (Recognise), and canonical values (Mapper). What a
// CRM writes is data: a Profile, one file in templates/crm. A new CRM is one more such file; agreements
// can then use its name, too (CRMNames).
//
// The package does not know how a file is split into records, nor rows: dates, numbers and duplicates are
// handled elsewhere.
package profile
