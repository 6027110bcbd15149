// Package profile knows the canonical tables, and how CRMs name their columns and values.
//
// In come a file's header, an input of the agreement and the raw texts of cells. Out come a Binding,
// which says which cells give which canonical columns (Recognise), and canonical values (Mapper). What a
// CRM writes is data: a Profile, one file in templates/crm. A new CRM is one more such file; its name is
// then known to the agreement (CRMNames), too.
//
// The package does not know how a file becomes records, and no row: dates, numbers and duplicates are
// read elsewhere.
package profile
