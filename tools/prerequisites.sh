#!/bin/sh
# Says in one sentence each what is missing, and fails. With the argument
# terraform, Terraform is needed too: to synthesize, nobody needs it.
missing=0

# at_least WANT GIVEN: compares dotted version numbers.
at_least() {
	[ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# need NAME COMMAND WANT GIVEN PURPOSE WHERE
need() {
	if ! command -v "$2" >/dev/null 2>&1; then
		echo "$1 is missing: Berth needs $1 $3 or later $5, see $6" >&2
		return 1
	fi
	if ! at_least "$3" "$4"; then
		echo "$1 $4 is too old: Berth needs $1 $3 or later $5, see $6" >&2
		return 1
	fi
}

need Go go 1.26 "$(go env GOVERSION 2>/dev/null | sed 's/^go//')" "to build the app" https://go.dev/dl/ || missing=1
need Node.js node 20 "$(node --version 2>/dev/null | sed 's/^v//')" "to run CDKTF" https://nodejs.org/ || missing=1
need npm npm 9 "$(npm --version 2>/dev/null)" "to install the cdktf CLI" https://nodejs.org/ || missing=1
if [ "$1" = terraform ]; then
	# As cdktf does, take what this variable names in Terraform's place.
	terraform=${TERRAFORM_BINARY_NAME:-terraform}
	need "${TERRAFORM_BINARY_NAME:-Terraform}" "$terraform" 1.10 "$(CHECKPOINT_DISABLE=1 "$terraform" version 2>/dev/null | sed -n 's/^[A-Za-z]* v//p' | head -n 1)" "to rehearse and to test" https://developer.hashicorp.com/terraform/install || missing=1
fi
exit $missing
