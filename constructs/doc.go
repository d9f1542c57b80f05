// Package constructs is the index of Berth's importable parts, a package an
// area of AWS. The tests here synthesize all of them in one process, since each
// test binary that uses CDKTF pays for starting Node.js.
package constructs
