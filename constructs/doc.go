// Package constructs is the index of Berth's importable parts, a package an
// area of AWS.
//
// What a construct hands on to others is a field of it. What few ask for is a
// method, such as the ARN of an alarm: Terraform knows such a value only later,
// and each reference to one takes a message to Node.js and back.
//
// The tests here synthesize all of them in one process, since each
// test binary that uses CDKTF pays for starting Node.js.
package constructs
