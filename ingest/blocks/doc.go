// Package blocks reads a large text file in blocks of whole records, in parallel and in memory that does
// not grow with the file.
//
// The input is the path of a CSV file, plain or packed with gzip. OpenStream reads its head, from which the
// caller determines encoding, dialect and header. ReadParallel then cuts the rest into blocks at line ends
// outside quotes, has workers scan them in parallel, and passes on their results in the order of the file.
// The package knows quotes and line ends; it does not know columns, tables or leads. A file that cannot be
// cut gives an Obstacle, and the caller reads it in order.
package blocks
